"""A large document printed part by part: what has not changed since it was printed last is not printed again.

Each part is printed with its tags by itself and kept, with what was drawn in its cells, under a digest of its content
and of everything that prints it. Cover and contents, which name page numbers and the digest of the whole, come last.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from weasyprint.text.fonts import FontConfiguration

from nsss_gender.language.numbers import digits
from reports.documents import Document, Extract, Heading, extracts, front
from reports.exports import faces, joining, page, pdf, xlsx
from reports.exports.pdf import Printed, Progress
from reports.exports.shown import show

ROUGHLY = 40  # lines of the contents on a page, for the first guess
GUESSES = 4
WHOLE = 100
POINT = 0.75  # of a CSS pixel


class Piece(Protocol):
    """A printed part, from the press or from the shelf."""

    @property
    def content(self) -> bytes:
        """The PDF of the part alone."""

    @property
    def cells(self) -> Mapping[str, str]:
        """What was drawn at each address."""

    @property
    def pages(self) -> int:
        """How many pages it has."""


class Shelf(Protocol):
    """Where printed parts are kept between two prints."""

    def find(self, key: str) -> Piece | None:
        """A part as it was printed before; None where it is not there."""

    def keep(self, key: str, part: Piece) -> None:
        """Keep a part for the next time."""


def in_parts(document: Document) -> bool:
    """Whether a document is printed part by part: it has some, and a cover and contents to hold them together."""
    return document.cover and document.contents and len(document.parts()) > 1


def draw(document: Document, shelf: Shelf, progress: Progress | None = None) -> Printed:
    """The PDF of a document in parts; the same document gives the same bytes, whatever was kept.

    A part is kept only when page, PDF and workbook show the same figures of it (68); what was kept is compared with
    the document again. Raises FaceMismatch where they differ; `progress(done, 100)` may raise to stop it.
    """
    with override(document.lang):
        return _Press(document, shelf, progress).draw()


class _Press:
    """The printing of one document."""

    def __init__(self, document: Document, shelf: Shelf, progress: Progress | None) -> None:
        self.document, self.shelf, self.progress = document, shelf, progress
        self.fonts = FontConfiguration()  # read once for all parts
        self.headings = [
            (one.block, one.number, one.anchor)
            for one in document.numbered()
            if isinstance(one.block, Heading)
        ]

    def draw(self) -> Printed:
        """Parts, then contents, then everything together."""
        pieces = extracts(self.document)
        parts = [
            self.part(key, extract, place / len(pieces), 1 / len(pieces))
            for place, (key, extract) in enumerate(pieces)
        ]
        opening = self.opening(parts)
        pages = opening.pages + sum(part.pages for part in parts)
        content = joining.join(
            opening.content,
            [part.content for part in parts],
            self.marks(),
            self.furniture(pages),
        )
        cells = dict(opening.cells)
        for part in parts:
            cells.update(part.cells)
        faces.check_print(self.document, cells)
        if self.progress:
            self.progress(WHOLE, WHOLE)
        return Printed(content, cells, pages)

    def part(self, name: str, extract: Extract, start: float, share: float) -> Piece:
        """One part, from the shelf or printed now, checked and put there."""
        tell = self.progress and _Share(self.progress, start, share)
        key = _key("part", name, extract.lang, extract.digest())
        found = self.shelf.find(key)
        if found is not None:
            if tell:
                tell(WHOLE, WHOLE)
            return found
        source = pdf.html(extract, "part")
        printed = pdf.draw_html(extract, source, fonts=self.fonts, progress=tell)
        check(extract, printed, paper=extract.is_paper)
        own = joining.with_heads(printed.content, name or "first")
        printed = replace(printed, content=own)
        self.shelf.keep(key, printed)
        return printed

    def opening(self, parts: Sequence[Piece]) -> Printed:
        """Cover and contents, printed again until they take as many pages as their numbers say."""
        pages = 2 + len(self.headings) // ROUGHLY
        for _guess in range(GUESSES):
            printed = self.numbered(parts, pages)
            if printed.pages == pages:
                check(front(self.document), printed, paper=self.document.is_paper)
                return printed
            pages = printed.pages
        raise ValueError("The contents never come to as many pages as they say.")

    def numbered(self, parts: Sequence[Piece], before: int) -> Printed:
        """Cover and contents, if they take so many pages."""
        found: dict[str, int] = {}
        for part in parts:
            found |= {
                anchor: before + place.page + 1
                for anchor, place in joining.places(part.content).items()
            }
            before += part.pages
        entries = [
            (one, digits(str(found[one.anchor]), self.document.lang))
            for one in show(self.heads()).contents
        ]
        cover = front(self.document)
        shown = replace(show(cover), digest=self.document.digest())
        source = pdf.html(cover, "front", shown=shown, entries=entries)
        return pdf.draw_html(cover, source, fonts=self.fonts)

    def heads(self) -> Extract:
        """The headings alone, as the contents list them."""
        blocks = tuple(block for block, _number, _anchor in self.headings)
        numbers = tuple((number, anchor) for _block, number, anchor in self.headings)
        return Extract(
            self.document.kind,
            "",
            self.document.lang,
            blocks,
            "",
            depth=self.document.depth,
            numbers=numbers,
        )

    def marks(self) -> list[joining.Mark]:
        """The bookmarks: the contents, and every heading."""
        lang = self.document.lang
        found = [joining.Mark(1, _("Contents"), "contents")]
        for heading, number, anchor in self.headings:
            title = f"{digits(number, lang)} {heading.text}".strip()
            found.append(joining.Mark(heading.level, title, anchor))
        return found

    def furniture(self, pages: int) -> joining.Furniture:
        """Head and foot of both kinds of page, and the number of each."""
        shown = replace(show(front(self.document)), digest=self.document.digest())
        heads = pdf.lay_out(pdf.html(front(self.document), "furniture", shown=shown), self.fonts)
        upright, wide = (_margins(page._page_box) for page in heads.pages)  # noqa: SLF001
        return joining.Furniture(heads.write_pdf(), self.counts(pages), (upright, wide))

    def counts(self, pages: int) -> bytes:
        """The numbers of so many pages, kept as well: they change only when their count does."""
        lang = self.document.lang
        key = _key("counts", lang, str(pages))
        if found := self.shelf.find(key):
            return found.content
        names = [digits(str(number), lang) for number in range(1, pages + 1)]
        context = {"lang": lang, "pages": names, "total": names[-1]}
        source = render_to_string("reports/pdf/counts.html", context)
        printed = Printed(pdf.lay_out(source, self.fonts).write_pdf(), {}, pages)
        self.shelf.keep(key, printed)
        return printed.content


@dataclass(frozen=True)
class _Share:
    """The progress of one part as progress of the whole."""

    progress: Progress
    start: float
    share: float

    def __call__(self, done: int, total: int) -> None:
        self.progress(int(pdf.LAID_OUT * (self.start + self.share * done / total)), WHOLE)


def _margins(box: Any) -> tuple[float, float]:
    """Right and bottom margin of a page that was laid out, in points."""
    return box.margin_right * POINT, box.margin_bottom * POINT


def check(document: Document, printed: Printed, *, paper: bool) -> None:
    """Page, PDF and workbook of a part show the same figures (68)."""
    workbook = None if paper else xlsx.render(document)
    faces.check_faces(document, page.render(document), printed.cells, workbook)


def _key(*words: str) -> str:
    return hashlib.sha256("\0".join((_engine(), *words)).encode()).hexdigest()


@cache
def _engine() -> str:
    """A digest of everything that decides how a part looks, apart from its content."""
    found = hashlib.sha256(weasyprint.__version__.encode())
    for file in _sources():
        found.update(file.name.encode())
        found.update(file.read_bytes())
    return found.hexdigest()


def _sources() -> Iterator[Path]:
    base = Path(settings.BASE_DIR)
    for folder, pattern in (
        ("reports/exports", "*.py"),
        ("reports/documents", "*.py"),
        ("templates/reports/pdf", "*"),
        ("templates/reports/page", "*"),
        ("nsss_gender/language", "*.py"),
        ("locale", "**/*.mo"),
    ):
        yield from sorted((base / folder).glob(pattern))
    yield from (pdf.font_path(name) for name in pdf.FONTS)
