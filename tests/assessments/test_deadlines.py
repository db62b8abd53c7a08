"""Working days left and late, in Dhaka; warnings for a deadline on a holiday."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.deadlines import DHAKA, Calendar, end_of, local_day, standing

# February 2019: the 15th was a Friday; the 21st (Thursday) is a public holiday.
MARTYRS_DAY = date(2019, 2, 21)
CALENDAR = Calendar(frozenset({MARTYRS_DAY}))
DUE = end_of(date(2019, 2, 14))


def at(day, hour=10, minute=0):
    return datetime(2019, 2, day, hour, minute, tzinfo=DHAKA)


@pytest.mark.parametrize(
    ("day", "warnings"),
    [
        (date(2019, 2, 14), ()),
        (date(2019, 2, 15), ("friday",)),
        (date(2019, 2, 16), ("saturday",)),
        (date(2019, 2, 17), ()),
        (MARTYRS_DAY, ("public_holiday",)),
    ],
)
def test_a_deadline_on_a_holiday_is_warned_of(day, warnings):
    assert CALENDAR.warnings(day) == warnings
    assert CALENDAR.is_working(day) == (not warnings)
    assert standing(end_of(day), CALENDAR, at(1)).warnings == warnings


def test_a_public_holiday_on_a_friday_is_warned_of_twice():
    friday = date(2019, 2, 15)
    assert Calendar(frozenset({friday})).warnings(friday) == ("friday", "public_holiday")


@pytest.mark.parametrize(
    ("day", "following"),
    [(14, 14), (15, 17), (16, 17), (17, 17), (21, 24)],
)
def test_the_next_working_day(day, following):
    assert CALENDAR.next_working_day(date(2019, 2, day)) == date(2019, 2, following)


@pytest.mark.parametrize(
    ("now", "late", "working_days", "calendar_days"),
    [
        (at(7), False, 5, 7),  # Thursday to Thursday: Friday and Saturday are not counted
        (at(8), False, 5, 6),
        (at(10), False, 4, 4),
        (at(13), False, 1, 1),
        (at(14), False, 0, 0),
        (at(14, 23, 59), False, 0, 0),
        (at(15, 0, 0), True, 0, -1),  # late, but no working day has passed
        (at(16), True, 0, -2),
        (at(17), True, 1, -3),
        (at(20), True, 4, -6),
        (at(21), True, 4, -7),  # the public holiday is not counted
        (at(24), True, 5, -10),
    ],
)
def test_working_days_left_and_late(now, late, working_days, calendar_days):
    found = standing(DUE, CALENDAR, now)
    assert (found.late, found.working_days, found.calendar_days) == (
        late,
        working_days,
        calendar_days,
    )
    assert found.today == (calendar_days == 0)


def test_the_due_moment_itself_is_in_time_and_the_next_is_late():
    due = at(14, 17)
    assert not standing(due, CALENDAR, due).late
    after = standing(due, CALENDAR, due + timedelta(seconds=1))
    assert (after.late, after.working_days, after.today) == (True, 0, False)


def test_the_day_is_the_day_in_dhaka():
    evening_in_utc = datetime(2019, 2, 13, 18, 30, tzinfo=UTC)
    assert local_day(evening_in_utc) == date(2019, 2, 14)
    assert standing(DUE, CALENDAR, evening_in_utc).today


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        standing(DUE.replace(tzinfo=None), CALENDAR, at(1))
    with pytest.raises(ValueError, match="time zone"):
        standing(DUE, CALENDAR, at(1).replace(tzinfo=None))


def test_weekly_holidays_are_data():
    sundays = Calendar(weekly_holidays=frozenset({6}))
    assert sundays.warnings(date(2019, 2, 17)) == ("sunday",)
    assert sundays.is_working(date(2019, 2, 15))


def test_a_calendar_without_a_working_weekday_is_refused():
    with pytest.raises(ValueError, match="working weekday"):
        Calendar(weekly_holidays=frozenset(range(7)))


DAYS = st.dates(date(2018, 7, 1), date(2020, 6, 30))


@given(DAYS, DAYS, DAYS)
def test_working_days_add_up(one, two, three):
    first, middle, last = sorted((one, two, three))
    parts = CALENDAR.working_days(first, middle) + CALENDAR.working_days(middle, last)
    assert CALENDAR.working_days(first, last) == parts


@given(DAYS, DAYS)
def test_working_days_are_those_that_are_worked(one, two):
    first, last = sorted((one, two))
    days = [first + timedelta(days=number + 1) for number in range((last - first).days)]
    walked = sum(CALENDAR.is_working(day) for day in days)
    assert CALENDAR.working_days(first, last) == walked
    assert CALENDAR.working_days(last + timedelta(days=1), first) == 0


@given(DAYS, DAYS)
def test_working_days_never_outnumber_days(one, two):
    first, last = sorted((one, two))
    assert 0 <= CALENDAR.working_days(first, last) <= (last - first).days
    assert CALENDAR.working_days(last, first) == 0


@given(DAYS)
def test_two_weeks_without_public_holidays_have_ten_working_days(day):
    assert Calendar().working_days(day, day + timedelta(days=14)) == 10
