"""What the ministry's pages read: the report as a grid, the next click, what is handed to whom."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy

from assessments.deadlines import Standing
from assessments.enums import CommentKind, ContributionState
from assessments.models import (
    Answer,
    Assessment,
    Contribution,
    Packet,
    ReviewComment,
    Submission,
)
from assessments.models.answer import draft_sheets, empty_sheet
from assessments.permissions import Block, submission_blocks
from assessments.schema import Question, Section
from assessments.selectors import due
from assessments.selectors.hands import Hands, hands, held
from assessments.selectors.places import section_url
from assessments.selectors.points import comments_open
from assessments.sheet import EMPTY, Sheet
from nsss_gender.accounts.models import Acting, Seat, User

# state of a section → (tone of its tag, word)
STATES = {
    "done": ("ok", gettext_lazy("Complete")),
    "begun": ("attention", gettext_lazy("Incomplete")),
    "todo": ("neutral", gettext_lazy("Not begun")),
    "points": ("problem", gettext_lazy("Point to answer")),
    "not_assessed": ("neutral", gettext_lazy("Not assessed")),
}


@dataclass(frozen=True)
class SectionState:
    """One section of one assessment: a cell of the grid, a line of the task list."""

    section: Section
    state: str
    missing: int
    url: str
    unlooked: int = 0

    @property
    def title(self) -> str:
        return self.section.title.in_language(get_language() or "en")

    @property
    def tone(self) -> str:
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        return str(STATES[self.state][1])


@dataclass(frozen=True)
class GridRow:
    """One programme of the report."""

    assessment: Assessment
    cells: tuple[SectionState, ...]
    done: int
    required: int
    hands: tuple[Hands, ...]

    @property
    def percent(self) -> int:
        return self.done * 100 // self.required if self.required else 0

    @property
    def unlooked(self) -> int:
        """How many questions a colleague answered and the focal point has not looked at."""
        return sum(cell.unlooked for cell in self.cells)

    @property
    def next_cell(self) -> SectionState | None:
        """The first section that still lacks something; None when nothing is missing."""
        return next((cell for cell in self.cells if cell.state in {"begun", "todo"}), None)


@dataclass(frozen=True)
class LastPacket:
    """The packet that was sent last: its key and its moment."""

    pk: uuid.UUID
    created_at: dt.datetime


@dataclass(frozen=True)
class Report:
    """A ministry's draft as a whole, read in a fixed number of queries."""

    submission: Submission
    rows: tuple[GridRow, ...]
    blocks: tuple[Block, ...]
    standing: Standing
    due: due.Due
    packet: LastPacket | None
    points_open: int

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.submission.round.questionnaire.schema().sections

    @property
    def nil(self) -> bool:
        return not self.rows

    @cached_property
    def first_open(self) -> tuple[Assessment, SectionState] | None:
        """The first section that still lacks something, in the order of the grid."""
        cells = ((row.assessment, row.next_cell) for row in self.rows)
        return next(((one, cell) for one, cell in cells if cell), None)

    @property
    def legend(self) -> list[tuple[str, str]]:
        """The signs of the grid with their words."""
        shown = {cell.state for row in self.rows for cell in row.cells} | {"done", "begun", "todo"}
        return [
            (tone, str(word))
            for state, (tone, word) in STATES.items()
            if state in shown and state != "not_assessed"
        ]

    @property
    def strategy_missing(self) -> bool:
        return self.blocks_in("strategy")

    @property
    def consultation_missing(self) -> bool:
        return self.blocks_in("consultation")

    def blocks_in(self, area: str) -> bool:
        return any(block.area == area for block in self.blocks)


def newest_submission(seat: Seat) -> Submission | None:
    """The report of the seat's ministry in the newest open round."""
    rows = Submission.objects.current().filter(ministry=seat.ministry_id)
    if seat.on_behalf:  # whoever acts for the ministry does so in one round
        rows = rows.filter(round=seat.on_behalf.about_id)
    return rows.filter(round__opened_at__isnull=False).order_by("-round__opened_at").first()


def reports_visible(user: User) -> QuerySet[Submission]:
    rows = Submission.objects.visible_to(user).annotate(
        **_packets(), acted=_acted(), proposals_waiting=_proposals()
    )
    return rows.select_related("round__questionnaire", "round__call_letter", "ministry")


def _acted() -> Exists:
    """Whether somebody ever acted for the report's ministry; ``acted_content`` asks then alone."""
    return Exists(Acting.objects.filter(seat__ministry=OuterRef("ministry")))


def assessments_visible(user: User) -> QuerySet[Assessment]:
    waiting = Contribution.objects.filter(
        link__assessment=OuterRef("pk"), state=ContributionState.WAITING
    )
    rows = Assessment.objects.visible_to(user).annotate(proposals_waiting=Exists(waiting))
    return rows.select_related(
        "programme__cluster", "submission__round__questionnaire", "submission__ministry"
    )


def assessments_written(user: User) -> QuerySet[Assessment]:
    """The same rows with no more than what is asked before a save locks and reads them again."""
    found = Assessment.objects.visible_to(user).select_related("submission__round")
    return found.only("submission__ministry_id", "submission__round__questionnaire_id")


def answers_of(user: User) -> QuerySet[Answer]:
    """Answers of visible assessments; whether the draft may be read is asked beside."""
    visible = Assessment.objects.visible_to(user).values("pk")
    return Answer.objects.filter(assessment__in=visible).select_related(
        "question",
        "head",
        "assessment__programme",
        "assessment__submission__round__questionnaire",
    )


def report(submission: Submission) -> Report:
    """The grid of ``submission`` with all that stands around it."""
    listed = submission.assessments.listed().select_related("programme")
    assessments = list(listed.prefetch_related(held()))
    sheets, empty = draft_sheets(submission), empty_sheet(submission)
    comments, known = comments_open(submission), due.dues([submission])
    submission.is_nil = not assessments
    for assessment in assessments:
        assessment.submission = submission
    return Report(
        submission=submission,
        rows=tuple(
            grid_row(row, sheets.get(row.pk, empty), _codes(comments, row)) for row in assessments
        ),
        blocks=submission_blocks(
            submission, assessments=assessments, sheets=sheets, must_fix=_must_fix(comments)
        ),
        standing=known.standing(submission, timezone.now()),
        due=known.of(submission),
        packet=_last_packet(submission),
        points_open=len(comments),
    )


def _last_packet(submission: Submission) -> LastPacket | None:
    """What was sent last: as ``reports_visible`` found it, else with a query of its own."""
    if "packet_pk" not in vars(submission):
        submission = Submission.objects.annotate(**_packets()).get(pk=submission.pk)
    key = vars(submission)["packet_pk"]
    return LastPacket(key, vars(submission)["packet_at"]) if key else None


def proposals_waiting(submission: Submission) -> int:
    """How many proposals by link wait for the focal point, as ``reports_visible`` found it."""
    return int(vars(submission).get("proposals_waiting") or 0)


def _proposals() -> Subquery:
    rows = Contribution.objects.filter(
        link__assessment__submission=OuterRef("pk"), state=ContributionState.WAITING
    )
    counted = rows.order_by().values("link__assessment__submission").annotate(total=Count("pk"))
    return Subquery(counted.values("total"))


def _packets() -> dict[str, Subquery]:
    newest = Packet.objects.filter(submission=OuterRef("pk")).order_by("-number")
    return {
        "packet_pk": Subquery(newest.values("pk")[:1]),
        "packet_at": Subquery(newest.values("created_at")[:1]),
    }


def _must_fix(comments: Iterable[ReviewComment]) -> list[ReviewComment]:
    """Those of the open comments that hold up the clearance."""
    return [row for row in comments if row.kind == CommentKind.MUST_FIX]


def _codes(comments: Iterable[ReviewComment], assessment: Assessment) -> set[str]:
    return {row.question.code for row in comments if row.assessment_id == assessment.pk}


def grid_row(assessment: Assessment, sheet: Sheet, commented: set[str]) -> GridRow:
    """One programme's row; ``commented`` are the questions with an open comment."""
    cells = section_states(assessment, sheet, commented)
    required = [q for section in sheet.questionnaire.sections for q in section.questions]
    required = [question for question in required if question.required]
    lacking = {gap.question.partition(".")[0] for gap in sheet.gaps if "." in gap.question}
    lacking |= {gap.question for gap in sheet.gaps}
    done = sum(1 for question in required if question.code not in lacking)
    held_by = hands(getattr(assessment, "running", ()), sheet.questionnaire)
    return GridRow(assessment, cells, done, len(required), held_by)


def section_states(
    assessment: Assessment, sheet: Sheet, commented: set[str]
) -> tuple[SectionState, ...]:
    """The state of each section of one assessment."""
    return tuple(
        _section_state(assessment, sheet, section, commented)
        for section in sheet.questionnaire.sections
    )


def _section_state(
    assessment: Assessment, sheet: Sheet, section: Section, commented: set[str]
) -> SectionState:
    codes = _section_codes(section.questions)
    missing = sum(1 for gap in sheet.gaps if gap.question in codes)
    begun = any(sheet[code].values() != EMPTY.values() for code in codes)
    state = "begun" if missing and begun else "todo" if missing else "done"
    if commented & codes:
        state = "points"
    if assessment.not_assessed:
        state = "not_assessed"
    url = section_url(assessment, section.code)
    unlooked = sum(bool(sheet.unlooked_at(question)) for question in section.questions)
    return SectionState(section, state, missing, url, unlooked)


def _section_codes(questions: Sequence[Question]) -> set[str]:
    parts = {part.code for question in questions for part in question.parts}
    return {question.code for question in questions} | parts


def deadline(submission: Submission, now: dt.datetime) -> Standing:
    """Where the ministry stands against the deadline in force; one query."""
    return due.dues([submission]).standing(submission, now)
