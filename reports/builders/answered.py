"""Answers of many programmes as blocks: counted, and programme by programme (capabilities 12, 44, 47).
Call them in the document's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.enums import Judgement
from assessments.scoring import GRADUATION
from reports.builders import parts
from reports.builders.lines import axis_name, n_column, several_said, stated
from reports.documents import (
    Answered,
    Block,
    Cell,
    Column,
    Distribution,
    HeatMap,
    Paragraph,
    Row,
    Series,
    Shade,
    counted,
)
from reports.enums import Axis
from reports.models import PlanEntry
from reports.selectors import analysis
from reports.selectors.analysis import Tally
from reports.selectors.scope import Scope

ANSWER_SHADES = {
    "yes": Shade.DARK,
    "partly": Shade.MIDDLE,
    "no": Shade.PALE,
    "na": Shade.HATCHED,
    "": Shade.DOTTED,
}


def answers(scope: Scope) -> tuple[Block, ...]:
    """What is missing most often, how each gender item was answered, and beside them graduation, which
    carries no points."""
    found = analysis.tallies(scope, parts.language())
    items = [tally for tally in found if tally.code != GRADUATION]
    beside = [tally for tally in found if tally.code == GRADUATION]
    return (
        _missing_said(items),
        _tallies(_("Answers to the gender items"), _("Question"), items, coded=True),
        _tallies(_("Graduation, beside the points"), _("Question"), beside, coded=True),
    )


def _missing_said(items: Iterable[Tally]) -> Paragraph:
    """The gender item that is missing, in whole or in part, in most programmes; of equals the first."""
    worst = max(items, key=_missing, default=None)
    if worst is None or not _missing(worst):
        return Paragraph(_("No gender item is missing in a settled programme."))
    told = _(
        "Missing most often: %(question)s, “no” in %(no)s and “partly” in %(partly)s of %(n)s programmes."
    )
    figures = {"no": worst.count("no"), "partly": worst.count("partly"), "n": worst.n}
    named = {name: parts.figure(figure) for name, figure in figures.items()}
    return Paragraph(told % {"question": f"{worst.code} {worst.label}", **named})


def _missing(tally: Tally) -> int:
    return tally.count("no") + tally.count("partly")


def answers_by(scope: Scope, axis: Axis, code: str) -> tuple[Block, ...]:
    """How one question was answered, along an axis."""
    found = analysis.tallies_by(scope, axis, code)
    label = scope.schema.question(code).label.in_language(parts.language())
    caption = _("%(question)s by %(axis)s") % {
        "question": f"{code} {label}",
        "axis": axis_name(axis),
    }
    whole = next(one for one in analysis.tallies(scope, parts.language()) if one.code == code)
    chart = _tallies(caption, str(axis.label), [*found], total=whole)
    return (chart, *several_said(several=sum(tally.n for tally in found) > whole.n))


def _tallies(
    caption: str, first: str, found: list[Tally], *, coded: bool = False, total: Tally | None = None
) -> Distribution:
    shown = [key for key in ANSWER_SHADES if key or any(tally.count("") for tally in found)]
    rows = [_tally(tally, shown, coded=coded) for tally in found]
    if total:
        cells = (
            Cell(_("All programmes")),
            Cell(total.n),
            *(Cell(total.count(key)) for key in shown),
        )
        rows.append(Row(cells, key="total", total=True))
    anything = any(tally.n for tally in found)
    return Distribution(
        caption,
        _("in programmes"),
        (
            Column("line", first, width=24),
            n_column(),
            *(counted(key or "open", answer_word(key), 9) for key in shown),
        ),
        tuple(rows) if anything else (),
        empty=_("No programme is settled yet."),
        series=tuple(Series(key or "open", ANSWER_SHADES[key]) for key in shown),
    )


def _tally(tally: Tally, shown: Iterable[str], *, coded: bool) -> Row:
    label = f"{tally.code} {tally.label}" if coded else stated(tally.label)
    cells = (Cell(label), Cell(tally.n), *(Cell(tally.count(key)) for key in shown))
    return Row(cells, key=tally.code or "not-stated")


def answer_word(judgement: str) -> str:
    """The answer in one word; the same word in charts, heat map and profile."""
    if judgement == Judgement.NA:
        return _("n/a")
    return str(Judgement(judgement).label) if judgement else _("open")


def heat_map(
    scope: Scope, entries: Iterable[PlanEntry] | None = None, *, ministries: bool | None = None
) -> tuple[Block, ...]:
    """Programmes × questions in official order, never by points. ``entries`` are those of one page, as
    ``analysis.answered`` reads them, or any of the plan; without them all."""
    listed = analysis.with_answers(analysis.answered(scope) if entries is None else entries)
    named = scope.ministry is None if ministries is None else ministries
    asked = [(one.code, one.label.in_language(parts.language())) for one in scope.schema.judged]
    shown = [key for key in ANSWER_SHADES if key] + [""]
    chart = HeatMap(
        _("Answers, programme by programme"),
        _("in official order"),
        (
            Column("programme", _("Programme"), width=30),
            *((parts.ministry_column(),) if named else ()),
            *(Column(code, f"{code} {label}", width=11) for code, label in asked),
        ),
        tuple(_line(entry, [code for code, _label in asked], named=named) for entry in listed),
        empty=_("No programme is settled yet."),
        wide=True,
        shaded=tuple(code for code, _label in asked),
        legend=tuple(Answered(answer_word(key), ANSWER_SHADES[key]) for key in shown),
    )
    return (chart,)


def _line(entry: PlanEntry, codes: Iterable[str], *, named: bool) -> Row:
    said = {answer.question_code: answer.judgement for answer in entry.answers.all()}
    return Row(
        (
            Cell(entry.programme_name),
            *((Cell(entry.ministry_name),) if named else ()),
            *(Cell(answer_word(said.get(code, ""))) for code in codes),
        ),
        key=f"{entry.ministry.code}-{entry.programme.code}",
    )
