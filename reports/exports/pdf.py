"""The PDF: A4, tagged, with fonts of our own; nothing is fetched from anywhere. The only place that knows WeasyPrint."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import get_ident
from typing import Any

import weasyprint
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import override
from fontTools.ttLib import TTFont, woff2  # type: ignore[import-untyped]
from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reports.documents import Document
from reports.documents.document import ONE_PAGE
from reports.exports import bangla_pdf, joining
from reports.exports.shown import show

Progress = Callable[[int, int], None]

VARIANT = "pdf/ua-1"
SHEETS = ("tight", "tighter")  # a sheet is one page: its letters shrink until it is
FONTS = (
    "noto-sans-latin-400.woff2",
    "noto-sans-latin-700.woff2",
    "noto-sans-latin-ext-400.woff2",
    "noto-sans-latin-ext-700.woff2",
    "noto-sans-bengali-400.woff2",
    "noto-sans-bengali-700.woff2",
    "noto-sans-math-400.woff2",
)
_WHOLE = 100  # progress is told in hundredths, because pages are counted only at the end
LAID_OUT = 90
_ROWS_A_PAGE = 10

bangla_pdf.install()
PROGRESS_LOGGER.propagate = False  # heard by _Pages below, and by nobody else
logging.getLogger("fontTools").setLevel(logging.WARNING)


@dataclass(frozen=True)
class Printed:
    """A PDF, and what was drawn in it: the text of every cell by its address, and the number of pages."""

    content: bytes
    cells: Mapping[str, str]
    pages: int


class OwnFonts(URLFetcher):
    """Reads the font files of this project; every other address is refused unread."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """One of our fonts; ValueError, which WeasyPrint turns into "not shown", for anything else."""
        name = url.removeprefix("font:")
        if name not in FONTS or url == name:
            raise ValueError(f"Not one of our fonts: {url}")
        return URLFetcherResponse(url, _unpacked(name), {"Content-Type": "font/ttf"})


class _Pages(logging.Handler):
    """Hears from WeasyPrint which page it lays out, in this thread, and passes it on as progress."""

    def __init__(self, document: Document, progress: Progress) -> None:
        super().__init__()
        rows = sum(len(table.rows) for _number, table in document.tables())
        self.expected = 2 + rows // _ROWS_A_PAGE + len(document.blocks) // _ROWS_A_PAGE
        self.progress, self.done, self.thread = progress, 0, get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the progress; what it raises (a wish to stop) ends the printing."""
        if record.thread != self.thread:
            return
        page = record.args[0] if isinstance(record.args, tuple) and record.args else 0
        reached = page if isinstance(page, int) and "Page" in str(record.msg) else 0
        self.done = max(self.done, min(LAID_OUT, LAID_OUT * reached // self.expected))
        self.progress(self.done, _WHOLE)


def font_path(name: str) -> Path:
    """Where a font of the print lies."""
    return Path(settings.BASE_DIR) / "static" / "fonts" / name


@cache
def _unpacked(name: str) -> bytes:
    """A font as WeasyPrint would unpack it for every print; here once for the life of the worker."""
    unpacked = BytesIO()
    woff2.decompress(BytesIO(font_path(name).read_bytes()), unpacked)
    return unpacked.getvalue()


def render(document: Document, progress: Progress | None = None) -> bytes:
    """The PDF of a document; the same document gives the same bytes. `progress(done, 100)` may raise to stop it."""
    return draw(document, progress).content


def draw(document: Document, progress: Progress | None = None) -> Printed:
    """The PDF of a document together with what was drawn in each of its cells."""
    printed = draw_html(document, html(document), progress=progress)
    for tighter in SHEETS if document.layout in ONE_PAGE else ():
        if printed.pages > 1:
            printed = draw_html(document, html(document, tighter=tighter), progress=progress)
    return replace(printed, content=joining.with_heads(printed.content, "whole"))


def draw_html(
    document: Document,
    source: str,
    *,
    fonts: FontConfiguration | None = None,
    progress: Progress | None = None,
) -> Printed:
    """The same from HTML that is ready; fonts that were read once can be used for several prints."""
    with _heard(document, progress):
        laid_out = lay_out(source, fonts or FontConfiguration(), VARIANT)
        content = laid_out.write_pdf(pdf_variant=VARIANT)
    if progress:
        progress(_WHOLE, _WHOLE)
    return Printed(content, _drawn(laid_out.pages), len(laid_out.pages))


def lay_out(source: str, fonts: FontConfiguration, variant: str | None = None) -> Any:
    """HTML laid out on pages; without a variant it gets no tags."""
    page = weasyprint.HTML(string=source, base_url="font:", url_fetcher=OwnFonts())
    return page.render(font_config=fonts, pdf_variant=variant)


def html(document: Document, template: str = "document", **more: Any) -> str:
    """The HTML that is printed; its styles are inside it."""
    with override(document.lang):
        context = {
            "shown": show(document),
            "author": document.letterhead[-1] if document.letterhead else "",
            "page_counter": format_html('<span class="{}"></span>', "page"),
            "pages_counter": format_html('<span class="{}"></span>', "pages"),
        }
        return render_to_string(f"reports/pdf/{template}.html", context | more)


def unprintable(document: Document) -> tuple[str, ...]:
    """The signs of a document that none of our fonts has; a system font, if any, would have to draw them."""
    known = _signs()
    text = document.canonical().decode()
    return tuple(sorted({sign for sign in text if sign.isprintable() and ord(sign) not in known}))


@cache
def _signs() -> frozenset[int]:
    return frozenset().union(*(TTFont(font_path(name)).getBestCmap() for name in FONTS))


@contextmanager
def _heard(document: Document, progress: Progress | None) -> Iterator[None]:
    if progress is None:
        yield
        return
    handler = _Pages(document, progress)
    PROGRESS_LOGGER.setLevel(logging.INFO)  # whatever level the settings give to all others
    PROGRESS_LOGGER.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)


def _drawn(pages: list[Any]) -> dict[str, str]:
    drawn: dict[str, str] = {}
    for page in pages:
        for address, text in _texts(page._page_box, ""):  # noqa: SLF001
            drawn[address] = drawn.get(address, "") + text
    return drawn


def _texts(box: Any, address: str) -> Iterator[tuple[str, str]]:
    element = getattr(box, "element", None)
    own = element.get("data-cell") if element is not None else None
    address = own or address
    if isinstance(box, TextBox):
        if address:
            yield address, box.text
        return
    for child in (
        box.all_children() if hasattr(box, "all_children") else getattr(box, "children", ())
    ):
        yield from _texts(child, address)
