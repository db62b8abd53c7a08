"""What was handed to a person, how far it is, and to whom work can be handed (19)."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from assessments.models import Assessment, HandOut, Submission
from assessments.models.answer import draft_sheets, empty_sheet
from assessments.permissions import Scope, handed_codes
from assessments.schema import Question, Questionnaire
from assessments.selectors.due import dues
from assessments.selectors.hands import running
from assessments.selectors.ministry import GridRow, SectionState, grid_row
from assessments.selectors.places import section_of, section_url, short_code
from assessments.sheet import Sheet
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Seat, User


def running_hand_outs(assessment: Assessment) -> list[HandOut]:
    """In whose hands the assessment and its parts are, with the holders of the seats."""
    return list(running().filter(assessment=assessment))


def handed_to(user: User) -> list[HandOut]:
    """What is in the user's hands in open rounds, the earliest due first."""
    seats = [seat.pk for seat in user.seats_with(Permission.CONTRIBUTE)]
    rows = HandOut.objects.running().filter(
        seat__in=seats, assessment__submission__round__opened_at__isnull=False
    )
    return list(
        rows.select_related(
            "created_by",
            "question",
            "assessment__programme",
            "assessment__submission__round__questionnaire",
            "assessment__submission__ministry",
        ).order_by("due_on", "created_at")
    )


@dataclass(frozen=True)
class Handed:
    """A hand-out: what it is of, how much of that is answered, and where to go on."""

    hand_out: HandOut
    part: str
    url: str
    done: int
    total: int
    next_title: str
    next_url: str

    @property
    def days_left(self) -> int:
        """Calendar days until it is due; below zero it is overdue."""
        return (self.hand_out.due_on - timezone.localdate()).days

    @property
    def complete(self) -> bool:
        return not self.next_url


def handed_states(hand_outs: Sequence[HandOut]) -> list[Handed]:
    """The state of each; one query for the answers of each report (usually one)."""
    reports = {row.assessment.submission_id: row.assessment.submission for row in hand_outs}
    sheets: dict[uuid.UUID, Sheet] = {}
    for submission in reports.values():
        sheets |= draft_sheets(submission)
    return [_handed(row, sheets) for row in hand_outs]


def _handed(row: HandOut, sheets: Mapping[uuid.UUID, Sheet]) -> Handed:
    assessment = row.assessment
    sheet = sheets.get(assessment.pk) or empty_sheet(assessment.submission)
    codes = handed_codes(row, sheet.questionnaire)
    return _whole(row, sheet) if codes is None else _part(row, sheet, codes)


def _whole(row: HandOut, sheet: Sheet) -> Handed:
    state = grid_row(row.assessment, sheet, set())
    cell = state.next_cell
    url = section_url(row.assessment, sheet.questionnaire.sections[0].code)
    title, there = (cell.title, cell.url) if cell else ("", "")
    return Handed(row, "", url, state.done, state.required, title, there)


def _part(row: HandOut, sheet: Sheet, codes: frozenset[str]) -> Handed:
    questions = [one for one in sheet.questionnaire.questions if one.code in codes]
    open_ = [one for one in questions if not _answered(sheet, one)]
    places = {one.code: _place(row.assessment, sheet.questionnaire, one.code) for one in questions}
    first = open_[0] if open_ else None
    return Handed(
        hand_out=row,
        part=part_title(row, sheet.questionnaire),
        url=next(iter(places.values()), ""),
        done=len(questions) - len(open_),
        total=len(questions),
        next_title=question_title(first) if first else "",
        next_url=places[first.code] if first else "",
    )


def _answered(sheet: Sheet, question: Question) -> bool:
    """Whether it has an answer with all that the answer requires."""
    parts = {question.code, *(part.code for part in question.parts)}
    return sheet.touched(question) and not any(gap.question in parts for gap in sheet.gaps)


def _place(assessment: Assessment, questionnaire: Questionnaire, code: str) -> str:
    return section_url(assessment, section_of(questionnaire, code).code, code)


def part_title(row: HandOut, questionnaire: Questionnaire) -> str:
    """What was handed out, in full; empty for the whole programme. Reads ``question``."""
    if row.question:
        return question_title(questionnaire.question(row.question.code))
    titles = dict(section_choices(questionnaire))
    return titles.get(row.section, row.section)


def question_title(question: Question) -> str:
    """The question as a list names it: "Q8 Social norms"."""
    return f"{short_code(question.code)} {question.label.in_language(get_language() or 'en')}"


def section_choices(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """The sections as (code, title)."""
    language = get_language() or "en"
    return [(one.code, one.title.in_language(language)) for one in questionnaire.sections]


def question_choices(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """The questions as (code, title)."""
    return [(one.code, question_title(one)) for one in questionnaire.questions]


def next_in(row: GridRow, scope: Scope | None) -> SectionState | None:
    """The first section in which the person can still write something that is missing."""
    if scope is None or scope.whole:
        return row.next_cell
    open_ = (cell for cell in row.cells if cell.state in {"begun", "todo"})
    return next((cell for cell in open_ if _touches(scope, cell)), None)


def own_sections(row: GridRow, scope: Scope | None) -> set[str]:
    """The sections of which something is in the person's hands, where it is not the whole programme."""
    if scope is None or scope.whole:
        return set()
    return {cell.section.code for cell in row.cells if _touches(scope, cell)}


def _touches(scope: Scope, cell: SectionState) -> bool:
    return bool(scope.within({question.code for question in cell.section.questions}))


def contributor_seats(submission: Submission) -> QuerySet[Seat]:
    """The seats to which work of the report can be handed."""
    return Seat.objects.with_holder().filter(
        role=Role.CONTRIBUTOR, ministry=submission.ministry_id, ended_at=None
    )


def suggested_due(submission: Submission) -> dt.date:
    """A first due date: a week from now, or the deadline in force where that is sooner; one query."""
    today = timezone.localdate()
    week = today + dt.timedelta(days=7)
    deadline = timezone.localtime(dues([submission]).of(submission).in_force).date()
    return min(week, deadline) if deadline >= today else week
