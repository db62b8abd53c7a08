"""The forms with which the reviewer decides about a row (48, 51)."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.fields import ChoiceField, PlainSelect, TextField, Words
from reports.enums import Priority, RowDisposition
from reports.models import ActionItem
from reports.selectors.row_picks import by_reference

BY_FORMULA = ("", _("As the formula says"))


class DispositionForm(forms.Form):
    """Kept, merged into another row, or dropped. ``target`` is the row that takes this one in."""

    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    disposition = ChoiceField(
        label=_("What happens with this row?"),
        choices=RowDisposition.choices,
        widget=forms.RadioSelect,
    )
    into = forms.ChoiceField(
        label=_("Merged into: a row of the same chapter"),
        required=False,
        widget=PlainSelect,
        error_messages={"invalid_choice": _("Choose one from the list.")},
    )
    reference = TextField(
        label=_("or the reference of another row of the plan"),
        required=False,
        max_length=60,
        help_text=_("As it is printed: ministry / programme / question."),
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("Needed where the row is merged or dropped. It is printed with the row."),
    )

    def __init__(self, data: Any, *, item: ActionItem, chapter: Iterable[ActionItem]) -> None:
        self.item = item
        self.offered = {str(row.pk): row for row in chapter}
        into = str(item.merged_into_id or "")
        start = {
            "seen": item.disposition,
            "disposition": item.disposition,
            "reason": item.disposition_reason,
            "into": into if into in self.offered else "",
        }
        super().__init__(data, initial=start)
        self.target: ActionItem | None = None
        field = self.fields["into"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy what is declared above
        rows = [(key, f"{row.reference} – {row.action[:70]}") for key, row in self.offered.items()]
        field.choices = [("", _("None of these")), *rows]

    def clean(self) -> dict[str, Any]:
        """Find the row that takes this one in, and name every mistake at its place."""
        cleaned = self.cleaned_data
        decided = cleaned.get("disposition")
        if decided == RowDisposition.MERGED:
            self._find(cleaned.get("into", ""), cleaned.get("reference", ""))
        if decided in {RowDisposition.MERGED, RowDisposition.DROPPED} and not cleaned.get("reason"):
            self.add_error("reason", gettext("Give the reason: it is printed with the row."))
        return cleaned

    def _find(self, key: str, reference: str) -> None:
        """The row of the list, or the one whose reference was typed."""
        if reference:
            self.target = by_reference(self.item, reference)
            if self.target is None:
                self.add_error(
                    "reference",
                    gettext(
                        "No row of this plan that is kept has this reference. Check its signs."
                    ),
                )
        elif key and "into" not in self.errors:
            self.target = self.offered[str(uuid.UUID(key))]
        elif "into" not in self.errors:
            self.add_error(
                "into",
                gettext("Choose the row that takes this one in: one of this plan that is kept."),
            )


class PriorityForm(forms.Form):
    """A priority before the formula's, with its reason."""

    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=[BY_FORMULA, *Priority.choices],
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers shown.")},
    )
    reason = Words(
        label=_("Reason"),
        help_text=_("Needed where you set it yourself. It is printed beside the formula."),
    )

    def __init__(self, data: Any, *, item: ActionItem) -> None:
        start = {
            "seen": item.priority_override,
            "priority": item.priority_override,
            "reason": item.priority_reason,
        }
        super().__init__(data, initial=start)

    def clean(self) -> dict[str, Any]:
        """A priority of one's own needs its reason."""
        cleaned = self.cleaned_data
        if cleaned.get("priority") and not cleaned.get("reason"):
            self.add_error("reason", gettext("Give the reason: it is printed beside the formula."))
        return cleaned
