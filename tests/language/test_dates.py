# ruff: noqa: RUF001  # Bangla digits and look-alike signs are what is tested
"""Dates day first, moments on Dhaka's clock, fiscal years from July to June."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsss_gender.language import dates
from nsss_gender.language.dates import FiscalYear

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


def test_a_day_is_written_day_first():
    assert dates.day(dt.date(2019, 2, 5), "en") == "05/02/2019"
    assert dates.day(dt.date(2019, 2, 5), "bn") == "০৫/০২/২০১৯"


def test_a_moment_is_written_on_dhakas_clock():
    late = dt.datetime(2019, 2, 14, 18, 5, tzinfo=dt.UTC)
    assert dates.moment(late, "en") == "15/02/2019 00:05"
    assert dates.moment(late, "bn") == "১৫/০২/২০১৯ ০০:০৫"
    assert dates.day(late, "en") == "15/02/2019"


def test_a_moment_without_a_zone_is_taken_as_dhakas():
    assert dates.moment(dt.datetime(2019, 2, 15, 9, 0), "en") == "15/02/2019 09:00"  # noqa: DTZ001


@pytest.mark.parametrize(
    "typed",
    [
        "15/02/2019",
        "15/2/2019",
        "15-02-2019",
        "15.2.2019",
        "১৫/০২/২০১৯",
        "১৫-২-2019",
        " 15/02/2019 ",
        "2019-02-15",
    ],
)
def test_a_typed_date_is_read(typed):
    assert dates.parse_date(typed) == dt.date(2019, 2, 15)


@pytest.mark.parametrize(
    "typed",
    [
        "", "31/02/2019", "02/15/2019", "15/02/19", "15/02-2019", "0/1/2019", "1/0/2019", "15 February 2019",
        "15/02/0019", "15/02/9999", "2019/02/15", "2019-2-5", "1/1/2019/1", "٠١/٠١/٢٠١٩",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError, match=r"Not a date|out of range|must be in"):
        dates.parse_date(typed)


@given(DATES, st.sampled_from(["en", "bn"]))
def test_a_written_date_reads_back_the_same(date, language):
    assert dates.parse_date(dates.day(date, language)) == date


@given(st.text())
def test_reading_gives_a_date_or_a_refusal_and_nothing_else(typed):
    with suppress(ValueError):
        assert isinstance(dates.parse_date(typed), dt.date)


@pytest.mark.parametrize(
    ("date", "label"),
    [
        (dt.date(2019, 6, 30), "2018-19"),
        (dt.date(2019, 7, 1), "2019-20"),
        (dt.date(2018, 7, 1), "2018-19"),
        (dt.date(1999, 12, 31), "1999-00"),
        (dt.date(2009, 1, 1), "2008-09"),
    ],
)
def test_the_fiscal_year_turns_on_the_first_of_july(date, label):
    assert FiscalYear.of(date).label == label


@pytest.mark.parametrize(
    "typed", ["2018-19", "2018-2019", "2018–19", "2018/19", "২০১৮-১৯", "২০১৮-২০১৯", " 2018 - 19 "]
)
def test_a_typed_fiscal_year_is_read(typed):
    assert FiscalYear.parse(typed) == FiscalYear(2018)


@pytest.mark.parametrize(
    "typed",
    ["", "2018", "2018-20", "2018-18", "18-19", "2018-2020", "2018-119", "0018-19", "2018—x"],
)
def test_what_is_no_fiscal_year_is_refused(typed):
    with pytest.raises(ValueError, match="Not a"):
        FiscalYear.parse(typed)


@given(DATES)
def test_every_day_lies_in_its_fiscal_year_and_its_label_reads_back(date):
    year = FiscalYear.of(date)
    assert year.first_day <= date <= year.last_day
    assert year.last_day + dt.timedelta(1) == FiscalYear(year.start + 1).first_day
    if year.start >= 1900:
        assert FiscalYear.parse(str(year)) == year


def test_fiscal_years_stand_in_order():
    assert sorted([FiscalYear(2020), FiscalYear(1999)])[0].label == "1999-00"
