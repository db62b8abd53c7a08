"""One programme of a packet, question by question, beside the packet that was last decided on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assessments.enums import AssessmentStatus
from assessments.models import Assessment, Packet, ReviewComment
from assessments.permissions import can_read_comments, can_read_level
from assessments.selectors.compared import reason_runs
from assessments.selectors.consulted import Consulted, consulted
from assessments.selectors.contradictions import Shown, contradictions_read
from assessments.selectors.division import ASSESSMENT_TONES
from assessments.selectors.drafted import drafts_by_question
from assessments.selectors.evidence import EvidenceCount, packet_evidence
from assessments.selectors.evidence import counted as counted_evidence
from assessments.selectors.packets_read import packets_read
from assessments.selectors.places import prefix
from assessments.selectors.question_states import (
    Marks,
    Tally,
    counted,
    marks_of,
    question_state,
    standing_mark,
)
from assessments.selectors.question_view import QuestionView, question_views
from assessments.selectors.reading import Named, named, partners_of, sheet_in
from assessments.selectors.score import ScoreView, score_view
from assessments.selectors.to_read import Answered, Progress, look
from assessments.sheet import Sheet
from assessments.wording import Run
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class Group:
    """Questions under one heading."""

    title: str
    questions: tuple[QuestionView, ...]

    @property
    def facts(self) -> list[str]:
        """The codes of what is no judgement, is to be read and was not looked at: years, groups,
        partners can be marked together, a judged answer never."""
        return [
            view.code
            for view in self.questions
            if view.to_read and not (view.judged or view.looked or view.explained or view.drafts)
        ]


@dataclass(frozen=True)
class AssessmentReading:
    """One programme of a packet, question by question."""

    assessment: Assessment
    packet: Packet
    name: Named
    code: str
    not_assessed: str
    reason_runs: tuple[Run, ...]
    questions: tuple[QuestionView, ...]
    score: ScoreView | None
    before: Packet | None
    shows_comments: bool
    cited: tuple[str, ...] = ()
    not_covered: bool = False
    doubts: tuple[Shown, ...] = ()

    @property
    def consulted(self) -> Consulted:
        """Who dissents from the report or, as a partner, from this programme (21)."""
        return consulted(self.packet, self.assessment)

    @property
    def partners(self) -> list[dict[str, Any]]:
        """What partner ministries said of it (103)."""
        return partners_of(self.packet, self.assessment)

    @property
    def word(self) -> str:
        return str(AssessmentStatus(self.assessment.status).label)

    @property
    def tone(self) -> str:
        return ASSESSMENT_TONES[self.assessment.status]

    @property
    def first_judged(self) -> str:
        """The code of the first judged question."""
        return next(view.code for view in self.questions if view.judged)

    @property
    def tally(self) -> Tally:
        """The judged questions counted by state."""
        return counted([view.state for view in self.questions if view.judged])

    @property
    def progress(self) -> Progress:
        """How many answers are to be read this time, and how many were looked at."""
        return Progress.of_looks(
            (row.touched or row.changed, row.to_read, row.looked) for row in self.questions
        )

    @property
    def points(self) -> list[ReviewComment]:
        """The comments that nobody resolved."""
        return [row for view in self.questions for row in view.comments if not row.resolved_at]

    @property
    def drafts(self) -> int:
        """How many drafts of technical support wait for the reviewer."""
        return sum(len(view.drafts) for view in self.questions)

    @property
    def evidence_count(self) -> EvidenceCount:
        """Claimed and verified in the whole programme, two numbers (45)."""
        return counted_evidence(shown.row for view in self.questions for shown in view.evidence)

    def following(self, groups: list[Group], after: str = "") -> QuestionView | None:
        """The next question to read in the order of ``groups``, after the question ``after``, then from
        the beginning; None when everything was looked at."""
        rows = [view for group in groups for view in group.questions]
        codes = [view.code for view in rows]
        start = codes.index(after) + 1 if after in codes else 0
        return next((v for v in rows[start:] + rows[:start] if v.to_read and not v.looked), None)

    @property
    def identification(self) -> QuestionView:
        """The question at which "not assessed" can be challenged."""
        return next(view for view in self.questions if view.kind == "identification")

    def _first_reading(self) -> list[tuple[str, list[QuestionView]]]:
        """Every question once, under the first heading that fits: open contradictions before all
        others, then those that the ministry explains (17, 25)."""
        places: list[tuple[str, Callable[[QuestionView], bool]]] = [
            (_("Answers that do not fit together"), lambda view: view.contradicted),
            (_("Answers that do not fit together, explained"), lambda view: view.explained),
            (_("Not applicable, and not possible"), lambda view: view.doubtful),
            (_("“Yes” without evidence"), lambda view: view.unsupported),
            (_("Answers the level rests on"), lambda view: view.rests),
            (_("The rest"), lambda view: True),
        ]
        found, left = [], list(self.questions)
        for title, fits in places:
            found.append((title, [view for view in left if fits(view)]))
            left = [view for view in left if not fits(view)]
        return found

    @property
    def folds(self) -> bool:
        """Whether what is not to be read this time is folded: for those who review, after a return."""
        return self.before is not None and self.shows_comments

    @property
    def folded(self) -> list[QuestionView]:
        """The answers that did not change and about which nothing waits, in the order of the form."""
        if not self.folds:
            return []
        return [view for view in self.questions if not (view.to_read or view.drafts)]

    def groups(self, order: str, *, whole: bool = False) -> list[Group]:
        """The questions by section, or in the order of a first reading (``order`` "first"); without
        those that are folded, unless the ``whole`` is asked for."""
        if order != "first":
            titles = dict.fromkeys(question.section for question in self.questions)
            found = [(title, [q for q in self.questions if q.section == title]) for title in titles]
        else:
            found = self._first_reading()
        folded = [] if whole else [view.code for view in self.folded if not view.form]
        shown = [(title, [q for q in group if q.code not in folded]) for title, group in found]
        return [Group(title, tuple(group)) for title, group in shown if group]


def assessment_reading(user: User, assessment: Assessment) -> AssessmentReading | None:
    """One assessment of the last packet; None when the packet does not hold it."""
    submission = assessment.submission
    try:
        packet, before = packets_read(submission)
    except Packet.DoesNotExist:
        return None
    entry = packet.assessments.get(str(assessment.pk))
    if entry is None:
        return None
    schema = submission.round.questionnaire.schema()
    sheet = packet.sheet(assessment.pk, schema)
    old = sheet_in(before, assessment)
    shows_comments = bool(can_read_comments(user))
    comments = _comments(assessment) if shows_comments else {}
    marks = marks_of(submission, assessment=assessment) if shows_comments else {}
    drafts = drafts_by_question(assessment=assessment) if shows_comments else {}
    questions = tuple(question_views(sheet, old, comments, {}))
    evidence = packet_evidence(entry)
    doubts = contradictions_read(entry, schema)
    for view in questions:
        view.doubts = [row for row in doubts if view.code in row.questions]
        state_set(view, sheet, marks.get(assessment.pk, {}))
        look_set(view, packet, assessment, first=old is None)
        view.evidence = evidence.get(view.code, [])
        view.drafts = drafts.get((assessment.pk, view.code), [])
    scored = not entry["not_assessed"] and bool(can_read_level(user, submission))
    return AssessmentReading(
        assessment=assessment,
        packet=packet,
        name=named(entry["programme"]),
        code=entry["programme"]["code"],
        not_assessed=entry["not_assessed"],
        reason_runs=reason_runs(packet, before, assessment),
        questions=questions,
        score=score_view(sheet, lambda _section, code: f"#{prefix(code)}") if scored else None,
        before=before if old else None,
        shows_comments=shows_comments,
        cited=_cited(packet, entry),
        not_covered=entry.get("not_covered", False),
        doubts=tuple(doubts),
    )


def _cited(packet: Packet, entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The commitments of the ministry's own documents that the programme carries out, in words."""
    listed = [line for row in packet.data["strategies"] for line in row.get("listed", ())]
    texts = {line["id"]: line["text"] for line in listed}
    return tuple(texts[key] for key in entry.get("citations", ()))


def state_set(view: QuestionView, sheet: Sheet, marks: Marks) -> None:
    """Say at a question where it stands, and whose mark holds."""
    question = sheet.questionnaire.question(view.code)
    view.mark = standing_mark(sheet, question, marks.get(view.code, ()))
    view.state = question_state(sheet, question, view.comments, view.mark)


def look_set(view: QuestionView, packet: Packet, assessment: Assessment, *, first: bool) -> None:
    """Say at a question whether it is to be read this time, and whether somebody did."""
    settled = assessment.status == AssessmentStatus.SETTLED
    there = Answered(
        view.touched, changed=view.changed, comments=view.comments, marked=view.mark is not None
    )
    view.to_read, view.looked = look(there, packet, first=first, settled=settled)


def _comments(assessment: Assessment) -> dict[str, list[ReviewComment]]:
    """The comments of all packets by question, withdrawn ones too, the oldest first; one query."""
    rows = ReviewComment.objects.filter(assessment=assessment)
    found: dict[str, list[ReviewComment]] = {}
    for row in rows.select_related("question", "packet", "by", "reply__by", "draft__by").order_by(
        "created_at"
    ):
        found.setdefault(row.question.code, []).append(row)
    return found
