"""One set of figures: what page, PDF, Excel and Word really show is read back and compared before a file leaves."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from django.utils.translation import override
from openpyxl import load_workbook

from reports.documents import Document, Kind, Placed
from reports.exports.docx_read import docx_cells
from reports.exports.sheets import (
    HEAD_ROW,
    ID_COLUMNS,
    cover_lines,
    long_pointer,
    long_title,
    sheets,
)
from reports.exports.shown import cell_text

_SPACES = str.maketrans("", "", " \t\n\r\u00a0\u200b\u00ad")
_VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "rect", "source", "wbr"}
)


@dataclass(frozen=True)
class Mismatch:
    """A cell that a face shows otherwise than the document says; found is None when it is not there."""

    face: str
    address: str
    where: str
    expected: str
    found: str | None


class FaceMismatch(Exception):  # noqa: N818  # it says what happened
    """The faces of a document disagree; `cells` lists where."""

    def __init__(self, cells: tuple[Mismatch, ...]) -> None:
        first = cells[0]
        super().__init__(
            f"{len(cells)} cells differ; first: {first.face}, {first.where} ({first.address}): "
            f"{first.found!r} instead of {first.expected!r}"
        )
        self.cells = cells


def check_faces(
    document: Document,
    page_html: str,
    pdf: Mapping[str, str] | str,
    xlsx: bytes | None,
    docx: bytes | None = None,
) -> None:
    """Raise FaceMismatch unless all its faces show every figure of the document.

    In: the HTML of the page; of the PDF either what was drawn in each cell (`Printed.cells`) or the text that some
    program extracted from it (then the figures are counted, not placed); the bytes of the workbook and of the Word file (None where there is none).
    """
    placed = list(document.cells())
    found = [
        *_compared("page", placed, page_cells(page_html), document.lang),
        *(
            _counted(placed, pdf, document.lang)
            if isinstance(pdf, str)
            else _compared("pdf", placed, pdf, document.lang)
        ),
        *(_typed(document, placed, xlsx) if xlsx is not None else ()),
        *(
            _compared("docx", placed, docx_cells(document, docx), document.lang)
            if docx is not None
            else ()
        ),
    ]
    if found:
        raise FaceMismatch(tuple(found))


def check_print(document: Document, cells: Mapping[str, str]) -> None:
    """Raise FaceMismatch unless every figure of the document was drawn in its cell of the PDF."""
    found = tuple(_compared("pdf", list(document.cells()), cells, document.lang))
    if found:
        raise FaceMismatch(found)


def page_cells(html: str) -> dict[str, str]:
    """Address → text of every cell in the HTML of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.cells


def xlsx_cells(document: Document, content: bytes) -> dict[str, Any]:
    """Address → value of every cell of the workbook, as a spreadsheet program would read it."""
    book = load_workbook(BytesIO(content), read_only=True)
    cells: dict[str, Any] = {}
    with override(document.lang):
        cover = book.worksheets[0].iter_rows(values_only=True)
        for line, row in zip(cover_lines(document), cover, strict=False):
            if line.address:
                cells[line.address] = _unescaped(row[1]) if len(row) > 1 else None
        for one, sheet in zip(sheets(document), book.worksheets[1:], strict=False):
            rows = sheet.iter_rows(min_row=HEAD_ROW + 1, values_only=True)
            for place, row in enumerate(rows, 1):
                for column in range(1, len(one.table.columns) + 1):
                    value = (
                        row[column - 1 + ID_COLUMNS] if len(row) >= column + ID_COLUMNS else None
                    )
                    cells[one.cell_address(place, column)] = _unescaped(value)
        long = _long_texts(book)
    book.close()
    return {address: long.get(value, value) for address, value in cells.items()}


def _long_texts(book: Any) -> dict[object, str]:
    """What stands in a cell for a too long text → the text itself, joined from its parts."""
    if long_title() not in book.sheetnames:
        return {}
    texts: dict[int, str] = {}
    for number, _where, _part, text in book[long_title()].iter_rows(min_row=2, values_only=True):
        texts[number] = texts.get(number, "") + _unescaped(text)
    return {long_pointer(number): text for number, text in texts.items()}


def _unescaped(value: Any) -> Any:
    return value.replace("_x005F_", "_") if isinstance(value, str) else value


class _Reader(HTMLParser):
    """Gathers the text of each element that carries an address."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[str, str] = {}
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into an element; it has the address of its own or of the one around it."""
        if tag in _VOID:
            return
        address = dict(attrs).get("data-cell") or (self.open[-1] if self.open else "")
        self.open.append(address)
        if address:
            self.cells.setdefault(address, "")

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if tag not in _VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text inside an element."""
        if self.open and self.open[-1]:
            self.cells[self.open[-1]] += data


def _bare(text: str) -> str:
    """Text without spaces, because line ends fall elsewhere on each face."""
    return text.translate(_SPACES)


def _compared(
    face: str, placed: list[Placed], cells: Mapping[str, str], lang: str
) -> Iterator[Mismatch]:
    for one in placed:
        expected, found = cell_text(one.cell, one.kind, lang, one.places), cells.get(one.address)
        if _bare(found or "") != _bare(expected):
            yield Mismatch(face, one.address, one.where, expected, found)


def _counted(placed: list[Placed], text: str, lang: str) -> Iterator[Mismatch]:
    there, needed = Counter(text.split()), Counter[str]()
    for one in placed:
        if one.cell.value is None or one.kind in {Kind.TEXT, Kind.CODE}:
            continue
        expected = cell_text(one.cell, one.kind, lang, one.places)
        needed[expected] += 1
        if needed[expected] > there[expected]:
            yield Mismatch("pdf", one.address, one.where, expected, None)


def _typed(document: Document, placed: list[Placed], content: bytes) -> Iterator[Mismatch]:
    cells = xlsx_cells(document, content)
    for one in placed:
        found = cells.get(one.address)
        if not _same(one, found, document.lang):
            expected = cell_text(one.cell, one.kind, document.lang, one.places)
            yield Mismatch(
                "xlsx", one.address, one.where, expected, None if found is None else str(found)
            )


def _same(one: Placed, found: Any, lang: str) -> bool:
    value = one.cell.value
    if isinstance(value, date):
        return isinstance(found, datetime) and found.date() == value
    if value is None or isinstance(value, str):
        expected = one.cell.missing if value is None else cell_text(one.cell, one.kind, lang)
        return (found or "") == expected
    return (
        isinstance(found, int | float)
        and not isinstance(found, bool)
        and float(found) == float(value)
    )
