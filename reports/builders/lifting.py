"""Which kind of action lifts how many programmes, as blocks (capabilities 43, 47). Call them in the document's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nsss_gender.language.numbers import number
from reports.builders import parts
from reports.documents import (
    Block,
    Cell,
    Column,
    Distribution,
    Kind,
    Paragraph,
    Row,
    Series,
    Shade,
    counted,
)
from reports.selectors import analysis
from reports.selectors.analysis import Action
from reports.selectors.scope import Scope


def kinds(scope: Scope) -> tuple[Block, ...]:
    """Which single kind of action would lift most programmes to their next level, and what each kind gains."""
    found = analysis.actions(scope, parts.language())
    columns = (
        Column("question", _("Question"), width=22),
        Column("kind", _("Kind of action"), width=18),
        counted("n", _("n"), 7, _("Programmes whose answer asks for this action")),
        counted(
            "alone", _("Alone"), 10, _("Programmes that this action alone lifts to the next level")
        ),
        counted(
            "together",
            _("With others"),
            11,
            _("Programmes for which it is one of the fewest changes to the next level"),
        ),
        counted("rest", _("Not needed"), 12, _("Programmes whose fewest changes do without it")),
        Column("gain", _("Gain"), Kind.POINTS, 9, _("Points gained together when it is done")),
    )
    chart = Distribution(
        _("What each kind of action would lift to the next level"),
        _("in programmes; gain in points"),
        columns,
        tuple(_action(one) for one in found),
        empty=_("No answer asks for an action."),
        labels=2,
        series=(
            Series("alone", Shade.DARK, _("lifts by itself")),
            Series("together", Shade.MIDDLE, _("lifts together with other changes")),
            Series("rest", Shade.PALE, _("not among the fewest changes")),
        ),
    )
    return (best_said(found), chart)


def _action(one: Action) -> Row:
    cells = (
        Cell(f"{one.question} {one.label}"),
        Cell(one.kind),
        Cell(one.programmes),
        Cell(one.lifts),
        Cell(one.helps),
        Cell(one.programmes - one.lifts - one.helps),
        Cell(parts.plain(one.gain)),
    )
    return Row(cells, key=f"{one.question}-{one.code}")


def best_said(found: Iterable[Action]) -> Paragraph:
    """The single kind of action that reaches most, in a sentence; where none does it alone, the one that
    most programmes need among others."""
    best = analysis.best(found)
    if best is None or not (best.lifts or best.helps):
        return Paragraph(_("No action would lift a programme to its next level."))
    if best.lifts:
        said = ngettext(
            "One kind of action reaches most: “%(kind)s” at %(question)s. By it alone %(n)s programme would reach its next level.",
            "One kind of action reaches most: “%(kind)s” at %(question)s. By it alone %(n)s programmes would reach their next level.",
            best.lifts,
        )
    else:
        said = ngettext(
            "No single kind of action is enough: every programme needs several changes for its next level. %(n)s needs “%(kind)s” at %(question)s among them.",
            "No single kind of action is enough: every programme needs several changes for its next level. Most (%(n)s) need “%(kind)s” at %(question)s among them.",
            best.helps,
        )
    named = f"{best.question} {best.label}"
    n = number(best.lifts or best.helps, parts.language())
    return Paragraph(said % {"kind": best.kind, "question": named, "n": n})
