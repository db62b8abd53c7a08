"""The milestones of a round: all on one page, some empty lines below (38)."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.deadline import warning_sentence
from assessments.models import Milestone
from assessments.selectors.due import day_warnings
from nsss_gender.language.fields import DateField, TextField

SPARE, MOST = 3, 40
# What a first round has; offered by name, never with a day of our making. Each in its own language.
USUAL = (
    ("Workshop", "কর্মশালা"),
    ("Strategy draft", "কৌশলের খসড়া"),
    ("Consultation workshop", "পরামর্শ কর্মশালা"),
    ("Meeting of the CMC", "কেন্দ্রীয় ব্যবস্থাপনা কমিটির সভা"),
)
NAMES = ("day", "name_en", "name_bn", "note")


class MilestonesForm(forms.Form):
    """Each line: key, day, names, note. A line without names and day is none; ``base`` marks the list."""

    use_required_attribute = False

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, stands: Sequence[Milestone]
    ) -> None:
        start = list(_start(stands))
        super().__init__(data, initial={"base": Milestone.mark_of(stands), "count": len(start)})
        posted = str((data or {}).get("count", ""))
        self.days = {row.pk: row.day for row in stands}
        self.size = min(int(posted), MOST) if posted.isdecimal() else len(start)
        for place in range(self.size):
            self._line(place, start[place] if place < len(start) else {})

    def _line(self, place: int, start: Mapping[str, Any]) -> None:
        fields: dict[str, forms.Field] = {
            "key": forms.UUIDField(widget=forms.HiddenInput),
            "day": DateField(
                label=_("Day"), required=False, help_text=_("Empty while it is not fixed.")
            ),
            "name_en": TextField(label=_("Name in English"), required=False, max_length=150),
            "name_bn": TextField(label=_("Name in Bangla"), required=False, max_length=150),
            "note": TextField(label=_("Note"), required=False, max_length=300),
            "keep": forms.BooleanField(label=_("Keep this day all the same"), required=False),
        }
        for name, field in fields.items():
            field.initial = start.get(name)
            self.fields[f"{name}_{place}"] = field
        self.fields[f"name_en_{place}"].widget.attrs["lang"] = "en"
        self.fields[f"name_bn_{place}"].widget.attrs["lang"] = "bn"

    def clean(self) -> dict[str, Any]:
        """What has a day or a note needs a name."""
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(self.size):
            line = {name: cleaned.get(f"{name}_{place}") for name in NAMES}
            named = line["name_en"] or line["name_bn"]
            if (line["day"] or line["note"]) and not named:
                self.add_error(f"name_en_{place}", gettext("Say what happens on this day."))
        self._warn(cleaned)
        return cleaned

    def _warn(self, cleaned: Mapping[str, Any]) -> None:
        """A new day that is not worked is asked about once, at its place (33)."""
        places = [place for place in range(self.size) if self._is_new(place, cleaned)]
        days = {place: cleaned[f"day_{place}"] for place in places}
        warnings = day_warnings(days.values())
        for place, day in days.items():
            if day in warnings:
                self.add_error(f"keep_{place}", warning_sentence(warnings[day]))

    def _is_new(self, place: int, cleaned: Mapping[str, Any]) -> bool:
        day = cleaned.get(f"day_{place}")
        known = self.days.get(cleaned[f"key_{place}"]) if cleaned.get(f"key_{place}") else None
        return bool(day) and not cleaned.get(f"keep_{place}") and known != day

    def _asks_to_keep(self, place: int) -> bool:
        """Whether the box that keeps a holiday belongs on the page."""
        name = f"keep_{place}"
        return self.is_bound and (name in self.errors or bool(self.cleaned_data.get(name)))

    @property
    def lines(self) -> Iterator[tuple[int, BoundField, list[BoundField]]]:
        """Number, key and fields of each line."""
        for place in range(self.size):
            shown = [self[f"{name}_{place}"] for name in NAMES]
            if self._asks_to_keep(place):
                shown.insert(1, self[f"keep_{place}"])
            yield place + 1, self[f"key_{place}"], shown

    @property
    def values(self) -> list[dict[str, Any]]:
        """The milestones that are wished, from a valid form."""
        data = self.cleaned_data
        lines = [
            {name: data[f"{name}_{place}"] for name in ("key", *NAMES)}
            for place in range(self.size)
        ]
        return [line for line in lines if line["name_en"] or line["name_bn"]]

    def clash(self, mark: str) -> None:
        """Saving once more puts this list in the place of the one marked ``mark``."""
        self.data = {**dict(self.data.items()), "base": mark}


def _start(stands: Sequence[Milestone]) -> Iterator[dict[str, Any]]:
    for row in stands:
        yield {"key": row.pk, **{name: getattr(row, name) for name in NAMES}}
    for english, bangla in () if stands else USUAL:
        yield {"key": uuid.uuid4(), "name_en": english, "name_bn": bangla}
    for _spare in range(min(SPARE, MOST - len(stands))):
        yield {"key": uuid.uuid4()}
