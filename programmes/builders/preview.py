"""The rows of a preview in the reader's words: what changes from what to what, what is wrong where (95)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nsss_gender.language.numbers import digits, number
from programmes.builders.known import Vocabulary
from programmes.builders.mistakes import sentence
from programmes.models import RegisterJobRow
from programmes.schema.columns import BY_KEY, COLUMNS, Column
from programmes.schema.facts import KINDS, NEW
from programmes.schema.wishes import HEADING

# Kind of list → heading of the group on the page "Words to map".
_COLUMN_OF = {
    "ministry": "lead",
    "cluster": "cluster",
    "stage": "stages",
    "group": "groups",
    "agency": "agency",
    "approach": "approach",
    "function": "functions",
    "grade": "grade",
}


@dataclass(frozen=True)
class Change:
    """One field of a row: its heading, the old text and the new one; no old text for a new programme."""

    title: str
    old: str
    new: str
    is_new: bool


@dataclass(frozen=True)
class Mistake:
    """One cell that cannot be read: its address, its heading and how to mend it."""

    cell: str
    title: str
    text: str


@dataclass(frozen=True)
class Shown:
    """One row of the preview."""

    position: int
    label: str
    programme: Any
    outcome: str
    changes: list[Change]
    mistakes: list[Mistake]


def shown(rows: Iterable[RegisterJobRow], words: Vocabulary, language: str) -> list[Shown]:
    """The rows as the page shows them; no statement, whatever their number."""
    return [
        Shown(
            row.position,
            row.label,
            row.programme_id,
            row.outcome,
            list(_changes(row.changes, words, language)),
            [_mistake(one, language) for one in row.errors],
        )
        for row in rows
    ]


def list_title(kind: str, language: str) -> str:
    """What a list of unknown words is called."""
    key = _COLUMN_OF.get(kind)
    return BY_KEY[key].title(language) if key else _("Headings of the file")


def stands(kind: str, one: Mapping[str, Any], language: str) -> str:
    """Where an unknown word stands in the file, and how often."""
    words = {"where": digits(str(one["where"]), language), "times": number(one["times"], language)}
    if kind == HEADING:
        return _("Cell %(where)s") % words
    if one["times"] == 1:
        return _("Row %(where)s") % words
    return _("First in row %(where)s; %(times)s rows in all") % words


def column_choices(language: str) -> list[tuple[str, str]]:
    """The columns that a heading may stand for."""
    return [(column.key, column.title(language)) for column in COLUMNS]


def _changes(changes: Mapping[str, Any], words: Vocabulary, language: str) -> Iterable[Change]:
    for key, (old, new) in changes.items():
        column = BY_KEY[key]
        yield Change(
            column.title(language),
            "" if old is None else _said(column, old, words, language),
            _said(column, new, words, language),
            old is None,
        )


def _said(column: Column, value: Any, words: Vocabulary, language: str) -> str:
    """A stored value in words; a list divided by semicolons."""
    kind = KINDS.get(column.key)
    if kind is None:
        return str(value)
    codes = value if isinstance(value, list) else [value] if value else []
    return "; ".join(_word(kind, code, words, language) for code in codes)


def _word(kind: str, code: str, words: Vocabulary, language: str) -> str:
    if code.startswith(NEW):
        return _("%(word)s (new)") % {"word": code.removeprefix(NEW)}
    return words.said(kind, code, language)


def _mistake(error: Mapping[str, Any], language: str) -> Mistake:
    column = BY_KEY.get(error["column"])
    title = column.title(language) if column else ""
    return Mistake(error["cell"], title, sentence(error["code"], error["params"], language))
