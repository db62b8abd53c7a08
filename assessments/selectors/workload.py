"""Who has how much on the desk, and whose reports the queue shows (capability 39)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    FilteredRelation,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.deadlines import Calendar, local_day
from assessments.enums import SubmissionStatus
from assessments.models import Assessment, ReviewComment, Submission
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Seat, User

MINE, NOBODY = "mine", "nobody"
READING = Q(status=SubmissionStatus.UNDER_REVIEW)


@dataclass(frozen=True)
class Load:
    """One reviewer's seat: who holds it (None where it is vacant), what is under review there and what it is to
    claim. ``days``: working days since the oldest came in."""

    seat: Seat
    holder: User | None
    reports: int
    to_claim: int
    programmes: int
    points: int
    oldest: dt.datetime | None
    days: int = 0

    @property
    def name(self) -> str:
        return str(self.holder) if self.holder else _("vacant seat")


def workload(calendar: Calendar | None = None) -> list[Load]:
    """Every reviewer's seat that somebody holds, or that still has a report; one query."""
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    held = Submission.objects.filter(READING, reviewer=OuterRef("pk"))
    assessed = Assessment.objects.listed().filter(not_assessed_reason="")
    seats = Seat.objects.filter(role=Role.REVIEWER).annotate(
        sitting=sitting,
        reports=_count(held),
        to_claim=_count(
            Submission.objects.filter(status=SubmissionStatus.SUBMITTED, assigned_to=OuterRef("pk"))
        ),
        programmes=_count(_under(assessed, "submission")),
        points=_count(_under(ReviewComment.objects.unresolved(), "packet__submission")),
        oldest=Subquery(_alone(held).annotate(found=Min("submitted_at")).values("found")),
    )
    # the stubs know no filtered relation
    rows = seats.select_related("sitting__user")  # type: ignore[misc]
    loads = [_load(seat, calendar or Calendar()) for seat in rows]
    kept = [
        load
        for load in loads
        if load.reports or load.to_claim or (load.holder and not load.seat.ended_at)
    ]
    return sorted(kept, key=lambda load: (-load.reports, -load.to_claim, load.name))


def _under(rows: QuerySet[Any], way: str) -> QuerySet[Any]:
    """The rows of the reports that are under review in the outer seat; ``way`` leads to the report."""
    return rows.filter(
        **{f"{way}__status": SubmissionStatus.UNDER_REVIEW, f"{way}__reviewer": OuterRef("pk")}
    )


def _alone(rows: QuerySet[Any]) -> QuerySet[Any]:
    """One group of all rows."""
    alone: QuerySet[Any] = rows.order_by().annotate(whole=Value(1)).values("whole")
    return alone


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = _alone(rows).annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _load(seat: Any, calendar: Calendar) -> Load:
    """Any: the type checker does not know what a query adds to a row; nothing where nobody sits."""
    held = getattr(seat, "sitting", None)
    days = 0
    if seat.oldest:
        days = calendar.working_days(local_day(seat.oldest), timezone.localdate())
    return Load(
        seat,
        held.user if held else None,
        reports=seat.reports,
        to_claim=seat.to_claim,
        programmes=seat.programmes,
        points=seat.points,
        oldest=seat.oldest,
        days=days,
    )


@dataclass(frozen=True)
class Whose:
    """Whose reports are shown: everybody's (""), mine, nobody's, or one seat's."""

    chosen: str
    loads: Sequence[Load]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Value and name: the fixed choices, then every reviewer's seat."""
        fixed = [("", _("Everybody")), (MINE, _("My own")), (NOBODY, _("Nobody yet"))]
        return [*fixed, *((str(load.seat.pk), load.name) for load in self.loads)]

    @property
    def holders(self) -> dict[Any, User]:
        """Who sits on which reviewer's seat."""
        return {load.seat.pk: load.holder for load in self.loads if load.holder}

    def reports(self, user: User) -> Q:
        """The condition on a report: who reads it, or whose turn it is to claim it."""
        if self.chosen == MINE:
            return _with([seat.pk for seat in user.seats_with(Permission.REVIEW)])
        if self.chosen == NOBODY:
            return Q(reviewer=None, assigned_to=None)
        return _with([self.chosen]) if self.chosen else Q()


def _with(seats: Sequence[Any]) -> Q:
    return Q(reviewer__in=seats) | Q(reviewer=None, assigned_to__in=seats)


def whose(asked: str, calendar: Calendar | None = None) -> Whose:
    """The filter with what was asked for; something unknown shows everybody's."""
    found = Whose(asked, workload(calendar))
    known = {"", MINE, NOBODY, *(str(load.seat.pk) for load in found.loads)}
    return found if asked in known else Whose("", found.loads)
