"""Beginning to act for a ministry: why, and by which paper (79)."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES
from nsss_gender.language.fields import TextField


class OnBehalfForm(forms.Form):
    """The hidden key makes a second post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(
        widget=forms.HiddenInput, initial=uuid.uuid4, error_messages=HIDDEN_MESSAGES
    )
    reason = TextField(
        label=_("Why you enter it for the ministry"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "For example: the report came by post because the ministry has no line this week. The "
            "ministry reads this at once, and it stands in the history and in print."
        ),
    )
    memo_number = TextField(
        label=_("Memo number of the ministry’s paper"),
        max_length=100,
        required=False,
        help_text=_("Needed before you record the clearance or submit. You can add it later."),
    )
