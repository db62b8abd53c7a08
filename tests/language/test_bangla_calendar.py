"""The Bangla calendar against the check values of the gazette and of official letters."""

import datetime as dt
from itertools import pairwise

import pytest

from nsss_gender.language.bangla_calendar import BanglaDate, eras


@pytest.mark.parametrize(
    ("common", "bangla"),
    [
        ((2010, 4, 21), (1417, 1, 8)),  # gazette
        ((2010, 4, 25), (1417, 1, 12)),  # gazette
        ((2019, 1, 31), (1425, 10, 18)),
        ((2025, 4, 20), (1432, 1, 7)),
        ((2025, 5, 11), (1432, 1, 28)),
        ((2026, 1, 30), (1432, 10, 16)),
        ((2019, 4, 13), (1425, 12, 30)),
        ((2019, 4, 14), (1426, 1, 1)),
        # from 1426 on these fall on the same Bangla day every year
        ((2020, 2, 21), (1426, 11, 8)),
        ((2020, 3, 26), (1426, 12, 12)),
        ((2021, 12, 16), (1428, 9, 1)),
    ],
)
def test_the_check_values(common, bangla):
    assert BanglaDate.of(dt.date(*common)) == BanglaDate(*bangla)


def test_every_day_follows_the_one_before():
    """Over both rules and several leap years: one day more, or the first of the next month."""
    days = [dt.date(2010, 1, 1) + dt.timedelta(days=number) for number in range(7_000)]
    for one, two in pairwise(BanglaDate.of(day) for day in days):
        if two.day > 1:
            assert (two.year, two.month, two.day) == (one.year, one.month, one.day + 1)
        elif two.month > 1:
            assert (two.year, two.month) == (one.year, one.month + 1)
        else:
            assert (two.year, one.month) == (one.year + 1, 12)


@pytest.mark.parametrize(("year", "falgun"), [(2016, 31), (2017, 30), (2020, 30), (2021, 29)])
def test_falgun_has_a_day_more_in_a_leap_year(year, falgun):
    days = [dt.date(year, 2, 1) + dt.timedelta(days=number) for number in range(60)]
    assert sum(BanglaDate.of(day).month == 11 for day in days) == falgun


def test_both_eras_of_a_letter():
    day = dt.date(2010, 4, 21)
    assert eras(day, "bn") == ("০৮ বৈশাখ ১৪১৭ বঙ্গাব্দ", "২১ এপ্রিল ২০১০ খ্রিষ্টাব্দ")
    assert eras(dt.date(2019, 1, 31), "en") == ("18 Magh 1425", "31 January 2019")
