"""Clearance and recall."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import LONGEST, Words
from nsss_gender.language.fields import DateField, TextField


class ClearanceForm(forms.Form):
    """Who cleared the report, under which memo number, when; with a sentence for a nil report."""

    use_required_attribute = False

    nil_statement = Words(
        label=_("Nil statement"),
        help_text=_("One sentence that your ministry runs no programme of social security."),
    )
    name = TextField(label=_("Name of the officer who cleared it"), max_length=150)
    post = TextField(label=_("Post"), max_length=150)
    memo_number = TextField(
        label=_("Memo number"),
        max_length=100,
        help_text=_("As it stands on the signed print; it is never made up here."),
    )
    cleared_on = DateField(
        label=_("Date of clearance"), help_text=_("Day, month and year, such as 12/02/2019.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, nil: bool) -> None:
        super().__init__(data)
        self.fields["nil_statement"].required = nil
        if not nil:
            del self.fields["nil_statement"]

    def clean_cleared_on(self) -> Any:
        """The date; a clearance cannot lie in the future."""
        day = self.cleaned_data["cleared_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(gettext("The date of clearance cannot be in the future."))
        return day


class ReasonForm(forms.Form):
    """A reason that is demanded."""

    use_required_attribute = False

    reason = TextField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
