"""Who has how much on the desk, and whose reports the queue shows (capability 39)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, FilteredRelation, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Seat, User

MINE, NOBODY = "mine", "nobody"


@dataclass(frozen=True)
class Load:
    """One reviewer's seat: who holds it (None where it is vacant), how many reports are under review
    there, since when the oldest waits."""

    seat: Seat
    holder: User | None
    reports: int
    oldest: dt.datetime | None

    @property
    def name(self) -> str:
        return str(self.holder) if self.holder else _("vacant seat")

    @property
    def days(self) -> int:
        """Calendar days since the oldest came in."""
        if self.oldest is None:
            return 0
        return (timezone.localdate() - timezone.localtime(self.oldest).date()).days


def workload() -> list[Load]:
    """Every reviewer's seat that somebody holds, or that still has a report; one query."""
    reading = Q(claimed__status=SubmissionStatus.UNDER_REVIEW)
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    seats = Seat.objects.filter(role=Role.REVIEWER).annotate(
        sitting=sitting,
        reports=Count("claimed", filter=reading, distinct=True),
        oldest=Min("claimed__submitted_at", filter=reading),
    )
    # the stubs know no filtered relation
    loads = [_load(seat) for seat in seats.select_related("sitting__user")]  # type: ignore[misc]
    kept = [load for load in loads if load.reports or (load.holder and not load.seat.ended_at)]
    return sorted(kept, key=lambda load: (-load.reports, load.name))


def _load(seat: Any) -> Load:
    """Any: the type checker does not know what a query adds to a row; nothing where nobody sits."""
    held = getattr(seat, "sitting", None)
    return Load(seat, held.user if held else None, seat.reports, seat.oldest)


@dataclass(frozen=True)
class Whose:
    """Whose reports are shown: everybody's (""), mine, nobody's, or one seat's."""

    chosen: str
    loads: Sequence[Load]

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """Value, name and whether it is chosen: the fixed choices, and a chosen seat."""
        fixed = [("", _("Everybody")), (MINE, _("My own")), (NOBODY, _("Nobody yet"))]
        chosen = [(str(load.seat.pk), load.name) for load in self.loads]
        named = [pair for pair in chosen if pair[0] == self.chosen]
        return [(value, name, value == self.chosen) for value, name in (*fixed, *named)]

    @property
    def holders(self) -> dict[Any, User]:
        """Who sits on which reviewer's seat."""
        return {load.seat.pk: load.holder for load in self.loads if load.holder}

    def reports(self, user: User) -> Q:
        """The condition on a report."""
        if self.chosen == MINE:
            return Q(reviewer__in=[seat.pk for seat in user.seats_with(Permission.REVIEW)])
        if self.chosen == NOBODY:
            return Q(reviewer=None)
        return Q(reviewer=self.chosen) if self.chosen else Q()

    @property
    def query(self) -> str:
        """What keeps the choice in an address."""
        return f"&{urlencode({'reviewer': self.chosen})}" if self.chosen else ""


def whose(asked: str) -> Whose:
    """The filter with what was asked for; something unknown shows everybody's."""
    found = Whose(asked, workload())
    known = {"", MINE, NOBODY, *(str(load.seat.pk) for load in found.loads)}
    return found if asked in known else Whose("", found.loads)
