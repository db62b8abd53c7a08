"""An uploaded table → what it would do, row by row; the preview of an import (1). Reads, never writes."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from import_export.results import RowResult

from nsss_gender.language.text import script
from programmes.builders.known import known, vocabulary
from programmes.enums import RowOutcome
from programmes.models import RegisterJob, RegisterJobRow
from programmes.resources.programme import ProgrammeResource
from programmes.schema.columns import BY_KEY, LEFT_OUT, NAME
from programmes.schema.facts import FIELDS
from programmes.schema.lexicon import loose
from programmes.schema.untidy import Grid, Line, Table, table_find
from programmes.schema.wishes import ASK, EMPTY, HEADING, UNREAD, Wishes

OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: RowOutcome.ADD,
    RowResult.IMPORT_TYPE_UPDATE: RowOutcome.CHANGE,
    RowResult.IMPORT_TYPE_SKIP: RowOutcome.SAME,
    RowResult.IMPORT_TYPE_INVALID: RowOutcome.INVALID,
}
EVERY = 200
Beat = Callable[[int, int], None]


@dataclass
class Reading:
    """What was understood of a file: its rows as a preview, their counts, what nobody knows."""

    table: Table
    wishes: Wishes
    rows: list[RegisterJobRow] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each outcome."""
        found = Counter(str(row.outcome) for row in self.rows)
        return {str(outcome): found[outcome] for outcome in RowOutcome}

    @property
    def facts(self) -> dict[str, Any]:
        """Sheet, header row, headings and left-out rows, for the page."""
        heads = {
            self.table.address(at, self.table.header): text
            for at, text in self.table.headings.items()
        }
        return {
            "sheet": self.table.title,
            "header": self.table.header,
            "headings": heads,
            "left_out": list(self.table.left_out)[:100],
        }


def read(job: RegisterJob, grids: list[Grid], beat: Beat) -> Reading:
    """The preview of a file. Raises UntidyError where it holds no table of programmes."""
    words = vocabulary()
    names = words.names["ministry"]
    table = table_find(grids, lambda text: bool(names.code(text)))
    wishes = Wishes(job.mapping.get("chosen", {}))
    places = _places(table, wishes)
    found = Reading(table, wishes)
    if not set(places) & {"code", NAME, "name_en", "name_bn"}:
        return found
    resource = ProgrammeResource(known(), words, wishes)
    for at, line in enumerate(table.lines):
        wishes.where = str(line.number)
        found.rows.append(_row(job, resource, table, places, line))
        if at % EVERY == 0:
            beat(at, len(table.lines))
    return found


def _places(table: Table, wishes: Wishes) -> dict[str, list[int]]:
    """Where the cells of each column stand; a heading may be mapped to another column by a person."""
    places: dict[str, list[int]] = {}
    for at, text in table.headings.items():
        key = wishes.chosen.get(HEADING, {}).get(loose(text)) or table.keys[at]
        if key == ASK:
            wishes.where = table.address(at, table.header)
            key = wishes.wish(HEADING, text)
        if key not in {ASK, EMPTY, UNREAD, LEFT_OUT}:
            places.setdefault(key, []).append(at)
    return places


def _row(
    job: RegisterJob,
    resource: ProgrammeResource,
    table: Table,
    places: Mapping[str, list[int]],
    line: Line,
) -> RegisterJobRow:
    """One row of the preview: what import-export says of it, with the address of each mistake."""
    cells, origin = _cells(places, line)
    result = resource.import_row(
        {**cells, "row": str(line.number)}, None,
        dry_run=True, using_transactions=False, row_number=line.number,
    )  # fmt: skip
    if result.errors:
        raise result.errors[0].error
    outcome = OUTCOMES[result.import_type]
    row = RegisterJobRow(job=job, position=line.number, outcome=outcome)
    row.label = (cells.get("name_en") or cells.get("name_bn") or cells.get("code", ""))[:300]
    facts = result.instance
    if facts is not None:
        row.label = str(facts)[:300]
        if facts.number:
            row.programme_id, row.base = facts.pk, facts.number
    if outcome in {RowOutcome.ADD, RowOutcome.CHANGE}:
        row.changes = result.diff
        row.values = {name: pair[1] for name, pair in result.diff.items()}
    elif outcome == RowOutcome.INVALID:
        row.errors = list(_errors(result.validation_error, table, places, origin, line))
    return row


def _cells(places: Mapping[str, list[int]], line: Line) -> tuple[dict[str, str], dict[str, int]]:
    """The texts by column and where each stood; a cell that only says "name" goes to its script's name."""
    cells: dict[str, str] = {}
    origin: dict[str, int] = {}
    for key, spots in places.items():
        for at in spots:
            text = line.cells.get(at, "")
            own = key
            if key == NAME:
                own = "name_bn" if script(text) == "bn" else "name_en"
            if text and not cells.get(own):
                cells[own], origin[own] = text, at
            elif key != NAME:
                cells.setdefault(own, "")
    if line.section and not cells.get("lead"):
        cells["lead"] = line.section
    return cells, origin


def _errors(
    mistakes: ValidationError,
    table: Table,
    places: Mapping[str, list[int]],
    origin: Mapping[str, int],
    line: Line,
) -> Iterator[dict[str, Any]]:
    for name, problems in mistakes.error_dict.items():
        at = origin.get(name, next(iter(places.get(name, ())), None))
        for problem in problems:
            yield {
                "column": name if name in BY_KEY else "",
                "cell": str(line.number) if at is None else table.address(at, line.number),
                "code": problem.code or "",
                "params": problem.params or {},
            }


__all__ = ["FIELDS", "Reading", "read"]
