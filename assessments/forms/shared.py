"""What a partner ministry says of a shared programme (capability 103)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import Judgement, PartnerStance
from assessments.forms.fill import HIDDEN_MESSAGES
from assessments.models import PartnerStatement
from assessments.selectors.places import prefix
from nsss_gender.language.fields import ChoiceField, Words


class PartnerForm(forms.Form):
    """Component, an answer to each judged question, and the position on the whole.

    ``codes``: the judged questions. ``base`` is the number the form was read with.
    """

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    base = forms.IntegerField(min_value=0, widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    component = Words(
        label=_("Your component"),
        help_text=_("What your ministry runs of this programme, in a few words."),
    )
    stance = ChoiceField(
        label=_("Your position on the lead ministry's answers"),
        choices=PartnerStance.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    said = Words(label=_("What you want to add"), help_text=_("Needed where you dissent: say why."))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        codes: Sequence[str],
        statement: PartnerStatement | None,
    ) -> None:
        self.codes = list(codes)
        super().__init__(data, initial=self._initial(statement))
        for code in self.codes:
            self.fields[f"judgement-{prefix(code)}"] = ChoiceField(
                label=_("For your component"),
                choices=[("", gettext("No answer")), *Judgement.choices],
                required=False,
            )
            self.fields[f"text-{prefix(code)}"] = Words(label=_("In words"))
            self.fields[f"text-{prefix(code)}"].widget.attrs["rows"] = 2

    def _initial(self, statement: PartnerStatement | None) -> dict[str, Any]:
        if statement is None:
            return {"key": uuid.uuid4(), "base": 0}
        values = statement.values()
        found = {"key": statement.pk, "base": statement.number}
        found |= {name: values[name] for name in ("component", "stance", "said")}
        for code, given in values["answers"].items():
            found[f"judgement-{prefix(code)}"] = given["judgement"]
            found[f"text-{prefix(code)}"] = given["text"]
        return found

    def start_again(self, statement: PartnerStatement) -> None:
        """After a clash: keep what was typed, start from what stands."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**typed, "base": statement.number, "key": str(statement.pk)}

    def fields_of(self, code: str) -> list[Any]:
        """The two fields of a judged question; none for the others."""
        if code not in self.codes:
            return []
        return [self[f"judgement-{prefix(code)}"], self[f"text-{prefix(code)}"]]

    def values(self) -> dict[str, Any]:
        """What the service reads."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in ("component", "stance", "said")},
            "answers": {
                code: {
                    "judgement": data[f"judgement-{prefix(code)}"],
                    "text": data[f"text-{prefix(code)}"],
                }
                for code in self.codes
            },
        }
