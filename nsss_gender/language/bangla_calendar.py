"""The Bangla calendar as Bangladesh keeps it, for the two dates of a formal letter. Pure.

The year begins on 14 April. Up to 1425 the first five months have 31 days and the others 30; from 1426 the
first six have 31 and Falgun 29. Falgun has one day more in a leap year of the common era.
"""

import datetime as dt
from calendar import isleap
from dataclasses import dataclass

from nsss_gender.language.numbers import BANGLA, digits

MONTHS_BN = (
    *("বৈশাখ", "জ্যৈষ্ঠ", "আষাঢ়", "শ্রাবণ", "ভাদ্র", "আশ্বিন"),
    *("কার্তিক", "অগ্রহায়ণ", "পৌষ", "মাঘ", "ফাল্গুন", "চৈত্র"),
)
MONTHS_EN = (
    *("Boishakh", "Joishtho", "Asharh", "Srabon", "Bhadro", "Ashwin"),
    *("Kartik", "Ogrohayon", "Poush", "Magh", "Falgun", "Choitro"),
)
COMMON_BN = (
    *("জানুয়ারি", "ফেব্রুয়ারি", "মার্চ", "এপ্রিল", "মে", "জুন"),
    *("জুলাই", "আগস্ট", "সেপ্টেম্বর", "অক্টোবর", "নভেম্বর", "ডিসেম্বর"),
)
COMMON_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
OFFSET = 593  # the Bangla year that begins in April of a common year is so much smaller
REFORM = 1426
FALGUN = 10


@dataclass(frozen=True)
class BanglaDate:
    """A day of the Bangla calendar; the month counts from 1 (Boishakh)."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, day: dt.date) -> "BanglaDate":
        """The Bangla date of a day of the common era."""
        first = dt.date(day.year, 4, 14)
        if day < first:
            first = dt.date(day.year - 1, 4, 14)
        left, year = (day - first).days, first.year - OFFSET
        for number, length in enumerate(_lengths(year, first.year), start=1):
            if left < length:
                return cls(year, number, left + 1)
            left -= length
        raise AssertionError("a year has 365 or 366 days")  # pragma: no cover


def _lengths(year: int, common: int) -> list[int]:
    """The days of the twelve months of the Bangla year that begins in April of ``common``."""
    long = 6 if year >= REFORM else 5
    lengths = [31] * long + [30] * (12 - long)
    lengths[FALGUN] = (29 if year >= REFORM else 30) + isleap(common + 1)
    return lengths


def eras(day: dt.date, language: str) -> tuple[str, str]:
    """Both dates of a formal letter, the Bangla one first: ("18 Magh 1425", "31 January 2019")."""
    own = BanglaDate.of(day)
    if language == BANGLA:
        first = f"{own.day:02} {MONTHS_BN[own.month - 1]} {own.year} বঙ্গাব্দ"
        second = f"{day.day:02} {COMMON_BN[day.month - 1]} {day.year} খ্রিষ্টাব্দ"
        return digits(first, language), digits(second, language)
    first = f"{own.day} {MONTHS_EN[own.month - 1]} {own.year}"
    return first, f"{day.day} {COMMON_EN[day.month - 1]} {day.year}"
