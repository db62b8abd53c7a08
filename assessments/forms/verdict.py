"""What the reviewer found out about a piece of evidence (capability 13)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import EvidenceVerdict
from assessments.forms.review import Words
from nsss_gender.language.fields import ChoiceField


class VerdictForm(forms.Form):
    """Verified, or not and why; "no finding" takes an earlier one back."""

    use_required_attribute = False

    verdict = ChoiceField(
        label=_("What did you find?"),
        choices=[*EvidenceVerdict.choices, ("", _("No finding"))],
        widget=forms.RadioSelect,
        required=False,
    )
    note = Words(
        label=_("Note"),
        required=False,
        help_text=_("“Could not be verified” needs a reason."),
    )
