# ruff: noqa: RUF001  # Bangla digits and look-alike signs are what is tested
"""Numbers in both digits, grouped by lakh and crore."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsss_gender.language import numbers

GROUPED = [
    (0, "0", "০"),
    (7, "7", "৭"),
    (999, "999", "৯৯৯"),
    (1000, "1,000", "১,০০০"),
    (99999, "99,999", "৯৯,৯৯৯"),
    (100000, "1,00,000", "১,০০,০০০"),
    (1234567, "12,34,567", "১২,৩৪,৫৬৭"),
    (10000000, "1,00,00,000", "১,০০,০০,০০০"),
    (-1234567, "−12,34,567", "−১২,৩৪,৫৬৭"),
    (Decimal("4791.31"), "4,791.31", "৪,৭৯১.৩১"),
    (Decimal("-0.50"), "−0.50", "−০.৫০"),
    (Decimal("-0.0"), "0.0", "০.০"),
    (Decimal("1E+5"), "1,00,000", "১,০০,০০০"),
    (Decimal("1E-7"), "0.0000001", "০.০০০০০০১"),
]


@pytest.mark.parametrize(("value", "english", "bangla"), GROUPED)
def test_a_number_is_grouped_by_lakh_and_crore(value, english, bangla):
    assert numbers.number(value, "en") == english
    assert numbers.number(value, "bn") == bangla


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Decimal("2.5"), 2, "2.50"),
        (Decimal("2.555"), 1, "2.6"),
        (12345, 1, "12,345.0"),
        (Decimal("-0.04"), 1, "0.0"),
    ],
)
def test_decimals_can_be_fixed(value, places, shown):
    assert numbers.number(value, "en", places=places) == shown


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_quantity_is_never_written(value):
    with pytest.raises(ValueError, match="written"):
        numbers.number(Decimal(value), "en")


@pytest.mark.parametrize(
    ("value", "english", "bangla"),
    [
        (0, "0", "০"),
        (Decimal("0.5"), "½", "½"),
        (Decimal("2.5"), "2½", "২½"),
        (Decimal("2.50"), "2½", "২½"),
        (Decimal(7), "7", "৭"),
        (Decimal("-1.5"), "−1½", "−১½"),
        (Decimal("-0.5"), "−½", "−½"),
        (Decimal("2.25"), "2.25", "২.২৫"),
    ],
)
def test_half_points_are_written_as_a_half(value, english, bangla):
    assert numbers.points(value, "en") == english
    assert numbers.points(value, "bn") == bangla


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        ("১২", 12),
        ("১2", 12),
        (" 1,25,000 ", 125000),
        ("১,২৫,০০০", 125000),
        ("125,000", 125000),
        ("1,250,000.5", Decimal("1250000.5")),
        ("1 25 000", 125000),
        ("-3", -3),
        ("−৩", -3),
        ("+3", 3),
        ("2½", Decimal("2.5")),
        ("২½", Decimal("2.5")),
        ("½", Decimal("0.5")),
        ("-½", Decimal("-0.5")),
        (".5", Decimal("0.5")),
        ("007", 7),
    ],
)
def test_a_typed_number_is_read(typed, value):
    assert numbers.parse_number(typed) == value


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "-", "12,5", "1,2,3", "12,34", ",123", "1,", "1.2.3", "1.", "1e5", "NaN", "Infinity", "0x10", "1_000",
        "--1", "১২ জন", "twelve", "½½", "1.5½", "٣", "１２", "1\n2", "1\x00", "9" * 41, "=1+1",
    ],
)  # fmt: skip
def test_what_is_no_clear_number_is_refused(typed):
    with pytest.raises(ValueError, match="Not a"):
        numbers.parse_number(typed)


@given(st.integers(-(10**14), 10**14), st.sampled_from(["en", "bn"]))
def test_a_written_whole_number_reads_back_the_same(value, language):
    assert numbers.parse_number(numbers.number(value, language)) == value


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["en", "bn"]))
def test_a_written_decimal_reads_back_the_same(value, language):
    assert numbers.parse_number(numbers.number(value, language)) == value


@given(st.integers(0, 14), st.sampled_from(["en", "bn"]))
def test_written_points_read_back_the_same(halves, language):
    value = Decimal(halves) / 2
    assert numbers.parse_number(numbers.points(value, language)) == value


@given(st.text())
def test_reading_gives_a_number_or_a_refusal_and_nothing_else(typed):
    with suppress(ValueError):
        assert numbers.parse_number(typed).is_finite()


@given(st.integers(0, 10**18))
def test_groups_are_three_and_then_pairs(value):
    *pairs, last = numbers.group(str(value)).split(",")
    assert all(len(pair) == 2 for pair in pairs[1:])
    assert not pairs or (len(last) == 3 and 1 <= len(pairs[0]) <= 2)
    assert "".join([*pairs, last]) == str(value)


@given(st.text())
def test_only_digits_change_when_digits_change(text):
    assert numbers.to_ascii(numbers.to_bangla(text)) == numbers.to_ascii(text)
    assert len(numbers.digits(text, "bn")) == len(text)


def test_taka_become_crore():
    assert numbers.crore(4_791_31_00_000) == Decimal("4791.31")
