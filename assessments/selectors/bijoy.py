"""Texts of an answer that look as if typed for a Bijoy font, beside the same in Unicode."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assessments.models import Answer
from assessments.schema import Part, Question
from assessments.selectors.shown import FieldShown, fields_shown
from assessments.sheet import Given
from nsss_gender.language.bijoy import from_bijoy, looks_bijoy

TYPED = ("text", "missing", "detail", "reason")


@dataclass(frozen=True)
class Reworded:
    """One field as it was typed, and in Unicode."""

    typed: FieldShown
    unicode: FieldShown


def has_bijoy(given: Given) -> bool:
    """Whether one of the typed texts of an answer looks like Bijoy."""
    return any(looks_bijoy(getattr(given, name)) for name in TYPED)


def reworded(answer: Answer, asked: Question | Part) -> list[Reworded]:
    """The fields of the standing version that look like Bijoy; empty where none does."""
    given = answer.head.given() if answer.head else Given()
    return [Reworded(*pair) for pair in _pairs(asked, given)]


def _pairs(asked: Question | Part, given: Given) -> Iterator[tuple[FieldShown, FieldShown]]:
    for field in fields_shown(asked, given, (), TYPED):
        if looks_bijoy(field.value):
            yield field, replace(field, value=from_bijoy(field.value))


def unicode_of(text: str) -> str:
    """The text in Unicode where it looks like Bijoy; else nothing."""
    return from_bijoy(text) if looks_bijoy(text) else ""
