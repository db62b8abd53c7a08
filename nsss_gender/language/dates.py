"""Dates as officers write them, moments on Dhaka's clock, fiscal years from July to June. Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nsss_gender.language.numbers import digits, to_ascii

DHAKA = ZoneInfo("Asia/Dhaka")
_FIRST_MONTH = 7
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_FISCAL = re.compile(r"(\d{4})\s?[-\u2013/]\s?(\d{4}|\d{2})", re.ASCII)
_EARLIEST, _LATEST = 1900, 2199


def day(value: dt.date, language: str) -> str:
    """dd/mm/yyyy in the digits of the language; a moment is taken on Dhaka's clock."""
    if isinstance(value, dt.datetime):
        value = in_dhaka(value)
    return digits(f"{value.day:02}/{value.month:02}/{value.year:04}", language)


def moment(value: dt.datetime, language: str) -> str:
    """dd/mm/yyyy HH:MM on Dhaka's clock."""
    local = in_dhaka(value)
    return digits(f"{day(local, 'en')} {local.hour:02}:{local.minute:02}", language)


def clock(value: dt.datetime, language: str) -> str:
    """HH:MM on Dhaka's clock."""
    local = in_dhaka(value)
    return digits(f"{local.hour:02}:{local.minute:02}", language)


def in_dhaka(value: dt.datetime) -> dt.datetime:
    """An aware moment on Dhaka's clock; a naive one is taken as Dhaka's already."""
    return value.astimezone(DHAKA) if value.tzinfo else value.replace(tzinfo=DHAKA)


def parse_date(text: str) -> dt.date:
    """The date someone typed, day first (15/02/2019, 15-2-2019, ১৫.০২.২০১৯), or 2019-02-15.

    Raises ValueError when it is none, or does not exist (31/02/2019).
    """
    cleaned = to_ascii(text).strip()
    if match := _DAY_FIRST.fullmatch(cleaned):
        numbers = (match[4], match[3], match[1])
    elif match := _YEAR_FIRST.fullmatch(cleaned):
        numbers = (match[1], match[2], match[3])
    else:
        raise ValueError(f"Not a date: {text!r}")
    year, month, day_number = (int(part) for part in numbers)
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(f"Not a date: {text!r}")
    return dt.date(year, month, day_number)


@dataclass(frozen=True, order=True)
class FiscalYear:
    """A year from 1 July to 30 June, named by the calendar year it starts in."""

    start: int

    @property
    def label(self) -> str:
        """As written and stored: "2018-19"."""
        return f"{self.start}-{(self.start + 1) % 100:02}"

    @property
    def first_day(self) -> dt.date:
        """1 July."""
        return dt.date(self.start, _FIRST_MONTH, 1)

    @property
    def last_day(self) -> dt.date:
        """30 June of the following calendar year."""
        return dt.date(self.start + 1, _FIRST_MONTH - 1, 30)

    def __str__(self) -> str:
        """The label."""
        return self.label

    @classmethod
    def of(cls, value: dt.date) -> "FiscalYear":
        """The fiscal year in which a date falls."""
        return cls(value.year if value.month >= _FIRST_MONTH else value.year - 1)

    @classmethod
    def parse(cls, text: str) -> "FiscalYear":
        """From "2018-19", "2018-2019" or "২০১৮-১৯"; ValueError when the second year does not follow the first."""
        match = _FISCAL.fullmatch(to_ascii(text).strip())
        if match is None:
            raise ValueError(f"Not a fiscal year: {text!r}")
        start, end = int(match[1]), match[2]
        following = str(start + 1)
        if end != following[-len(end) :] or not _EARLIEST <= start <= _LATEST:
            raise ValueError(f"Not a fiscal year: {text!r}")
        return cls(start)
