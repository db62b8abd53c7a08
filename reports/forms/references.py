"""The form with which an administrator keeps the pick list of policies."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.enums import Grade
from nsss_gender.language.fields import ChoiceField, IntegerField, TextField, Words
from reports.enums import PolicyKind
from reports.models import PolicyReference


class ReferenceForm(forms.ModelForm[PolicyReference]):
    """A line of the list: which paper, what it says in both languages, and where that is written."""

    use_required_attribute = False

    kind = ChoiceField(label=_("Paper"), choices=PolicyKind.choices, widget=forms.RadioSelect)
    code = forms.SlugField(
        label=_("Code"),
        max_length=40,
        help_text=_("Small Latin letters, digits and hyphens; it stays the same for ever."),
        error_messages={
            "required": _("Write something here."),
            "invalid": _("Use Latin letters, digits and hyphens only."),
        },
    )
    name_en = TextField(label=_("Name in English"), max_length=300)
    name_bn = TextField(label=_("Name in Bangla"), max_length=300, required=False)
    order = IntegerField(label=_("Place in the list"), min_value=0, max_value=30_000)
    grade = ChoiceField(label=_("How sure it is"), choices=Grade.choices, widget=forms.RadioSelect)
    source = Words(label=_("Source"), help_text=_("Where it is written: paper, section, page."))

    class Meta:
        model = PolicyReference
        fields = ("kind", "code", "name_en", "name_bn", "order", "grade", "source")

    def __init__(self, data: Any, *, instance: PolicyReference | None) -> None:
        super().__init__(data, instance=instance)
        if instance:
            self.fields["code"].disabled = True
        else:
            self.initial["order"] = 0
            self.initial["grade"] = Grade.BACKGROUND
