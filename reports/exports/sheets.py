"""Which sheet and which cell of the workbook holds which part of a document. Pure: written by one, read back by another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nsss_gender.language.numbers import digits
from reports.documents import (
    Cell,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Listing,
    Note,
    Numbered,
    Paragraph,
    Placed,
    Row,
    Signature,
    Table,
)

HEAD_ROW = 4  # caption, remark, an empty line, heads
ID_COLUMNS = 1  # the stable id of the row stands first
_LONGEST_TITLE = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


@dataclass(frozen=True)
class Sheet:
    """A sheet with a table on it; `first` is the number of its first addressed column."""

    title: str
    caption: str
    remark: str
    table: Table | Chart
    address: str

    def cell_address(self, row: int, column: int) -> str:
        """The address in the document of a cell, both counted from 1; "" for the words beside a bar."""
        if self.address[0] in "tc":
            return f"{self.address}.{row}.{column}"
        return f"{self.address}.{row}" if column == len(self.table.columns) else ""


@dataclass(frozen=True)
class Line:
    """A line of the cover or the text: a label, and perhaps a typed cell beside it."""

    label: str
    cell: Cell | None = None
    kind: Kind = Kind.TEXT
    look: str = "plain"
    address: str = ""


def sheets(document: Document) -> tuple[Sheet, ...]:
    """One sheet for each table, figure and chart, in their order. Call it in the language of the document."""
    return tuple(
        _sheet(one, one.block, document.lang)
        for one in document.numbered()
        if isinstance(one.block, Table | Figure | Chart)
    )


def cover_lines(document: Document) -> list[Line]:
    """The cover from top to bottom. Call it in the language of the document."""
    placed = list(document.cells())
    return [
        *(Line(line) for line in document.letterhead),
        Line(document.title, look="title"),
        *(Line(text, look="strong") for text in (document.subtitle, document.mark) if text),
        Line(""),
        *(_typed(one) for one in placed if one.address.startswith("f")),
        Line(""),
        *(Line(_("Note"), Cell(one.text)) for one in document.blocks if isinstance(one, Note)),
        *(_typed(one) for one in placed if one.address.startswith("p")),
        Line(_("Code of this document"), Cell(document.code), Kind.CODE),
        Line(_("Digest (SHA-256)"), Cell(document.digest()), Kind.CODE),
        Line(""),
        *(Line(_("Sheet"), Cell(sheet.title)) for sheet in sheets(document)),
    ]


def text_lines(document: Document) -> Iterator[Line]:
    """The words of the document: headings with their numbers, paragraphs, notes, lists, signatures."""
    for one in document.numbered():
        match one.block:
            case Heading(text=text):
                yield Line(digits(one.number, document.lang), Cell(text), look="strong")
            case Paragraph(text=text) | Note(text=text):
                yield Line("", Cell(text))
            case Listing(items=items):
                for place, item in enumerate(items, 1):
                    yield Line(
                        digits(str(place), document.lang) if one.block.ordered else "•",
                        Cell(item.text),
                    )
            case Signature(lines=lines):
                yield Line("", Cell("\n".join(lines)))


def long_title() -> str:
    """The title of the sheet of long texts."""
    return _("Long texts")


def long_pointer(number: int) -> str:
    """What a cell says instead of a text that it cannot hold."""
    told = _(
        "This text is too long for a cell; it stands whole on the sheet “Long texts”, no. %(number)s."
    )
    return told % {"number": number}


def _typed(placed: Placed) -> Line:
    label = placed.where
    return Line(label, placed.cell, placed.kind, address=placed.address)


def _sheet(one: Numbered, block: Table | Figure | Chart, lang: str) -> Sheet:
    word = _("Table %(number)s.") if isinstance(block, Table) else _("Figure %(number)s.")
    table = _bars(block) if isinstance(block, Figure) else block
    remark = table.unit_line
    if not table.rows:
        remark = table.empty or _("There is nothing to list.")
    name = word % {"number": digits(one.number, lang)}
    title = _FORBIDDEN.sub(" ", f"{name} {block.caption}")
    kind = "t" if isinstance(block, Table) else "b" if isinstance(block, Figure) else "c"
    address = kind + one.number
    return Sheet(_shortened(title), f"{name} {block.caption}", remark, table, address)


def _bars(figure: Figure) -> Table:
    columns = (
        Column("label", _("What"), width=40),
        Column("value", _("Figure"), figure.kind, meaning=figure.unit_line),
    )
    rows = tuple(
        Row((Cell(bar.label, bar.lang), Cell(bar.value)), key=f"bar-{place}")
        for place, bar in enumerate(figure.bars, 1)
    )
    return Table(figure.caption, figure.unit_line, columns, rows)


def _shortened(title: str) -> str:
    """At most 31 UTF-16 units, cut between words where that leaves enough."""
    if _units(title) <= _LONGEST_TITLE:
        return title.strip()
    while _units(title) >= _LONGEST_TITLE:
        title = title[:-1]
    words = title.rpartition(" ")[0]
    return f"{words if len(words) > _LONGEST_TITLE // 2 else title}…".strip()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
