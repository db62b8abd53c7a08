"""People reached and money of one fiscal year, each with unit and source (5, 6)."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.enums import Grade
from nsss_gender.language.fields import (
    ChoiceField,
    DecimalField,
    FiscalYearField,
    IntegerField,
    PlainSelect,
    TextField,
)
from programmes.enums import Counted, CoverageUnit
from programmes.forms.base import NOT_LISTED, Numbered, shown
from programmes.models import Budget, Coverage, Programme

UNKNOWN = _("Leave empty what is not known; 0 means none.")
SOURCE_HELP = _("The report, register or letter the figure comes from, with its page or number.")


class FigureForm(Numbered):
    """A row of figures. ``keeper``: whether how sure it is can be said here; a ministry's own figure is official."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    fiscal_year = FiscalYearField(
        label=_("Fiscal year"), help_text=_("The last completed year, such as 2018-19.")
    )
    grade = ChoiceField(
        label=_("How sure the figure is"), choices=Grade.choices, widget=PlainSelect
    )
    source = TextField(
        label=_("Source"),
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=SOURCE_HELP,
    )
    instance: Any

    def __init__(self, *args: Any, keeper: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keeper:
            self.fields.pop("grade")
        if self.number and self.instance.period and not self.instance.fiscal_year:
            self.fields["fiscal_year"].required = False

    def settled(self, cleaned: dict[str, Any]) -> bool:
        """A new row overtakes nobody; an old one is settled where it says what was typed."""
        return not self.number or not self.differing(cleaned)

    def differing(self, cleaned: dict[str, Any]) -> list[tuple[str, str]]:
        """Every figure that now stands otherwise than typed."""
        held = type(self.instance)._default_manager.get(pk=self.instance.pk)
        return [
            (str(field.label), shown(getattr(held, name)))
            for name, field in self.fields.items()
            if name in cleaned and name not in {"base", "key"} and getattr(held, name) != cleaned[name]
        ]  # fmt: skip

    def row(self, programme: Programme) -> Any:
        """The row to be saved: of ``programme``, under the form's key where it is new."""
        row = self.instance
        if not self.number:
            row.pk, row.programme = self.cleaned_data["key"], programme
        if self.cleaned_data.get("fiscal_year"):
            row.period = row.fiscal_year
        row.grade = self.cleaned_data.get("grade") or Grade.OFFICIAL
        return row


class CoverageForm(FigureForm, forms.ModelForm[Coverage]):
    """People reached: women, men, hijra, and whom nobody counted by sex."""

    unit = ChoiceField(
        label=_("What is counted"), choices=CoverageUnit.choices, widget=PlainSelect,
        error_messages=NOT_LISTED,
    )  # fmt: skip
    unit_note = TextField(label=_("The unit in words"), max_length=60, required=False, help_text=_("For instance: houses titled to women."))  # fmt: skip
    counted = ChoiceField(
        label=_("Who is counted"),
        choices=[("", _("The source does not say")), *Counted.choices],
        required=False,
        widget=PlainSelect,
        help_text=_("A mother may be paid for her child: then she is the payee, the child the beneficiary."),
    )  # fmt: skip
    women = IntegerField(
        label=_("Women"), required=False, min_value=0, max_digits=12, help_text=UNKNOWN
    )
    men = IntegerField(label=_("Men"), required=False, min_value=0, max_digits=12)
    hijra = IntegerField(label=_("Hijra"), required=False, min_value=0, max_digits=12)
    not_disaggregated = IntegerField(label=_("Not given by sex"), required=False, min_value=0, max_digits=12)  # fmt: skip
    split_note = TextField(label=_("The split in words"), max_length=300, required=False, help_text=_("Where there is no figure: women by design, about half women."))  # fmt: skip
    field_order = ["fiscal_year", "unit", "unit_note", "counted", "women", "men", "hijra", "not_disaggregated", "split_note", "source", "grade"]  # fmt: skip

    class Meta:
        model = Coverage
        fields = ["fiscal_year", "unit", "unit_note", "counted", "women", "men", "hijra", "not_disaggregated", "split_note", "source", "grade"]  # fmt: skip


class BudgetForm(FigureForm, forms.ModelForm[Budget]):
    """An amount in crore taka, with its budget code and women's share where they are known."""

    crore_taka = DecimalField(
        label=_("Amount in crore taka"), min_value=0, max_digits=14, decimal_places=2,
        help_text=_("One crore is 1,00,00,000. Write 4,791.31 for Tk 4,791.31 crore."),
    )  # fmt: skip
    code = TextField(label=_("Budget code"), max_length=30, required=False, help_text=_("The iBAS++ code, where it is known."))  # fmt: skip
    women_percent = DecimalField(
        label=_("Share that reaches women, in per cent"), required=False, min_value=0, max_value=100,
        max_digits=5, decimal_places=2,
        help_text=_("Between 0 and 100; empty where it is not known. It never changes a score."),
    )  # fmt: skip
    field_order = ["fiscal_year", "crore_taka", "women_percent", "code", "source", "grade"]

    class Meta:
        model = Budget
        fields = ["fiscal_year", "crore_taka", "women_percent", "code", "source", "grade"]
