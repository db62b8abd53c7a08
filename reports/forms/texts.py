"""The form of a section of part A, both languages side by side (106)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import Words
from reports.forms.rows import HIDDEN_MESSAGES, LAST_NUMBER

LABELS = {"body_en": _("Text in English"), "body_bn": _("Text in Bangla")}


class TextForm(forms.Form):
    """The text in both languages; ``base`` is the number it was read with, 0 where nothing was written."""

    use_required_attribute = False

    base = forms.IntegerField(
        min_value=0, max_value=LAST_NUMBER, widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES
    )
    body_en = Words(label=LABELS["body_en"])
    body_bn = Words(label=LABELS["body_bn"])

    def __init__(
        self, data: Mapping[str, Any] | None, *, number: int, values: Mapping[str, str]
    ) -> None:
        super().__init__(data, initial={**values, "base": number})
        self.clashes: list[tuple[str, str, str]] = []
        for name, language in (("body_en", "en"), ("body_bn", "bn")):
            self.fields[name].widget.attrs |= {"rows": 14, "lang": language}

    def values(self) -> dict[str, str]:
        """What was typed, in both languages."""
        return {name: self.cleaned_data[name].strip() for name in LABELS}

    def start_again(self, number: int, standing: Mapping[str, str], clashes: Iterable[str]) -> None:
        """After a clash: what was typed stays in the fields beside what stands now; the next save starts
        from what stands."""
        mine = self.values()
        shown = {**standing, **{name: mine[name] for name in clashes}}
        self.data = {**shown, "base": str(number)}
        self.clashes = [(str(LABELS[name]), standing[name], mine[name]) for name in clashes]
