"""The short form: every judged item of every programme on one page, over the same answers as the
detailed form (capability 8). The number of queries is fixed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from assessments.models import Assessment, Submission
from assessments.models.answer import sheets_of
from assessments.permissions import closed_cells
from assessments.schema import Question
from assessments.selectors.grid import own_page
from assessments.sheet import Sheet
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class ShortCell:
    """What counts for one item of one programme, and the version it rests on."""

    code: str
    label: str
    judgement: str
    base: int
    to_confirm: bool
    closed: str


@dataclass(frozen=True)
class ShortRow:
    """One programme: cluster, stages, and its items."""

    assessment: Assessment
    stages: str
    cells: tuple[ShortCell, ...]

    @property
    def pk(self) -> uuid.UUID:
        return self.assessment.pk

    @property
    def closed(self) -> str:
        """The reason when no item of the row is open; else empty."""
        reasons = [cell.closed for cell in self.cells]
        return reasons[0] if reasons and all(reasons) else ""


@dataclass(frozen=True)
class ShortTable:
    """One page of the short form."""

    questions: Sequence[Question]
    rows: Sequence[ShortRow]
    page: "Page[Assessment]"

    @property
    def closed(self) -> str:
        """The reason when nothing on the page can be changed; else empty."""
        reasons = [row.closed for row in self.rows]
        return reasons[0] if reasons and all(reasons) else ""


def short_table(user: User, submission: Submission, number: str | None) -> ShortTable:
    """One page of the short form, as ``user`` may see it."""
    page = own_page(user, submission, number)
    assessments = list(page.object_list)
    prefetch_related_objects([row.programme for row in assessments], "stages")
    questions = submission.round.questionnaire.schema().judged
    language = get_language() or "en"
    labels = {one.code: f"{one.code} {one.label.in_language(language)}" for one in questions}
    sheets = sheets_of(submission, assessments)
    closed = closed_cells(user, submission, assessments, [row.code for row in questions])
    rows = [
        ShortRow(
            row,
            ", ".join(str(stage) for stage in row.programme.stages.all()),
            tuple(_cell(row, sheets[row.pk], one, labels[one.code], closed) for one in questions),
        )
        for row in assessments
    ]
    return ShortTable(questions, rows, page)


def _cell(
    row: Assessment,
    sheet: Sheet,
    question: Question,
    label: str,
    closed: dict[tuple[uuid.UUID, str], str],
) -> ShortCell:
    reason = closed.get((row.pk, question.code), "") or row.not_assessed_reason
    given = sheet[question.code]
    return ShortCell(
        question.code,
        label,
        # An answer to the whole shows here even while the parts that would confirm it are open.
        sheet.judgement(question) or given.judgement,
        given.number,
        bool(sheet.unconfirmed(question)),
        reason,
    )
