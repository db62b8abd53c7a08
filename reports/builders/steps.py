"""The programmes of a chapter in short: what lifts the level first, graduation, whom they reach; and the answers
in which ministry and Cabinet Division differ. Call it in the language of the document.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.enums import Feasibility, Judgement
from assessments.models import ReviewComment
from programmes.enums import CoverageUnit
from reports.builders.answered import answer_word
from reports.builders.parts import ministry_column
from reports.documents import Cell, Column, Kind, Row, Table
from reports.enums import Priority
from reports.models import PlanEntry
from reports.selectors import Draft


def steps(draft: Draft, *, ministries: bool) -> Table:
    """Beside points and level: the rows among the fewest changes to the next level, graduation, and the
    people reached in the newest year that the ministry reported. Blank is unknown, never zero (5, 43)."""
    columns = (
        Column("programme", _("Programme"), width=30),
        *((ministry_column(),) if ministries else ()),
        Column("code", _("Code"), Kind.CODE, 12),
        *(_answers() if draft.one_by_one else ()),
        Column("period", _("Year"), Kind.YEAR, 16, _("Newest year of coverage")),
        Column("unit", _("Unit"), width=13),
        Column("women", _("Women"), Kind.INTEGER, 13),
        Column("men", _("Men"), Kind.INTEGER, 13),
        Column("hijra", _("Hijra"), Kind.INTEGER, 10),
        Column("all", _("Not disaggregated"), Kind.INTEGER, 17),
    )
    first = _first(draft) if draft.one_by_one else None
    rows = tuple(_step(entry, first, ministries=ministries) for entry in draft.settled)
    return Table(
        _("Programmes: next step, graduation and coverage")
        if draft.one_by_one
        else _("Programmes and their coverage"),
        _("coverage in the unit that is named"),
        columns,
        rows,
        empty=_("No programme is settled yet."),
        wide=True,
    )


def _answers() -> tuple[Column, ...]:
    """What tells of the answers of one programme."""
    return (
        Column(
            "first",
            _("Lifts the level first"),
            width=22,
            meaning=_("Questions among the fewest changes to the next level"),
        ),
        Column("graduation", _("Graduation"), width=13, meaning=_("Answer to Q5, without points")),
    )


def _first(draft: Draft) -> Mapping[UUID, list[str]]:
    """The questions of each programme whose row is among the fewest changes, by the formula (51)."""
    found: dict[UUID, list[str]] = {}
    for item in draft.items:
        if item.entry_id and item.priority == Priority.HIGH and item.gap_open:
            found.setdefault(item.entry_id, []).append(item.question_code)
    return found


def _step(entry: PlanEntry, first: Mapping[UUID, list[str]] | None, *, ministries: bool) -> Row:
    """``first`` is None where nothing may be told of one programme's answers."""
    unit = str(CoverageUnit(entry.coverage_unit).label) if entry.coverage_unit else None
    reached = (entry.women, entry.men, entry.hijra, entry.not_disaggregated)
    return Row(
        (
            Cell(entry.programme_name),
            *((Cell(entry.ministry_name),) if ministries else ()),
            Cell(entry.programme.code),
            *(_said(entry, first) if first is not None else ()),
            Cell(entry.coverage_period or None),
            Cell(unit),
            *map(Cell, reached),
        ),
        key=f"{entry.ministry.code}-{entry.programme.code}",
    )


def _said(entry: PlanEntry, first: Mapping[UUID, list[str]]) -> tuple[Cell, ...]:
    graduation = entry.score.graduation if entry.score else ""
    return (
        Cell(", ".join(first.get(entry.pk, ())) or None),
        Cell(answer_word(graduation) if graduation else None),
    )


def differing(draft: Draft) -> Table:
    """Reported and proposed side by side where the ministry kept its own answer; points and rows use the
    ministry's (32)."""
    columns = (
        Column("code", _("Code"), Kind.CODE, 12),
        Column("question", _("Question"), Kind.CODE, 11),
        Column("reported", _("Reported"), width=16),
        Column("proposed", _("Proposed"), width=20),
        Column("why", _("Reason of the reviewer"), width=34),
        Column("reply", _("Reason of the ministry"), width=34),
    )
    names = {entry.assessment_id: entry for entry in draft.entries}
    rows = tuple(
        _difference(row, names[row.assessment_id], place)
        for place, row in enumerate(_last(draft.differing), 1)
        if row.assessment_id in names
    )
    return Table(
        _("Differing answers"),
        _("points and rows use the ministry's answer"),
        columns,
        rows,
        empty=_("Ministry and reviewer agree wherever another answer was proposed."),
    )


def _last(rows: Iterable[ReviewComment]) -> list[ReviewComment]:
    """The last word on each question."""
    return list({(row.assessment_id, row.question_id): row for row in rows}.values())


def _difference(row: ReviewComment, entry: PlanEntry, place: int) -> Row:
    said = {answer.question_code: answer.judgement for answer in entry.answers.all()}
    proposed = str(Judgement(row.proposed).label)
    if row.proposed_feasibility:
        proposed = f"{proposed}; {Feasibility(row.proposed_feasibility).label}"
    return Row(
        (
            Cell(entry.programme.code),
            Cell(row.question.code),
            Cell(answer_word(said.get(row.question.code, ""))),
            Cell(proposed),
            Cell(row.text),
            Cell(row.reply.text or None),
        ),
        key=f"{entry.programme.code}-{row.question.code}-{place}",
    )
