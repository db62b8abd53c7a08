"""The pages of a Word document: their size, their heads and feet, upright and wide; and the marks of places."""

import re

from django.utils.translation import gettext as _
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from reports.exports.docx_xml import Element, el, field, p, run, twips
from reports.exports.shown import Shown

_NOT_IN_A_MARK = re.compile(r"\W", re.ASCII)
_LONGEST_MARK = 40
A4 = (210, 297)
# Millimetres: top, sides, bottom.
MARGINS = {"upright": (24, 18, 22), "wide": (21, 12, 19), "letter": (22, 24, 20)}


def mark_of(anchor: str) -> str:
    """The bookmark of an anchor: letters, digits and low lines, at most forty."""
    return f"_{_NOT_IN_A_MARK.sub('_', anchor)}"[:_LONGEST_MARK]


class Pages:
    """Makes the sections of one document; heads and feet are written once for each direction."""

    def __init__(self, word: WordDocument, shown: Shown) -> None:
        self.word, self.shown = word, shown
        self.kept: dict[bool, tuple[str, str]] = {}
        self.opened = False

    def shape(self, *, wide: bool) -> str:
        """How a page lies."""
        layout = self.shown.document.layout
        if layout == "letter":
            return "letter"
        return "wide" if wide or layout == "sheet" else "upright"

    def room(self, *, wide: bool) -> int:
        """The width between the margins, in twips."""
        shape = self.shape(wide=wide)
        return twips((A4[1] if shape == "wide" else A4[0]) - 2 * MARGINS[shape][1])

    def section(self, *, wide: bool) -> Element:
        """The properties that end a section; the first page of a cover has neither head nor foot."""
        head, foot = self.furniture(wide=wide)
        shape = self.shape(wide=wide)
        width, height = A4[::-1] if shape == "wide" else A4
        top, side, bottom = (twips(one) for one in MARGINS[shape])
        size = el("pgSz", w=twips(width), h=twips(height))
        if shape == "wide":
            size.set(qn("w:orient"), "landscape")
        margins = el(
            "pgMar",
            top=top,
            right=side,
            bottom=bottom,
            left=side,
            header=twips(10),
            footer=twips(9),
            gutter=0,
        )
        covered = self.shown.document.cover and not self.opened
        self.opened = True
        return el(
            "sectPr",
            _reference("headerReference", head),
            _reference("footerReference", foot),
            size,
            margins,
            el("titlePg") if covered else None,
        )

    def furniture(self, *, wide: bool) -> tuple[str, str]:
        """The keys of head and foot."""
        if wide not in self.kept:
            room, letter = self.room(wide=wide), self.shown.document.layout == "letter"
            head, head_key = self.word.part.add_header_part()  # type: ignore[no-untyped-call]  # untyped there
            foot, foot_key = self.word.part.add_footer_part()  # type: ignore[no-untyped-call]  # untyped there
            _fill(head.element, p("Entry") if letter else self.head(room))
            _fill(foot.element, self.foot(room))
            self.kept[wide] = (head_key, foot_key)
        return self.kept[wide]

    def head(self, room: int) -> Element:
        """Title on the left, mark on the right."""
        document = self.shown.document
        mark = [run("\t"), run(document.mark, bold=True)] if document.mark else []
        return p("Header", run(document.title), *mark, tab=room)

    def foot(self, room: int) -> Element:
        """Code and digest on the left, page x of y on the right."""
        document = self.shown.document
        named = f"{document.named} " if document.named else ""
        stamp = f"{named}{document.code} · SHA-256 {self.shown.digest}"
        counted = _("Page %(page)s of %(pages)s") % {"page": "\0", "pages": "\1"}
        pieces: list[Element] = []
        for piece in re.split("([\0\1])", counted):
            if piece in {"\0", "\1"}:
                code = "PAGE" if piece == "\0" else "NUMPAGES"
                pieces += field(code, [run("1")])
            elif piece:
                pieces.append(run(piece))
        return p("Footer", run(stamp), run("\t"), *pieces, tab=room)


def _reference(name: str, key: str) -> Element:
    reference = el(name, type="default")
    reference.set(qn("r:id"), key)
    return reference


def _fill(element: Element, paragraph: Element) -> None:
    for child in list(element):
        element.remove(child)
    element.append(paragraph)
