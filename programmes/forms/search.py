"""The filter of the register."""

from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nsss_gender.accounts.enums import Grade
from nsss_gender.language.fields import PlainSelect, TextField
from programmes.enums import Approach, Function, ProgrammeState
from programmes.selectors import ALL_STATES, Choices, Search

LISTED: dict[str, Any] = {
    "required": False,
    "error_messages": {"invalid_choice": _("Choose one from the list.")},
    "widget": PlainSelect,
}


class SearchForm(forms.Form):
    """Search words and lists; a forged choice is named at its field and does not filter."""

    q = TextField(
        label=_("Search"),
        required=False,
        max_length=200,
        help_text=_("A name in English or Bangla, a code, an agency or a target group."),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    ministry = forms.ChoiceField(label=_("Ministry or division"), **LISTED)
    cluster = forms.ChoiceField(label=_("Cluster"), **LISTED)
    stage = forms.ChoiceField(label=_("Life-cycle stage"), **LISTED)
    group = forms.ChoiceField(label=_("Target group"), **LISTED)
    approach = forms.ChoiceField(
        label=_("Approach"),
        choices=[("", _("All")), *Approach.choices],
        **LISTED,
    )
    function = forms.ChoiceField(
        label=pgettext_lazy("of a programme", "Function"),
        choices=[("", _("All")), *Function.choices],
        **LISTED,
    )
    state = forms.ChoiceField(
        label=pgettext_lazy("of a programme", "State"),
        choices=[
            ("", _("All but ended programmes")),
            *ProgrammeState.choices,
            (ALL_STATES, _("All, ended ones too")),
        ],
        **LISTED,
    )
    grade = forms.ChoiceField(
        label=_("Source"),
        choices=[("", _("All")), *Grade.choices],
        **LISTED,
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
    def query(self) -> str:
        """The filter as the end of an address, for a link that keeps it: only what limits something."""
        asked = {name: self.data.get(name, "").strip() for name in self.fields}
        return urlencode({name: value for name, value in asked.items() if value})

    @property
    def is_narrowed(self) -> bool:
        """Whether anything limits the list."""
        return self.search != Search()
