"""An untidy table → its header, its headings and its rows, each cell with its address. Pure.

People's registers have titles above the header, headings over two lines, numbers under them, cells
merged over many rows, a ministry as a line of its own, subtotals and blank lines (capability 1).
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from nsss_gender.language.numbers import to_ascii
from nsss_gender.language.text import normalise
from programmes.schema.columns import LEFT_OUT, NAME, heading
from programmes.schema.lexicon import loose

Raw = str | int | float | Decimal | bool | dt.datetime | dt.date | dt.time | None
SEARCHED = 40  # rows from the top among which the header is looked for
FEWEST = 2  # headings that are understood, or it is no header
_NAMED = frozenset({"code", NAME, "name_en", "name_bn"})
_ALWAYS = ("sub total", "subtotal", "grand total", "উপমোট", "উপ মোট", "সর্বমোট", "সর্বসাকুল্যে")
_WORDS = ("total", "sum", "মোট")
_TOTAL = re.compile(
    rf"(?:(?:{'|'.join(map(loose, _ALWAYS))})\b.*|(?:{'|'.join(map(loose, _WORDS))})[\d ]*)",
    re.DOTALL,
)
_TOTAL_OF = re.compile(rf"\s*(?:{'|'.join(_WORDS)})\s*[:(–=-]", re.IGNORECASE)
_COUNTER = re.compile(r"[(\[]?\d{1,2}[)\].]?")
_SPACES = re.compile(r"[^\S\n]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PROVES = frozenset({"code", "lead", "agency"})
_FILLED = frozenset({"lead", "partners", "agency", "cluster", "stages", "groups"})


class UntidyError(Exception):
    """No table of programmes was found: ``reason`` is a word for the page."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Grid:
    """A sheet as it was read: rows by their numbers, and the cells that are merged downwards."""

    title: str
    rows: Sequence[tuple[int, Sequence[Raw]]]
    merged: Sequence[tuple[int, int, int]] = ()  # column (from 0), first row, last row


@dataclass(frozen=True)
class Line:
    """One row of the table: its number in the file and the text of its cells by place."""

    number: int
    cells: Mapping[int, str]
    section: str = ""  # the line of its own under which it stands


@dataclass(frozen=True)
class Table:
    """What was found: headings by place with the column each stands for ("" where unknown)."""

    title: str
    header: int
    headings: Mapping[int, str]
    keys: Mapping[int, str]
    lines: Sequence[Line] = field(default_factory=tuple)
    left_out: Sequence[int] = ()  # rows of sums and of column numbers

    def address(self, place: int, number: int) -> str:
        """The address of a cell, such as C17."""
        return f"{letters(place)}{number}"


def letters(place: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_text(value: Raw) -> str:
    """A cell as text: spaces tidied, whole numbers without ".0", a day as 2018-07-01, line ends kept."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    text = _CONTROLS.sub("", normalise(str(value)).replace("\u200b", ""))
    lines = (_SPACES.sub(" ", line).strip() for line in text.replace("\x85", "\n").split("\n"))
    return "\n".join(lines).strip("\n ")


def table_find(grids: Iterable[Grid], is_section: Callable[[str], bool] = bool) -> Table:
    """The sheet and header that are understood best, and the rows under it.

    ``is_section`` says whether the only text of a row is a ministry, under which the rows then stand.
    Raises UntidyError: "empty" where no sheet has text, "header" where no row names the columns.
    """
    found: list[tuple[int, Grid, int, dict[int, str]]] = []
    has_text = False
    for grid in grids:
        for index, (_number, row) in enumerate(grid.rows[:SEARCHED]):
            heads = {at: text for at, value in enumerate(row) if (text := cell_text(value))}
            has_text = has_text or bool(heads)
            found.append((_understood(heads), grid, index, heads))
    best = max(found, key=lambda one: one[0], default=None)
    if best is None or not has_text:
        raise UntidyError("empty")
    score, grid, index, heads = best
    if score < FEWEST:
        raise UntidyError("header")
    return _table(grid, index, heads, is_section)


def _understood(heads: Mapping[int, str]) -> int:
    """How many different columns the texts name; nothing where none of them names a programme."""
    keys = {key for text in heads.values() if (key := heading(text)) and key != LEFT_OUT}
    return len(keys) if keys & _NAMED else 0


def _table(
    grid: Grid, index: int, heads: dict[int, str], is_section: Callable[[str], bool]
) -> Table:
    number = grid.rows[index][0]
    keys: dict[int, str] = {}
    for place, text in heads.items():
        key = heading(text)
        keys[place] = LEFT_OUT if key not in {"", NAME} and key in keys.values() else key
    lines, left_out = _lines(grid, index + 1, keys, is_section)
    headings = {at: _one_line(text) for at, text in heads.items()}
    return Table(grid.title, number, headings, keys, lines, left_out)


def _lines(
    grid: Grid, start: int, keys: Mapping[int, str], is_section: Callable[[str], bool]
) -> tuple[list[Line], list[int]]:
    filled = _filled(grid, {at for at, key in keys.items() if key in _FILLED})
    found: list[Line] = []
    left_out: list[int] = []
    section = ""
    for number, row in grid.rows[start:]:
        cells = {at: text for at, value in enumerate(row) if (text := cell_text(value))}
        alone = next(iter(cells.values())) if len(cells) == 1 else ""
        if alone and is_section(alone):
            section = _one_line(alone)
        elif _is_counter(cells) or _is_total(cells, keys):
            left_out.append(number)
        elif any(keys.get(at, LEFT_OUT) != LEFT_OUT for at in cells):
            found.append(Line(number, {**filled.get(number, {}), **cells}, section))
    return found, left_out


def _filled(grid: Grid, places: set[int]) -> dict[int, dict[int, str]]:
    """The text of cells that are merged downwards, for each further row."""
    rows = dict(grid.rows)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for place, first, last in grid.merged:
        row = rows.get(first, ())
        text = cell_text(row[place]) if place in places and place < len(row) else ""
        for number in range(first + 1, min(last, first + len(rows)) + 1) if text else ():
            found[number][place] = text
    return found


def _is_counter(cells: Mapping[int, str]) -> bool:
    """The line "1 2 3 4" that numbers the columns."""
    texts = [to_ascii(text) for text in cells.values()]
    if len(texts) < FEWEST + 1 or not all(map(_COUNTER.fullmatch, texts)):
        return False
    numbers = [int(text.strip("()[].")) for text in texts]
    return all(after - before == 1 for before, after in pairwise(numbers))


def _is_total(cells: Mapping[int, str], keys: Mapping[int, str]) -> bool:
    """A line of sums: its first words say so, and it names no code and no ministry."""
    if len(cells) > FEWEST and any(
        keys.get(at) in _PROVES and not _sums(text) for at, text in cells.items()
    ):
        return False
    return any(map(_sums, list(cells.values())[:FEWEST]))


def _sums(text: str) -> bool:
    return bool(_TOTAL.fullmatch(loose(text)) or _TOTAL_OF.match(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
