"""Whom the programmes reach, by sex where it is known, as blocks (capability 5). Call them in the document's language."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from nsss_gender.language.numbers import digits
from reports.builders import parts
from reports.builders.lines import axis_column, axis_name, n_column, stated
from reports.documents import (
    Block,
    Cell,
    Distribution,
    Paragraph,
    Row,
    Series,
    Shade,
    Table,
    counted,
)
from reports.enums import Axis
from reports.selectors import reached as selectors
from reports.selectors.reached import Reach, Reached
from reports.selectors.scope import Scope


def coverage(scope: Scope, axis: Axis) -> tuple[Block, ...]:
    """Which programmes say whom they reach by sex and which do not, and the persons together, along an axis."""
    found = selectors.reached(scope, axis)
    if not found.total.n:
        return (Paragraph(_("No programme is settled yet, so there is nothing to count.")),)
    return (said(found.total), _known(found), _persons(found), *_years(found))


def said(total: Reach) -> Paragraph:
    """In one sentence: how many programmes know whom they reach by sex."""
    told = _(
        "%(by_sex)s of %(n)s programmes give figures by sex; %(undivided)s give one figure for all, and %(without)s none."
    )
    counts = {
        name: parts.figure(getattr(total, name)) for name in ("by_sex", "undivided", "without", "n")
    }
    return Paragraph(told % counts)


def _years(found: Reached) -> tuple[Block, ...]:
    if not found.first:
        return ()
    lang = parts.language()
    years = {"first": digits(found.first, lang), "last": digits(found.last, lang)}
    told = _(
        "The figures are those of the newest year each programme has (%(first)s to %(last)s). They are not added up over years, and households or houses are not counted as persons."
    )
    return (Paragraph(told % years),)


def _known(found: Reached) -> Distribution:
    columns = (
        axis_column(found.axis),
        n_column(),
        counted("by_sex", _("By sex"), 9, _("Programmes with a figure for women, men or hijra")),
        counted(
            "undivided", _("One figure"), 9, _("Programmes with a figure that is not told by sex")
        ),
        counted("without", _("No figure"), 9, _("Programmes without any figure")),
    )
    return Distribution(
        _("Figures by sex: where they are and where they are missing, by %(axis)s")
        % {"axis": axis_name(found.axis)},
        _("in programmes"),
        columns,
        _rows(found, lambda one: (one.n, one.by_sex, one.undivided, one.without)),
        series=(
            Series("by_sex", Shade.DARK),
            Series("undivided", Shade.LIGHT),
            Series("without", Shade.HATCHED),
        ),
    )


def _persons(found: Reached) -> Table:
    columns = (
        axis_column(found.axis),
        counted("women", _("Women"), 12),
        counted("men", _("Men"), 12),
        counted("hijra", _("Hijra (transgender)"), 12),
        counted("not_disaggregated", _("Not told by sex"), 12),
        counted(
            "elsewise",
            _("In another unit"),
            10,
            _("Programmes that count households, houses or another unit"),
        ),
    )
    return Table(
        _("Persons reached by %(axis)s") % {"axis": axis_name(found.axis)},
        _("in persons; last column in programmes; – no figure"),
        columns,
        _rows(
            found, lambda one: (one.women, one.men, one.hijra, one.not_disaggregated, one.elsewise)
        ),
    )


def _rows(found: Reached, values: Callable[[Reach], tuple[Any, ...]]) -> tuple[Row, ...]:
    """A row for each line, and one in which every programme counts once."""
    rows = [
        Row(
            (Cell(stated(one.label)), *(Cell(value) for value in values(one))),
            one.code or "not-stated",
        )
        for one in found.lines
    ]
    whole = (Cell(_("All programmes")), *(Cell(value) for value in values(found.total)))
    return (*rows, Row(whole, "total", total=True))
