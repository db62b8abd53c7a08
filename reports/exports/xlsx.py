"""The Excel file: a cover, one sheet of typed cells for each table and figure, the text, and a dictionary of columns.

Nothing typed becomes a formula, nothing is cut: what is longer than a cell can hold stands whole on a sheet of its
own. The same document gives the same bytes.
"""

import re
import unicodedata
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from reports.documents import Cell, Document, Kind, Row
from reports.exports.sheets import (
    HEAD_ROW,
    ID_COLUMNS,
    Line,
    Sheet,
    cover_lines,
    long_pointer,
    long_title,
    sheets,
    text_lines,
)
from reports.exports.shown import cell_text

Progress = Callable[[int, int], None]

LONGEST = 32_767  # signs, Excel's limit for a cell
_EVERY = 50
_LINE, _LARGE_LINE, _HIGHEST = 15.5, 24, 409  # points; 409 is the highest row there is
_SPARE = 1.15  # words do not fill their lines
_A4 = 9
_WIDEST, _NARROWEST = 60, 9
_STAMP = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the day zip files count from; the document's own day is in its properties
_NO_DAY = date(2000, 1, 1)
# Text that a spreadsheet would take for a formula if somebody edited the cell; it is marked as text for that case.
_TEMPTING = re.compile(r"^[\s\x00]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_ESCAPE = re.compile(
    "_(?=x[0-9A-Fa-f]{4}_)"
)  # Excel reads _x0041_ as A; this keeps it as it was typed
_LAKH = r"[>=10000000]##\,##\,##\,##0{0};{1}[>=100000]##\,##\,##0{0};{1}#,##0{0}"
_BANGLA_DIGITS = "[$-5000445]"

_LETTERS = "Calibri"
_USUAL = Font(name=_LETTERS, size=11)
_BOLD = Font(name=_LETTERS, size=11, bold=True)
_LARGE = Font(name=_LETTERS, size=16, bold=True)
_GREY = Font(name=_LETTERS, size=11, italic=True, color="FF4B5865")
_HEAD_FILL = PatternFill("solid", fgColor="FFE3ECE9")
_THIN = Border(bottom=Side(style="thin", color="FF9AA7B4"))
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TOP = Alignment(vertical="top")
_LEFT = Alignment(wrap_text=True, vertical="top", horizontal="left")


def render(document: Document, progress: Progress | None = None) -> bytes:
    """The workbook of a document. `progress(done, rows)` may raise to stop it."""
    with override(document.lang):
        book = _Book(document, progress)
        try:
            book.write()
        except BaseException:
            book.book.save(BytesIO())  # ends the open sheets and removes their temporary files
            raise
        return _same_bytes(book.book, document.dated or _NO_DAY)


@dataclass(frozen=True)
class _Long:
    """A text too long for its cell: where it belongs, and the text."""

    where: str
    text: str


class _Book:
    """The workbook while it is written, row by row, so that a large table needs little memory."""

    def __init__(self, document: Document, progress: Progress | None) -> None:
        self.document, self.progress, self.long = document, progress, list[_Long]()
        self.rows: dict[str, int] = {}
        self.widths: dict[str, list[int]] = {}
        self.looks: dict[tuple[int, int, str], Any] = {}
        self.done, self.total = 0, sum(len(sheet.table.rows) for sheet in sheets(document)) or 1
        self.book = Workbook(write_only=True)
        self.book.properties.title = document.title
        self.book.properties.creator = document.letterhead[-1] if document.letterhead else ""
        self.book.properties.identifier = document.code

    def write(self) -> None:
        """All sheets in their order."""
        self.cover()
        for sheet in sheets(self.document):
            self.table(sheet)
        self.text()
        self.dictionary()
        self.long_texts()

    def sheet(self, title: str, widths: tuple[int, ...], *, freeze: str = "") -> Any:
        """A new sheet: landscape, one page wide, with the code and the digest under it."""
        sheet = self.book.create_sheet(title)
        self.widths[sheet.title] = [max(_NARROWEST, min(width, _WIDEST)) for width in widths]
        for place, width in enumerate(self.widths[sheet.title], 1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if freeze:
            sheet.freeze_panes = freeze
        sheet.print_options.gridLines = bool(freeze)
        sheet.oddHeader.left.text = _plain(self.document.title)
        sheet.oddHeader.right.text = _plain(self.document.mark)
        sheet.oddFooter.left.text = _plain(f"{self.document.code} {self.document.digest()}")
        sheet.oddFooter.left.size = 7
        sheet.oddFooter.right.text = "&P / &N"
        return sheet

    def add(self, sheet: Any, cells: list[Any]) -> None:
        """The next row, as high as its wrapped text needs: a spreadsheet program does not reckon it on opening."""
        number = self.rows[sheet.title] = self.rows.get(sheet.title, 0) + 1
        lines = (
            _lines(str(cell.value), width)
            for cell, width in zip(cells, self.widths[sheet.title], strict=False)
            if cell is not None and cell.alignment.wrap_text
        )
        large = any(cell is not None and cell.font.sz == _LARGE.sz for cell in cells)
        height = max(max(lines, default=1) * _LINE, _LARGE_LINE if large else 0)
        sheet.row_dimensions[number].height = min(height, _HIGHEST)
        sheet.append(cells)

    def cover(self) -> None:
        """Letterhead, title, facts, notes, proof lines, code and digest."""
        sheet = self.sheet(_("Cover"), (34, 60))
        for line in cover_lines(self.document):
            self.add(sheet, self.line(sheet, line))

    def line(self, sheet: Any, line: Line) -> list[Any]:
        """A line of the cover or of the text."""
        font = {"title": _LARGE, "strong": _BOLD}.get(line.look)
        label = self.words(sheet, line.label, font=font, wrap=line.look == "plain")
        if line.cell is None:
            return [label]
        beside = self.cell(sheet, line.cell, line.kind, where=line.label)
        beside.alignment = _LEFT
        return [label, beside]

    def table(self, one: Sheet) -> None:
        """A sheet of typed cells with a stable id in each row, a filter, frozen heads and print titles."""
        columns = one.table.columns
        last = get_column_letter(len(columns) + ID_COLUMNS)
        corner = f"{get_column_letter(ID_COLUMNS + 2)}{HEAD_ROW + 1}"
        sheet = self.sheet(
            one.title, (16, *(column.width + 2 for column in columns)), freeze=corner
        )
        filtered = sum(not row.total for row in one.table.rows)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        sheet.print_area = f"B1:{last}{HEAD_ROW + max(len(one.table.rows), 1)}"
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + max(filtered, 1)}"
        self.add(sheet, [None, self.words(sheet, one.caption, font=_BOLD)])
        self.add(sheet, [None, self.words(sheet, one.remark, font=_GREY)])
        self.add(sheet, [])
        titles = (_("Row id"), *(column.title for column in columns))
        self.add(sheet, [self.head(sheet, title) for title in titles])
        for row in one.table.rows:
            self.add(sheet, self.row(sheet, one, row))
            self.step()

    def row(self, sheet: Any, one: Sheet, row: Row) -> list[Any]:
        """The cells of a row after its id."""
        font = _BOLD if row.total else None
        place = f"{one.title}, {row.key}"
        cells = [self.words(sheet, row.key, font=_GREY, where=place)]
        for column, cell in zip(one.table.columns, row.cells, strict=True):
            where, kind = f"{place}, {column.title}", cell.kind(column.kind)
            cells.append(self.cell(sheet, cell, kind, where=where, font=font, places=column.places))
        return cells

    def text(self) -> None:
        """Headings, paragraphs, notes and lists in their order."""
        lines = list(text_lines(self.document))
        if not lines:
            return
        sheet = self.sheet(_("Text"), (10, 110))
        for line in lines:
            self.add(sheet, self.line(sheet, line))

    def dictionary(self) -> None:
        """What each column is: sheet, key, title, kind, meaning."""
        sheet = self.sheet(_("Dictionary"), (28, 16, 28, 16, 60), freeze="A2")
        titles = (_("Sheet"), _("Column key"), _("Title"), _("Kind"), _("Meaning"))
        self.add(sheet, [self.head(sheet, title) for title in titles])
        kinds = kind_names()
        for one in sheets(self.document):
            own = (
                one.title,
                "id",
                _("Row id"),
                kinds[Kind.CODE],
                _("Stays the same from draft to draft."),
            )
            self.add(sheet, [self.words(sheet, text, wrap=True) for text in own])
            for column in one.table.columns:
                texts = (one.title, column.key, column.title, kinds[column.kind], column.meaning)
                self.add(sheet, [self.words(sheet, text, wrap=True) for text in texts])

    def long_texts(self) -> None:
        """The texts no cell can hold, whole, in numbered parts."""
        if not self.long:
            return
        sheet = self.sheet(long_title(), (8, 40, 8, 110), freeze="A2")
        titles = (_("No."), _("Where"), _("Part"), _("Text"))
        self.add(sheet, [self.head(sheet, title) for title in titles])
        for place, one in enumerate(self.long, 1):
            for part, start in enumerate(range(0, len(one.text), LONGEST // 2), 1):
                piece = self.words(sheet, one.text[start : start + LONGEST // 2], wrap=True)
                where = self.words(sheet, one.where, wrap=True)
                numbers = [self.cell(sheet, Cell(n), Kind.INTEGER, where="") for n in (place, part)]
                self.add(sheet, [numbers[0], where, numbers[1], piece])

    def head(self, sheet: Any, title: str) -> Any:
        """The head of a column."""
        cell = self.words(sheet, title, font=_BOLD, wrap=True)
        cell.fill, cell.border = _HEAD_FILL, _THIN
        return cell

    def cell(
        self,
        sheet: Any,
        cell: Cell,
        kind: Kind,
        *,
        where: str,
        font: Font | None = None,
        places: int | None = None,
    ) -> Any:
        """A typed cell: numbers and dates as such, everything else as text."""
        lang = self.document.lang
        if cell.value is None:
            return self.words(sheet, cell.missing, font=_GREY, where=where, wrap=True)
        if isinstance(cell.value, str):
            return self.words(sheet, cell_text(cell, kind, lang), font=font, where=where, wrap=True)
        shown_as = number_format(cell, kind, lang, places)
        return self.styled(WriteOnlyCell(sheet, cell.value), font or _USUAL, _TOP, shown_as)

    def words(
        self,
        sheet: Any,
        text: str,
        *,
        font: Font | None = None,
        where: str = "",
        wrap: bool = False,
    ) -> Any:
        """A cell of text, never a formula, an error or a number, whatever it looks like."""
        if _units(text) > LONGEST:
            self.long.append(_Long(where, text))
            text = long_pointer(len(self.long))
        cell = WriteOnlyCell(sheet, _ESCAPE.sub("_x005F_", text))
        cell.data_type = "s"
        self.styled(cell, font or _USUAL, _WRAPPED if wrap else _TOP)
        if _TEMPTING.match(text):
            cell.quotePrefix = True
        return cell

    def styled(
        self, cell: Any, font: Font, alignment: Alignment, number_format: str = "General"
    ) -> Any:
        """The cell in one of the few looks of this book. openpyxl compares whole fonts for every cell;
        a look that is already known is copied, as its own ``copy`` of a cell does."""
        look = (id(font), id(alignment), number_format)
        if look in self.looks:
            cell._style = copy(self.looks[look])  # noqa: SLF001
            return cell
        cell.font, cell.alignment, cell.number_format = font, alignment, number_format
        self.looks[look] = copy(cell._style)  # noqa: SLF001
        return cell

    def step(self) -> None:
        """One row more; told every so often."""
        self.done += 1
        if self.progress and (self.done % _EVERY == 0 or self.done == self.total):
            self.progress(self.done, self.total)


def kind_names() -> dict[Kind, str]:
    """The kinds of columns in words."""
    return {
        Kind.TEXT: _("text"),
        Kind.INTEGER: _("whole number"),
        Kind.DECIMAL: _("number"),
        Kind.POINTS: _("points in halves"),
        Kind.DATE: _("date"),
        Kind.YEAR: _("fiscal year"),
        Kind.CODE: _("code"),
    }


def number_format(cell: Cell, kind: Kind, lang: str, places: int | None = None) -> str:
    """How Excel shows a number or a date: lakh and crore grouping, in Bangla documents with Bangla digits."""
    digits = _BANGLA_DIGITS if lang == "bn" else ""
    if isinstance(cell.value, date):
        return digits + r"dd\/mm\/yyyy"
    if kind is Kind.POINTS:
        return f"{digits}0.0"
    if places is None:
        places = _decimals(cell.value)
    return digits + _LAKH.format("." + "0" * places if places else "", digits)


def _decimals(value: object) -> int:
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; vowel signs above and below a letter take no room."""
    if not text.isascii():
        text = "".join(sign for sign in text if unicodedata.category(sign) != "Mn")
    parts = text.split("\n")
    return sum(max(1, ceil(len(part) * _SPARE / width)) for part in parts)


def _units(text: str) -> int:
    """How long Excel finds a text: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _plain(text: str) -> str:
    """Text for a printed header or footer, where & would be a command."""
    return text.replace("&", "&&")[:200]


def _same_bytes(book: Workbook, day: date) -> bytes:
    """The workbook with the clock of this machine taken out of it."""
    written, steady = BytesIO(), BytesIO()
    book.save(written)
    with ZipFile(written) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in sorted(
            source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
        ):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(
                    rb"\d{4}-\d\d-\d\dT[\d:.]+Z?(?=</dcterms)", f"{day}T00:00:00Z".encode(), content
                )
            info = ZipInfo(name, _STAMP)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, content)
    return steady.getvalue()
