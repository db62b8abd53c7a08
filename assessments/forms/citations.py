"""Which commitments of the ministry's own documents a programme carries out, or none (100)."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.models import Commitment
from nsss_gender.language.fields import ChoicesField
from nsss_gender.language.text import script


class CitationsForm(forms.Form):
    """A tick for every commitment, by document; ``seen`` are the ticks it was shown with."""

    use_required_attribute = False

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    not_covered = forms.BooleanField(
        label=_("Not covered: our documents say nothing that this programme carries out"),
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Sequence[tuple[str, Sequence[Commitment]]],
        cited: Collection[uuid.UUID],
        not_covered: bool,
    ) -> None:
        self.groups = [f"cited_{place}" for place, _group in enumerate(groups)]
        standing = {str(row.pk) for _label, rows in groups for row in rows}
        now = sorted(str(key) for key in cited if str(key) in standing)
        initial = {"seen": " ".join(now), "not_covered": not_covered}
        initial |= dict.fromkeys(self.groups, now)
        super().__init__(data, initial=initial)
        for name, (label, rows) in zip(self.groups, groups, strict=True):
            self.fields[name] = ChoicesField(
                label=label,
                choices=[(str(row.pk), _marked(row.text)) for row in rows],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def ticked(self) -> list[Any]:
        """The fields of the documents, for the page."""
        return [self[name] for name in self.groups]

    def clean_seen(self) -> set[uuid.UUID]:
        """The keys in the hidden field. A form that was tampered with starts from nothing."""
        try:
            return {uuid.UUID(key) for key in self.cleaned_data["seen"].split()}
        except ValueError:
            return set()

    @property
    def cited(self) -> set[uuid.UUID]:
        keys = (key for name in self.groups for key in self.cleaned_data.get(name, ()))
        return {uuid.UUID(key) for key in keys}

    def clean(self) -> dict[str, Any]:
        """Both at once cannot be true."""
        if self.cleaned_data.get("not_covered") and self.cited:
            text = gettext("Either tick commitments or say “not covered”, not both.")
            self.add_error("not_covered", text)
        return self.cleaned_data


def _marked(text: str) -> str:
    """The text with the language it is in, for screen readers."""
    language = script(text)
    return format_html('<span lang="{}">{}</span>', language, text) if language else text
