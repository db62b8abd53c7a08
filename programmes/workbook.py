"""The Excel door of the register: an uploaded table → grids; a table → an Excel or CSV file (1, 82).

Read row by row and without formulas; what is larger than a register can be is refused at the bound.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from programmes.schema.bounds import MOST_COLUMNS, MOST_ROWS, TooLargeError
from programmes.schema.untidy import SEARCHED, Grid, Raw

MOST_SHEETS = 30
MOST_MERGED = 20_000
LONGEST = 32_767  # signs, Excel's limit for a cell
_MERGE = re.compile(rb'<mergeCell[^>]*ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # Excel reads _x0041_ as A; this keeps it as typed
_TEMPTING = re.compile(r"^[\s\x00]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_DELIMITERS = ",;\t|"
_HEAD = PatternFill("solid", fgColor="FFE3ECE9")
_BOLD, _USUAL = Font(name="Calibri", size=11, bold=True), Font(name="Calibri", size=11)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


class UnreadableError(Exception):
    """The file is damaged, or not what its name says."""


def read(file: IO[bytes], *, csv_file: bool) -> list[Grid]:
    """The sheets of a file. Raises UnreadableError or TooLargeError."""
    if csv_file:
        return [Grid("", _csv_rows(file.read()))]
    try:
        return _xlsx_grids(file)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise UnreadableError from problem


def _xlsx_grids(file: IO[bytes]) -> list[Grid]:
    book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [one for one in book.worksheets if one.sheet_state == "visible"]
        with zipfile.ZipFile(file) as archive:
            return [_grid(sheet, archive) for sheet in sheets[:MOST_SHEETS]]
    finally:
        book.close()


def _grid(sheet: Any, archive: zipfile.ZipFile) -> Grid:
    """The rows that have text; as wide as the widest of the first, among which the headings stand."""
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows = list(_rows(sheet, 1, MOST_COLUMNS, last=SEARCHED))
    width = max((len(row) for _number, row in rows), default=0)
    rows += _rows(sheet, SEARCHED + 1, width, last=None) if width else []
    part = sheet._worksheet_path  # noqa: SLF001 - the reader keeps no merged cells; the part names them
    return Grid(sheet.title, rows, list(_merged(archive, part)))


def _rows(
    sheet: Any, first: int, width: int, *, last: int | None
) -> Iterator[tuple[int, Sequence[Raw]]]:
    cells = sheet.iter_rows(values_only=True, min_row=first, max_row=last, max_col=width)
    for number, row in enumerate(cells, first):
        filled = [place for place, value in enumerate(row, 1) if value is not None]
        if number > MOST_ROWS:
            if not filled:
                return  # only an empty row that somebody once formatted lies farther down
            raise TooLargeError("rows")
        if filled:
            yield number, [_plain(value) for value in row[: filled[-1]]]


def _plain(value: Any) -> Raw:
    """A cell's value; the letters that Excel escapes are themselves again."""
    if isinstance(value, str):
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
    return value if isinstance(value, Raw) else str(value)


def _merged(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, int]]:
    """Cells that reach over several rows: column (from 0), first row, last row."""
    content = archive.read(part)
    tail = content[content.rfind(b"</sheetData>") :]
    for number, found in enumerate(_MERGE.finditer(tail)):
        left, top, _right, bottom = range_boundaries(found[1].decode())
        if number < MOST_MERGED and bottom > top:
            yield left - 1, top, bottom


def _csv_rows(content: bytes) -> list[tuple[int, Sequence[Raw]]]:
    """The rows of a text file, by the line on which each starts."""
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, Sequence[Raw]]] = []
    try:
        for number, row in enumerate(reader, 1):
            if number > MOST_ROWS:
                raise TooLargeError("rows")
            rows.append((number, [_unquoted(cell) for cell in row[:MOST_COLUMNS]]))
    except csv.Error as problem:
        raise UnreadableError from problem
    return rows


def _decoded(content: bytes) -> str:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnreadableError from problem


def _unquoted(cell: str) -> str:
    """A cell without the ' that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and _tempts(cell) else cell


def _tempts(cell: str) -> bool:
    """Whether a spreadsheet would take it for a formula, or could not tell it from one that we marked."""
    return bool(_TEMPTING.match(cell.lstrip("'")))


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file in UTF-8 with its mark, for Excel; no cell of it is a formula."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([f"'{cell}" if _tempts(cell) else cell for cell in row])
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    sheets: Iterable[tuple[str, Sequence[int], Iterable[Sequence[str | int]]]],
) -> bytes:
    """A workbook; each sheet as title, widths of its columns and rows, of which the first is the head.

    Every text is a text cell, heads are frozen and filtered.
    """
    book = Workbook(write_only=True)
    for title, widths, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        count = 0
        for count, row in enumerate(rows, 1):
            sheet.append([_cell(sheet, value, head=count == 1) for value in row])
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{max(count, 1)}"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(sheet: Any, value: str | int, *, head: bool) -> Any:
    if isinstance(value, int):
        cell = WriteOnlyCell(sheet, value)
        cell.font = _USUAL
        return cell
    text = _ESCAPE.sub("_x005F_", _FORBIDDEN.sub("", value))
    cell = WriteOnlyCell(sheet, text[:LONGEST] or None)
    if text:
        cell.data_type = "s"
    cell.font, cell.alignment = (_BOLD if head else _USUAL), _WRAPPED
    if head:
        cell.fill = _HEAD
    if _TEMPTING.match(value):
        cell.quotePrefix = True
    return cell
