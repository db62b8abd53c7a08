"""The rows of a draft as tables: the plan, the constraint list, and the proof of its sums.

Call them in the language of the document.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nsss_gender.language.numbers import MINUS
from reports.builders.parts import ministry_column, plain
from reports.documents import Cell, Column, Kind, Proof, Row, Table, Term
from reports.enums import RowDisposition
from reports.models import ActionItem
from reports.selectors import Draft


def actions(draft: Draft, *, ministries: bool) -> Table:
    """The rows, in the shape in which ministries file their plans."""
    columns = (
        Column("reference", _("Reference"), Kind.CODE, 17, _("Ministry / programme / question")),
        *((ministry_column(),) if ministries else ()),
        Column("programme", _("Programme"), width=20),
        Column("gap", _("Gap"), width=26),
        Column("action", _("Action"), width=28),
        Column("kind", _("Kind of action"), width=14, meaning=_("What the answer asks for")),
        Column("indicator", _("Indicator"), width=28),
        Column("cycle", _("Stage of the cycle"), width=17),
        Column("gain", _("Gain"), Kind.POINTS, 7, _("Points gained when the row is done")),
        Column("priority", _("Priority"), width=11, meaning=_("High: lifts the level first")),
        Column("remark", _("Remarks"), width=14),
    )
    rows = tuple(_action(item, ministries=ministries) for item in draft.items)
    return Table(
        _("Actions"),
        _("gain in points"),
        columns,
        rows,
        empty=_("There are no rows yet."),
        wide=True,
    )


def _action(item: ActionItem, *, ministries: bool) -> Row:
    entry = item.source
    return Row(
        (
            Cell(item.reference),
            *((Cell(entry.ministry_name),) if ministries else ()),
            Cell(entry.programme_name),
            Cell(item.gap),
            Cell(item.action),
            Cell(item.get_kind_display()),
            Cell(item.indicator or None),
            Cell(item.get_cycle_stage_display()),
            Cell(plain(item.gain)),
            Cell(item.get_priority_display()),
            Cell(_remarks(item) or None),
        ),
        key=item.reference.replace("/", "-"),
    )


def _remarks(item: ActionItem) -> str:
    remarks = []
    if not item.source.accepted:
        remarks.append(_("report not yet accepted"))
    if not item.gap_open:
        remarks.append(_("the answer no longer has this gap"))
    elif item.source_changed_at:
        remarks.append(_("answer changed after the row was written"))
    if item.disposition != RowDisposition.KEPT:
        remarks.append(item.get_disposition_display())
    return "; ".join(remarks)


def proofs(draft: Draft) -> Iterable[Proof]:
    """The proof lines: both sides printed; listed rows and scores against sums of the database."""
    totals = draft.totals
    if draft.ministry is None and totals.rows:
        yield Proof(
            _("Rows of the plan are the rows of the ministries"),
            (Term(_("rows in all"), len(draft.items)),),
            tuple(Term(draft.ministry_name(one.ministry), one.rows) for one in draft.with_rows),
            kind=Kind.INTEGER,
        )
    yield Proof(
        _("What can be gained is what the rows gain"),
        (
            Term(_("points possible"), plain(totals.potential)),
            Term(_("points now"), plain(totals.current), MINUS),
        ),
        (
            Term(_("gains of rows kept"), plain(totals.gain(RowDisposition.KEPT))),
            Term(_("merged"), plain(totals.gain(RowDisposition.MERGED))),
            Term(_("dropped"), plain(totals.gain(RowDisposition.DROPPED))),
        ),
    )


def constraints(draft: Draft, *, ministries: bool) -> Table:
    """What cannot be done, with the reason as the ministry gave it (52)."""
    columns = (
        Column("question", _("Question"), Kind.CODE, 12),
        *((ministry_column(),) if ministries else ()),
        Column("programme", _("Programme"), width=30),
        Column("about", _("About"), width=20),
        Column("reason", _("Reason why it is not possible"), width=48),
    )
    rows = tuple(
        Row(
            (
                Cell(row.question_code),
                *((Cell(row.entry.ministry_name),) if ministries else ()),
                Cell(row.entry.programme_name),
                Cell(row.label),
                Cell(row.reason),
            ),
            key=f"{row.entry.ministry.code}-{row.entry.programme.code}-{row.question_code}",
        )
        for row in draft.constraints
    )
    empty = _("No gap was reported as impossible to close.")
    return Table(_("Constraint list"), "", columns, rows, empty=empty)
