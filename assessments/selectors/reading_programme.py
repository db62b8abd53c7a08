"""One programme of a packet, question by question, beside the packet before it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import (
    AssessmentStatus,
    Feasibility,
    Judgement,
    QuestionState,
    answer_words,
)
from assessments.models import Assessment, Examined, Packet, ReviewComment
from assessments.permissions import can_read_comments, can_read_level
from assessments.schema import Part, Question, Section
from assessments.selectors.contradictions import Shown, contradictions_read
from assessments.selectors.division import ASSESSMENT_TONES
from assessments.selectors.evidence import EvidenceCount, PacketEvidence, packet_evidence
from assessments.selectors.evidence import counted as counted_evidence
from assessments.selectors.places import prefix
from assessments.selectors.question_states import (
    STATE_TONES,
    Marks,
    Tally,
    counted,
    marks_of,
    question_state,
    standing_mark,
)
from assessments.selectors.reading import Named, named, partners_of
from assessments.selectors.score import ScoreView, score_view
from assessments.selectors.shown import FieldShown, Options, fields_shown, options
from assessments.sheet import ANSWER_FIELDS, GAPS, Given, Sheet
from nsss_gender.accounts.models import User

# judgements that can meet a condition of a level
MEETING = (Judgement.YES, Judgement.PARTLY)
# question code → what can be chosen there, read once a page
Known = dict[str, Options]


@dataclass(frozen=True)
class PartView:
    """A named part: what it asks and what was answered."""

    code: str
    text: str
    word: str
    note: str


@dataclass
class QuestionView:
    """One question of a packet with everything that stands beside it.

    ``form`` is hung on by the view where the user may comment; ``before`` holds what the packet
    before this one said, where that differs.
    """

    code: str
    label: str
    text: str
    section: str
    judgement: str
    fields: list[FieldShown]
    parts: list[PartView]
    given: Given
    rests: bool
    kind: str = ""
    state: QuestionState = QuestionState.NOT_EXAMINED
    mark: Examined | None = None
    changed: bool = False
    before: list[FieldShown] = field(default_factory=list)
    word_before: str = ""
    parts_before: list[PartView] = field(default_factory=list)
    folded: bool = False
    comments: list[ReviewComment] = field(default_factory=list)
    form: Any = None
    evidence: list[PacketEvidence] = field(default_factory=list)
    doubts: list[Shown] = field(default_factory=list)

    @property
    def evidence_count(self) -> EvidenceCount:
        return counted_evidence(shown.row for shown in self.evidence)

    @property
    def anchor(self) -> str:
        return prefix(self.code)

    @property
    def tone(self) -> str:
        """The tone of the tag that says where the question stands."""
        return STATE_TONES[self.state]

    @property
    def markable(self) -> bool:
        """Whether "I looked at it" says something: nothing is open at the question."""
        return self.state not in {QuestionState.OPEN, QuestionState.PROPOSED}

    @property
    def judged(self) -> bool:
        return self.kind == "judged"

    @property
    def na(self) -> bool:
        return self.judgement == Judgement.NA

    @property
    def word(self) -> str:
        """The judgement that counts, in words."""
        return _word(self.judgement)

    @property
    def words(self) -> str:
        """The judgement with its feasibility, in words."""
        return answer_words(
            self.judgement, self.given.feasibility if self.judgement in GAPS else ""
        )

    @property
    def unsupported(self) -> bool:
        """A "yes" for which nothing is shown."""
        return self.judgement == Judgement.YES and not self.evidence

    @property
    def contradicted(self) -> bool:
        """Whether it does not fit together with something else, and nobody explained it."""
        return any(row.open for row in self.doubts)

    @property
    def explained(self) -> bool:
        """Whether it does not fit together, and the ministry says why."""
        return bool(self.doubts)

    @property
    def doubtful(self) -> bool:
        """Not applicable, or not possible: what a first reading looks at first."""
        gap = self.judgement in GAPS
        return self.na or (gap and self.given.feasibility == Feasibility.NOT_POSSIBLE)


@dataclass(frozen=True)
class Group:
    """Questions under one heading."""

    title: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True)
class AssessmentReading:
    """One programme of a packet, question by question."""

    assessment: Assessment
    packet: Packet
    name: Named
    code: str
    not_assessed: str
    questions: tuple[QuestionView, ...]
    score: ScoreView | None
    before: int
    shows_comments: bool
    cited: tuple[str, ...] = ()
    not_covered: bool = False
    doubts: tuple[Shown, ...] = ()

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

    def groups(self, order: str) -> list[Group]:
        """The questions by section, or in the order of a first reading (``order`` "first")."""
        if order != "first":
            titles = dict.fromkeys(question.section for question in self.questions)
            found = [(title, [q for q in self.questions if q.section == title]) for title in titles]
        else:
            found = self._first_reading()
        return [Group(title, tuple(group)) for title, group in found if group]


def assessment_reading(user: User, assessment: Assessment) -> AssessmentReading | None:
    """One assessment of the last packet; None when the packet does not hold it."""
    submission = assessment.submission
    packets = list(submission.packets.order_by("-number")[:2])
    entry = packets[0].assessments.get(str(assessment.pk)) if packets else None
    if entry is None:
        return None
    schema = submission.round.questionnaire.schema()
    sheet = packets[0].sheet(assessment.pk, schema)
    old = _sheet_before(packets[1:], assessment)
    shows_comments = bool(can_read_comments(user))
    comments = _comments(assessment) if shows_comments else {}
    marks = marks_of(submission, assessment=assessment) if shows_comments else {}
    questions = tuple(question_views(sheet, old, comments, {}))
    evidence = packet_evidence(entry)
    doubts = contradictions_read(entry, schema)
    for view in questions:
        view.doubts = [row for row in doubts if view.code in row.questions]
        state_set(view, sheet, marks.get(assessment.pk, {}))
        view.evidence = evidence.get(view.code, [])
    scored = not entry["not_assessed"] and bool(can_read_level(user, submission))
    return AssessmentReading(
        assessment=assessment,
        packet=packets[0],
        name=named(entry["programme"]),
        code=entry["programme"]["code"],
        not_assessed=entry["not_assessed"],
        questions=questions,
        score=score_view(sheet, lambda _section, code: f"#{prefix(code)}") if scored else None,
        before=packets[1].number if old else 0,
        shows_comments=shows_comments,
        cited=_cited(packets[0], entry),
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


def _sheet_before(packets: Sequence[Packet], assessment: Assessment) -> Sheet | None:
    for packet in packets:
        if str(assessment.pk) in packet.assessments:
            return packet.sheet(assessment.pk, assessment.submission.round.questionnaire.schema())
    return None


def _comments(assessment: Assessment) -> dict[str, list[ReviewComment]]:
    """The standing comments of all packets by question, the oldest first; one query."""
    rows = ReviewComment.objects.standing().filter(assessment=assessment)
    found: dict[str, list[ReviewComment]] = {}
    for row in rows.select_related(
        "question", "packet", "by", "resolved_by", "reply__by", "reply"
    ).order_by("created_at"):
        found.setdefault(row.question.code, []).append(row)
    return found


def question_views(
    sheet: Sheet,
    old: Sheet | None,
    comments: Mapping[str, list[ReviewComment]],
    known: Known,
    only: Collection[str] | None = None,
) -> Iterator[QuestionView]:
    """The questions of a sheet (``only`` these codes) beside those of ``old``.

    ``known`` keeps the lists of the register that were read.
    """
    score = sheet.score
    rests = {
        code
        for condition in score.conditions
        if condition.met and condition.level <= score.level
        for code in condition.rests_on
    }
    for section in sheet.questionnaire.sections:
        for question in section.questions:
            if only is not None and question.code not in only:
                continue
            view = _question(sheet, section, question, known)
            view.rests = question.code in rests and view.judgement in MEETING
            view.comments = comments.get(question.code, [])
            if old:
                _compare(view, sheet, old, question, known)
            yield view


def _question(sheet: Sheet, section: Section, question: Question, known: Known) -> QuestionView:
    language = get_language() or "en"
    given = sheet[question.code]
    return QuestionView(
        code=question.code,
        label=question.label.in_language(language),
        text=question.text.in_language(language),
        section=section.title.in_language(language),
        judgement=sheet.judgement(question) if question.judged else "",
        fields=_fields(question, given, known),
        parts=[_part(sheet, part) for part in question.parts],
        given=given,
        rests=False,
        kind=question.kind,
    )


def _fields(question: Question, given: Given, known: Known) -> list[FieldShown]:
    if given.choices and question.code not in known:
        known[question.code] = options(question)
    plain = question.judged and not question.parts  # then the page shows the judgement by itself
    names = [name for name in ANSWER_FIELDS if name != "judgement" or not plain]
    return fields_shown(question, given, known.get(question.code, ()), names)


def _word(judgement: str) -> str:
    return str(Judgement(judgement).label) if judgement else ""


def _part(sheet: Sheet, part: Part) -> PartView:
    judgement = sheet.part_judgement(part)
    return PartView(
        code=part.code,
        text=part.text.in_language(get_language() or "en"),
        word=_word(judgement),
        note=sheet[part.code].reason,
    )


def _compare(
    view: QuestionView, sheet: Sheet, old: Sheet, question: Question, known: Known
) -> None:
    """Mark what changed since the packet before; fold what did not and has no open comment."""
    view.changed = question.code in changed(sheet, old)
    if view.changed:
        view.before = _fields(question, old[question.code], known)
        view.word_before = _word(old.judgement(question)) if question.judged else ""
        view.parts_before = [_part(old, part) for part in question.parts]
    is_open = any(comment.resolved_at is None for comment in view.comments)
    view.folded = not view.changed and not is_open


def changed(sheet: Sheet, old: Sheet) -> list[str]:
    """The codes of the questions that the two sheets answer differently, parts included."""
    return [
        question.code
        for question in sheet.questionnaire.questions
        if any(
            sheet[code].values() != old[code].values()
            for code in (question.code, *(part.code for part in question.parts))
        )
    ]
