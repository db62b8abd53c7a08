"""The form of a row, both languages side by side, and the filter of the lists (48, 50)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import (
    ChoiceField,
    ChoicesField,
    DecimalField,
    FiscalYearField,
    PlainSelect,
    TextField,
    Words,
)
from nsss_gender.language.numbers import digits
from nsss_gender.language.text import script
from reports.enums import (
    CycleStage,
    InstitutionalKind,
    Lack,
    Priority,
    RowDisposition,
    RowField,
    RowKind,
    RowOrigin,
    StepObjective,
)
from reports.models import LANGUAGES, PolicyReference
from reports.selectors.row_list import CHANGED, TO_COMPLETE, UNTRANSLATED, RowFilter
from reports.selectors.rows import (
    LINKS,
    TYPED,
    RowChoices,
    field_label,
    no_values,
    plain_cost,
    said,
)

STALE = _("This form is from another version. Reload the page.")
HIDDEN_MESSAGES = {"required": STALE, "invalid": STALE, "min_value": STALE, "max_value": STALE}
LAST_NUMBER = 2_147_483_647  # what a column of version numbers holds
LONG = ("gap", "action", "indicator")
# Figures read alike in both languages but for their digits.
FIGURES = ("unit", "baseline", "target")
LENGTHS = {"unit": 120, "baseline": 300, "target": 300, "lead_post": 200, "funds": 300}
HINTS = {
    "indicator": _("What is counted or measured, women and men apart where it can be."),
    "unit": _("Such as persons, per cent, or a document."),
    "baseline": _("Where it stands today, with its year."),
    "target": _("What is to be reached by the end."),
    "lead_post": _("The post, not the name: officers are transferred."),
}


@dataclass(frozen=True)
class Pair:
    """One text in both languages."""

    name: str
    label: str
    hint: str
    fields: tuple[forms.BoundField, forms.BoundField]


class RowForm(forms.Form):
    """All fields of a row. ``base`` is the number it was read with; ``values`` gives what was typed."""

    use_required_attribute = False

    base = forms.IntegerField(
        min_value=0, max_value=LAST_NUMBER, widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES
    )
    start_fy = FiscalYearField(
        label=RowField.START.label,
        required=False,
        help_text=_("The fiscal year in which the work begins, such as 2019-20."),
    )
    end_fy = FiscalYearField(
        label=RowField.END.label,
        required=False,
        help_text=_("The fiscal year in which the target is reached."),
    )
    cost_crore = DecimalField(
        label=RowField.COST.label,
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("0 where nothing is needed. Leave it empty while it is not known."),
    )
    cycle_stage = ChoiceField(
        label=RowField.CYCLE.label, choices=CycleStage.choices, widget=forms.RadioSelect
    )
    step_objective = ChoiceField(
        label=RowField.STEP.label, choices=StepObjective.choices, widget=forms.RadioSelect
    )
    references = ChoicesField(
        label=RowField.REFERENCES.label, required=False, widget=forms.CheckboxSelectMultiple
    )
    supports = ChoicesField(
        label=RowField.SUPPORTS.label,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each is named here and not yet confirmed: it says itself whether it supports."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None,
        *,
        number: int,
        values: Mapping[str, Any],
        choices: RowChoices,
        institutional: bool = False,
    ) -> None:
        super().__init__(data, initial={**values, "base": number})
        self.institutional = institutional
        if institutional:
            self.fields["institutional_kind"] = ChoiceField(
                label=RowField.KIND.label,
                choices=InstitutionalKind.choices,
                widget=forms.RadioSelect,
            )
            self.fields["references"].required = True
        for name in TYPED:
            self.fields[name] = _text(name)
        self.names: dict[str, str] = {}
        self._offer("references", [(row.code, _reference(row)) for row in choices.references])
        self._offer("supports", [(row.code, str(row)) for row in choices.ministries])
        self.clashes: list[tuple[str, str, str]] = []

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells mypy what is declared above
        field.choices = options
        self.names.update(options)

    def pairs(self, names: Iterable[str]) -> list[Pair]:
        """The texts of these names, each with its two boxes."""
        return [
            Pair(
                name,
                str(RowField(name).label),
                str(HINTS.get(name, "")),
                (self[f"{name}_en"], self[f"{name}_bn"]),
            )
            for name in names
        ]

    @property
    def what(self) -> list[Pair]:
        return self.pairs(("gap", "action"))

    @property
    def measures(self) -> list[Pair]:
        return self.pairs(("indicator", "unit", "baseline", "target"))

    @property
    def who(self) -> list[Pair]:
        return self.pairs(("lead_post",))

    @property
    def money(self) -> list[Pair]:
        return self.pairs(("funds",))

    @property
    def named(self) -> str:
        """How many ministries are ticked, in the digits of the page; "" for none."""
        ticked = self["supports"].value() or []
        return digits(str(len(ticked)), get_language() or "en") if ticked else ""

    def clean(self) -> dict[str, Any]:
        """The order of the years; a figure typed once stands in both languages."""
        cleaned = self.cleaned_data
        start, end = cleaned.get("start_fy"), cleaned.get("end_fy")
        if start and end and end < start:
            self.add_error("end_fy", gettext("The end is before the start. Mend one of the two."))
        for name in FIGURES:
            _both(cleaned, name)
        if self.institutional:
            self._needs_words(cleaned)
        return cleaned

    def _needs_words(self, cleaned: Mapping[str, Any]) -> None:
        """No questionnaire suggests the gap and the action of an institutional row: somebody writes them."""
        for name in ("gap", "action"):
            if not any(cleaned.get(f"{name}_{language}") for language in LANGUAGES):
                language = (get_language() or "en").partition("-")[0]
                self.add_error(f"{name}_{language}", gettext("Write it in one of the languages."))

    def values(self) -> dict[str, Any]:
        """What was typed, as plain values by the names of the row's fields; call after ``is_valid``."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "base"}
        return {
            **typed,
            "cost_crore": plain_cost(typed["cost_crore"]),
            **{name: sorted(typed[name]) for name in LINKS},
        }

    def start_again(self, number: int, standing: Mapping[str, Any], clashes: Iterable[str]) -> None:
        """After a clash: what stands now everywhere, but where both differ what was typed, beside what stands.

        The next save starts from what stands now.
        """
        mine = self.values()
        shown = QueryDict(mutable=True)
        for name, value in {**standing, **{name: mine[name] for name in clashes}}.items():
            shown.setlist(name, value if name in LINKS else [value])
        shown["base"] = str(number)
        self.data = shown
        self.clashes = [
            (
                field_label(name),
                said(name, standing[name], self.names),
                said(name, mine[name], self.names),
            )
            for name in clashes
        ]


class NewRowForm(RowForm):
    """The form of an institutional row that is not there yet; ``key`` makes a repeated post harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)

    def __init__(self, data: QueryDict | None, *, choices: RowChoices) -> None:
        super().__init__(data, number=0, values=no_values(), choices=choices, institutional=True)
        self.fields["key"].initial = uuid.uuid4()

    def values(self) -> dict[str, Any]:
        """What was typed, without the key."""
        return {name: value for name, value in super().values().items() if name != "key"}


def _text(name: str) -> forms.Field:
    """The box for a text in one language; what is typed in it is in that language."""
    field, _mark, language = name.rpartition("_")
    label = field_label(name)
    box = (
        Words(label=label)
        if field in LONG
        else TextField(label=label, max_length=LENGTHS[field], required=False)
    )
    box.widget.attrs["lang"] = language
    box.widget.attrs["autocomplete"] = "off"
    box.widget.attrs.pop("maxlength", None)
    return box


def _reference(row: PolicyReference) -> str:
    label = f"{row.get_kind_display()}: {row}"
    return gettext("%(text)s (to be confirmed)") % {"text": label} if row.to_be_confirmed else label


def _both(cleaned: dict[str, Any], name: str) -> None:
    """A figure without a letter needs no translator: it is written in the digits of the other language."""
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        typed, beside = cleaned.get(f"{name}_{language}", ""), cleaned.get(f"{name}_{other}")
        if typed and beside == "" and not script(typed):
            cleaned[f"{name}_{other}"] = digits(typed, other)


# ── The filter ──────────────────────────────────────────────────────────────────────────────────

LISTED: dict[str, Any] = {
    "required": False,
    "error_messages": {"invalid_choice": _("Choose one from the list.")},
    "widget": PlainSelect,
}
ALL = ("", _("All"))
SHOWN = [
    ALL,
    (TO_COMPLETE, _("Rows to complete")),
    (UNTRANSLATED, _("Rows not yet in both languages")),
    (CHANGED, _("Rows whose answer changed")),
]


class RowFilterForm(forms.Form):
    """The filter of a list of rows; a forged choice does not filter."""

    show = forms.ChoiceField(label=_("What is missing"), **LISTED)
    ministry = forms.ChoiceField(label=_("Ministry or division"), **LISTED)
    origin = forms.ChoiceField(
        label=_("Where rows come from"), choices=[ALL, *RowOrigin.choices], **LISTED
    )
    kind = forms.ChoiceField(label=_("Kind of action"), choices=[ALL, *RowKind.choices], **LISTED)
    priority = forms.ChoiceField(label=_("Priority"), choices=[ALL, *Priority.choices], **LISTED)
    disposition = forms.ChoiceField(
        label=_("What happens with it"), choices=[ALL, *RowDisposition.choices], **LISTED
    )

    def __init__(self, data: Mapping[str, Any], *, ministries: Iterable[Any]) -> None:
        super().__init__(data)
        options = [ALL, *((row.code, str(row)) for row in ministries)]
        for name, offered in (("ministry", options), ("show", _shown())):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is declared above
            field.choices = offered

    @property
    def limits(self) -> RowFilter:
        """What was asked for, without what could not be understood."""
        self.is_valid()
        return RowFilter(**self.cleaned_data)

    @property
    def query(self) -> str:
        """The filter as the end of an address: only what limits something."""
        asked = {name: self.data.get(name, "") for name in self.fields}
        return urlencode({name: value for name, value in asked.items() if value})


def _shown() -> list[tuple[str, Any]]:
    """What can be missing, in words."""
    lacks = [(lack.value, gettext("Without: %(field)s") % {"field": lack.label}) for lack in Lack]
    return [*SHOWN, *lacks]
