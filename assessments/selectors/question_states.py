"""Where each question of a packet stands under review (capability 32)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from assessments.enums import QuestionState
from assessments.models import Examined, ReviewComment, Submission
from assessments.schema import Question
from assessments.selectors.proposals import answer_words
from assessments.sheet import Sheet, same_as_proposed

Comments = Mapping[str, Sequence[ReviewComment]]
Marks = Mapping[str, Sequence[Examined]]
S = QuestionState
STATE_TONES: dict[str, str] = {
    S.OPEN: "problem",
    S.PROPOSED: "attention",
    S.DIFFERING: "info",
    S.AGREED: "ok",
    S.RESOLVED: "ok",
    S.NOT_EXAMINED: "neutral",
}


@dataclass(frozen=True)
class Tally:
    """How many of a programme's judged questions stand where. ``of`` is their number."""

    of: int = 0
    not_examined: int = 0
    differing: int = 0
    open: int = 0

    @property
    def examined(self) -> int:
        return self.of - self.not_examined


@dataclass(frozen=True)
class Opposed:
    """A question where both sides keep their answer: shown side by side, the ministry's counts."""

    comment: ReviewComment
    label: str
    words: str

    @property
    def code(self) -> str:
        return self.comment.question.code


def opposed(sheet: Sheet, comments: Comments) -> Iterator[Opposed]:
    """The differing questions of one programme, in the order of the form."""
    language = get_language() or "en"
    for question in sheet.questionnaire.judged:
        found = differing(sheet, question, comments.get(question.code, ()))
        if found:
            label = question.label.in_language(language)
            yield Opposed(found, label, answer_words(sheet, question))


def standing_mark(sheet: Sheet, question: Question, marks: Iterable[Examined]) -> Examined | None:
    """The mark that still holds: an answer written after it was looked at is not examined.

    So a mark outlives a return for every question that the return left locked.
    """
    codes = (question.code, *(part.code for part in question.parts))
    written = max((sheet[code].at for code in codes if sheet[code].at), default="")
    for mark in marks:
        if not written or dt.datetime.fromisoformat(written) <= mark.at:
            return mark
    return None


def differing(
    sheet: Sheet, question: Question, comments: Iterable[ReviewComment]
) -> ReviewComment | None:
    """The newest proposal against which the ministry keeps its own answer."""
    found = [
        row
        for row in comments
        if row.proposed and row.differs and not same_as_proposed(sheet, question, row)
    ]
    return found[-1] if found else None


def question_state(
    sheet: Sheet, question: Question, comments: Sequence[ReviewComment], mark: Examined | None
) -> QuestionState:
    """The state of one question, from its standing comments (with their replies) and its mark."""
    if any(not row.proposed and row.resolved_at is None for row in comments):
        return S.OPEN
    if differing(sheet, question, comments):
        return S.DIFFERING
    proposals = [row for row in comments if row.proposed]
    unmet = [row for row in proposals if not same_as_proposed(sheet, question, row)]
    if any(row.resolved_at is None for row in unmet):
        return S.PROPOSED
    if mark or len(unmet) < len(proposals):
        return S.AGREED
    return S.RESOLVED if comments else S.NOT_EXAMINED


def tally(sheet: Sheet, comments: Comments, marks: Marks) -> Tally:
    """The judged questions of one programme counted by state."""
    return counted(
        [
            question_state(
                sheet,
                question,
                comments.get(question.code, ()),
                standing_mark(sheet, question, marks.get(question.code, ())),
            )
            for question in sheet.questionnaire.judged
        ]
    )


def counted(states: Sequence[QuestionState]) -> Tally:
    """The states of a programme's judged questions as numbers."""
    return Tally(
        of=len(states),
        not_examined=states.count(S.NOT_EXAMINED),
        differing=states.count(S.DIFFERING),
        open=states.count(S.OPEN) + states.count(S.PROPOSED),
    )


def marks_of(submission: Submission, **only: Any) -> dict[Any, dict[str, list[Examined]]]:
    """The standing marks of a report, by assessment and question; one query. ``only`` filters."""
    rows = Examined.objects.filter(packet__submission=submission, undone_at=None, **only)
    found: dict[Any, dict[str, list[Examined]]] = {}
    for row in rows.select_related("question", "by"):
        found.setdefault(row.assessment_id, {}).setdefault(row.question.code, []).append(row)
    return found


def by_question(
    comments: Iterable[ReviewComment],
) -> dict[Any, dict[str, list[ReviewComment]]]:
    """Comments by assessment and question, in the order given."""
    found: dict[Any, dict[str, list[ReviewComment]]] = {}
    for row in comments:
        found.setdefault(row.assessment_id, {}).setdefault(row.question.code, []).append(row)
    return found
