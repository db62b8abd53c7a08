"""One question of a packet across a ministry's programmes (capability 25)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language

from assessments.enums import AssessmentStatus
from assessments.models import Assessment, CommentDraft, Examined, Packet, ReviewComment, Submission
from assessments.permissions import can_read_comments
from assessments.schema import Question, Questionnaire
from assessments.selectors.contradictions import contradictions_read
from assessments.selectors.division import ASSESSMENT_TONES
from assessments.selectors.drafted import drafts_by_question
from assessments.selectors.evidence import packets_evidence
from assessments.selectors.packets_read import packets_read
from assessments.selectors.question_states import Marks, by_question, marks_of
from assessments.selectors.question_view import Known, QuestionView, question_views
from assessments.selectors.reading import Named, named, sheet_in
from assessments.selectors.reading_programme import look_set, state_set
from assessments.selectors.to_read import Progress
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class Entry:
    """What one programme says to the question."""

    assessment: Assessment
    name: Named
    code: str
    not_assessed: str
    question: QuestionView
    folds: bool = False

    @property
    def folded(self) -> bool:
        """Whether nothing of it is to be read this time: unchanged, and nothing waits (27)."""
        view = self.question
        return self.folds and not (view.to_read or view.drafts or view.form)

    @property
    def anchor(self) -> str:
        return f"programme-{self.assessment.pk}"

    @property
    def settled(self) -> bool:
        return self.assessment.status == AssessmentStatus.SETTLED

    @property
    def word(self) -> str:
        return str(AssessmentStatus(self.assessment.status).label)

    @property
    def tone(self) -> str:
        return ASSESSMENT_TONES[self.assessment.status]


@dataclass(frozen=True)
class Step:
    """Another question of the questionnaire, and where it is read."""

    code: str
    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class QuestionReading:
    """One question across the programmes of a report."""

    packet: Packet
    ministry: Named
    code: str
    label: str
    text: str
    entries: tuple[Entry, ...]
    steps: tuple[Step, ...]
    before: Packet | None
    shows_comments: bool

    @property
    def folds(self) -> bool:
        """Whether unchanged answers are folded: for those who review, after a return."""
        return self.before is not None and self.shows_comments

    @property
    def progress(self) -> Progress:
        """How many of the answers on this page are to be read, and how many were looked at."""
        rows = [entry.question for entry in self.entries if not entry.not_assessed]
        return Progress.of_looks(
            (row.touched or row.changed, row.to_read, row.looked) for row in rows
        )

    @property
    def previous(self) -> Step | None:
        place = self._place
        return self.steps[place - 1] if place else None

    @property
    def following(self) -> Step | None:
        return next(iter(self.steps[self._place + 1 :]), None)

    @property
    def _place(self) -> int:
        return [step.current for step in self.steps].index(True)


def question_reading(
    user: User, submission: Submission, code: str, assessments: Iterable[Assessment]
) -> QuestionReading | None:
    """The question ``code`` in the last packet for the programmes ``assessments``; None for an
    unknown question. A fixed number of queries."""
    schema = submission.round.questionnaire.schema()
    question = next((row for row in schema.questions if row.code == code), None)
    packet, before = packets_read(submission)
    if question is None:
        return None
    language = get_language() or "en"
    source = _Source(packet, before, question, schema, {}, folds=bool(can_read_comments(user)))
    return QuestionReading(
        packet=packet,
        ministry=named(packet.data["ministry"]),
        code=code,
        label=question.label.in_language(language),
        text=question.text.in_language(language),
        entries=tuple(_entries(user, submission, source, assessments)),
        steps=tuple(_steps(submission, code)),
        before=before,
        shows_comments=bool(can_read_comments(user)),
    )


@dataclass(frozen=True)
class _Source:
    """What all entries of a page share: the packets, and what is read once."""

    packet: Packet
    before: Packet | None
    question: Question
    schema: Questionnaire
    known: Known
    folds: bool


def _entries(
    user: User, submission: Submission, source: _Source, assessments: Iterable[Assessment]
) -> Iterator[Entry]:
    code = source.question.code
    comments: dict[object, dict[str, list[ReviewComment]]] = {}
    marks: dict[object, dict[str, list[Examined]]] = {}
    drafts: dict[tuple[object, str], list[CommentDraft]] = {}
    if can_read_comments(user):
        drafts = drafts_by_question(packet__submission=submission, question__code=code)
        comments = by_question(_comments(submission, code))
        marks = marks_of(submission, question__code=code)
    held = source.packet.assessments
    listed = [row for row in assessments if str(row.pk) in held]  # else taken in after this packet
    evidence = packets_evidence([held[str(row.pk)] for row in listed])
    for row, shown in zip(listed, evidence, strict=True):
        entry = _entry(source, row, comments.get(row.pk, {}), marks.get(row.pk, {}))
        entry.question.evidence = shown.get(code, [])
        entry.question.drafts = drafts.get((row.pk, code), [])
        yield entry


def _comments(submission: Submission, code: str) -> list[ReviewComment]:
    rows = ReviewComment.objects.standing().filter(
        packet__submission=submission, question__code=code
    )
    return list(
        rows.select_related("question", "packet", "by", "reply__by", "draft__by").order_by(
            "created_at"
        )
    )


def _entry(
    source: _Source,
    assessment: Assessment,
    comments: dict[str, list[ReviewComment]],
    marks: Marks,
) -> Entry:
    key, schema, packet = str(assessment.pk), source.schema, source.packet
    sheet, old = packet.sheet(key, schema), sheet_in(source.before, assessment)
    only = (source.question.code,)
    view = next(iter(question_views(sheet, old, comments, source.known, only=only)))
    state_set(view, sheet, marks)
    look_set(view, packet, assessment, first=old is None)
    entry = packet.assessments[key]
    doubts = contradictions_read(entry, schema)
    view.doubts = [row for row in doubts if view.code in row.questions]
    return Entry(
        assessment=assessment,
        name=named(entry["programme"]),
        code=entry["programme"]["code"],
        not_assessed=entry["not_assessed"],
        question=view,
        folds=old is not None and source.folds,
    )


def _steps(submission: Submission, code: str) -> Iterable[Step]:
    language = get_language() or "en"
    for question in submission.round.questionnaire.schema().questions:
        url = reverse("assessments:read_question", args=[submission.pk, question.code])
        label = question.label.in_language(language)
        yield Step(question.code, label, url, current=question.code == code)
