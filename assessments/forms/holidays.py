"""One public holiday."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Holiday
from nsss_gender.accounts.enums import Grade
from nsss_gender.language.fields import ChoiceField, DateField, TextField


class HolidayForm(forms.Form):
    """Day, name in both languages, source and how sure it is."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    day = DateField(label=_("Day"), help_text=_("Day/month/year, such as 14/02/2019."))
    name_en = TextField(label=_("Name in English"), max_length=120)
    name_bn = TextField(label=_("Name in Bangla"), max_length=120, required=False)
    grade = ChoiceField(label=_("How sure it is"), choices=Grade.choices, widget=forms.RadioSelect)
    source = TextField(
        label=_("Source"),
        help_text=_("The circular or gazette that says so, with its number and date."),
        required=False,
        max_length=300,
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, holiday: Holiday | None = None
    ) -> None:
        start: dict[str, Any] = {"key": uuid.uuid4(), "grade": Grade.BACKGROUND}
        if holiday:
            names = ("day", "name_en", "name_bn", "grade", "source")
            start = {"key": holiday.pk, "base": holiday.mark} | {
                name: getattr(holiday, name) for name in names
            }
        super().__init__(data, initial=start)

    def clean(self) -> dict[str, Any]:
        """An official grade names its source."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("grade") == Grade.OFFICIAL and not cleaned.get("source", "").strip():
            self.add_error("source", _("Name the official source, or choose “To be confirmed”."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes, from a valid form."""
        return {
            name: self.cleaned_data[name]
            for name in ("day", "name_en", "name_bn", "grade", "source")
        }
