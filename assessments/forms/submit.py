"""Clearance and recall."""

import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES
from nsss_gender.files.fields import UploadField
from nsss_gender.files.kinds import SCANS
from nsss_gender.language.fields import LONGEST, DateField, TextField, Words
from nsss_gender.language.numbers import to_ascii


class ClearanceForm(forms.Form):
    """Who cleared the report, under which memo number, when; with a sentence for a nil report."""

    use_required_attribute = False

    nil_statement = Words(
        label=_("Nil statement"),
        help_text=_("One sentence that your ministry runs no programme of social security."),
    )
    code = TextField(
        label=_("Code at the foot of the signed print"),
        max_length=40,
        help_text=_("Twelve signs, digits and the letters A to F, as they stand on every page."),
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
        del self.fields["code" if nil else "nil_statement"]

    def clean_code(self) -> str:
        """The code as it is printed, however it was typed: with spaces, small letters, Bangla digits."""
        typed = re.sub(r"[\s-]", "", to_ascii(self.cleaned_data["code"])).upper()
        if not re.fullmatch(r"[0-9A-F]{12}", typed):
            raise forms.ValidationError(
                gettext("The code has twelve signs: digits and the letters A to F.")
            )
        return typed

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


class ScanForm(forms.Form):
    """A page, or all of them, of the signed print. ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    file = UploadField(label=_("Scan of the signed print"), kinds=SCANS)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"key": uuid.uuid4()})
