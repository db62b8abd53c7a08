"""Setting up a round: titles, questionnaire, deadline, what is expected from whom."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.deadlines import DHAKA, local_day
from assessments.enums import Counting, Expected
from assessments.forms.deadline import DeadlineForm, start
from assessments.models import Questionnaire, Round, RoundMinistry
from nsss_gender.language.fields import ChoiceField, DateField, IntegerField, TextField


class RoundForm(DeadlineForm):
    """A new round, or one that is not open yet; ``source`` gives a new one its first values (78)."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)
    title_en = TextField(label=_("Title in English"), max_length=200)
    title_bn = TextField(label=_("Title in Bangla"), max_length=200)
    questionnaire = forms.ModelChoiceField(
        label=_("Questionnaire"), queryset=Questionnaire.objects.all(), empty_label=None
    )
    consultation_minimum = IntegerField(
        label=_("Smallest number of consultations in each report"), min_value=0, max_value=20
    )

    short_form_on = DateField(
        label=_("Last day of the short form"),
        help_text=_("Leave it empty where the short form has no day of its own."),
        required=False,
    )
    reminders_count_in = ChoiceField(
        label=_("Reminders count in"),
        choices=Counting.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Seven, three and one day before the deadline, one day after it."),
    )

    field_order = (
        "key",
        "base",
        "title_en",
        "title_bn",
        "questionnaire",
        "deadline_on",
        "deadline_time",
        "keep_day",
        "short_form_on",
        "reminders_count_in",
        "consultation_minimum",
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        round_: Round | None = None,
        source: Round | None = None,
    ) -> None:
        super().__init__(data, initial=_edited(round_) if round_ else _new(source))

    def clean(self) -> dict[str, Any]:
        """The short form comes before the whole report."""
        cleaned = super().clean()
        short, last = cleaned.get("short_form_on"), cleaned.get("deadline_on")
        if short and last and short > last:
            self.add_error("short_form_on", _("Choose a day before the last day of submission."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the services take, from a valid form; the short form ends at the same time of day."""
        data = self.cleaned_data
        short = data["short_form_on"]
        at = dt.datetime.combine(short, data["deadline_time"], tzinfo=DHAKA) if short else None
        return {
            "short_form_due_at": at,
            "reminders_count_in": data["reminders_count_in"] or Counting.WORKING,
            "titles": (data["title_en"], data["title_bn"]),
            "questionnaire": data["questionnaire"],
            "deadline_at": self.deadline_at,
            "consultation_minimum": data["consultation_minimum"],
        }


def _new(source: Round | None) -> dict[str, Any]:
    copied: dict[str, Any] = {"consultation_minimum": 1, "reminders_count_in": Counting.WORKING}
    if source:
        copied = {
            "questionnaire": source.questionnaire_id,
            "consultation_minimum": source.consultation_minimum,
            "reminders_count_in": source.reminders_count_in,
        }
    return {"key": uuid.uuid4()} | start(None) | copied


def _edited(round_: Round) -> dict[str, Any]:
    names = ("title_en", "title_bn", "consultation_minimum", "reminders_count_in")
    short = round_.short_form_due_at
    return {
        "key": round_.pk,
        "base": round_.mark,
        "questionnaire": round_.questionnaire_id,
        "short_form_on": local_day(short) if short else None,
        **{name: getattr(round_, name) for name in names},
        **start(round_.deadline_at),
    }


class OpenForm(forms.Form):
    """The mark of what the page showed: opening does exactly that, or asks again."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ExpectForm(forms.Form):
    """What the round expects of one ministry. Once the round is open, each change says why."""

    use_required_attribute = False

    expected = ChoiceField(
        label=_("What is expected"), choices=Expected.choices, widget=forms.RadioSelect
    )
    reason = TextField(
        label=_("Reason"),
        help_text=_("Needed when nothing is expected."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, row: RoundMinistry, is_open: bool
    ) -> None:
        self.is_open = is_open
        reason = "" if is_open else row.reason
        super().__init__(data, initial={"expected": row.expected, "reason": reason})
        if is_open:
            self.fields["reason"].help_text = _("Why this changes while the round is open.")

    def clean(self) -> dict[str, Any]:
        """Nothing expected demands a reason, and so does every change in an open round."""
        cleaned: dict[str, Any] = super().clean() or {}
        empty = "reason" in cleaned and not cleaned["reason"].strip()
        if empty and cleaned.get("expected") == Expected.NONE:
            self.add_error("reason", _("Say why nothing is expected of this ministry."))
        elif empty and self.is_open:
            self.add_error("reason", _("The round is open: say why this changes."))
        return cleaned


class LineForm(forms.Form):
    """One line of the expected list, as it is edited together with all the others."""

    use_required_attribute = False

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    expected = ChoiceField(label=_("What is expected"), choices=Expected.choices)
    reason = TextField(label=_("Reason"), required=False, max_length=1_000)

    def __init__(self, data: Mapping[str, Any] | None, row: RoundMinistry) -> None:
        self.row = row
        start = {"base": row.mark, "expected": row.expected, "reason": row.reason}
        super().__init__(data, initial=start, prefix=row.ministry.code)

    def clean(self) -> dict[str, Any]:
        """Nothing expected demands a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        none = cleaned.get("expected") == Expected.NONE
        if none and "reason" in cleaned and not cleaned["reason"].strip():
            self.add_error("reason", _("Say why nothing is expected of this ministry."))
        return cleaned

    def clash(self, row: RoundMinistry) -> None:
        """Say what somebody else set in the meantime; saving once more keeps what is typed here."""
        self.data = {**self.data, self.add_prefix("base"): row.mark}
        label = Expected(row.expected).label
        self.add_error(
            "expected",
            gettext(
                "Somebody set this to “%(expected)s” in the meantime. Save again to keep yours."
            )
            % {"expected": label},
        )


def line_forms(data: Mapping[str, Any] | None, rows: Iterable[RoundMinistry]) -> list[LineForm]:
    """The whole list as forms; what was posted for no line of the list is ignored."""
    plain = dict(data.items()) if data else None
    return [LineForm(plain, row) for row in rows]
