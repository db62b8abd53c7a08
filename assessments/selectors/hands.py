"""In whose hands a programme or a part of it is, as pages show it (capability 19)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import HandOut, Submission
from assessments.schema import Questionnaire
from assessments.selectors.places import short_code
from nsss_gender.accounts.models import Seat, SeatHolding

SOON = dt.timedelta(days=3)


@dataclass(frozen=True)
class Hands:
    """One colleague with all that is due on one day; ``parts`` empty: the whole programme."""

    seat: Seat
    due_on: dt.date
    parts: tuple[str, ...]

    @property
    def overdue(self) -> bool:
        return self.due_on < timezone.localdate()


def held() -> "Prefetch[str, QuerySet[HandOut], str]":
    """The running hand-outs of assessments as ``running``, with who sits in the seats."""
    return Prefetch("hand_outs", running(), to_attr="running")


def running() -> "QuerySet[HandOut]":
    """What is in colleagues' hands, with seats, holders and questions, the earliest due first."""
    holders = Prefetch(
        "seat__holdings", SeatHolding.objects.filter(until=None).select_related("user")
    )
    rows = HandOut.objects.running().select_related("seat__ministry", "question")
    return rows.prefetch_related(holders)


def hands(rows: Iterable[HandOut], questionnaire: Questionnaire) -> tuple[Hands, ...]:
    """The hand-outs of one programme, told by colleague and day."""
    found: dict[tuple[object, dt.date], Hands] = {}
    for row in rows:
        key = (row.seat_id, row.due_on)
        part = part_name(row, questionnaire)
        known = found.get(key)
        if known is None:
            found[key] = Hands(row.seat, row.due_on, (part,) if part else ())
        elif known.parts:  # the whole programme says more than any part of it
            found[key] = Hands(row.seat, row.due_on, (*known.parts, part) if part else ())
    return tuple(found.values())


def part_name(row: HandOut, questionnaire: Questionnaire) -> str:
    """What was handed out, short: "Q8", the title of a section; empty for the whole programme."""
    if row.question:
        return short_code(row.question.code)
    titles = {
        section.code: section.title.in_language(get_language() or "en")
        for section in questionnaire.sections
    }
    return titles.get(row.section, row.section)


def in_hand(submission: Submission) -> dict[uuid.UUID, list[HandOut]]:
    """All that is in colleagues' hands in a report, by assessment; two queries."""
    found: dict[uuid.UUID, list[HandOut]] = {}
    for row in running().filter(assessment__submission=submission):
        found.setdefault(row.assessment_id, []).append(row)
    return found


def holders(rows: Iterable[HandOut]) -> list[Seat]:
    """The seats that have some of it in hand, each once, for the filter "in whose hands"."""
    seats = {row.seat_id: row.seat for row in rows}
    return sorted(seats.values(), key=seat_label)


def seat_label(seat: Seat) -> str:
    """Who sits there, with the post: what a list of colleagues shows."""
    who = str(seat.holder) if seat.holder else _("vacant seat")
    return f"{who} ({seat.post})" if seat.post else who
