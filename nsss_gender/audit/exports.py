"""The log as CSV. A cell that a spreadsheet might run gets an apostrophe before it (30)."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone

from nsss_gender.audit.models import Event
from nsss_gender.audit.selectors import change_rows

COLUMNS = (
    "at",
    "stream",
    "sequence",
    "action",
    "target",
    "by",
    "by_name",
    "seat",
    "seat_name",
    "reason",
    "changes",
    "digest",
)
_DANGEROUS = frozenset("=+-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20")


def formula_safe(value: object) -> str:
    """The value as text; with an apostrophe before it where a spreadsheet could take it for a formula."""
    text = "" if value is None else str(value)
    first = text.lstrip(" \u00a0\u3000\u200b\ufeff")[:1]
    return f"'{text}" if first in _DANGEROUS and first else text


class _Echo:
    """What csv writes to: hands the line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """A byte-order mark for spreadsheets, the column names, and one line an event."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + _line(writer, COLUMNS)
    for event in events:
        yield _line(writer, (formula_safe(_cell(event, name)) for name in COLUMNS))


def _line(writer: Any, cells: Iterable[str]) -> str:
    line: str = writer.writerow(cells)
    return line


def _cell(event: Event, name: str) -> object:
    if name == "at":
        return timezone.localtime(event.at).isoformat(timespec="seconds")
    if name == "changes":
        rows = change_rows(event)
        return "; ".join(f"{row['field']}: {row['old']} → {row['new']}" for row in rows)
    return getattr(event, name)
