"""What the pages of the rounds read: expectations and states, never an answer."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from assessments.deadlines import local_day
from assessments.enums import Expected, SubmissionStatus
from assessments.models import CallLetter, Holiday, Round, RoundMinistry, Submission
from assessments.selectors.division import TONES
from assessments.selectors.due import DayWarning, day_warning
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, Seat
from programmes.models import Programme
from programmes.selectors import programme_leads


def rounds() -> QuerySet[Round]:
    """All rounds, the newest first, with how many reports are expected and how many came."""
    wanted = Q(expectations__expected__in=[Expected.REPORT, Expected.NIL])
    return (
        Round.objects.select_related("questionnaire")
        .annotate(
            wanted=Count("expectations", filter=wanted, distinct=True),
            received=Count(
                "submissions", filter=Q(submissions__submitted_at__isnull=False), distinct=True
            ),
        )
        .order_by("-created_at")
    )


@dataclass(frozen=True)
class ExpectedRow:
    """One ministry of a round, with the state of its report once the round is open."""

    row: RoundMinistry
    submission: Submission | None

    @property
    def word(self) -> str:
        return str(SubmissionStatus(self.submission.status).label) if self.submission else ""

    @property
    def tone(self) -> str:
        return TONES[self.submission.status] if self.submission else "neutral"


def expectations(round_: Round) -> QuerySet[RoundMinistry]:
    """The expected list in official order; one query."""
    return round_.expectations.select_related("ministry").order_by(
        "ministry__order", "ministry__code"
    )


def expected_rows(round_: Round) -> list[ExpectedRow]:
    """The expected list in official order; two queries."""
    reports = {row.ministry_id: row for row in round_.submissions.filter(number=0)}
    return [ExpectedRow(row, reports.get(row.ministry_id)) for row in expectations(round_)]


def totals(rows: list[ExpectedRow]) -> list[tuple[Any, int]]:
    """How many ministries are expected to do what."""
    return [
        (label, sum(1 for row in rows if row.row.expected == value))
        for value, label in Expected.choices
    ]


@dataclass(frozen=True)
class Opening:
    """What opening the round will do, and what would go wrong: the dry run (78)."""

    reports: int
    programmes: int
    no_seat: tuple[Ministry, ...]
    vacant: tuple[Ministry, ...]
    no_lead: tuple[Programme, ...]
    unasked: tuple[Programme, ...]
    past: bool
    letter: CallLetter | None


def opening(round_: Round, rows: list[ExpectedRow]) -> Opening:
    """The dry run of opening ``round_``; five queries, and nothing is written.

    ``no_lead``: programmes that no ministry leads; ``unasked``: those whose lead is not expected.
    """
    asked = [item.row.ministry for item in rows if item.row.expected != Expected.NONE]
    keys = {ministry.pk for ministry in asked}
    led, (seated, held) = programme_leads(), _focal_points()
    return Opening(
        reports=len(asked),
        programmes=sum(1 for ministry in led.values() if ministry in keys),
        no_seat=tuple(row for row in asked if row.pk not in seated),
        vacant=tuple(row for row in asked if row.pk in seated - held),
        no_lead=tuple(_running().exclude(pk__in=led)),
        unasked=tuple(
            _running().filter(pk__in=[key for key, lead in led.items() if lead not in keys])
        ),
        past=round_.deadline_at <= timezone.now(),
        letter=CallLetter.objects.filter(round=round_).first(),
    )


def _running() -> QuerySet[Programme]:
    return Programme.objects.exclude(ended_on__lte=timezone.localdate()).order_by("code")


def _focal_points() -> tuple[set[uuid.UUID | None], set[uuid.UUID | None]]:
    """The ministries with a focal point's seat, and those with somebody in one."""
    sitting = Q(holdings__until=None, holdings__user__is_active=True)
    seats = Seat.objects.filter(role=Role.FOCAL_POINT, ended_at=None).order_by()
    found = dict(seats.values_list("ministry_id").annotate(n=Count("holdings", filter=sitting)))
    return set(found), {ministry for ministry, people in found.items() if people}


def deadline_warning(round_: Round) -> DayWarning | None:
    """What is wrong with the day of the deadline, for a round that is being set up."""
    return day_warning(local_day(round_.deadline_at))


def holidays() -> QuerySet[Holiday]:
    """All public holidays, the latest day first."""
    return Holiday.objects.order_by("-day")
