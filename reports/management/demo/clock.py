"""The clock of the demonstration: what was done last week is done by the services as of last week.

Services take no moment as an argument, and that is as it should be: nobody but this story may date
an act back. So the story sets the one clock that all of them read, ``django.utils.timezone.now``, for
as long as it tells an act, and only where NSSS_DEMO allows the demonstration at all.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from assessments.deadlines import DAY, DHAKA, Calendar

MORNING = dt.time(10)
FIVE = dt.time(17)


@contextmanager
def told_at(moment: dt.datetime) -> Iterator[None]:
    """Inside, the present is ``moment``, and the clock goes on from there."""
    began = dt.datetime.now(tz=dt.UTC)

    class Then(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return (moment + (dt.datetime.now(tz=dt.UTC) - began)).astimezone(tz)

    room = vars(timezone)
    room["datetime"] = Then
    try:
        yield
    finally:
        room["datetime"] = dt.datetime


def working_day(calendar: Calendar, today: dt.date, count: int) -> dt.date:
    """The working day ``count`` before (negative) or after today; 0 is today, worked or not."""
    step = DAY if count > 0 else -DAY
    day, left = today, abs(count)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def moment(day: dt.date, time: dt.time = MORNING) -> dt.datetime:
    """A day in Dhaka at a time of the clock."""
    return dt.datetime.combine(day, time, tzinfo=DHAKA)
