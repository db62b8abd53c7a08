"""Which reminder is owed on which day: the whole calendar written out by hand (36). No database."""

import datetime as dt

import pytest

from assessments.deadlines import Calendar
from assessments.reminding import (
    STALE,
    TO_BOTH_SIDES,
    TO_OFFICER,
    TO_SEAT,
    Span,
    day_of,
    owed,
    step_name,
)

# 14 February 2019 was a Thursday; 21 February is a public holiday, also a Thursday.
HOLIDAY = dt.date(2019, 2, 21)
CALENDAR = Calendar(public_holidays=frozenset({HOLIDAY}))
LONG_AGO = dt.date(2019, 1, 1)


def feb(day):
    return dt.date(2019, 2, 1) + dt.timedelta(days=day - 1)


@pytest.mark.parametrize(
    ("due", "days", "working", "falls_on"),
    [
        # due on Thursday 14: Friday and Saturday are never counted
        (14, -7, True, 5),
        (14, -3, True, 11),
        (14, -1, True, 13),
        (14, 1, True, 17),
        (14, 3, True, 19),
        # the same in calendar days
        (14, -7, False, 7),
        (14, -3, False, 11),
        (14, -1, False, 13),
        (14, 1, False, 15),
        (14, 3, False, 17),
        # due on Friday 15, as the first round was: its last working day is Thursday, "0 days left"
        (15, -1, True, 13),
        (15, -3, True, 11),
        (15, 1, True, 17),
        # due on Sunday 17: the day before is Thursday
        (17, -1, True, 14),
        (17, 1, True, 18),
        # around the holiday on Thursday 21
        (24, -1, True, 20),
        (20, 1, True, 24),
        (20, 3, True, 26),
        (24, -7, True, 12),
    ],
)
def test_the_day_on_which_a_reminder_falls(due, days, working, falls_on):
    assert day_of(feb(due), days, CALENDAR, working=working) == feb(falls_on)


def test_a_reminder_goes_out_when_the_pages_say_as_many_working_days():
    for due in range(10, 29):
        for days in (-7, -3, -1):
            falls = day_of(feb(due), days, CALENDAR, working=True)
            assert CALENDAR.working_days(falls, feb(due)) == -days
        for days in (1, 3):
            falls = day_of(feb(due), days, CALENDAR, working=True)
            assert CALENDAR.working_days(feb(due), falls) == days


def said(steps, *, due=14, since=LONG_AGO, first=1, last=33, working=True):
    """Day by day what is owed, as (day of February, step), only where it changes."""
    found, before = [], None
    for day in range(first, last):
        now = owed(Span(feb(due), since), steps, CALENDAR, feb(day), working=working)
        if now != before:
            found.append((day, now and step_name(now)))
        before = now
    return found


def test_a_month_of_a_seat():
    assert said(TO_SEAT) == [(5, "T-7"), (11, "T-3"), (13, "T-1"), (17, "T+1"), (32, None)]


def test_a_month_of_an_officer():
    assert said(TO_OFFICER) == [(19, "T+3")]


def test_a_month_of_a_hand_out_in_calendar_days():
    assert said(TO_BOTH_SIDES, working=False) == [(13, "T-1"), (15, "T+1"), (30, None)]


def test_a_worker_that_was_down_sends_only_the_latest():
    """Down from T-7 to the day after T-1: T-1 alone is owed, T-7 and T-3 never come."""
    assert owed(Span(feb(14), LONG_AGO), TO_SEAT, CALENDAR, feb(14), working=True) == -1


def test_nothing_is_owed_for_a_day_before_the_deadline_came_to_hold():
    """More time given on Monday 11 (T-3 of the new deadline) is itself the news: next comes T-1."""
    assert said(TO_SEAT, since=feb(11)) == [(13, "T-1"), (17, "T+1"), (32, None)]


def test_a_report_returned_after_the_deadline_is_not_chased_for_it():
    assert said(TO_SEAT, since=feb(25)) == []
    assert said(TO_OFFICER, since=feb(25)) == []


def test_what_nobody_sent_for_two_weeks_is_let_go():
    fell = day_of(feb(14), 3, CALENDAR, working=True)
    span = Span(feb(14), LONG_AGO)
    last = fell + dt.timedelta(days=STALE)
    assert owed(span, TO_OFFICER, CALENDAR, last, working=True) == 3
    assert owed(span, TO_OFFICER, CALENDAR, last + dt.timedelta(days=1), working=True) is None


@pytest.mark.parametrize(("days", "name"), [(-7, "T-7"), (-1, "T-1"), (1, "T+1"), (3, "T+3")])
def test_names(days, name):
    assert step_name(days) == name
