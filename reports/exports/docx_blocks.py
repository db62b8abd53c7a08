"""The blocks of a document as paragraphs of Word: headings, notes, lists, forms, signatures; tables are beside."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument

from nsss_gender.language.numbers import digits
from reports.documents import Document, Listing
from reports.exports import docx_styles
from reports.exports.docx_pages import Pages, mark_of
from reports.exports.docx_tables import Progress, Tables, cell_of
from reports.exports.docx_xml import Element, el, p, run
from reports.exports.shown import ShownBlock, ShownCell, ShownEntry

_BOX = "\u2610"


class Blocks(Tables):
    """Turns the shown blocks of one document into elements."""

    def __init__(
        self, word: WordDocument, document: Document, pages: Pages, progress: Progress | None
    ) -> None:
        super().__init__(document, pages, progress)
        self.word, self.lists = word, docx_styles.NUMBERS

    def of(self, block: ShownBlock) -> Iterator[Element]:
        """The elements of one block."""
        make = getattr(self, f"_{block.fragment}")
        yield from make(block)
        if block.fragment not in {"part", "page_break"}:
            self.started = True

    def _part(self, _block: ShownBlock) -> Iterator[Element]:
        self.broken = self.started
        yield from ()

    def _page_break(self, _block: ShownBlock) -> Iterator[Element]:
        self.broken = self.started
        yield from ()

    def _heading(self, block: ShownBlock) -> Iterator[Element]:
        number = [run(f"{block.number} ")] if block.number else []
        inside = self.marks.around(mark_of(block.anchor), *number, self.text(block.texts[0]))
        yield self.paragraph(f"Heading{block.level}", *inside)

    def _paragraph(self, block: ShownBlock) -> Iterator[Element]:
        yield self.paragraph("Normal", self.text(block.texts[0]))

    def _note(self, block: ShownBlock) -> Iterator[Element]:
        signs = {"warning": _("Take note:"), "draft": _("Draft:")}
        sign = signs.get(getattr(block.block, "kind", ""), _("Note:"))
        yield self.paragraph("Note", run(f"{sign} ", bold=True), self.text(block.texts[0]))

    def _listing(self, block: ShownBlock) -> Iterator[Element]:
        ordered = isinstance(block.block, Listing) and block.block.ordered
        typed = ordered and self.document.lang == "bn"  # Word cannot count in Bangla digits
        number = docx_styles.BULLETS
        if ordered and not typed:
            self.lists += 1
            number = self.lists
            docx_styles.numbered_list(self.word, number)
        for place, text in enumerate(block.texts, 1):
            if typed:
                sign = digits(str(place), self.document.lang)
                yield self.paragraph("List", run(f"{sign}.\t"), self.text(text))
            else:
                yield self.paragraph("List", self.text(text), num=number)

    def _signature(self, block: ShownBlock) -> Iterator[Element]:
        for place, line in enumerate(block.texts, 1):
            keep = place < len(block.texts)
            before = 1100 if place == 1 else 0
            yield self.paragraph("Signature", self.text(line), keep=keep, before=before)
        yield p("Normal")

    def _proof(self, block: ShownBlock) -> Iterator[Element]:
        inside = [run(f"{getattr(block.block, 'label', '')}: ", bold=True)]
        for term in block.terms:
            inside += [run(f"{term.sign} ".lstrip()), self.text(term.label), run(" ")]
            inside += self.marked(term.cell, bold=True)
            inside.append(run(" "))
        yield self.paragraph("Proof", *inside)

    def marked(self, cell: ShownCell, *, bold: bool = False) -> list[Element]:
        """The text of a cell outside tables, between marks by which it is found again."""
        words = run(cell.text, cell.lang, of=self.document.lang, bold=bold)
        return self.marks.around(mark_of(cell.address), words)

    # ── Forms and facts ─────────────────────────────────────────────────────────────────────────

    def _form(self, block: ShownBlock) -> Iterator[Element]:
        title, *asked = block.texts
        yield self.paragraph("Asked", self.text(title))
        for text in asked:
            yield self.paragraph("Entry", self.text(text, color=docx_styles.GREY), keep=True)
        for entry in block.entries:
            yield from self.entry(entry)

    def entry(self, entry: ShownEntry) -> Iterator[Element]:
        """A line of a form: filled, with boxes to tick, or with ruled lines."""
        colon = ":" if entry.cell and not entry.label.text.endswith("?") else ""
        label = [self.text(entry.label, color=docx_styles.GREY), run(f"{colon} ")]
        if entry.cell:
            yield p("Entry", *label, *self.marked(entry.cell))
            return
        yield p("Entry", *label, keep=True)
        if entry.choices:
            boxes = [[run(f"{_BOX}\u00a0"), self.text(one), run("    ")] for one in entry.choices]
            yield p("Entry", *(piece for box in boxes for piece in box))
        for _rule in entry.rules:
            yield p("Rule")

    def facts(self, facts: Sequence[tuple[str, ShownCell]]) -> Iterator[Element]:
        """The facts of a cover, label beside value."""
        room = self.pages.room(wide=False)
        widths = (room * 36 // 100, room * 64 // 100)
        rows = [
            el(
                "tr",
                cell_of(widths[0], [run(label, color=docx_styles.GREY)]),
                cell_of(widths[1], self.marked(cell)),
            )
            for label, cell in facts
        ]
        yield self.grid("Facts", widths, rows)
        yield p("Entry")

    def letter_facts(self, facts: Sequence[tuple[str, ShownCell]]) -> Iterator[Element]:
        """The head of a letter in the official layout: memo number left, date right."""
        room = self.pages.room(wide=False)
        widths = [room // len(facts) for _fact in facts]
        cells = [
            cell_of(
                width,
                [run(f"{label}: "), *self.marked(cell)],
                "Letter",
                jc="right" if place else "",
            )
            for place, (width, (label, cell)) in enumerate(zip(widths, facts, strict=True))
        ]
        if cells:
            yield self.grid("TableNormal", widths, [el("tr", *cells)])
