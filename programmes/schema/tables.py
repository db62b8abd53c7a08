"""One CSV file at a time: rows that read their own cells and remember what is wrong with them."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from nsss_gender.language.dates import FiscalYear, parse_date
from nsss_gender.language.numbers import parse_number
from nsss_gender.language.text import normalise

_T = TypeVar("_T")


class RegisterError(Exception):
    """The files cannot be loaded; ``complaints`` names every file, row and reason."""

    def __init__(self, complaints: Iterable[str]) -> None:
        """Keep the complaints in the order in which they were found."""
        self.complaints = tuple(complaints)
        super().__init__("\n".join(self.complaints))


class Row:
    """A row of a file; reading a cell that makes no sense adds a complaint and gives nothing."""

    def __init__(
        self, table: str, number: int, cells: Mapping[str, str], complaints: list[str]
    ) -> None:
        """``number`` is the row as a spreadsheet shows it: the header is row 1."""
        self.table, self.number, self.cells, self.complaints = table, number, cells, complaints

    def complain(self, text: str) -> None:
        """Add what is wrong with this row."""
        self.complaints.append(f"{self.table}, row {self.number}: {text}")

    def text(self, column: str) -> str:
        """The cell, without spaces around it."""
        return self.cells[column]

    def needed(self, column: str) -> str:
        """The cell, which may not be empty."""
        if not self.cells[column]:
            self.complain(f"{column} is empty")
        return self.cells[column]

    def parts(self, column: str) -> tuple[str, ...]:
        """The parts of a cell that are divided by semicolons; none where the file has no such column."""
        cell = self.cells.get(column, "")
        return tuple(part.strip() for part in cell.split(";") if part.strip())

    def one_of(self, column: str, meanings: Mapping[str, _T]) -> _T | None:
        """What the cell means; a word that has no meaning is a complaint."""
        word = self.cells[column]
        if word not in meanings:
            self.complain(f"{column} {word!r} is not one of {', '.join(meanings)}")
        return meanings.get(word)

    def amount(self, column: str) -> Decimal | None:
        """A number that is not negative, or None for an empty cell."""
        text = self.cells[column]
        if not text:
            return None
        try:
            value = parse_number(text)
        except ValueError:
            self.complain(f"{column} {text!r} is not a number")
            return None
        if value < 0:
            self.complain(f"{column} {text!r} is negative")
        return value

    def whole(self, column: str) -> int | None:
        """A whole number, or None for an empty cell."""
        value = self.amount(column)
        if value is not None and value % 1:
            self.complain(f"{column} {self.cells[column]!r} is not a whole number")
        return None if value is None else int(value)

    def date(self, column: str) -> dt.date | None:
        """A date such as 2010-07-01, or None for an empty cell."""
        text = self.cells[column]
        try:
            return parse_date(text) if text else None
        except ValueError:
            self.complain(f"{column} {text!r} is not a date")
            return None

    def fiscal_year(self, text: str) -> str:
        """The text where it is exactly a fiscal year, else nothing: other periods keep their words."""
        try:
            return FiscalYear.parse(text).label
        except ValueError:
            return ""


def read(path: Path, columns: tuple[str, ...], complaints: list[str]) -> list[Row]:
    """The rows of a CSV file in UTF-8, their text in NFC; an unreadable file gives a complaint and no rows."""
    try:
        text = normalise(path.read_text(encoding="utf-8-sig"))
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        found = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        complaints.append(f"{path.name}: cannot be read ({_why(problem)})")
        return []
    if "\0" in text:
        complaints.append(f"{path.name}: holds a NUL sign, which no text has")
        return []
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        complaints.append(f"{path.name}: missing columns: {', '.join(missing)}")
        return []
    return [
        row
        for number, cells in enumerate(found, start=2)
        if (row := _row(path.name, number, cells, complaints))
    ]


def unique(rows: Iterable[Row], column: str) -> None:
    """Complain about each row whose key stands in an earlier row."""
    seen: set[str] = set()
    for row in rows:
        if row.text(column) in seen:
            row.complain(f"{column} {row.text(column)!r} stands twice")
        seen.add(row.text(column))


def _row(table: str, number: int, cells: Mapping[Any, Any], complaints: list[str]) -> Row | None:
    """The row, or None and a complaint when it has more or fewer cells than the header."""
    if None in cells or None in cells.values():
        complaints.append(f"{table}, row {number}: has more or fewer cells than the header")
        return None
    return Row(table, number, {key: value.strip() for key, value in cells.items()}, complaints)


def _why(problem: Exception) -> str:
    """The reason without the path, which is nobody's business."""
    return str(getattr(problem, "strerror", "") or problem)
