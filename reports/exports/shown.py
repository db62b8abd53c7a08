"""A document as its readers see it: every figure in the digits of the document's language.

In: a Document. Out: plain frozen rows for the templates of the page and the PDF, which only place them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from nsss_gender.language.dates import day
from nsss_gender.language.numbers import digits, number, points
from reports.documents import (
    Block,
    Cell,
    Chart,
    Comparison,
    Distribution,
    Document,
    Entry,
    Figure,
    Form,
    Heading,
    HeatMap,
    Kind,
    Listing,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Part,
    Placed,
    Proof,
    Row,
    Signature,
    Table,
    tongue,
)
from reports.exports import drawn

NOTHING = "\u2013"  # an en dash
FIGURES = {Kind.INTEGER, Kind.DECIMAL, Kind.POINTS}
_FRAGMENTS: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Note: "note",
    Listing: "listing",
    Signature: "signature",
    PageBreak: "page_break",
    Part: "part",
    Table: "table",
    Figure: "figure",
    Proof: "proof",
    Form: "form",
    Distribution: "chart",
    Comparison: "chart",
    HeatMap: "heat_map",
}


@dataclass(frozen=True)
class Text:
    """A text and the language it is marked with."""

    text: str
    lang: str


@dataclass(frozen=True)
class ShownCell:
    """A cell ready to be placed: address, text, language, look ("num", "code", "num missing" …), its column's title."""

    address: str
    text: str
    lang: str
    look: str
    title: str = ""


@dataclass(frozen=True)
class ShownBar:
    """A bar: its words, its figure, and its length in hundredths of a full bar."""

    label: Text
    cell: ShownCell
    share: str


@dataclass(frozen=True)
class ShownLine:
    """A row of a chart: its cells, and the pieces of its bar."""

    total: bool
    cells: tuple[ShownCell, ...]
    pieces: tuple[drawn.Piece, ...]


@dataclass(frozen=True)
class Head:
    """The head of a column, its look ("num" or "words") and its share of the width in hundredths."""

    title: Text
    look: str
    width: str


@dataclass(frozen=True)
class ShownTerm:
    """A figure of the proof line with the sign before it."""

    sign: str
    label: Text
    cell: ShownCell


@dataclass(frozen=True)
class ShownEntry:
    """A line of a form: its label, the cell that fills it, or what is there for the pen."""

    label: Text
    cell: ShownCell | None
    choices: tuple[Text, ...]
    rules: tuple[int, ...]


@dataclass(frozen=True)
class ShownBlock:
    """A block with its fragment's name, number, anchor, and the parts only some blocks have."""

    fragment: str
    block: Block
    number: str
    anchor: str
    lang: str
    level: int = 0
    texts: tuple[Text, ...] = ()
    heads: tuple[Head, ...] = ()
    rows: tuple[tuple[bool, tuple[ShownCell, ...]], ...] = ()
    bars: tuple[ShownBar, ...] = ()
    terms: tuple[ShownTerm, ...] = ()
    entries: tuple[ShownEntry, ...] = ()
    lines: tuple[ShownLine, ...] = ()
    legend: tuple[tuple[str, Text], ...] = ()

    @property
    def page_template(self) -> str:
        """The fragment that shows this block on the page."""
        return f"reports/page/_{self.fragment}.html"

    @property
    def pdf_template(self) -> str:
        """The fragment that shows this block in the PDF."""
        return f"reports/pdf/_{self.fragment}.html"


@dataclass(frozen=True)
class Section:
    """Blocks under one heading; `wide` when one of its tables needs landscape pages."""

    blocks: tuple[ShownBlock, ...]
    wide: bool


@dataclass(frozen=True)
class Shown:
    """The whole document for the templates."""

    document: Document
    letterhead: tuple[Text, ...]
    facts: tuple[tuple[str, ShownCell], ...]
    sections: tuple[Section, ...]
    contents: tuple[ShownBlock, ...]
    digest: str


def cell_text(cell: Cell, kind: Kind, lang: str, places: int | None = None) -> str:
    """What every reader sees of a cell, in the digits of the language; a missing one is never empty."""
    value = cell.value
    if value is None:
        return cell.missing or NOTHING
    if kind is Kind.POINTS and isinstance(value, int | Decimal):
        return points(value, lang)
    if isinstance(value, int | Decimal):
        return number(rounded(value, places), lang)
    if isinstance(value, date):
        return day(value, lang)
    return digits(value, lang) if kind is Kind.YEAR else value


def rounded(value: int | Decimal, places: int | None) -> int | Decimal:
    """The value with as many decimals as its column shows; halves go up, as everybody was taught."""
    if places is None:
        return value
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def placed_texts(document: Document) -> dict[str, str]:
    """Address → text of every cell, bar and proof figure: what each face must show."""
    return {
        one.address: cell_text(one.cell, one.kind, document.lang, one.places)
        for one in document.cells()
    }


def show(document: Document) -> Shown:
    """The document for the templates."""
    cells = {one.address: _cell(one, document.lang) for one in document.cells()}
    blocks = [_block(one, cells, document.lang) for one in document.numbered()]
    labels = [label for label, _value in document.facts]
    return Shown(
        document=document,
        letterhead=tuple(Text(line, tongue(line, document.lang)) for line in document.letterhead),
        facts=tuple((label, cells[f"f{place}"]) for place, label in enumerate(labels, 1)),
        sections=tuple(_sections(blocks)),
        contents=tuple(
            one for one in blocks if one.fragment == "heading" and one.level <= document.depth
        ),
        digest=document.digest(),
    )


def _cell(placed: Placed, lang: str) -> ShownCell:
    cell, kind = placed.cell, placed.kind
    text = cell_text(cell, kind, lang, placed.places)
    look = "num" if kind in FIGURES else str(kind)
    if cell.value is None:
        look += " missing"
    return ShownCell(placed.address, text, cell.lang or tongue(text, lang), look)


def _block(one: Numbered, cells: Mapping[str, ShownCell], lang: str) -> ShownBlock:
    fragment = _FRAGMENTS[type(one.block)]
    shown = ShownBlock(fragment, one.block, digits(one.number, lang), one.anchor, lang)
    match one.block:
        case Table():
            return _table(shown, f"t{one.number}", one.block, cells)
        case Chart():
            return _chart(_table(shown, f"c{one.number}", one.block, cells), one.block)
        case Figure():
            return replace(shown, bars=tuple(_bars(one.number, one.block, cells, lang)))
        case Proof():
            return replace(shown, terms=tuple(_terms(one.number, one.block, cells, lang)))
        case Form():
            return _form(shown, one.number, one.block, cells)
    level = one.block.level if isinstance(one.block, Heading) else 0
    texts = (Text(text, own or tongue(text, lang)) for text, own in _words(one.block))
    return replace(shown, level=level, texts=tuple(texts))


def _words(block: Block) -> list[tuple[str, str]]:
    match block:
        case Heading(text=text):
            return [(text, "")]
        case Paragraph(text=text, lang=lang) | Note(text=text, lang=lang):
            return [(text, lang)]
        case Listing(items=items):
            return [(item.text, item.lang) for item in items]
        case Signature(lines=lines):
            return [(line, "") for line in lines]
    return []


def _table(
    shown: ShownBlock, address: str, table: Table | Chart, cells: Mapping[str, ShownCell]
) -> ShownBlock:
    whole = sum(column.width for column in table.columns) or 1
    titles = [column.title for column in table.columns]
    rows = tuple(
        (
            row.total,
            tuple(
                replace(cells[f"{address}.{place}.{column}"], title=title)
                for column, title in enumerate(titles, 1)
            ),
        )
        for place, row in enumerate(table.rows, 1)
    )
    looks = tuple("num" if column.kind in FIGURES else "words" for column in table.columns)
    widths = tuple(f"{100 * column.width / whole:.2f}" for column in table.columns)
    heads = tuple(
        Head(Text(column.title, tongue(column.title, shown.lang)), look, width)
        for column, look, width in zip(table.columns, looks, widths, strict=True)
    )
    return replace(shown, heads=heads, rows=rows)


def _chart(shown: ShownBlock, chart: Chart) -> ShownBlock:
    """The table of a chart with its drawing: bars beside the rows, or shades behind the cells."""
    lines = tuple(
        ShownLine(total, _shaded(chart, row, cells), drawn.pieces(chart, row, shown.lang))
        for row, (total, cells) in zip(chart.rows, shown.rows, strict=True)
    )
    legend = tuple(
        (str(one.shade), Text(one.word, tongue(one.word, shown.lang)))
        for one in drawn.legend(chart)
    )
    return replace(shown, lines=lines, legend=legend)


def _shaded(chart: Chart, row: Row, cells: tuple[ShownCell, ...]) -> tuple[ShownCell, ...]:
    if not isinstance(chart, HeatMap):
        return cells
    return tuple(
        replace(shown, look=f"shade shade-{chart.shade(cell)}")
        if column.key in chart.shaded
        else shown
        for column, cell, shown in zip(chart.columns, row.cells, cells, strict=True)
    )


def _bars(
    number_: str, figure: Figure, cells: Mapping[str, ShownCell], lang: str
) -> Iterator[ShownBar]:
    for place, bar in enumerate(figure.bars, 1):
        label = Text(bar.label, bar.lang or tongue(bar.label, lang))
        share = 100 * Decimal(bar.value) / Decimal(figure.full)
        yield ShownBar(label, cells[f"b{number_}.{place}"], f"{share:.2f}")


def _terms(
    number_: str, proof: Proof, cells: Mapping[str, ShownCell], lang: str
) -> Iterator[ShownTerm]:
    for place, term in enumerate(proof.terms, 1):
        sign = "" if place == 1 else "=" if place == len(proof.left) + 1 else term.sign
        label = Text(term.label, tongue(term.label, lang))
        yield ShownTerm(sign, label, cells[f"p{number_}.{place}"])


def _form(
    shown: ShownBlock, number_: str, form: Form, cells: Mapping[str, ShownCell]
) -> ShownBlock:
    entries = tuple(
        _entry(entry, cells.get(f"q{number_}.{place}"), shown.lang)
        for place, entry in enumerate(form.entries, 1)
    )
    texts = tuple(Text(text, tongue(text, shown.lang)) for text in (form.title, form.text) if text)
    return replace(shown, texts=texts, entries=entries)


def _entry(entry: Entry, cell: ShownCell | None, lang: str) -> ShownEntry:
    choices = () if cell else entry.choices
    return ShownEntry(
        label=Text(entry.label, tongue(entry.label, lang)),
        cell=cell,
        choices=tuple(Text(choice, tongue(choice, lang)) for choice in choices),
        rules=() if cell or choices else tuple(range(entry.lines)),
    )


def _sections(blocks: list[ShownBlock]) -> Iterator[Section]:
    """Blocks from one heading to the next: what belongs to a wide table turns with it."""
    section: list[ShownBlock] = []
    for shown in blocks:
        begun = any(one.fragment not in {"heading", "part"} for one in section)
        opens = shown.fragment == "part" or (shown.fragment == "heading" and begun)
        if section and (opens or section[-1].fragment == "page_break"):
            yield _section(section)
            section = []
        section.append(shown)
    if section:
        yield _section(section)


def _section(blocks: list[ShownBlock]) -> Section:
    wide = any(isinstance(one.block, Table | Chart) and one.block.wide for one in blocks)
    return Section(tuple(blocks), wide)
