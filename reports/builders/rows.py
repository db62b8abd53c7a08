"""The rows of a draft as tables: the plan in the shape ministries know, institutional rows, those that were merged
or dropped, the constraint list, and the proof of its sums. Call them in the language of the document.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from nsss_gender.language.numbers import MINUS, digits
from reports.builders.parts import language, ministry_column, plain
from reports.documents import Block, Cell, Column, Heading, Kind, Proof, Row, Table, Term
from reports.enums import RowDisposition, SupportState
from reports.models import ActionItem, ActionPlan, ItemSupport, PlanConstraint
from reports.selectors import Draft, Figures
from reports.selectors.rows import merged_names, supports

Supports = Mapping[UUID, Sequence[ItemSupport]]


class Listed(Protocol):
    """What has rows and constraints: a draft, a chapter, or one programme."""

    @property
    def plan(self) -> ActionPlan: ...

    @property
    def items(self) -> tuple[ActionItem, ...]: ...

    @property
    def constraints(self) -> tuple[PlanConstraint, ...]: ...


def actions(draft: Listed, *, ministries: bool, named: Supports | None = None) -> Table:
    """The rows to be carried out, in the shape in which ministries file their plans (50). ``named``: who
    supports them, where it is already read."""
    named = supports(draft.plan) if named is None else named
    kept = [item for item in draft.items if item.disposition == RowDisposition.KEPT]
    columns = (
        Column("serial", _("No."), Kind.INTEGER, 9, _("Place of the row in this table")),
        Column("reference", _("Reference"), Kind.CODE, 15, _("Ministry / programme / question")),
        *((ministry_column(),) if ministries else ()),
        Column("programme", _("Programme"), width=18),
        *_what(),
        *_how(),
        Column("gain", _("Gain"), Kind.POINTS, 10, _("Points gained when the row is done")),
        Column("priority", _("Priority"), width=15, meaning=_("High: lifts the level first")),
        Column("remark", _("Remarks"), width=18, meaning=_("Kind of action, and what to look at")),
    )
    rows = tuple(
        Row(
            (
                Cell(number),
                Cell(item.reference),
                *((Cell(item.source.ministry_name),) if ministries else ()),
                Cell(item.source.programme_name),
                *_said(item, named),
                Cell(plain(item.gain)),
                Cell(item.priority_word),
                Cell(_remarks(item)),
            ),
            key=_key(item),
        )
        for number, item in enumerate(kept, start=1)
    )
    empty = _("There are no rows yet.")
    return Table(_("Actions"), _unit(), columns, rows, empty=empty, wide=True)


def institutions(draft: Draft) -> Iterable[Block]:
    """The rows that rest on no answer under their own heading; nothing where there is none (105)."""
    if draft.institutional:
        yield Heading(2, _("Institutional actions"))
        yield _institutional(draft)


def _institutional(draft: Draft) -> Table:
    """What institutions do for their own capacity, in a table of their own."""
    named, referred = draft.supports, draft.references
    columns = (
        Column("serial", _("No."), Kind.INTEGER, 9, _("Place of the row in this table")),
        Column("reference", _("Reference"), Kind.CODE, 15, _("Whose row it is, and its number")),
        Column("owner", _("Whose"), width=17),
        *_what(),
        *_how(),
        Column("policy", _("References to policies"), width=18),
        Column("remark", _("Remarks"), width=18, meaning=_("Kind of action, and what to look at")),
    )
    kept = [one for one in draft.institutional if one.disposition == RowDisposition.KEPT]
    rows = tuple(
        Row(
            (
                Cell(number),
                Cell(item.reference),
                Cell(owner(item)),
                *_said(item, named),
                Cell("; ".join(map(str, referred.get(item.pk, ()))) or None),
                Cell(_remarks(item)),
            ),
            key=_key(item),
        )
        for number, item in enumerate(kept, start=1)
    )
    empty = _("No institutional row was written yet.")
    return Table(
        _("Institutional actions"), _("cost in crore taka"), columns, rows, empty=empty, wide=True
    )


def set_aside(
    items: Iterable[ActionItem], into: Mapping[UUID, str] | None = None
) -> Iterable[Block]:
    """The rows that were merged or dropped, under their own heading; nothing where there is none. ``into``:
    the references into which they were merged, where they are already read."""
    gone = [item for item in items if item.disposition != RowDisposition.KEPT]
    if gone:
        yield Heading(2, _("Rows merged or dropped"))
        yield _gone(gone, merged_names(gone) if into is None else into)


def _gone(gone: Sequence[ActionItem], into: Mapping[UUID, str]) -> Table:
    """Each with its reason; their gains stay in the proof (48)."""
    columns = (
        Column("reference", _("Reference"), Kind.CODE, 14, _("Ministry / programme / question")),
        Column("action", _("Action"), width=40),
        Column("decision", _("What happens with it"), width=24),
        Column("reason", _("Reason"), width=34),
        Column("gain", _("Gain"), Kind.POINTS, 8, _("Points gained when the row is done")),
    )
    rows = tuple(
        Row(
            (
                Cell(item.reference),
                Cell(item.action or None),
                Cell(_decision(item, into)),
                Cell(item.disposition_reason),
                Cell(plain(item.gain)),
            ),
            key=_key(item),
        )
        for item in gone
    )
    return Table(_("Rows merged or dropped"), _("gain in points"), columns, rows)


def owner(item: ActionItem) -> str:
    """Whose institutional row it is, in words."""
    return str(item.ministry or item.cluster or _("Cabinet Division"))


def _unit() -> str:
    return _("cost in crore taka; gain in points")


def _what() -> tuple[Column, ...]:
    """The columns of what is to be done and how it is measured."""
    return (
        Column("gap", _("Gap"), width=22),
        Column("action", _("Action"), width=24),
        Column("indicator", _("Indicator"), width=22),
        Column("unit", _("Unit"), width=12),
        Column("baseline", _("Baseline"), width=13),
        Column("target", _("Target"), width=14),
    )


def _how() -> tuple[Column, ...]:
    """The columns of when, by whom and with what money."""
    return (
        Column("time", _("Time"), width=14, meaning=_("Fiscal years of start and end")),
        Column(
            "responsible",
            _("Responsible"),
            width=18,
            meaning=_("Post in the lead ministry; ministries that support it"),
        ),
        Column("cost", _("Cost"), Kind.DECIMAL, 11, _("In crore taka; blank is unknown"), places=2),
        Column("funds", _("Source of funds"), width=15),
    )


def _said(item: ActionItem, named: Supports) -> tuple[Cell, ...]:
    """The cells of ``_what`` and ``_how``; what nobody has filled in is blank."""
    texts = (item.gap, item.action, item.indicator, item.unit, item.baseline, item.target)
    return (
        *(Cell(text or None) for text in texts),
        Cell(_time(item) or None),
        Cell(_responsible(item, named.get(item.pk, ())) or None),
        Cell(item.cost_crore),
        Cell(item.funds or None),
    )


def _time(item: ActionItem) -> str:
    """From the first to the last fiscal year, in the digits of the document."""
    years = dict.fromkeys(year for year in (item.start_fy, item.end_fy) if year)
    return digits(" – ".join(years), language())


def _responsible(item: ActionItem, named: Sequence[ItemSupport]) -> str:
    """The lead's post, and below it who supports, each with its word."""
    lines = [item.lead_post] if item.lead_post else []
    for support in named:
        said = {"ministry": support.ministry, "state": _support(support)}
        lines.append(_("with %(ministry)s (%(state)s)") % said)
    return "\n".join(lines)


def _support(support: ItemSupport) -> str:
    """The word of the named ministry, short enough for a cell."""
    words = {
        SupportState.NAMED: _("not confirmed"),
        SupportState.CONFIRMED: _("confirmed"),
        SupportState.DECLINED: _("declined"),
    }
    return words[SupportState(support.state)]


def _decision(item: ActionItem, into: Mapping[UUID, str]) -> str:
    if item.merged_into_id:
        return _("Merged into %(row)s") % {"row": into[item.merged_into_id]}
    return str(item.get_disposition_display())


def _key(item: ActionItem) -> str:
    return item.reference.replace("/", "-")


def _remarks(item: ActionItem) -> str:
    """The kind of action, and what a reader has to know of the row."""
    kind = item.get_institutional_kind_display() or item.get_kind_display()
    remarks = [str(kind)] if kind else []
    if item.entry and not item.entry.accepted:
        remarks.append(_("report not yet accepted"))
    if not item.gap_open:
        remarks.append(_("the answer no longer has this gap"))
    elif item.source_changed_at:
        remarks.append(_("answer changed after the row was written"))
    if item.missing_in(language()):
        remarks.append(_("not translated yet"))
    return "; ".join(remarks)


def proofs(draft: Draft) -> Iterable[Proof]:
    """The proof lines: both sides printed; listed rows and scores against sums of the database."""
    totals = draft.totals
    if totals.rows:
        yield rows_proof(draft)
    if draft.together:
        yield _gains_proof(totals)


def _gains_proof(totals: Figures) -> Proof:
    return Proof(
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


def rows_proof(draft: Draft) -> Proof:
    """Rows that are listed against sums of the database: the chapters of ministries and, beside them,
    what clusters and the Cabinet Division do as institutions (105)."""
    overview = draft.overview
    listed = Term(_("rows in all"), len(draft.items) + len(draft.institutional))
    right: tuple[Term, ...]
    if draft.ministry or draft.cluster:
        label = _("Rows of the chapter")
        right = (
            Term(_("rows of answers"), overview.totals.answered),
            Term(_("institutional rows"), overview.totals.institutional),
        )
    else:
        label = _("Rows of the plan are the rows of its chapters")
        right = (
            Term(_("chapters of ministries"), overview.of_ministries),
            Term(_("institutional rows of clusters"), overview.of_clusters),
            Term(_("institutional rows of the Cabinet Division"), overview.cabinet.rows),
        )
    return Proof(label, (listed,), right, kind=Kind.INTEGER)


def constraints(draft: Listed, *, ministries: bool) -> Table:
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
