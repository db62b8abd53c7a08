"""The words of the register's lists, and ministries (2, 75)."""

import hashlib
import uuid
from typing import Any

from django import forms
from django.forms.models import modelform_factory
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nsss_gender.accounts.enums import Grade, MinistryKind
from nsss_gender.accounts.models import Ministry
from nsss_gender.language.fields import ChoiceField, IntegerField, PlainSelect, TextField
from programmes.forms.base import NOT_LISTED, OVERTAKEN, DatedForm, shown, with_value
from programmes.models import Agency, Cluster, LifecycleStage, TargetGroup
from programmes.selectors import ministries_standing

KINDS: dict[str, type[Any]] = {
    "clusters": Cluster,
    "stages": LifecycleStage,
    "groups": TargetGroup,
    "agencies": Agency,
}
ALIASES = _("Other wordings, one a line; the register is found by them too.")


class SeenForm(forms.ModelForm[Any]):
    """A form of a row without a number: it carries a digest of what its writer saw (law 1)."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = {name: getattr(self.instance, name) for name in self._meta.fields or ()}
        self.fields["seen"].initial = self._digest()
        self.standing: list[tuple[str, str]] = []

    @property
    def is_stale(self) -> bool:
        """Whether somebody else was faster."""
        return self.has_error("__all__", "stale")

    def clean(self) -> dict[str, Any]:
        """Compare what was seen with what stands now."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        rows = [
            (str(self.fields[name].label), shown(value))
            for name, value in self.held.items()
            if name in cleaned and cleaned[name] != value
        ]
        if cleaned.pop("seen", "") != self._digest() and rows and not self.instance._state.adding:
            self.add_error(None, forms.ValidationError(str(OVERTAKEN), code="stale"))
            self.standing = rows
            self.data = with_value(self.data, "seen", self._digest())
        return cleaned

    def _digest(self) -> str:
        said = repr([str(getattr(value, "pk", value)) for value in self.held.values()])
        return hashlib.sha256(said.encode()).hexdigest()


class WordForm(SeenForm):
    """A cluster, stage, target group or agency in both languages."""

    name_en = TextField(label=_("Name in English"), max_length=200)
    name_bn = TextField(label=_("Name in Bangla"), max_length=200, required=False)
    aliases = TextField(
        label=_("Other wordings"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 4}), help_text=ALIASES,
    )  # fmt: skip

    def clean_name_en(self) -> str:
        """A name of its own in its list."""
        name = str(self.cleaned_data["name_en"])
        others = type(self.instance)._default_manager.exclude(pk=self.instance.pk)
        if others.filter(name_en__iexact=name).exists():
            raise forms.ValidationError(_("This name is in the list already. Change that entry, or choose another name."))  # fmt: skip
        return name

    def clean(self) -> dict[str, Any]:
        """A new word gets a code from its English name."""
        cleaned = super().clean()
        if self.instance._state.adding and "code" in vars(self.instance) and "name_en" in cleaned:
            self.instance.code = self._code(cleaned["name_en"])
        return cleaned

    def _code(self, name: str) -> str:
        base = slugify(name).replace("-", "_")[:34] or "word"
        taken = set(type(self.instance)._default_manager.values_list("code", flat=True))
        spare = (f"{base}_{number}" for number in range(2, 1000))
        return base if base not in taken else next(code for code in spare if code not in taken)


class TermForm(WordForm):
    """A word of a list with an order of its own."""

    order = IntegerField(label=_("Place in the list"), min_value=0, max_value=9999, help_text=_("Lower numbers come first."))  # fmt: skip
    confirmed = forms.BooleanField(label=_("The Bangla name is official"), required=False)


class ClusterForm(TermForm):
    """A cluster and the ministry that coordinates it."""

    coordinator = forms.ModelChoiceField(
        label=_("Coordinating ministry"), queryset=Ministry.objects.none(), required=False,
        widget=PlainSelect, error_messages=NOT_LISTED, empty_label=_("Not known"),
    )  # fmt: skip
    coordinator_grade = ChoiceField(label=_("How sure that is"), choices=Grade.choices, widget=PlainSelect)  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["coordinator"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = ministries_standing()


def word_form(kind: str) -> Any:
    """The form class for a list: "clusters", "stages", "groups" or "agencies"; KeyError for another word."""
    model = KINDS[kind]
    names = ["name_en", "name_bn", "aliases"]
    if model is Agency:
        return modelform_factory(model, form=WordForm, fields=names)
    names += ["order", "confirmed"]
    if model is Cluster:
        return modelform_factory(
            model, form=ClusterForm, fields=[*names, "coordinator", "coordinator_grade"]
        )
    return modelform_factory(model, form=TermForm, fields=names)


class MinistryFactsForm(SeenForm):
    """What the register says of a ministry beside its dated names."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    name_en = TextField(label=_("Name in English"), max_length=200)
    name_bn = TextField(label=_("Name in Bangla"), max_length=200, required=False)
    acronym = TextField(label=_("Acronym"), max_length=20, required=False)
    aliases = TextField(
        label=_("Other names it is known by"), required=False, max_length=2000,
        widget=forms.Textarea({"rows": 4}), help_text=ALIASES,
    )  # fmt: skip
    kind = ChoiceField(label=pgettext_lazy("of a ministry", "Kind"), choices=MinistryKind.choices, widget=PlainSelect)  # fmt: skip
    parent_name = TextField(label=_("Ministry of this division"), max_length=200, required=False)
    order = IntegerField(label=_("Place in the official order"), min_value=0, max_value=9999)
    grade = ChoiceField(
        label=_("How sure the facts are"), choices=Grade.choices, widget=PlainSelect
    )
    source = TextField(label=_("Source"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2}))  # fmt: skip
    note = TextField(label=_("Notes on the source"), required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))  # fmt: skip

    class Meta:
        model = Ministry
        fields = ["name_en", "name_bn", "acronym", "aliases", "kind", "parent_name", "order", "grade", "source", "note"]  # fmt: skip

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class MinistryRenameForm(DatedForm):
    """New names of a ministry from a day on."""

    name_en = TextField(label=_("New name in English"), max_length=200)
    name_bn = TextField(label=_("New name in Bangla"), max_length=200, required=False)
    field_order = ["name_en", "name_bn", "day", "source", "reason"]

    def __init__(self, *args: Any, ministry: Ministry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(name_en=ministry.name_en, name_bn=ministry.name_bn)

    def clean(self) -> dict[str, Any]:
        """Names as a pair, as the service takes them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["names"] = (cleaned.pop("name_en", ""), cleaned.pop("name_bn", ""))
        return cleaned


class MinistryCloseForm(DatedForm):
    """The end of a ministry and what it goes over into."""

    successors = forms.ModelMultipleChoiceField(
        label=_("Ministries or divisions it goes over into"),
        queryset=Ministry.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=NOT_LISTED,
        help_text=_(
            "One: a merger, and the programmes that it leads move there on that day. Several: a split; move"
            " each programme by hand. None: it ends without a successor."
        ),
    )
    field_order = ["day", "successors", "source", "reason"]

    def __init__(self, *args: Any, ministry: Ministry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].label = _("First day on which it no longer exists")
        field = self.fields["successors"]
        assert isinstance(field, forms.ModelMultipleChoiceField)  # noqa: S101 - narrows the type
        field.queryset = ministries_standing().exclude(pk=ministry.pk)
