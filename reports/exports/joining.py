"""Printed parts joined to one PDF with one tag tree, one set of bookmarks and working links.

WeasyPrint numbers tags, links and header cells within one print; here they are renumbered for the whole. Running
heads, feet and page numbers are laid onto the pages as artifacts, which a reader of tags passes over.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pikepdf import (
    Array,
    Dictionary,
    Name,
    ObjectStreamMode,
    OutlineItem,
    Page,
    Pdf,
    Stream,
    String,
)

PROMISED = "part:"  # how the contents name a place in a part that is printed by itself
logging.getLogger("pikepdf").setLevel(logging.WARNING)
ARTIFACT = b"/Artifact <</Type /Pagination>> BDC\n%b\nEMC\n"


@dataclass(frozen=True)
class Place:
    """Where an anchor is: the page, counted from 0, and the point on it."""

    page: int
    x: float
    y: float


@dataclass(frozen=True)
class Mark:
    """A bookmark: its level, its words, its anchor."""

    level: int
    title: str
    anchor: str


@dataclass(frozen=True)
class Furniture:
    """What is laid onto the pages: a print with head and foot of an upright and of a wide page, one with
    the numbers of all pages, and how far from the right edge and the bottom these stand on either page."""

    heads: bytes
    counts: bytes
    margins: tuple[tuple[float, float], tuple[float, float]]


def places(content: bytes) -> dict[str, Place]:
    """Where the anchors of a printed part are."""
    with Pdf.open(BytesIO(content)) as pdf:
        return dict(_places(pdf))


def with_heads(content: bytes, prefix: str) -> bytes:
    """The same print with header cells that say what they head, under ids that no other part and no other page has.

    A table over several pages repeats its heads; the cells of each page then name the heads above them.
    """
    with Pdf.open(BytesIO(content)) as pdf:
        numbers = _numbers(pdf)
        for one in pdf.objects:
            if isinstance(one, Dictionary) and one.get(Name.Type) == Name.StructElem:
                _head(one, f"{prefix}-{numbers[one.Pg.objgen]}" if Name.Pg in one else prefix)
        return _bytes(pdf)


def join(
    front: bytes, parts: Sequence[bytes], marks: Sequence[Mark], furniture: Furniture
) -> bytes:
    """Front and parts as one PDF. The same prints give the same bytes."""
    with Pdf.open(BytesIO(front)) as pdf:
        joining = _Joining(pdf)
        for content in parts:
            joining.add(content)
        joining.finish(marks)
        _furnish(pdf, furniture)
        return _bytes(pdf)


class _Joining:
    """One PDF that grows by parts; `key` is the next free number of its tree of pages and links."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf, self.root = pdf, pdf.Root.StructTreeRoot
        self.whole = self.root.K[0]
        self.nums: list[Any] = list(self.root.ParentTree.Nums)
        self.key = len(self.nums) // 2
        self.places = dict(_places(pdf))

    def add(self, content: bytes) -> None:
        """A part more: its pages, its tags, its links."""
        start = len(self.pdf.pages)
        with Pdf.open(BytesIO(content)) as source:
            for anchor, place in _places(source):
                self.places[anchor] = Place(place.page + start, place.x, place.y)
            self.pdf.pages.extend(source.pages)
            tree = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in tree.K[0].K:
            element.P = self.whole
            self.whole.K.append(element)
        nums = list(tree.ParentTree.Nums)
        for number, target in zip(nums[::2], nums[1::2], strict=True):
            self.nums += [int(number) + self.key, target]
        for page in self.pdf.pages[start:]:
            page.StructParents = int(page.StructParents) + self.key
            for link in page.get(Name.Annots, ()):
                link.StructParent = int(link.StructParent) + self.key
        self.key += len(nums) // 2

    def finish(self, marks: Sequence[Mark]) -> None:
        """The tree of the whole, the anchors, the links of the contents, the bookmarks."""
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(self.nums)))
        self.root.ParentTreeNextKey = self.key
        names = Array()
        for anchor in sorted(self.places):
            names.extend([String(anchor), self.target(anchor)])
        self.pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        for page in self.pdf.pages:
            for link in page.get(Name.Annots, ()):
                self.keep_promise(link, marks)
        self.bookmark(marks)

    def target(self, anchor: str) -> Array:
        """Where an anchor is, as a PDF says it."""
        place = self.places[anchor]
        page = self.pdf.pages[place.page].obj
        return Array([page, Name.XYZ, place.x, place.y, 0])

    def keep_promise(self, link: Any, marks: Sequence[Mark]) -> None:
        """A link of the contents into a part, which was no link yet when the contents were printed."""
        address = str(link.A.get(Name.URI, "")) if Name.A in link else ""
        if address.startswith(PROMISED):
            anchor = address.removeprefix(PROMISED)
            del link.A
            link.Dest = String(anchor)
            link.Contents = String(next(one.title for one in marks if one.anchor == anchor))

    def bookmark(self, marks: Sequence[Mark]) -> None:
        """The bookmarks, each under the nearest one of a higher level."""
        with self.pdf.open_outline() as outline:
            outline.root.clear()
            open_: list[tuple[int, Any]] = [(0, outline.root)]
            for mark in marks:
                while open_[-1][0] >= mark.level:
                    open_.pop()
                item = OutlineItem(mark.title, self.target(mark.anchor))
                open_[-1][1].append(item)
                open_.append((mark.level, item.children))


def _furnish(pdf: Pdf, furniture: Furniture) -> None:
    """Lay head, foot and number onto every page but the cover."""
    with (
        Pdf.open(BytesIO(furniture.heads)) as heads,
        Pdf.open(BytesIO(furniture.counts)) as counts,
    ):
        forms = [pdf.copy_foreign(page.as_form_xobject()) for page in heads.pages]
        for number, (page, slip) in enumerate(zip(pdf.pages, counts.pages, strict=True)):
            if not number:
                continue
            wide = page.mediabox[2] > page.mediabox[3]
            right, bottom = furniture.margins[wide]
            x = float(page.mediabox[2]) - right - float(slip.mediabox[2])
            y = bottom - float(slip.mediabox[3])
            drawn = _named(page, f"Head{int(wide)}", forms[wide])
            form = pdf.copy_foreign(slip.as_form_xobject())
            counted = _named(page, f"Count{number}", form)
            stamp = f"q {drawn} Do Q q 1 0 0 1 {x:.3f} {y:.3f} cm {counted} Do Q".encode()
            page.Contents = Array([Stream(pdf, ARTIFACT % stamp), page.Contents])


def _named(page: Page, name: str, form: Any) -> str:
    """Make a form known to the page; all pages of a print share what they know."""
    if Name.XObject not in page.Resources:
        page.Resources.XObject = Dictionary()
    page.Resources.XObject[f"/{name}"] = form
    return f"/{name}"


def _places(pdf: Pdf) -> Iterator[tuple[str, Place]]:
    numbers = _numbers(pdf)
    names = pdf.Root.get(Name.Names, Dictionary()).get(Name.Dests, Dictionary())
    flat = names.get(Name.Names, Array())
    for anchor, (page, _way, x, y, _zoom) in zip(flat[::2], flat[1::2], strict=True):
        yield str(anchor), Place(numbers[page.objgen], float(x), float(y))


def _numbers(pdf: Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: number for number, page in enumerate(pdf.pages)}


def _head(element: Any, prefix: str) -> None:
    if Name.ID in element:
        element.ID = String(f"{prefix}-{element.ID}")
    attributes = element.get(Name.A)
    if not isinstance(attributes, Dictionary):
        return
    if element.S == Name.TH:
        above = Name.THead == element.P.P.S
        attributes.Scope = Name.Column if above else Name.Row
    if Name.Headers in attributes:
        attributes.Headers = Array([String(f"{prefix}-{one}") for one in attributes.Headers])


def _bytes(pdf: Pdf) -> bytes:
    written = BytesIO()
    pdf.save(written, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
    return written.getvalue()
