"""Which texts to take out of a history, and why (capability 87)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import ChoicesField, Words


class RedactForm(forms.Form):
    """The versions by id, each with a line that names it, and the reason."""

    use_required_attribute = False

    versions = ChoicesField(
        label=_("Texts to take out"), widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("It is kept in the log for good. Do not repeat the personal text here."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, *, choices: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        self.fields["versions"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    @property
    def chosen(self) -> list[uuid.UUID]:
        return [uuid.UUID(key) for key in self.cleaned_data["versions"]]
