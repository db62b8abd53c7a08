"""Numbers as Bangladesh writes them: both sets of digits, lakh and crore grouping. Pure."""

import re
from decimal import Decimal

BANGLA = "bn"
MINUS = "\u2212"

_ASCII_DIGITS = "0123456789"
_BANGLA_DIGITS = "০১২৩৪৫৬৭৮৯"
_TO_BANGLA = str.maketrans(_ASCII_DIGITS, _BANGLA_DIGITS)
_TO_ASCII = str.maketrans(_BANGLA_DIGITS, _ASCII_DIGITS)

# Digits without commas, or commas at 3-2-2 (12,34,567) or at thousands (1,234,567); a comma anywhere else is
# refused, because "12,5" may have been meant as a decimal.
_WHOLE = r"(?:\d+|\d{1,2}(?:,\d{2})*,\d{3}|\d{1,3}(?:,\d{3})+)"
_NUMBER = re.compile(
    rf"(?P<sign>[-+]?)(?P<number>{_WHOLE}(?:\.\d+)?|\.\d+|(?=½))(?P<half>½?)", re.ASCII
)
_LONGEST = 40

Number = int | Decimal


def to_ascii(text: str) -> str:
    """The same text with its Bangla digits written in ASCII."""
    return text.translate(_TO_ASCII)


def to_bangla(text: str) -> str:
    """The same text with its ASCII digits written in Bangla."""
    return text.translate(_TO_BANGLA)


def digits(text: str, language: str) -> str:
    """The same text with its digits in those of the language; nothing else changes."""
    return to_bangla(text) if language == BANGLA else to_ascii(text)


def group(whole: str) -> str:
    """ASCII digits with commas after the last three and then every two: 1234567 → 12,34,567."""
    head, tail = whole[:-3], whole[-3:]
    if not head:
        return whole
    pairs = [head[max(end - 2, 0) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail])


def number(value: Number, language: str, *, places: int | None = None) -> str:
    """The number grouped, in the digits of the language; `places` fixes the decimals, else as many as it has."""
    exact = Decimal(value)
    if not exact.is_finite():
        raise ValueError(f"Not a number that can be written: {value}")
    text = f"{abs(exact):.{places}f}" if places is not None else _plain(abs(exact))
    whole, dot, fraction = text.partition(".")
    nothing = not (whole + fraction).strip("0")
    sign = "" if exact >= 0 or nothing else MINUS
    return digits(f"{sign}{group(whole)}{dot}{fraction}", language)


def points(value: Number, language: str) -> str:
    """Points of the score, halves as ½: 2.5 → 2½, 0.5 → ½, 3.0 → 3."""
    exact = Decimal(value)
    whole, rest = divmod(abs(exact), 1)
    if not rest:  # a database gives 3.0; points are written 3
        return number(int(exact), language)
    if rest != Decimal("0.5"):
        return number(exact, language)
    sign = MINUS if exact < 0 else ""
    shown = number(int(whole), language) if whole else ""
    return f"{sign}{shown}½"


def crore(taka: Number) -> Decimal:
    """An amount in taka as crore taka: 10,000,000 → 1."""
    return Decimal(taka) / 10_000_000


def parse_number(text: str) -> Decimal:
    """The number someone typed, in either digits, grouped either way, "2½" included.

    Raises ValueError for anything else: words, "1e5", "12,5", two signs.
    """
    cleaned = to_ascii(text).replace(MINUS, "-").strip()
    cleaned = re.sub(r"(?<=[\d,])[ \u00a0\u202f](?=\d)", "", cleaned)
    match = (
        _NUMBER.fullmatch(cleaned) if len(cleaned) <= _LONGEST and cleaned.isprintable() else None
    )
    if match is None:
        raise ValueError(f"Not a number: {text!r}")
    if match["half"] and "." in match["number"]:
        raise ValueError(f"Not a number: {text!r}")
    size = Decimal(match["number"].replace(",", "") or "0")
    if match["half"]:
        size += Decimal("0.5")
    return -size if match["sign"] == "-" else size


def _plain(value: Decimal) -> str:
    """Every digit of a decimal, never an exponent; trailing zeros as they were given."""
    return f"{value:f}"
