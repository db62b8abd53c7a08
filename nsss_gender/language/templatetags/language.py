"""Filters and tags for everything that is written differently in English and in Bangla."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from nsss_gender.language import dates, numbers
from nsss_gender.language.text import script

register = template.Library()


def active() -> str:
    """The short code of the language of this page: "en" or "bn"."""
    return (get_language() or "en").partition("-")[0]


@register.filter
def num(value: object, places: int | None = None) -> str:
    """A number with lakh and crore grouping; `places` fixes its decimals. Nothing for nothing."""
    exact = _decimal(value)
    return "" if exact is None else numbers.number(exact, active(), places=places)


@register.filter
def points(value: object) -> str:
    """Points of the score: 2.5 → 2½."""
    exact = _decimal(value)
    return "" if exact is None else numbers.points(exact, active())


@register.filter
def taka(value: object) -> str:
    """An amount that is held in crore taka, with its unit: 4791.31 → Tk 4,791.31 crore."""
    exact = _decimal(value)
    if exact is None:
        return ""
    return gettext("Tk %(amount)s crore") % {"amount": numbers.number(exact, active())}


@register.filter
def digits(value: object) -> str:
    """Any text with its digits in those of the page: for fiscal years, memo numbers, times."""
    return "" if value is None else numbers.digits(str(value), active())


@register.filter
def day(value: dt.date | None) -> str:
    """dd/mm/yyyy."""
    return dates.day(value, active()) if value else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """dd/mm/yyyy HH:MM on Dhaka's clock, never broken over two lines."""
    return dates.moment(value, active()).replace(" ", "\N{NO-BREAK SPACE}") if value else ""


@register.filter
def fiscal_year(value: dt.date | None) -> str:
    """The fiscal year a date falls in: 2018-19."""
    return numbers.digits(dates.FiscalYear.of(value).label, active()) if value else ""


@register.filter
def textlang(value: object) -> SafeString:
    """The lang attribute for typed text when its script is not that of the page, else nothing."""
    language = script(str(value or ""))
    if not language or language == active():
        return SafeString("")
    return format_html('lang="{}"', language)


@register.filter
def in_language(pair: object) -> str:
    """The text of a (en, bn) pair, or of anything with name_en and name_bn, in the language of the page."""
    code = active()
    for start in ("", "name_"):
        found = getattr(pair, f"{start}{code}", "") or getattr(pair, f"{start}en", "")
        if found:
            return str(found)
    return ""


@register.simple_tag
def product_version() -> str:
    """The version of the product, as the settings give it."""
    return str(getattr(settings, "VERSION", ""))


def _decimal(value: object) -> Decimal | None:
    """The exact decimal of a number or of text with a number; None when there is none."""
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    return exact if exact.is_finite() else None
