"""Opening a supplement: why, which accepted programmes it corrects, which it brings late."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES
from assessments.models import Assessment
from nsss_gender.language.fields import ChoicesField, Words
from programmes.models import Programme


class SupplementForm(forms.Form):
    """``key`` is issued with the form: posting twice opens one supplement."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    reason = Words(
        label=_("Why is a supplement needed?"),
        help_text=_("The Cabinet Division reads it; it is printed with the supplement."),
    )
    corrections = ChoicesField(
        label=_("Accepted programmes to correct"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their accepted answers are taken over; you change what is to be corrected."),
    )
    late = ChoicesField(
        label=_("Programmes that were not in the report"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("From the register; they are filled in from the beginning."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        corrections: Mapping[uuid.UUID, Assessment],
        late: Mapping[uuid.UUID, Programme],
    ) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        offered = {
            "corrections": {k: row.programme for k, row in corrections.items()},
            "late": late,
        }
        for name, programmes in offered.items():
            field: Any = self.fields[name]
            field.choices = [(str(k), f"{row} ({row.code})") for k, row in programmes.items()]
            if not programmes:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Something must be chosen, from whichever list."""
        data = super().clean() or {}
        wrong = self.errors.keys() & {"corrections", "late"}
        if not (wrong or data.get("corrections") or data.get("late")):
            place = next((name for name in ("corrections", "late") if name in self.fields), None)
            self.add_error(place, gettext("Choose at least one programme."))
        return data

    def keys(self, name: str) -> list[uuid.UUID]:
        """What was ticked in one of the lists."""
        return [uuid.UUID(key) for key in self.cleaned_data.get(name, ())]
