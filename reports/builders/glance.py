"""At a glance: what a plan or a chapter holds, in sentences and one table of figures.

Call it in the language of the document.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nsss_gender.language import numbers
from reports.builders import parts
from reports.documents import Block, Cell, Column, Kind, Paragraph, Row, Table
from reports.selectors import Chapter, Draft, Figures


def glance(draft: Draft) -> Iterator[Block]:
    """The first page of a document: how many programmes and rows, which points, what is still missing."""
    figures = draft.totals
    yield Paragraph(" ".join(_sentences(figures, points=draft.together)))
    if draft.ministry is None:
        yield parts.tally(draft)


def _sentences(figures: Figures, *, points: bool) -> Iterator[str]:
    programmes = ngettext(
        "%(count)s programme stands in this draft.",
        "%(count)s programmes stand in this draft.",
        figures.programmes,
    )
    yield programmes % {"count": parts.figure(figures.programmes)}
    if figures.not_assessed:
        text = ngettext(
            "%(count)s programme was not assessed.",
            "%(count)s programmes were not assessed.",
            figures.not_assessed,
        )
        yield text % {"count": parts.figure(figures.not_assessed)}
    rows = _(
        "The plan has %(rows)s rows: %(kept)s kept, %(merged)s merged and %(dropped)s dropped; "
        "%(own)s of them are institutional and %(graduation)s plan for graduation."
    )
    yield (
        rows
        % {
            "rows": parts.figure(figures.rows),
            "kept": parts.figure(figures.kept),
            "merged": parts.figure(figures.merged),
            "dropped": parts.figure(figures.dropped),
            "own": parts.figure(figures.institutional),
            "graduation": parts.figure(figures.graduation),
        }
    )
    if figures.programmes and points:
        text = _("Together the programmes have %(now)s points now and %(possible)s are possible.")
        yield text % {"now": _points(figures.current), "possible": _points(figures.potential)}


def _points(value: Decimal) -> str:
    return numbers.points(parts.plain(value), parts.language())


def chapters(draft: Draft) -> Table:
    """The chapters of ministries in official order: programmes, rows and what became of them."""
    columns = (
        Column("ministry", _("Ministry/Division"), width=34),
        *_counts(),
    )
    listed = [
        one for one in draft.overview.ministries if one.figures.rows or one.figures.programmes
    ]
    rows = tuple(_row(one.name, one.figures, key=one.place.code) for one in listed)
    total = _row(_("Total"), _sum(listed), key="total", total=True)
    return Table(
        _("Chapters of ministries and divisions"),
        _("in programmes and rows"),
        columns,
        (*rows, total) if rows else (),
        empty=_("No programme is settled yet."),
    )


def clusters(draft: Draft) -> Table:
    """The same by cluster; each programme counts in one, and what is in none is said."""
    overview = draft.overview
    columns = (Column("cluster", _("Cluster"), width=34), *_counts())
    rows = [_row(one.name, one.figures, key=one.place.code) for one in overview.clusters]
    if overview.unclustered.rows or overview.unclustered.programmes:
        rows.append(_row(_("In no cluster"), overview.unclustered, key="none"))
    empty = _("No programme is settled yet.")
    return Table(_("Clusters"), _("in programmes and rows"), columns, tuple(rows), empty=empty)


def _counts() -> tuple[Column, ...]:
    return (
        Column("programmes", _("Programmes"), Kind.INTEGER, 13),
        Column("rows", _("Rows"), Kind.INTEGER, 9),
        Column("kept", _("Kept"), Kind.INTEGER, 9),
        Column("merged", _("Merged"), Kind.INTEGER, 10),
        Column("dropped", _("Dropped"), Kind.INTEGER, 11),
        Column("institutional", _("Institutional"), Kind.INTEGER, 13),
    )


def _row(name: str, figures: Figures, *, key: str, total: bool = False) -> Row:
    numbers = (
        figures.programmes,
        figures.rows,
        figures.kept,
        figures.merged,
        figures.dropped,
        figures.institutional,
    )
    return Row((Cell(name), *map(Cell, numbers)), key=key, total=total)


def _sum(listed: list[Chapter]) -> Figures:
    names = ("programmes", "rows", "answered", "kept", "merged", "dropped")
    return Figures(**{name: sum(getattr(one.figures, name) for one in listed) for name in names})
