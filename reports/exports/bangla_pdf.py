"""Bangla that can be searched, copied and read aloud in a WeasyPrint PDF.

A PDF names the letters of each glyph one by one, which fails for conjuncts and for vowel signs drawn before their
consonant. So each line that needs shaping carries its letters beside its glyphs (ActualText), and a glyph without
letters of its own is given an invisible one. This changes two private functions of WeasyPrint 70.0, which is
pinned for that reason; tests/reports/test_pdf.py reads the words back and fails when it no longer works.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import pydyf  # type: ignore[import-untyped]
import weasyprint
import weasyprint.draw.text
import weasyprint.pdf
import weasyprint.pdf.fonts

WORKS_WITH = "70.0"
_SHAPED = re.compile("[\u0900-\u0dff]")
_INVISIBLE = "\u200b"


def install() -> None:
    """Change WeasyPrint once; another version than the tried one is refused, not printed wrongly."""
    if weasyprint.__version__ != WORKS_WITH:
        raise RuntimeError(
            f"Bangla was tried with WeasyPrint {WORKS_WITH}, not {weasyprint.__version__}"
        )
    drawing, fonts = weasyprint.draw.text, weasyprint.pdf.fonts
    if hasattr(drawing.draw_first_line, "__wrapped__"):
        return
    drawing.draw_first_line = _with_letters(drawing.draw_first_line)
    fonts.build_fonts_dictionary = _without_gaps(fonts.build_fonts_dictionary)
    weasyprint.pdf.build_fonts_dictionary = fonts.build_fonts_dictionary


def _with_letters(draw: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(draw)
    def draw_with_letters(stream: Any, textbox: Any, *rest: Any) -> Any:
        letters = textbox.pango_layout.text
        if not _SHAPED.search(letters):
            return draw(stream, textbox, *rest)
        stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(letters)}))
        try:
            return draw(stream, textbox, *rest)
        finally:
            stream.end_marked_content()

    return draw_with_letters


def _without_gaps(build: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(build)
    def build_without_gaps(pdf: Any, fonts: Any, *rest: Any, **more: Any) -> Any:
        for font in fonts.values():
            font.to_unicode.update(
                {glyph: _INVISIBLE for glyph, letters in font.to_unicode.items() if not letters}
            )
        return build(pdf, fonts, *rest, **more)

    return build_without_gaps
