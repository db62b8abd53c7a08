"""The drawings of charts: where each piece of a bar begins, how long it is, and what the legend says. Pure.

Page and PDF draw the same pieces, the page as shapes with attributes, the PDF as boxes; the words and figures
stand in the table beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nsss_gender.language.numbers import number
from reports.documents import (
    Answered,
    Chart,
    Comparison,
    Distribution,
    HeatMap,
    Number,
    Row,
    Shade,
)

_ROOM = Decimal(7)  # hundredths of a full bar from which a figure fits into a piece
_WHOLE = Decimal(100)
_PATTERNED = (Shade.HATCHED, Shade.DOTTED)  # a figure on lines cannot be read


@dataclass(frozen=True)
class Piece:
    """A piece of a bar: where it begins and how long it is in hundredths, its look, and its figure
    where there is room for it; ``middle`` is where the figure stands."""

    start: str
    width: str
    shade: Shade
    text: str = ""
    middle: str = ""


def pieces(chart: Chart, row: Row, lang: str) -> tuple[Piece, ...]:
    """The bar of a row from left to right; nothing for a chart that is drawn in its cells."""
    if isinstance(chart, Distribution):
        figures = [(chart.figure(row, one.key), one.shade) for one in chart.series]
        return tuple(_pieces(figures, chart.figure(row, chart.of), lang))
    if isinstance(chart, Comparison):
        now, possible = chart.figure(row, chart.now), chart.figure(row, chart.possible)
        gained = [(now, Shade.DARK), (possible - now, Shade.HATCHED)]
        return tuple(_pieces(gained, chart.most, ""))
    return ()


def legend(chart: Chart) -> tuple[Answered, ...]:
    """What each look of the drawing means, in words."""
    if isinstance(chart, Distribution):
        words = ((one.word or chart.title(one.key), one.shade) for one in chart.series)
        return tuple(Answered(word, shade) for word, shade in words)
    if isinstance(chart, Comparison):
        return (
            Answered(chart.title(chart.now), Shade.DARK),
            Answered(chart.gained, Shade.HATCHED),
        )
    return chart.legend if isinstance(chart, HeatMap) else ()


def _pieces(figures: list[tuple[Number, Shade]], full: Number, lang: str) -> Iterator[Piece]:
    start = Decimal(0)
    for value, shade in figures:
        if not value or not full:
            continue
        width = _WHOLE * Decimal(value) / Decimal(full)
        room = lang and width >= _ROOM and shade not in _PATTERNED
        text = number(value, lang) if room else ""
        yield Piece(f"{start:.2f}", f"{width:.2f}", shade, text, f"{start + width / 2:.2f}")
        start += width
