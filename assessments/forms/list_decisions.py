"""Adding a programme, answering another ministry, and deciding on lists (101, 103)."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES
from assessments.selectors.listing import programme_by_code
from nsss_gender.accounts.models import Ministry
from nsss_gender.language.fields import LONGEST, ChoiceField, DateField, TextField, Words
from programmes.models import Cluster


class KeyForm(forms.Form):
    """A form whose ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, **kwargs)


class MissingForm(KeyForm):
    """A programme that the ministry does not find on its list."""

    name_en = TextField(label=_("Name in English"), max_length=300, required=False)
    name_bn = TextField(label=_("Name in Bangla"), max_length=300, required=False)
    cluster = ChoiceField(label=_("Cluster"))
    start = TextField(
        label=_("Start"),
        max_length=60,
        required=False,
        help_text=_("The fiscal year, such as 2018-19, or what you know of it."),
    )
    another = forms.BooleanField(
        label=_("It is another programme than those shown"), required=False
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, clusters: Sequence[Cluster]
    ) -> None:
        super().__init__(data)
        self.clusters = {row.code: row for row in clusters}
        field = self.fields["cluster"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is declared above
        field.choices = [
            ("", gettext("Choose a cluster")),
            *((row.code, str(row)) for row in clusters),
        ]

    def clean(self) -> dict[str, Any]:
        """A name in one language at least."""
        if not (self.cleaned_data.get("name_en") or self.cleaned_data.get("name_bn")):
            self.add_error("name_en", gettext("Write its name in English, in Bangla or in both."))
        return self.cleaned_data

    @property
    def chosen_cluster(self) -> Cluster:
        return self.clusters[self.cleaned_data["cluster"]]


class NoteForm(KeyForm):
    """Words to another ministry or to those who decide."""

    note = Words(label=_("Why"))


class AnswerClaimForm(KeyForm):
    """Whether a programme that another ministry gives us is ours."""

    agrees = ChoiceField(
        label=_("Is it yours?"),
        choices=[("yes", _("Yes, we should lead it")), ("no", _("No, it is not ours"))],
        widget=forms.RadioSelect,
    )
    note = Words(label=_("What you say to it"), help_text=_("Needed where it is not yours."))


class DecisionForm(forms.Form):
    """Accept or decline a claim: from which day, and in which words."""

    use_required_attribute = False

    day = DateField(
        label=_("From which day"),
        help_text=_("The register changes from this day. It cannot be one to come."),
    )
    note = Words(label=_("Note on the decision"), help_text=_("Needed where you decline."))

    def __init__(self, data: Mapping[str, Any] | None = None, *, dated: bool) -> None:
        """``dated``: the claim has its own day, so that none is asked."""
        super().__init__(data, initial={"day": timezone.localdate()})
        if dated:
            del self.fields["day"]

    @property
    def chosen_day(self) -> Any:
        return self.cleaned_data.get("day") or timezone.localdate()


class MergeForm(forms.Form):
    """Into which programme of the register a proposed one is merged."""

    use_required_attribute = False

    into = TextField(
        label=_("Into which programme"),
        max_length=12,
        help_text=_("Its code, as the register writes it."),
        widget=forms.TextInput(attrs={"class": "narrow"}),
    )
    reason = TextField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_into(self) -> Any:
        """The programme that the code names."""
        found = programme_by_code(self.cleaned_data["into"].strip())
        if found is None:
            raise forms.ValidationError(
                gettext("No programme of the register has this code. Look it up in the register.")
            )
        return found


class LeadForm(forms.Form):
    """Which ministry leads, from which day, and why."""

    use_required_attribute = False

    lead = ChoiceField(label=_("Which ministry leads it"))
    day = DateField(
        label=_("From which day"),
        help_text=_("The register changes from this day. It cannot be one to come."),
    )
    reason = TextField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, ministries: Sequence[Ministry]
    ) -> None:
        super().__init__(data, initial={"day": timezone.localdate()})
        self.ministries = {row.code: row for row in ministries}
        field = self.fields["lead"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is declared above
        field.choices = [
            ("", gettext("Choose a ministry")),
            *((row.code, str(row)) for row in ministries),
        ]

    @property
    def chosen_lead(self) -> Ministry:
        return self.ministries[self.cleaned_data["lead"]]
