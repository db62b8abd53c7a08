"""Which deadline holds for whom, reckoned on which calendar: one place for every page (33, 34)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import DateField, DateTimeField, Q, QuerySet, UUIDField, Value
from django.utils import timezone

from assessments.deadlines import Calendar, Standing, in_force, standing
from assessments.enums import ExtensionState
from assessments.models import Extension, Holiday, Round, Submission

Whose = tuple[uuid.UUID, uuid.UUID | None]


@dataclass(frozen=True)
class Due:
    """The deadlines of one report; ``asked`` is None where no request waits, ``short_form`` where the round sets no
    date of its own for it."""

    first: dt.datetime
    in_force: dt.datetime
    asked: dt.datetime | None
    short_form: Standing | None = None


@dataclass(frozen=True)
class Dues:
    """Calendar and extensions of some rounds, read once for a page.

    ``granted`` holds the latest moment granted by round and ministry; ministry None stands for all.
    ``asked`` holds the moment of the one request that still waits for a decision.
    """

    calendar: Calendar
    granted: Mapping[Whose, dt.datetime]
    asked: Mapping[Whose, dt.datetime]

    def at(self, round_: Round, ministry: uuid.UUID | None = None) -> dt.datetime:
        """The deadline in force for one ministry; without one, for all who have no line of their own."""
        keys = ((round_.pk, None), (round_.pk, ministry))
        return in_force(
            round_.deadline_at, (self.granted[key] for key in keys if key in self.granted)
        )

    def of(self, submission: Submission) -> "Due":
        """The deadlines of one report: the first one, the one in force, the one asked for."""
        return Due(
            first=submission.round.deadline_at,
            in_force=self.at(submission.round, submission.ministry_id),
            asked=self.asked.get((submission.round_id, submission.ministry_id)),
            short_form=self.short_form(submission),
        )

    def short_form(self, submission: Submission) -> Standing | None:
        """How long the short form has still time (33); of a supplement, which has none, nothing."""
        due = submission.round.short_form_due_at
        if due is None or submission.number:
            return None
        return standing(due, self.calendar, timezone.now())

    def standing(self, submission: Submission, now: dt.datetime) -> Standing:
        """Where a report stands at ``now``: the present, or the moment at which it came in.

        No deadline holds for a supplement: it is never late (104).
        """
        due = self.at(submission.round, submission.ministry_id)
        found = standing(due, self.calendar, now)
        return replace(found, late=False) if submission.number else found


@dataclass(frozen=True)
class Countdown:
    """How long a report, and its short form, have still time."""

    report: Standing
    short_form: Standing | None


def countdown(submission: Submission) -> Countdown | None:
    """The countdown of a report that never came in; None for others, whose lateness is reckoned already, and for
    supplements. One query."""
    if submission.submitted_at or submission.number:
        return None
    known = dues([submission])
    return Countdown(known.standing(submission, timezone.now()), known.short_form(submission))


def dues(submissions: Iterable[Submission]) -> Dues:
    """What the standings of these reports rest on; one query, however many there are."""
    return _dues(Q(round__in={row.round_id for row in submissions}))


def open_dues() -> Dues:
    """What every standing in an open round rests on; one query."""
    return _dues(Q(round__opened_at__isnull=False))


def round_dues(round_: Round) -> Dues:
    """The same for everybody in one round."""
    return _dues(Q(round=round_))


def calendar() -> Calendar:
    """The weekly holidays and the public ones that administrators keep; one query."""
    days = Holiday.objects.order_by().values_list("day", flat=True)
    return Calendar(public_holidays=frozenset(days))


def _dues(which: Q) -> Dues:
    """Extensions and holidays in one statement: both stand on every page that shows a deadline."""
    days: set[dt.date] = set()
    lines: dict[str, dict[Whose, dt.datetime]] = {state: {} for state in ExtensionState}
    for round_, ministry, until, state, day in _lines(which).union(_days(), all=True):
        if day:
            days.add(day)
        else:
            found = lines[state]
            found[round_, ministry] = max(until, found.get((round_, ministry), until))
    return Dues(
        calendar=Calendar(public_holidays=frozenset(days)),
        granted=lines[ExtensionState.GRANTED],
        asked=lines[ExtensionState.ASKED],
    )


def _lines(which: Q) -> QuerySet[Extension, Any]:
    nothing = Value(None, output_field=DateField())
    lines = Extension.objects.filter(which).exclude(state=ExtensionState.REFUSED).order_by()
    return lines.values_list("round_id", "ministry_id", "until_at", "state", nothing)


def _days() -> QuerySet[Holiday, Any]:
    key, moment = (Value(None, output_field=kind()) for kind in (UUIDField, DateTimeField))
    return Holiday.objects.order_by().values_list(key, key, moment, Value(""), "day")


@dataclass(frozen=True)
class DayWarning:
    """Why a day is a bad deadline. ``weekly``: "friday", "saturday" or ""; ``public``: the holiday."""

    day: dt.date
    weekly: str
    public: Holiday | None
    next_working_day: dt.date


def day_warning(day: dt.date) -> DayWarning | None:
    """What is wrong with ``day`` as a deadline, and the next working day; None for a working day."""
    return day_warnings([day]).get(day)


def day_warnings(days: Iterable[dt.date]) -> dict[dt.date, DayWarning]:
    """The same of several days, by day, without the working ones; one query."""
    found = {row.day: row for row in Holiday.objects.all()}
    known = Calendar(public_holidays=frozenset(found))
    return {
        day: DayWarning(
            day,
            next(iter(Calendar().warnings(day)), ""),
            found.get(day),
            known.next_working_day(day),
        )
        for day in days
        if not known.is_working(day)
    }
