"""Filling one answer into several places: the answer, and the ticks that say where."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.forms.fill import STALE, AnswerForm, TokenForm
from assessments.schema import Question
from assessments.selectors.grid import Place
from assessments.selectors.places import field_id
from assessments.selectors.shown import Options
from assessments.sheet import EMPTY

ACROSS = "all"


@dataclass(frozen=True)
class Picked:
    """One ticked place: the version the person saw, and whether what stands may be replaced."""

    assessment_id: uuid.UUID
    code: str
    base: int
    replace: bool


class FillForm:
    """One answer and the places it goes to. Names: ``pick`` and ``replace`` list the ticked places,
    ``base-KEY`` says which version the person saw in each."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        question: Question,
        places: Sequence[Place],
        options: Options = (),
    ) -> None:
        self.token = TokenForm(data)
        self.question = replace(question, parts=())
        self.answer = AnswerForm(data, asked=self.question, given=EMPTY, options=options)
        self._data, self._places = data, places

    def is_valid(self) -> bool:
        """Whether there is an answer and a place for it; ``problems`` tells what is missing."""
        self._problems = [("", str(text)) for texts in self.token.errors.values() for text in texts]
        if not self.answer.is_valid():
            self._problems += self.answer.problems()
        elif not any(self.values().values()):
            self._problems.append((self._first_field(), _("Give an answer to fill in.")))
        if not self._keys("pick"):
            self._problems.append((self.first_tick, _("Tick where the answer goes.")))
        if any(
            self._base(place) is None for place in self._places if place.key in self._keys("pick")
        ):
            self._problems.append(("", str(STALE)))
        return not self._problems

    def problems(self) -> list[tuple[str, str]]:
        """The (id to link to, message) pairs for the error summary."""
        return self._problems

    def values(self) -> dict[str, Any]:
        return self.answer.values()

    def picked(self) -> list[Picked]:
        """The ticked places, after ``is_valid``."""
        ticked, over = self._keys("pick"), self._keys("replace")
        return [
            Picked(
                place.assessment.pk, place.question.code, self._base(place) or 0, place.key in over
            )
            for place in self._places
            if place.key in ticked
        ]

    @property
    def rows(self) -> list[tuple[str, Place, bool]]:
        """The places with the id of their tick, and whether it is set."""
        return [
            (f"pick-{number}", place, self._ticked(place))
            for number, place in enumerate(self._places)
        ]

    @property
    def first_tick(self) -> str:
        """The id of the first place that can be ticked."""
        return next((tick for tick, place, _on in self.rows if not place.closed), "")

    def _ticked(self, place: Place) -> bool:
        return place.key in self._keys("pick") if self._data else not (place.closed or place.shown)

    def _keys(self, name: str) -> list[str]:
        return self._data.getlist(name) if self._data else []

    def _base(self, place: Place) -> int | None:
        typed: Mapping[str, str] = self._data or {}
        text = str(typed.get(f"base-{place.key}", ""))
        return int(text) if text.isdecimal() else None

    def _first_field(self) -> str:
        name = next(name for name in self.answer.fields if name != "base")
        grouped = name in {"judgement", "choices"}
        return field_id(self.question.code, name, grouped=grouped)


def across(question: Question) -> Question:
    """A question without words of its own, for one judgement over several items."""
    return replace(question, code=ACROSS, parts=(), missing=None, follow_up=None, help=None)


class CopyForm(forms.Form):
    """Which programme's answer is copied. ``bases`` are the version numbers that the person saw
    here, in the order of ``codes``; cleaned they are a mapping by code."""

    token = forms.UUIDField()
    source = forms.UUIDField()
    bases = forms.CharField()
    replace = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict, *, codes: Sequence[str]) -> None:
        super().__init__(data)
        self.codes = codes

    def clean_bases(self) -> dict[str, int]:
        numbers = self.cleaned_data["bases"].split(",")
        if len(numbers) != len(self.codes) or not all(one.isdecimal() for one in numbers):
            raise ValidationError(STALE)
        return dict(zip(self.codes, map(int, numbers), strict=True))

    def check(self) -> None:
        """Raise ValidationError where the form cannot be read: nobody types in it."""
        if not self.is_valid():
            raise ValidationError(STALE)
