"""Whom to ring in a ministry: the focal point, and the officer who supervises (36, 38)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q

from assessments.deadlines import local_day
from nsss_gender.accounts.enums import Role, SeatKind
from nsss_gender.accounts.models import Seat, User


@dataclass(frozen=True)
class Contact:
    """A ministry's focal point and supervising officer, as their seat names them; "" for unknown.

    ``name`` is None where nobody sits in the seat.
    """

    name: str | None = ""
    phone: str = ""
    seen: dt.date | None = None
    officer: str = ""
    officer_post: str = ""
    officer_phone: str = ""


def contacts() -> dict[Any, Contact]:
    """Whom to ring in each ministry: the focal point, or the alternate where nobody sits; one query."""
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    seats = Seat.objects.filter(role=Role.FOCAL_POINT, ended_at=None).annotate(sitting=sitting)
    found: dict[Any, list[Any]] = defaultdict(list)
    # the stubs know no filtered relation
    for seat in seats.select_related("sitting__user"):  # type: ignore[misc]
        found[seat.ministry_id].append(seat)
    return {key: contact_of(held) for key, held in found.items()}


def contact_of(seats: list[Any]) -> Contact:
    """Whom to ring, of a ministry's seats as a focal point; ``sitting`` is who sits there.

    Any: the type checker does not know what a query adds to a row; nothing where nobody sits."""
    seats.sort(key=lambda seat: (not hasattr(seat, "sitting"), seat.kind != SeatKind.PRIMARY))
    first = seats[0]
    person: User | None = first.sitting.user if hasattr(first, "sitting") else None
    officer = next((seat for seat in seats if seat.supervisor_name), first)
    seen = person.last_seen_at if person else None
    return Contact(
        name=str(person) if person else None,
        phone=first.phone or (person.phone if person else ""),
        seen=local_day(seen) if seen else None,
        officer=officer.supervisor_name,
        officer_post=officer.supervisor_post,
        officer_phone=officer.supervisor_phone,
    )
