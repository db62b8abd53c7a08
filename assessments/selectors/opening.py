"""What opening a round will do, and what to look at first: the dry run. Nothing is written (78)."""

import datetime as dt
import hashlib
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from assessments.deadlines import local_day
from assessments.enums import Counting, Expected
from assessments.models import Round
from assessments.reminding import TO_OFFICER, TO_SEAT, day_of, step_name
from assessments.selectors.due import calendar
from nsss_gender.accounts.enums import MailChoice, Role
from nsss_gender.accounts.models import Ministry, Seat, User
from programmes.models import Programme
from programmes.selectors import programme_leads


@dataclass(frozen=True)
class Told:
    """One focal point's seat that gets a notice, and the mail that follows by its holder's choice."""

    seat: Seat
    person: User | None

    @property
    def address(self) -> str:
        """Where mail goes: the person's address, else that of the office."""
        return (self.person.email if self.person else "") or self.seat.mail

    @property
    def phone(self) -> str:
        return self.seat.phone or (self.person.phone if self.person else "")


@dataclass(frozen=True)
class Opening:
    """What opening the round makes and sends, read once.

    ``leads``: the ministry that leads each programme today; ``running``: every programme that has not
    ended; ``asked``: the ministries of which something is expected.
    """

    round: Round
    asked: Mapping[uuid.UUID, Ministry]
    leads: Mapping[uuid.UUID, uuid.UUID]
    running: Sequence[Programme]
    told: Sequence[Told]
    lines: Sequence[str]

    @property
    def reports(self) -> int:
        return len(self.asked)

    @property
    def programmes(self) -> int:
        return len(self._made)

    @property
    def _made(self) -> list[uuid.UUID]:
        return [key for key, ministry in self.leads.items() if ministry in self.asked]

    @property
    def mails(self) -> list[tuple[Any, int]]:
        """How many of the told get a mail, by choice; those without an address get none."""
        chosen = Counter(one.person.mail_choice for one in self.told if one.person and one.address)
        return [(label, chosen[value]) for value, label in MailChoice.choices if chosen[value]]

    @property
    def unreachable(self) -> int:
        """How many of the told get no mail: nobody sits there, or no address is known."""
        return sum(1 for one in self.told if not (one.person and one.address))

    @property
    def mark(self) -> str:
        """A digest of all that opening would do: what the confirmation is of."""
        seats = sorted(
            f"{one.seat.pk} {one.person.pk if one.person else None}" for one in self.told
        )
        programmes = sorted(f"{key} {self.leads[key]}" for key in self._made)
        parts = (self.round.mark, *sorted(self.lines), *programmes, *seats)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def opening(round_: Round) -> Opening:
    """The dry run of opening ``round_``; four queries."""
    rows = list(round_.expectations.select_related("ministry").order_by("ministry__order"))
    asked = {row.ministry_id: row.ministry for row in rows if row.expected != Expected.NONE}
    return Opening(
        round=round_,
        asked=asked,
        leads=programme_leads(),
        running=tuple(_running()),
        told=tuple(_told(asked)),
        lines=[f"{row.ministry_id} {row.mark}" for row in rows],
    )


def opening_mark(round_: Round) -> str:
    """The digest of what opening would do now; asked again under the lock."""
    return opening(round_).mark


def _running() -> QuerySet[Programme]:
    return Programme.objects.exclude(ended_on__lte=timezone.localdate()).order_by("code")


def _told(ministries: Collection[uuid.UUID]) -> Iterator[Told]:
    """The focal points' seats of these ministries with who sits there; one query."""
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    seats = Seat.objects.filter(role=Role.FOCAL_POINT, ended_at=None, ministry__in=ministries)
    found: Iterable[Any] = (
        seats.annotate(sitting=sitting)
        .select_related("sitting__user", "ministry")  # type: ignore[misc] # a filtered relation
        .order_by("ministry__order", "-kind")
    )
    for seat in found:
        person = seat.sitting.user if hasattr(seat, "sitting") else None
        yield Told(seat, person if person and person.is_active else None)


@dataclass(frozen=True)
class Reminding:
    """One reminder that will go out of itself: its name (T-7), its day, whether the officer gets it."""

    name: str
    day: dt.date
    officer: bool


def reminders(round_: Round) -> list[Reminding]:
    """The days on which reminders go out where nothing comes in and no more time is given (36); one query."""
    known, due = calendar(), local_day(round_.deadline_at)
    working = round_.reminders_count_in == Counting.WORKING
    found = [
        Reminding(step_name(step), day_of(due, step, known, working=working), step in TO_OFFICER)
        for step in (*TO_SEAT, *TO_OFFICER)
    ]
    return sorted(found, key=lambda one: one.day)


def dues(round_: Round) -> list[tuple[str, dt.datetime]]:
    """The days that everybody gets, by name."""
    found = [("short_form", round_.short_form_due_at), ("deadline", round_.deadline_at)]
    return [(name, moment) for name, moment in found if moment]
