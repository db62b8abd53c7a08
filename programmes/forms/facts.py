"""The facts of a programme, and a new programme (1 to 4)."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nsss_gender.accounts.models import Ministry
from nsss_gender.language.fields import ChoicesField, FiscalYearField, PlainSelect, TextField
from programmes.enums import Function
from programmes.forms.base import NOT_LISTED, Likeness, Numbered, shown
from programmes.models import Programme
from programmes.selectors import ministries_standing

LONGEST_KEY = 18
LONG = ("target_note", "gender_features", "source", "note")
LABELS = {
    "code": _("Code"),
    "acronym": _("Acronym"),
    "name_en": _("Name in English"),
    "name_bn": _("Name in Bangla"),
    "name_bn_confirmed": _("The Bangla name is official"),
    "cluster": _("Cluster"),
    "cluster_confirmed": _("The cluster is confirmed"),
    "agency": _("Implementing agency"),
    "stages": _("Life-cycle stages"),
    "stage_note": _("What the stages alone do not say"),
    "groups": _("Target groups"),
    "target_note": _("Target group as the source words it"),
    "approach": _("Approach"),
    "transfer_type": _("Kind of support"),
    "benefit_rate": _("Rate"),
    "gender_features": _("Gender features that the source names"),
    "start": _("Start as the source words it"),
    "grade": _("How sure the facts are"),
    "source": _("Source"),
    "note": _("Notes on the source"),
}
TEXTS = (
    "acronym", "name_en", "name_bn", "stage_note", "target_note", "transfer_type", "benefit_rate",
    "gender_features", "start", "source", "note",
)  # fmt: skip


class TermsField(forms.ModelMultipleChoiceField[Any]):
    """Several words of a list; a key too long for any row is no choice, not a fault of the database."""

    def clean(self, value: Any) -> Any:
        """The chosen words."""
        if any(len(str(key)) > LONGEST_KEY for key in value or ()):
            raise forms.ValidationError(self.error_messages["invalid_choice"])
        return super().clean(value)


class FactsForm(Numbered, forms.ModelForm[Programme]):
    """What the register says of a programme. Read only through ``values``; the service writes."""

    start_fy = FiscalYearField(label=_("First fiscal year"), required=False, help_text=_("Such as 2018-19."))  # fmt: skip
    end_fy = FiscalYearField(label=_("Last fiscal year"), required=False, help_text=_("Empty while it has no planned end."))  # fmt: skip
    functions = ChoicesField(
        label=pgettext_lazy("of a programme", "Functions"),
        choices=Function.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Programme
        fields = [name for name in LABELS if name != "code"]
        labels = LABELS
        field_classes = {**dict.fromkeys(TEXTS, TextField), **dict.fromkeys(("stages", "groups"), TermsField)}  # fmt: skip
        widgets = {
            **{name: forms.Textarea({"rows": 3}) for name in LONG},
            "stages": forms.CheckboxSelectMultiple,
            "groups": forms.CheckboxSelectMultiple,
            "cluster": PlainSelect,
            "agency": PlainSelect,
            "approach": PlainSelect,
            "grade": PlainSelect,
        }
        help_texts = {
            "name_en": _("Correct a slip here. A programme that gets a new name is renamed, from a day on."),
            "name_bn": "",
            "stage_note": _("For instance: from pregnancy."),
            "target_note": "",
            "gender_features": "",
            "start": "",
        }  # fmt: skip
        error_messages = dict.fromkeys(("cluster", "agency", "approach", "grade", "stages", "groups"), NOT_LISTED)  # fmt: skip

    field_order = [
        "name_en", "name_bn", "name_bn_confirmed", "acronym", "cluster", "cluster_confirmed", "agency",
        "stages", "stage_note", "groups", "target_note", "approach", "functions", "start_fy", "start",
        "end_fy", "transfer_type", "benefit_rate", "gender_features", "grade", "source", "note",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        kwargs.setdefault("number", instance.number if instance else 0)
        super().__init__(*args, **kwargs)
        if instance:
            self.fields["functions"].initial = [row.function for row in instance.functions.all()]
        for name in ("cluster", "agency"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
            field.empty_label = str(_("Not known"))

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "base"}

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """The register says all of this already: a page sent twice."""
        return not self.differing(cleaned)

    def differing(self, cleaned: dict[str, Any]) -> list[tuple[str, str]]:
        """Every field in which the register now says something else than was typed."""
        held = self.instance
        rows = []
        for name, field in self.fields.items():
            if name not in cleaned or name == "base":
                continue
            stands, typed = self._held(held, name), cleaned[name]
            typed = list(typed) if name in {"stages", "groups"} else typed
            if stands != typed:
                label = dict(getattr(field, "choices", ())).get(stands) if isinstance(stands, str) and stands else None  # fmt: skip
                rows.append((str(field.label), str(label or shown(stands))))
        return rows

    @staticmethod
    def _held(programme: Programme, name: str) -> Any:
        if name == "functions":
            return [row.function for row in programme.functions.all()]
        if name in {"stages", "groups"}:
            return list(getattr(programme, name).all())
        return getattr(programme, name)


class ProgrammeAddForm(Likeness, FactsForm):
    """A new programme: its lead, a code of its own, and a look at programmes with similar names."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    ministry = forms.ModelChoiceField(
        label=_("Lead ministry"),
        queryset=Ministry.objects.none(),
        widget=PlainSelect,
        error_messages=NOT_LISTED,
        empty_label=_("Choose"),
    )

    class Meta(FactsForm.Meta):
        fields = list(LABELS)
        field_classes = {**FactsForm.Meta.field_classes, "code": TextField}
        help_texts = {**FactsForm.Meta.help_texts, "name_en": "", "code": _("It never changes. The next free one is proposed.")}  # fmt: skip

    field_order = ["name_en", "name_bn", "another", "ministry", "code", *FactsForm.field_order[2:]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        field = self.fields["ministry"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = ministries_standing()

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """A new programme overtakes nobody."""
        return True

    def clean(self) -> dict[str, Any]:
        """Compare the names with those of the register, unless the page is sent twice."""
        cleaned = super().clean()
        key = cleaned.get("key")
        if not (key and Programme.objects.filter(pk=key).exists()):
            self.compare(cleaned)
        return cleaned

    def validate_unique(self) -> None:
        """Left to the service, which knows a page that was sent twice from a code that is taken."""
