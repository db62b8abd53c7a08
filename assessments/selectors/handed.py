"""What was handed out: to whom, what of it is done, and to whom it can be handed (19)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import Assessment, HandOut, Submission
from assessments.models.answer import draft_sheets, empty_sheet
from assessments.selectors.ministry import GridRow, SectionState, grid_row
from assessments.sheet import Sheet
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Seat, SeatHolding, User


def running_hand_outs(assessment: Assessment) -> list[HandOut]:
    """In whose hands the assessment is, with the holders of the seats."""
    holders = Prefetch("seat__holdings", SeatHolding.objects.select_related("user"))
    rows = assessment.hand_outs.running().select_related("seat__ministry")
    return list(rows.prefetch_related(holders))


def handed_to(user: User) -> list[HandOut]:
    """The programmes in the user's hands in open rounds, the earliest due first."""
    seats = [seat.pk for seat in user.seats_with(Permission.CONTRIBUTE)]
    rows = HandOut.objects.running().filter(
        seat__in=seats, assessment__submission__round__opened_at__isnull=False
    )
    return list(
        rows.select_related(
            "created_by",
            "assessment__programme",
            "assessment__submission__round__questionnaire",
            "assessment__submission__ministry",
        ).order_by("due_on", "created_at")
    )


@dataclass(frozen=True)
class Handed:
    """A hand-out with the state of what was handed out."""

    hand_out: HandOut
    row: GridRow
    next_cell: SectionState | None
    overdue: bool


def handed_states(hand_outs: Sequence[HandOut]) -> list[Handed]:
    """The state of each; one query for the answers of each report (usually one)."""
    reports = {row.assessment.submission_id: row.assessment.submission for row in hand_outs}
    sheets: dict[uuid.UUID, Sheet] = {}
    for submission in reports.values():
        sheets |= draft_sheets(submission)
    return [_handed(row, sheets) for row in hand_outs]


def _handed(hand_out: HandOut, sheets: Mapping[uuid.UUID, Sheet]) -> Handed:
    assessment = hand_out.assessment
    sheet = sheets.get(assessment.pk) or empty_sheet(assessment.submission)
    row = grid_row(assessment, sheet, set())
    return Handed(hand_out, row, row.next_cell, hand_out.due_on < timezone.localdate())


def contributor_seats(submission: Submission) -> QuerySet[Seat]:
    """The seats to which a programme of the report can be handed."""
    return Seat.objects.with_holder().filter(
        role=Role.CONTRIBUTOR, ministry=submission.ministry_id, ended_at=None
    )


def seat_label(seat: Seat) -> str:
    """Who sits there, with the post: what a list of colleagues shows."""
    who = str(seat.holder) if seat.holder else _("vacant seat")
    return f"{who} ({seat.post})" if seat.post else who
