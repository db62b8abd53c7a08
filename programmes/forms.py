"""The filter of the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.enums import Grade
from nsss_gender.language.fields import TextField
from programmes.selectors import Choices, Search

NOT_LISTED = {"invalid_choice": _("Choose one from the list.")}


class SearchForm(forms.Form):
    """Search words and lists; a forged choice is named at its field and does not filter."""

    q = TextField(
        label=_("Search"),
        required=False,
        max_length=200,
        help_text=_("A name in English or Bangla, a code, an agency or a target group."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    ministry = forms.ChoiceField(
        label=_("Ministry or division"), required=False, error_messages=NOT_LISTED
    )
    cluster = forms.ChoiceField(label=_("Cluster"), required=False, error_messages=NOT_LISTED)
    stage = forms.ChoiceField(
        label=_("Life-cycle stage"), required=False, error_messages=NOT_LISTED
    )
    group = forms.ChoiceField(label=_("Target group"), required=False, error_messages=NOT_LISTED)
    grade = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=[("", _("All")), *Grade.choices],
        error_messages=NOT_LISTED,
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        """``choices``: the lists, read once by the view."""
        super().__init__(*args, **kwargs)
        lists: dict[str, list[Any]] = {
            "ministry": choices.ministries,
            "cluster": choices.clusters,
            "stage": choices.stages,
            "group": choices.groups,
        }
        for name, terms in lists.items():
            options = [("", _("All")), *((term.code, str(term)) for term in terms)]
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is declared above
            field.choices = options

    @property
    def search(self) -> Search:
        """What was asked for, without what could not be understood."""
        self.is_valid()
        cleaned = dict(self.cleaned_data)
        return Search(words=cleaned.pop("q", ""), **cleaned)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything limits the list."""
        return self.search != Search()
