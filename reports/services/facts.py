"""What a packet says of one programme, as rows that the database can count (capabilities 5 and 47).

Nothing is written here: the refresh gathers these rows with its other changes and writes them together.
"""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from assessments import scoring
from assessments.sheet import Sheet
from reports.enums import Axis
from reports.models import EntryAnswer, EntryFacet, PlanEntry

REACHED = ("women", "men", "hijra", "not_disaggregated")


def coverage(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The people reached in the newest year of the packet; blank is unknown, never zero (5)."""
    newest = max(rows, key=lambda row: str(row["period"]), default={})
    return {
        "coverage_period": newest.get("period", ""),
        "coverage_unit": newest.get("unit", ""),
        **{name: newest.get(name) for name in REACHED},
    }


def answers(entry: PlanEntry, sheet: Sheet) -> list[EntryAnswer]:
    """One row for every judged question, answered or not."""
    rows = {row.question: row for row in sheet.score.rows}
    codes = [question.code for question in sheet.questionnaire.judged]
    return [_answer(entry, sheet, place, code, rows.get(code)) for place, code in enumerate(codes)]


def _answer(
    entry: PlanEntry, sheet: Sheet, place: int, code: str, row: scoring.Row | None
) -> EntryAnswer:
    said = sheet.items()[code]
    return EntryAnswer(
        entry=entry,
        question_code=code,
        position=place,
        judgement=said.judgement,
        feasibility=said.feasibility,
        kind=row.kind if row else "",
        gain=row.gain if row else scoring.ZERO,
        long_gain=row.long_term if row else scoring.ZERO,
        steps=next((len(chosen) for chosen in sheet.score.fewest_changes if code in chosen), 0),
        version_id=uuid.UUID(sheet[code].version) if sheet[code].version else None,
    )


def facets(entry: PlanEntry, programme: Mapping[str, Any], sheet: Sheet) -> list[EntryFacet]:
    """By what the programme is counted: what the packet does not say leaves no row."""
    codes = {
        Axis.CLUSTER: [programme["cluster"]],
        Axis.STAGE: programme["stages"],
        Axis.GROUP: programme["groups"],
        Axis.APPROACH: sheet["Q4.approach"].choices,
        Axis.FUNCTION: sheet["Q4.functions"].choices,
    }
    return [
        EntryFacet(entry=entry, axis=axis, code=code, first=not place)
        for axis, found in codes.items()
        for place, code in enumerate(dict.fromkeys(filter(None, found)))
    ]
