"""The form of the page that turns Bijoy text into Unicode."""

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import TextField

LONGEST = 20_000


class BijoyForm(forms.Form):
    """A text to look at; nothing is kept."""

    use_required_attribute = False

    text = TextField(
        label=_("Text typed for a Bijoy font"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or nothing
        self.fields["text"].widget.attrs.pop(
            "maxlength", None
        )  # it would cut a pasted text silently
