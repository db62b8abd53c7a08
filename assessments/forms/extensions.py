"""More time: asked for, given, decided. Each form has the warning of its day (33, 34)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Expected
from assessments.forms.deadline import DeadlineForm, start
from assessments.models import Extension, Round
from nsss_gender.accounts.models import Ministry
from nsss_gender.language.fields import ChoiceField, DateField, TextField


class AskForm(DeadlineForm):
    """A ministry's request."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    deadline_on = DateField(
        label=_("Until which day"), help_text=_("Day/month/year, such as 14/02/2019.")
    )
    reason = TextField(
        label=_("Why more time is needed"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order: tuple[str, ...] = ("key", "deadline_on", "deadline_time", "keep_day", "reason")

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **start(None)}, **kwargs)


class GiveForm(AskForm):
    """More time of the Cabinet Division's own accord."""

    ministry = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=Ministry.objects.none(),
        required=False,
        empty_label=_("All ministries of this round"),
    )
    field_order = ("key", "ministry", "deadline_on", "deadline_time", "keep_day", "reason")

    def __init__(self, data: Mapping[str, Any] | None = None, *, round_: Round) -> None:
        super().__init__(data)
        asked = round_.expectations.exclude(expected=Expected.NONE).values("ministry")
        field: Any = self.fields["ministry"]
        field.queryset = Ministry.objects.filter(pk__in=asked).order_by("order", "code")


class DecideForm(DeadlineForm):
    """Grant, until the day asked for or another one; or refuse."""

    decision = ChoiceField(
        label=_("Decision"),
        choices=[("grant", _("Grant")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    deadline_on = DateField(
        label=_("New last day"), help_text=_("Counts only where you grant the request.")
    )
    note = TextField(
        label=_("Note to the ministry"),
        help_text=_("Needed where you refuse."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("decision", "deadline_on", "deadline_time", "keep_day", "note")

    def __init__(self, data: Mapping[str, Any] | None = None, *, extension: Extension) -> None:
        super().__init__(data, initial=start(extension.until_at))

    @property
    def granted(self) -> bool:
        """Whether a valid form grants."""
        return bool(self.cleaned_data["decision"] == "grant")

    def clean(self) -> dict[str, Any]:
        """The day matters where it is granted, the note where it is refused."""
        if self.cleaned_data.get("decision") != "refuse":
            return super().clean()
        for name in ("deadline_on", "deadline_time"):
            self.errors.pop(name, None)
            self.cleaned_data.setdefault(name, self.initial[name])
        if "note" in self.cleaned_data and not self.cleaned_data["note"].strip():
            self.add_error("note", _("Say why the request is refused."))
        return self.cleaned_data
