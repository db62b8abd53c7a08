"""Tables and charts of a document as tables of Word: typed heads that repeat, bars drawn from shaded blanks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from reports.documents import Document, Shade, tongue
from reports.exports.docx_pages import Pages, mark_of
from reports.exports.docx_styles import GREY, HEAD_FILL
from reports.exports.docx_xml import Element, Marks, el, p, run, words
from reports.exports.drawn import Piece
from reports.exports.shown import ShownBlock, ShownCell, Text

Progress = Callable[[int, int], None]
Ground = tuple[str, str, str, str]  # pattern, its ink, its ground, the letters on it
_Row = TypeVar("_Row")

_EVERY = 50
_BAR, _LABEL, _VALUE = 34, 44, 13  # hundredths of the width
_WHOLE = 100  # a bar is so many narrow blanks long
_BLANK = 44  # twips; how wide a blank is in the widest of the fonts
_FULL = 90  # hundredths of its cell that a full bar takes
_TOGETHER = 20  # bars that are kept on one page
_SMALL = 8  # columns; a table with more is set in smaller letters
_LETTER, _SMALL_LETTER, _EDGES = (
    108,
    90,
    170,
)  # twips: a bold letter of a head, both edges of a cell
_LONG = 500  # signs; a row with a longer text may be torn between pages
_SHADES: dict[Shade, Ground] = {
    Shade.PALE: ("clear", "auto", "FFFFFF", ""),
    Shade.LIGHT: ("clear", "auto", "CFE3D8", ""),
    Shade.MIDDLE: ("clear", "auto", "8FC4AA", ""),
    Shade.DARK: ("clear", "auto", "0B5A3E", "FFFFFF"),
    Shade.HATCHED: ("diagStripe", "31504A", "FFFFFF", ""),
    Shade.DOTTED: ("pct12", "4B5865", "FFFFFF", ""),
}
# Behind words a pattern would hide them: a plain ground and slanted letters instead.
_BEHIND: dict[Shade, Ground] = {
    Shade.HATCHED: ("clear", "auto", "E4E8E6", ""),
    Shade.DOTTED: ("clear", "auto", "FFFFFF", ""),
}


class Tables:
    """Makes the tables of one document; `wide` says on which pages they are to stand."""

    def __init__(self, document: Document, pages: Pages, progress: Progress | None) -> None:
        self.document, self.pages, self.progress = document, pages, progress
        self.wide, self.marks = False, Marks()
        self.started = self.broken = False
        self.done, self.total = 0, 0

    def text(self, text: Text, *, bold: bool = False, **more: str) -> Element:
        """A text marked with its language where that is not the document's."""
        return run(text.text, text.lang, of=self.document.lang, bold=bold, **more)

    def paragraph(self, style: str, *inside: Element | None, **more: object) -> Element:
        """A paragraph; the first one after a break starts a new page."""
        broken, self.broken = self.broken, False
        return p(style, *inside, break_before=broken, **more)

    # ── Blocks ──────────────────────────────────────────────────────────────────────────────────

    def _table(self, block: ShownBlock) -> Iterator[Element]:
        widths = self.columns(block)
        yield from self.caption(block, f"t{block.anchor.rpartition('-')[2]}")
        if block.rows:
            rows = [self.row(total, cells, widths) for total, cells in self.told(block.rows)]
            yield self.figures(block, widths, rows)
        yield from self.after(block, empty=not block.rows)

    def _chart(self, block: ShownBlock) -> Iterator[Element]:
        labels = getattr(block.block, "labels", 1)
        widths = self.columns(block, labels)
        yield from self.caption(block, f"c{block.anchor.rpartition('-')[2]}")
        if block.lines:
            rows = [
                self.row(line.total, line.cells, widths, (labels, line.pieces))
                for line in self.told(block.lines)
            ]
            yield self.figures(block, widths, rows, labels)
        yield from self.after(block, empty=not block.lines)

    def _heat_map(self, block: ShownBlock) -> Iterator[Element]:
        widths = self.columns(block)
        yield from self.caption(block, f"c{block.anchor.rpartition('-')[2]}")
        if block.lines:
            rows = [self.row(line.total, line.cells, widths) for line in self.told(block.lines)]
            yield self.figures(block, widths, rows)
        yield from self.after(block, empty=not block.lines)

    def _figure(self, block: ShownBlock) -> Iterator[Element]:
        shares = self.shares([_LABEL, _VALUE, _WHOLE - _LABEL - _VALUE])
        yield from self.caption(block, f"b{block.anchor.rpartition('-')[2]}")
        heads = [(_("What"), ""), (_("Figure"), "right"), (_("Bar"), "")]
        rows = [self.head_row(shares, [(Text(title, ""), jc) for title, jc in heads])]
        together = len(block.bars) <= _TOGETHER
        for bar in self.told(block.bars):
            piece, keep = Piece("0", bar.share, Shade.DARK), together and bar != block.bars[-1]
            cells = [
                cell_of(shares[0], [self.text(bar.label)], keep=keep),
                cell_of(shares[1], [run(bar.cell.text)], jc="right", keep=keep),
                cell_of(shares[2], drawn([piece], shares[2]), keep=keep),
            ]
            rows.append(el("tr", el("trPr", el("cantSplit")), *cells))
        yield self.grid("Figures", shares, rows, getattr(block.block, "caption", ""))
        yield p("Entry")

    # ── Pieces ──────────────────────────────────────────────────────────────────────────────────

    def caption(self, block: ShownBlock, address: str) -> Iterator[Element]:
        """Number and caption above a table, what the looks mean, and the unit line."""
        word = _("Table %(number)s.") if block.fragment == "table" else _("Figure %(number)s.")
        number = run(f"{word % {'number': block.number}} ", bold=True)
        caption = getattr(block.block, "caption", "")
        words = run(caption, tongue(caption, self.document.lang), of=self.document.lang)
        yield self.paragraph("Caption", *self.marks.around(mark_of(address), number, words))
        if block.legend:
            yield p(
                "Caption", *(one for shade, word in block.legend for one in self.key(shade, word))
            )
        if unit := getattr(block.block, "unit_line", ""):
            yield p("Unit", run(unit))

    def key(self, shade: str, word: Text) -> Iterator[Element]:
        """A patch and what it means."""
        yield blanks(6, Shade(shade), _FULL)
        yield run("\u00a0")
        yield self.text(word)
        yield run("   ")

    def after(self, block: ShownBlock, *, empty: bool) -> Iterator[Element]:
        """Room under a table; in the place of one without rows, why it has none."""
        words = getattr(block.block, "empty", "") or _("There is nothing to list.")
        yield p("Normal", run(words)) if empty else p("Entry")

    def figures(
        self,
        block: ShownBlock,
        widths: Sequence[int],
        rows: Iterable[Element],
        labels: int | None = None,
    ) -> Element:
        """A table with the heads of its columns; after so many labels stands the head of the bars."""
        heads = [(head.title, "right" if head.look == "num" else "") for head in block.heads]
        if labels is not None:
            heads.insert(labels, (Text(_("Bar"), ""), ""))
        caption = getattr(block.block, "caption", "")
        return self.grid("Figures", widths, [self.head_row(widths, heads), *rows], caption)

    def shares(self, widths: Sequence[float]) -> list[int]:
        """Hundredths of the width of the page as twips."""
        room = self.pages.room(wide=self.wide)
        return [round(room * width / (sum(widths) or 1)) for width in widths]

    def columns(self, block: ShownBlock, bar: int | None = None) -> list[int]:
        """The widths of the columns in twips: a head's longest word is not cut where others have room.

        With ``bar`` the column of the bars stands after so many others.
        """
        shares = [float(head.width) for head in block.heads]
        longest = [max(map(len, head.title.text.split()), default=0) for head in block.heads]
        if bar is not None:
            shares = [share * (_WHOLE - _BAR) / _WHOLE for share in shares]
            shares.insert(bar, _BAR)
            longest.insert(bar, len(_("Bar")))
        letter = _SMALL_LETTER if len(shares) > _SMALL else _LETTER
        return widened(self.shares(shares), [_EDGES + letter * one for one in longest])

    def told(self, rows: Sequence[_Row]) -> Iterator[_Row]:
        """The rows, one after the other, while the progress is told."""
        for row in rows:
            yield row
            self.done += 1
            if self.progress and (self.done % _EVERY == 0 or self.done == self.total):
                self.progress(self.done, self.total)

    def style(self, columns: int) -> str:
        """How large the letters of a table are."""
        return "Small" if columns > _SMALL else "Cell"

    def head_row(self, widths: Sequence[int], heads: Sequence[tuple[Text, str]]) -> Element:
        """The heads of the columns; they stand again on every page."""
        style, ground = self.style(len(widths)), ("clear", "auto", HEAD_FILL, "")
        cells = [
            cell_of(width, [self.text(title, bold=True)], style, jc=jc, ground=ground)
            for width, (title, jc) in zip(widths, heads, strict=True)
        ]
        return el("tr", el("trPr", el("cantSplit"), el("tblHeader")), *cells)

    def row(
        self,
        total: bool,  # noqa: FBT001  # as it stands in the block
        cells: Sequence[ShownCell],
        widths: Sequence[int],
        bar: tuple[int, Sequence[Piece]] | None = None,
    ) -> Element:
        """A row of typed cells, after so many of them perhaps its bar."""
        style = self.style(len(widths))
        made = [self.cell(one, style, bold=total) for one in cells]
        if bar:
            made.insert(bar[0], (drawn(bar[1], widths[bar[0]]), "", None))
        boxes = [
            cell_of(width, inside, style, jc=jc, ground=ground)
            for width, (inside, jc, ground) in zip(widths, made, strict=True)
        ]
        whole = all(len(one.text) < _LONG for one in cells)
        return el("tr", el("trPr", el("cantSplit")) if whole else None, *boxes)

    def cell(
        self, cell: ShownCell, style: str, *, bold: bool
    ) -> tuple[list[Element], str, Ground | None]:
        """What stands in a cell, on which side, and on what ground."""
        looks = cell.look.split()
        ground = _ground(looks)
        color = ground[3] if ground else GREY if "missing" in looks else ""
        slanted = "shade-hatched" in looks or "shade-dotted" in looks
        words = run(
            cell.text,
            cell.lang,
            of=self.document.lang,
            bold=bold,
            color=color,
            italic="1" if slanted else "",
        )
        jc = "right" if "num" in looks else "center" if ground else ""
        return [words], jc, ground

    def grid(
        self, style: str, widths: Sequence[int], rows: Iterable[Element], name: str = ""
    ) -> Element:
        """A table of fixed widths; `name` is read aloud before it."""
        looks = el(
            "tblPr",
            el("tblStyle", val=style),
            el("tblW", w=sum(widths), type="dxa"),
            el("tblLayout", type="fixed"),
            el("tblLook", val="04A0" if name else "0400", firstRow=int(bool(name)), firstColumn=0),
            el("tblCaption", val=name[:250]) if name else None,
        )
        return el("tbl", looks, el("tblGrid", *(el("gridCol", w=one) for one in widths)), *rows)


def widened(widths: Sequence[int], least: Sequence[int]) -> list[int]:
    """Widths of the same sum, none below its least; where that cannot be, as near as the room allows."""
    lacking = [max(0, want - width) for width, want in zip(widths, least, strict=True)]
    spare = [max(0, width - want) for width, want in zip(widths, least, strict=True)]
    moved = min(sum(lacking), sum(spare))
    if not moved:
        return list(widths)
    given = [moved * one // sum(lacking) for one in lacking]
    taken = [sum(given) * one // sum(spare) for one in spare]
    made = [width + more - less for width, more, less in zip(widths, given, taken, strict=True)]
    made[spare.index(max(spare))] += sum(widths) - sum(made)  # what rounding left over
    return made


def cell_of(
    width: int,
    inside: Sequence[Element],
    style: str = "Cell",
    *,
    jc: str = "",
    ground: Ground | None = None,
    keep: bool = False,
) -> Element:
    """A cell with one paragraph; `keep` keeps its row on the page of the next one."""
    looks = el("tcPr", el("tcW", w=width, type="dxa"))
    if ground:
        looks.append(el("shd", val=ground[0], color=ground[1], fill=ground[2]))
    return el("tc", looks, p(style, *inside, jc=jc, keep=keep))


def drawn(pieces: Iterable[Piece], width: int) -> list[Element]:
    """A bar from left to right: narrow blanks on the ground of each piece, framed as far as a full bar goes.

    ``width`` is that of its cell, in twips.
    """
    scale = max(1, width * _FULL // (_WHOLE * _BLANK))
    found, reached = list[Element](), 0
    for piece in pieces:
        start = float(piece.start)
        first, last = max(round(start), reached), round(start + float(piece.width))
        if first > reached:
            found.append(blanks(first - reached, Shade.PALE, scale))
        length = max(1, last - first)
        found.append(blanks(length, piece.shade, scale))
        reached = first + length
    if reached < _WHOLE:
        found.append(blanks(_WHOLE - reached, Shade.PALE, scale))
    return found


def blanks(count: int, shade: Shade, scale: int) -> Element:
    """So many blanks, as narrow as the scale says, on a ground; no reader reads them aloud."""
    pattern, ink, fill, _letters = _SHADES[shade]
    looks = el(
        "rPr",
        el("w", val=scale),
        el("sz", val=17),
        el("szCs", val=17),
        el("bdr", val="single", sz=2, space=0, color="31504A"),
        el("shd", val=pattern, color=ink, fill=fill),
    )
    return el("r", looks, words("\u00a0" * count))


def _ground(looks: Sequence[str]) -> Ground | None:
    for look in looks:
        if look.startswith("shade-"):
            shade = Shade(look.removeprefix("shade-"))
            return _BEHIND.get(shade, _SHADES[shade])
    return None
