"""What a ministry says of one programme on its list (capability 101)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import ClaimKind
from assessments.forms.fill import HIDDEN_MESSAGES, STALE
from assessments.models import ListClaim
from assessments.models.listing import claim_lacks
from assessments.selectors.listing import programme_by_code
from nsss_gender.accounts.models import Ministry
from nsss_gender.language.fields import ChoiceField, ChoicesField, DateField, TextField, Words

KINDS = [choice for choice in ClaimKind.choices if choice[0] != ClaimKind.LEAD]


class ClaimForm(forms.Form):
    """The kind and the fields that belong to some of the kinds; all always there, a script may fold.

    ``key`` makes a repeated post harmless, ``base`` is the claim that the form was shown.
    """

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    base = forms.UUIDField(
        widget=forms.HiddenInput, required=False, error_messages={"invalid": STALE}
    )
    kind = ChoiceField(
        label=_("What is this programme to your ministry?"),
        choices=KINDS,
        widget=forms.RadioSelect,
    )
    other_ministry = ChoiceField(
        label=_("Whose is it?"),
        required=False,
        help_text=_("For “not ours”. That ministry is asked whether it agrees."),
    )
    other_programme = TextField(
        label=_("Into which programme was it merged?"),
        max_length=12,
        required=False,
        help_text=_("For “merged”. Its code, as the register writes it."),
        widget=forms.TextInput(attrs={"class": "narrow"}),
    )
    day = DateField(
        label=_("Since when?"),
        required=False,
        help_text=_(
            "For “ended”, “renamed” and “merged”. Day, month and year, such as 01/07/2018."
        ),
    )
    name_en = TextField(label=_("New name in English"), max_length=300, required=False)
    name_bn = TextField(label=_("New name in Bangla"), max_length=300, required=False)
    partners = ChoicesField(
        label=_("Which ministries share it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For “shared”. You stay its lead and assess it; they answer for their part."),
    )
    note = Words(label=_("What should be known of it"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        claim: ListClaim | None,
        ministries: Sequence[Ministry],
    ) -> None:
        """``claim``: what stands now; ``ministries``: all others, in official order."""
        self.ministries = {row.code: row for row in ministries}
        super().__init__(data, initial=_initial(claim))
        listed = [(row.code, str(row)) for row in ministries]
        for name, first in (("other_ministry", [("", gettext("Not known"))]), ("partners", [])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is declared above
            field.choices = [*first, *listed]

    def start_again(self, claim: ListClaim | None) -> None:
        """After a clash: keep what was typed, and start from what stands now."""
        self.data = {**self.data.dict(), "base": str(claim.pk) if claim else ""}  # type: ignore[attr-defined]  # a bound form's data is the request's QueryDict

    def clean_other_programme(self) -> Any:
        """The programme of the register that the code names; None without a code."""
        code = self.cleaned_data["other_programme"].strip()
        found = programme_by_code(code) if code else None
        if code and found is None:
            raise forms.ValidationError(
                gettext("No programme of the register has this code. Look it up in the register.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        """What the chosen kind still needs, all at once."""
        values = self.values()
        for name, text in claim_lacks(self.cleaned_data.get("kind", ""), values).items():
            if name not in self.errors:
                self.add_error(name, text)
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """The fields as the service reads them, ministries as rows."""
        data = self.cleaned_data
        return {
            "other_ministry": self.ministries.get(data.get("other_ministry", "")),
            "other_programme": data.get("other_programme") or None,
            "partners": [self.ministries[code] for code in data.get("partners", [])],
            **{name: data.get(name) for name in ("day",)},
            **{name: data.get(name, "") for name in ("name_en", "name_bn", "note")},
        }


def _initial(claim: ListClaim | None) -> dict[str, Any]:
    fresh: dict[str, Any] = {"key": uuid.uuid4()}
    if claim is None:
        return fresh
    return {
        **fresh,
        "base": claim.pk if claim.is_open else None,
        "kind": claim.kind,
        "other_ministry": claim.other_ministry.code if claim.other_ministry else "",
        "other_programme": claim.other_programme.code if claim.other_programme else "",
        "partners": [row.code for row in claim.partners.all()],
        **{name: getattr(claim, name) for name in ("day", "name_en", "name_bn", "note")},
    }
