"""The three-way merge of what is typed field by field: what both started from, what stands now, what I typed.

Different fields merge. The same field changed in two different ways is a clash: what stands now stays,
and the caller keeps the other text beside it, so that no typed word is lost.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize

FIELDS: Final = ("judgement", "text", "missing", "feasibility", "detail", "reason", "choices")


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged values (for a clash: the head's), and the fields in which head and mine clash."""

    values: dict[str, Any]
    clashes: tuple[str, ...]


def merge(
    base: Mapping[str, Any],
    head: Mapping[str, Any],
    mine: Mapping[str, Any],
    fields: Collection[str] = FIELDS,
) -> Merged:
    """Merge mine into head, knowing the base both started from; ``fields`` are those there can be.

    A field absent from the base is empty there; a field absent from head or mine is unchanged by it.
    A field that nobody names is left out of the values. A field that there cannot be is an error.
    """
    named = {*base, *head, *mine}
    unknown = sorted(named - set(fields))
    if unknown:
        raise ValueError(f"not a field: {', '.join(unknown)}")
    values: dict[str, Any] = {}
    clashes: list[str] = []
    for field in fields:
        if field not in named:
            continue
        before = base.get(field)
        theirs, ours = head.get(field, before), mine.get(field, before)
        values[field] = ours if same(theirs, before) and not same(ours, before) else theirs
        if not same(values[field], ours) and not same(ours, before):
            clashes.append(field)
    return Merged(values, tuple(clashes))


def same(one: object, other: object) -> bool:
    """Say whether two values read the same: empties, line ends and Unicode composition do not count."""
    return _plain(one) == _plain(other)


def _plain(value: object) -> object:
    if isinstance(value, str):
        return normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list | tuple):
        return tuple(_plain(part) for part in value) or ""
    return "" if value is None else value
