"""Reminders: a deadline, a calendar and a day give the one reminder that is owed now (36). Pure.

T-3 stands for three days before the due day, T+1 for one day after it; the round says whether days are
working days or calendar days. A reminder in working days goes out on the morning on which the pages
say as many working days left, or late by as many.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from assessments.deadlines import DAY, Calendar

TO_SEAT: Final = (-7, -3, -1, 1)
TO_OFFICER: Final = (3,)
TO_BOTH_SIDES: Final = (-1, 1)  # of what was handed out, or asked by a link
STALE: Final = 14  # calendar days; what nobody sent for so long helps nobody


@dataclass(frozen=True, slots=True)
class Span:
    """A due day, and the day on which it came to hold: no reminder falls on that day or before it."""

    due: date
    since: date


def step_name(days: int) -> str:
    """Give the name of a reminder: -3 is "T-3", 1 is "T+1"."""
    return f"T{days:+d}"


def day_of(due: date, days: int, calendar: Calendar, *, working: bool) -> date:
    """Give the day on which the reminder goes out that is `days` from the due day."""
    if not working:
        return due + days * DAY
    day, step = due, DAY if days > 0 else -DAY
    while not _stands(day, due, days, calendar):
        day += step
    return day


def owed(
    span: Span, steps: Sequence[int], calendar: Calendar, today: date, *, working: bool
) -> int | None:
    """Give the step of the latest reminder whose day has come, or None.

    A worker that was down sends only this one afterwards, not those before it; nothing is owed when its
    day was before the deadline came to hold, or more than two weeks ago.
    """
    fallen = [(day_of(span.due, days, calendar, working=working), days) for days in steps]
    come = [(day, days) for day, days in fallen if day <= today]
    if not come:
        return None
    day, days = max(come)
    if day <= span.since or (today - day).days > STALE:
        return None
    return days


def _stands(day: date, due: date, days: int, calendar: Calendar) -> bool:
    """Say whether it is the working day with exactly so many working days to go, or gone."""
    first, last = (due, day) if days > 0 else (day, due)
    return calendar.is_working(day) and calendar.working_days(first, last) == abs(days)
