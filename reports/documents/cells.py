"""Cells: typed values that every face formats for itself, and texts that can be printed. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from nsss_gender.language.text import normalise, script

HALF = Decimal("0.5")
# What neither XML nor a font can carry: control signs, lone surrogates, and signs that turn the reading direction.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_REPLACEMENT = "\ufffd"

Value = str | int | Decimal | date | None
Number = int | Decimal
_Any = TypeVar("_Any")


class Kind(StrEnum):
    """What the cells of a column are; each face formats them for the language of the document."""

    TEXT = "text"  # words; a number or a date standing among words keeps its own kind
    INTEGER = "integer"  # int
    DECIMAL = "decimal"  # Decimal
    POINTS = "points"  # Decimal in halves: 2½
    DATE = "date"
    YEAR = "year"  # fiscal year "2018-19", in the digits of the language
    CODE = "code"  # Q6a, a reference: the same signs in every language


_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str, int, Decimal, date),
    Kind.INTEGER: (int,),
    Kind.DECIMAL: (int, Decimal),
    Kind.POINTS: (int, Decimal),
    Kind.DATE: (date,),
    Kind.YEAR: (str,),
    Kind.CODE: (str,),
}


def printable(text: str) -> str:
    """The text in NFC with plain line ends; what cannot be printed becomes the visible sign U+FFFD."""
    return _UNPRINTABLE.sub(_REPLACEMENT, normalise(text))


def tongue(text: str, fallback: str) -> str:
    """The language to mark a text with: that of its script, else the fallback."""
    return script(text) or fallback


def _clean(value: _Any) -> _Any:
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return printable(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)  # type: ignore[return-value]
    return value


class Printed:
    """Every text of a frozen dataclass is made printable once, here, so that no two faces can differ."""

    def __post_init__(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]
            object.__setattr__(self, field.name, _clean(getattr(self, field.name)))
        self.check()

    def check(self) -> None:
        """Raise ValueError when the fields contradict each other."""


@dataclass(frozen=True)
class Cell(Printed):
    """One value. None is missing, and `missing` may say why ("not recorded"); missing is never zero.

    `own` is a kind of its own, for a fiscal year, points or a code among words.
    """

    value: Value
    lang: str = ""
    missing: str = ""
    own: Kind | None = None

    def check(self) -> None:
        """Only values that print exactly: no float, no yes/no, no moment (give its date)."""
        endless = isinstance(self.value, Decimal) and not self.value.is_finite()
        if endless or isinstance(self.value, bool | datetime | float):
            raise ValueError(f"A cell cannot hold {self.value!r}")
        if self.own and not self.is_a(self.own):
            raise ValueError(f"{self.value!r} is no {self.own}")

    def is_a(self, kind: Kind) -> bool:
        """Whether the value is of the kind; points come in halves, and a missing value is of any."""
        value = self.value
        if value is None or kind is not Kind.POINTS:
            return value is None or isinstance(value, _TYPES[kind])
        return isinstance(value, int | Decimal) and Decimal(value) % HALF == 0

    def kind(self, column: Kind) -> Kind:
        """What this cell is: the kind of its column; among words a number or a date is what it is."""
        if self.own:
            return self.own
        if column is not Kind.TEXT or self.value is None or isinstance(self.value, str):
            return column
        if isinstance(self.value, date):
            return Kind.DATE
        return Kind.INTEGER if isinstance(self.value, int) else Kind.DECIMAL


@dataclass(frozen=True)
class Column(Printed):
    """A column: `width` is about how many letters wide; `meaning` goes to the dictionary sheet."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int = 12
    meaning: str = ""
    places: int | None = None

    def fits(self, cell: Cell) -> bool:
        """Whether a cell may stand in this column."""
        return cell.is_a(self.kind) and (self.kind is Kind.TEXT or cell.own in {None, self.kind})


@dataclass(frozen=True)
class Row(Printed):
    """A row; `key` is its stable id across drafts, `total` sets it apart under the others."""

    cells: tuple[Cell, ...]
    key: str
    total: bool = False


def once(keys: Sequence[str], what: str) -> None:
    """Raise ValueError when a key is there twice."""
    if twice := [key for key, count in Counter(keys).items() if count > 1]:
        raise ValueError(f"The same {what} twice: {', '.join(twice)}")


def check_rows(caption: str, columns: Sequence[Column], rows: Sequence[Row]) -> None:
    """Raise ValueError unless every row has one fitting cell for each column, keys are there once,
    and totals come last."""
    once([column.key for column in columns], f"column of {caption}")
    once([row.key for row in rows], f"row of {caption}")
    totals = [row.total for row in rows]
    if totals != sorted(totals):
        raise ValueError(f"A total stands above other rows: {caption}")
    for row in rows:
        if len(row.cells) != len(columns):
            raise ValueError(f"{caption}, row {row.key}: {len(row.cells)} cells")
        for column, cell in zip(columns, row.cells, strict=True):
            if not column.fits(cell):
                raise ValueError(
                    f"{caption}, {row.key}, {column.key}: {cell.value!r} is no {column.kind}"
                )
