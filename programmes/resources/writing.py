"""The filtered list of programmes → the rows of a table, in the words of the reader (82, 97)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.builders.known import known, vocabulary
from programmes.models import Programme
from programmes.resources.programme import ProgrammeResource
from programmes.schema.columns import BY_KEY, COLUMNS, STATE
from programmes.schema.facts import FIELDS
from programmes.schema.wishes import Wishes

EVERY = 200
LONGEST = 32_767  # signs that a cell of Excel can hold
Beat = Callable[[int, int], None]
Rows = list[list[str]]


@dataclass
class Sheets:
    """A table of programmes and the texts that no cell can hold."""

    rows: Rows
    widths: list[int]
    long: Rows = field(default_factory=list)


def table(chosen: Any, language: str, beat: Beat) -> Sheets:
    """Head and one row for each programme of the queryset, in its order; call it in ``language``."""
    words, present = (
        vocabulary(),
        known(Programme.objects.filter(pk__in=chosen.values("pk").order_by())),
    )
    resource = ProgrammeResource(present, words, Wishes(), language)
    titles = [BY_KEY[name].title(language) for name in FIELDS]
    found = Sheets([[*titles, STATE.title(language)]], [BY_KEY[name].width for name in FIELDS])
    found.widths.append(STATE.width)
    order = list(chosen.values_list("code", "ended_on", "proposed"))
    dataset = resource.export([present.facts[code] for code, *_rest in order])
    for at, (cells, (code, ended_on, proposed)) in enumerate(zip(dataset, order, strict=True)):
        row = [
            _short(found, code, name, str(cell)) for name, cell in zip(FIELDS, cells, strict=True)
        ]
        found.rows.append([*row, _state(ended_on, proposed)])
        if at % EVERY == 0:
            beat(at, len(order))
    return found


def _short(found: Sheets, code: str, name: str, text: str) -> str:
    """The cell; a text that is too long stands in parts on a sheet of its own, and its cell stays empty."""
    if len(text) <= LONGEST:
        return text
    for part, start in enumerate(range(0, len(text), LONGEST // 2), 1):
        found.long.append([code, name, str(part), text[start : start + LONGEST // 2]])
    return ""


def _state(ended_on: Any, proposed: Any) -> str:
    """Whether it runs today, in words."""
    return str(Programme(ended_on=ended_on, proposed=proposed).state_on(timezone.localdate()).label)


def sheets(found: Sheets, language: str) -> list[tuple[str, list[int], Rows]]:
    """The sheets of the workbook: programmes, dictionary and, where there are any, long texts."""
    made = [
        (_("Programmes"), found.widths, found.rows),
        (_("Dictionary"), [48, 20, 48], dictionary(language)),
    ]
    if found.long:
        heads = [_("Code"), _("Column"), _("Part"), _("Text")]
        made.append((_("Long texts"), [10, 20, 8, 110], [heads, *found.long]))
    return made


def dictionary(language: str) -> Rows:
    """What each column holds and how an import reads it."""
    told = _("An empty cell changes nothing. “(empty)” empties a field that may be empty.")
    return [
        [_("Column"), _("Key"), _("Kind")],
        *([one.title(language), one.key, one.kind.title(language)] for one in COLUMNS),
        [STATE.title(language), STATE.key, _("for reading only: an import leaves it out")],
        [told, "", ""],
    ]
