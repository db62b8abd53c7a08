"""Deadlines: a due moment, a calendar and the present moment give where somebody stands.

Days are days in Dhaka. The day of the question is never counted: on the due day itself nothing is left
("today"), and somebody late by less than one working day is late by 0.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DHAKA: Final = ZoneInfo("Asia/Dhaka")
FRIDAY: Final = 4
SATURDAY: Final = 5
DAY: Final = timedelta(days=1)

ON_PUBLIC_HOLIDAY: Final = "public_holiday"
ON_WEEKDAY: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: not the weekly holidays (0 is Monday), not the public holidays."""

    public_holidays: frozenset[date] = frozenset()
    weekly_holidays: frozenset[int] = frozenset({FRIDAY, SATURDAY})

    def __post_init__(self) -> None:
        """Refuse a calendar without any working weekday."""
        if self.weekly_holidays >= set(range(7)):
            raise ValueError("a calendar needs at least one working weekday")

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked."""
        return day.weekday() not in self.weekly_holidays and day not in self.public_holidays

    def working_days(self, after: date, until: date) -> int:
        """Count the working days after the first day up to and with the last one; 0 if there is none.

        Whole weeks are reckoned, not walked: a list counts the days of every row.
        """
        weeks, rest = divmod(max((until - after).days, 0), 7)
        worked = weeks * (7 - len(self.weekly_holidays))
        worked += sum(
            day.weekday() not in self.weekly_holidays
            for day in _days(until - DAY * (rest - 1), until)
        )
        return worked - sum(
            after < day <= until and day.weekday() not in self.weekly_holidays
            for day in self.public_holidays
        )

    def next_working_day(self, day: date) -> date:
        """Give the day itself if it is worked, else the next one that is."""
        while not self.is_working(day):
            day += DAY
        return day

    def warnings(self, day: date) -> tuple[str, ...]:
        """Say why a day is a bad deadline: the weekly holiday's name, "public_holiday", or nothing."""
        weekly = (ON_WEEKDAY[day.weekday()],) if day.weekday() in self.weekly_holidays else ()
        public = (ON_PUBLIC_HOLIDAY,) if day in self.public_holidays else ()
        return weekly + public


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: late or not, and by how many working days (late) or how many are left.

    `calendar_days` counts from today to the due day and is negative after it (T-7 is 7, T+1 is -1).
    """

    due: datetime
    late: bool
    working_days: int
    calendar_days: int
    warnings: tuple[str, ...]

    @property
    def today(self) -> bool:
        """Say whether the deadline is today and not yet over."""
        return not self.late and self.calendar_days == 0


def standing(due: datetime, calendar: Calendar, now: datetime) -> Standing:
    """Take a due moment, the calendar and the present (or the moment of receipt); give the standing."""
    if due.tzinfo is None or now.tzinfo is None:
        raise ValueError("a deadline is a moment with a time zone")
    late = now > due
    due_day, today = local_day(due), local_day(now)
    first, last = (due_day, today) if late else (today, due_day)
    return Standing(
        due=due,
        late=late,
        working_days=calendar.working_days(after=first, until=last),
        calendar_days=(due_day - today).days,
        warnings=calendar.warnings(due_day),
    )


def in_force(original: datetime, granted: Iterable[datetime]) -> datetime:
    """Give the deadline that counts: the latest of the original and what was granted.

    More time is never taken back: an extension for all leaves a longer one of a single ministry standing.
    """
    return max((original, *granted))


def end_of(day: date) -> datetime:
    """Give the last second of a day in Dhaka: the due moment of a deadline that is set as a day."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=DHAKA)


def local_day(moment: datetime) -> date:
    """Give the day in Dhaka on which a moment falls."""
    return moment.astimezone(DHAKA).date()


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * number for number in range((last - first).days + 1))
