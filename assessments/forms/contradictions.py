"""Why answers that seem not to fit together are right after all (capability 17)."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES, LAST_NUMBER
from assessments.selectors.contradictions import Shown
from nsss_gender.language.fields import TextField
from nsss_gender.language.text import script

LONGEST = 2000


class ExplanationForm(forms.Form):
    """What the ministry says to one contradiction; ``base`` is the number it was read with."""

    use_required_attribute = False

    rule = forms.CharField(widget=forms.HiddenInput)
    base = forms.IntegerField(
        min_value=0, max_value=LAST_NUMBER, widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES
    )
    text = TextField(
        label=_("Why both are right"),
        help_text=_(
            "The Cabinet Division reads it beside the answers. Leave it empty to take it back."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, shown: Shown, data: Mapping[str, Any] | None = None, *, typed: str | None = None
    ) -> None:
        self.shown = shown
        text = shown.explanation if typed is None else typed
        start = {"rule": shown.code, "base": shown.number, "text": text}
        super().__init__(data, prefix=shown.code, initial=start)
        self.fields["text"].widget.attrs.pop(
            "maxlength", None
        )  # it would cut a pasted text silently
        language = script(str(self["text"].value() or ""))
        if language:
            self.fields["text"].widget.attrs["lang"] = language

    def again(self, standing: Shown) -> "ExplanationForm":
        """After a clash: what was typed, starting from what stands now."""
        return ExplanationForm(standing, typed=self.cleaned_data["text"])
