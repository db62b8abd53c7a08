"""Levels and points of many programmes as blocks (capabilities 40–44, 47). Call them in the document's language."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.enums import Level
from assessments.scoring import ITEMS
from nsss_gender.language.numbers import points
from reports.builders import parts
from reports.builders.lines import axis_column, axis_name, n_column, several_said, stated
from reports.documents import (
    Block,
    Cell,
    Column,
    Comparison,
    Distribution,
    Kind,
    Note,
    Paragraph,
    Row,
    Series,
    Shade,
    counted,
)
from reports.enums import Axis
from reports.selectors import analysis
from reports.selectors.analysis import Group, Rollup
from reports.selectors.scope import Scope

LEVEL_SHADES = {1: Shade.PALE, 2: Shade.LIGHT, 3: Shade.MIDDLE, 4: Shade.DARK}
CENT = Decimal("0.01")
MOST = len(ITEMS)


def headline(scope: Scope) -> Paragraph:
    """The answer in two sentences: how many programmes, at which levels, and the points now and possible."""
    return headline_of(analysis.total(scope))


def headline_of(group: Group) -> Paragraph:
    """The same of programmes that are already counted."""
    if not group.n:
        return Paragraph(_("No programme is settled yet, so there is nothing to count."))
    lang = parts.language()
    said = ngettext(
        "%(n)s programme is counted: %(levels)s.",
        "%(n)s programmes are counted: %(levels)s.",
        group.n,
    ) % {"n": parts.figure(group.n), "levels": "; ".join(_levels_said(group))}
    told = _(
        "Together they have %(now)s of %(of)s points now (not applicable: %(na)s), and %(possible)s would be possible."
    ) % {
        "now": points(parts.plain(group.current), lang),
        "of": parts.figure(group.of),
        "na": parts.figure(group.na),
        "possible": points(parts.plain(group.potential), lang),
    }
    return Paragraph(f"{said} {told}")


def _levels_said(group: Group) -> Iterator[str]:
    for level, n in zip(Level, group.levels, strict=True):
        yield f"{level.label} {parts.figure(n)}"


def foot() -> Note:
    """Said once under the figures: the names of the levels are not adopted yet."""
    return Note(
        "info",
        _(
            "The rule of scoring and the names of the levels are a proposal, to be confirmed by the Cabinet Division."
        ),
    )


def distribution(scope: Scope, axis: Axis) -> tuple[Block, ...]:
    """How many programmes are at which level, along an axis."""
    return levels_chart(analysis.rollup(scope, axis))


def possible(scope: Scope, axis: Axis) -> tuple[Block, ...]:
    """Points now and possible of a programme on average, along an axis."""
    return points_chart(analysis.rollup(scope, axis))


def levels_chart(found: Rollup) -> tuple[Block, ...]:
    """The same of a roll-up that is already read."""
    columns = (axis_column(found.axis), n_column(), *(_level_column(level) for level in Level))
    series = tuple(
        Series(f"level-{level.value}", LEVEL_SHADES[level.value], parts.level(level.value))
        for level in Level
    )
    chart = Distribution(
        _("Levels by %(axis)s") % {"axis": axis_name(found.axis)},
        _("in programmes"),
        columns,
        _rows(found, lambda group: (group.n, *group.levels)),
        empty=_("No programme is settled yet."),
        series=series,
    )
    return (chart, *several_said(several=found.several))


def _level_column(level: Level) -> Column:
    title = _("Level %(number)s") % {"number": parts.figure(level.value)}
    return counted(f"level-{level.value}", title, 8, str(level.label))


def points_chart(found: Rollup) -> tuple[Block, ...]:
    """Points on average and together, of a roll-up that is already read."""
    chart = Comparison(
        _("Points now and possible by %(axis)s") % {"axis": axis_name(found.axis)},
        _("bar: points of a programme on average, of seven"),
        (
            axis_column(found.axis),
            n_column(),
            Column("now", _("Now"), Kind.DECIMAL, 8, _("Mean of the points now"), places=1),
            Column(
                "possible",
                _("Possible"),
                Kind.DECIMAL,
                13,
                _(
                    "Mean of the points when everything is done that is possible now or with a modification"
                ),
                places=1,
            ),
            Column("sum-now", _("Sum now"), Kind.POINTS, 9, _("Points now of all together")),
            Column(
                "sum-possible", _("Sum possible"), Kind.POINTS, 13, _("Possible points together")
            ),
            counted(
                "of",
                pgettext("points of so many", "Of"),
                8,
                _("Answers that count; n/a leaves the count"),
            ),
        ),
        _rows(found, _points),
        empty=_("No programme is settled yet."),
        now="now",
        possible="possible",
        gained=_("possible gain"),
        most=MOST,
    )
    return (chart, *several_said(several=found.several))


def _points(group: Group) -> tuple[Any, ...]:
    return (
        group.n,
        _mean(group, group.current),
        _mean(group, group.potential),
        parts.plain(group.current),
        parts.plain(group.potential),
        group.of,
    )


def _mean(group: Group, sum_: Decimal) -> Decimal | None:
    mean = group.mean(sum_)
    return None if mean is None else mean.quantize(CENT)


def _rows(found: Rollup, values: Callable[[Group], tuple[Any, ...]]) -> tuple[Row, ...]:
    """A row for each line of the axis and one for all programmes, each counted once."""
    if not found.total.n:
        return ()
    lines = [(group.code or "not-stated", stated(group.label), group) for group in found.groups]
    rows = [
        Row((Cell(label), *(Cell(value) for value in values(group))), key=key)
        for key, label, group in lines
    ]
    whole = (Cell(_("All programmes")), *(Cell(value) for value in values(found.total)))
    return (*rows, Row(whole, key="total", total=True))
