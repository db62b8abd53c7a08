"""Which two sendings of a programme are laid side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import ChoiceField


class CompareForm(forms.Form):
    """Two different ones of ``choices`` (key and name, the newest first)."""

    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, choices: Sequence[tuple[str, str]]
    ) -> None:
        start = {"old": choices[1][0], "new": choices[0][0]}
        asked = data is not None and any(name in data for name in start)
        given = {name: data.get(name, first) for name, first in start.items()} if data else start
        super().__init__(given if asked else None, initial=start)
        for name, label in (("old", _("The earlier one")), ("new", _("The later one"))):
            self.fields[name] = ChoiceField(label=label, choices=choices)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("old") and cleaned.get("old") == cleaned.get("new"):
            self.add_error("new", _("Choose two different ones."))
        return cleaned

    @property
    def picked(self) -> tuple[str, str]:
        """The keys of the two; those it begins with where nothing, or something wrong, was chosen."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["old"], self.cleaned_data["new"]
        return self.initial["old"], self.initial["new"]
