"""Setting up a round: titles, questionnaire, deadline, what is expected from whom."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessments.deadlines import DHAKA, Calendar
from assessments.enums import Expected
from assessments.models import Questionnaire
from nsss_gender.language import dates, numbers
from nsss_gender.language.fields import ChoiceField, DateField, IntegerField, TextField

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
WEEKDAYS = {"friday": _("Friday"), "saturday": _("Saturday")}


class TimeField(forms.Field):
    """A time of day, in either digits; gives a time."""

    default_error_messages = {
        "required": _("Enter a time."),
        "invalid": _("Enter a time of day as hour:minute, such as 17:00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "class": "narrow"})
        super().__init__(widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A time in the digits of the page; what was typed as it was typed."""
        if isinstance(value, dt.time):
            return numbers.digits(f"{value:%H:%M}", (get_language() or "en").partition("-")[0])
        return value

    def to_python(self, value: Any) -> dt.time | None:
        """The time in what was typed, or a message that says how to write it."""
        if value in self.empty_values:
            return None
        match = CLOCK.fullmatch(numbers.to_ascii(str(value)).strip())
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(int(match[1]), int(match[2]))


class RoundForm(forms.Form):
    """A new round. A deadline on a weekly holiday is asked about once, and not forbidden (33)."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput)
    title_en = TextField(label=_("Title in English"), max_length=200)
    title_bn = TextField(label=_("Title in Bangla"), max_length=200)
    questionnaire = forms.ModelChoiceField(
        label=_("Questionnaire"), queryset=Questionnaire.objects.all(), empty_label=None
    )
    deadline_on = DateField(
        label=_("Last day of submission"), help_text=_("Day/month/year, such as 14/02/2019.")
    )
    deadline_time = TimeField(
        label=_("Time on that day"), help_text=_("Hour:minute on Dhaka's clock, such as 17:00.")
    )
    consultation_minimum = IntegerField(
        label=_("Smallest number of consultations in each report"), min_value=0, max_value=20
    )
    keep_day = forms.BooleanField(label=_("Keep this day all the same"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        start = {"key": uuid.uuid4(), "deadline_time": dt.time(17, 0), "consultation_minimum": 1}
        super().__init__(data, initial=start)

    @property
    def asks_to_keep(self) -> bool:
        """Whether the box that keeps a weekly holiday belongs on the page."""
        return self.is_bound and (
            "keep_day" in self.errors or bool(self.cleaned_data.get("keep_day"))
        )

    def clean(self) -> dict[str, Any]:
        """Warn of a deadline on a weekly holiday, and name the next working day."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("deadline_on")
        warnings = Calendar().warnings(day) if day else ()
        if day and warnings and not cleaned.get("keep_day"):
            language = (get_language() or "en").partition("-")[0]
            self.add_error(
                "keep_day",
                gettext(
                    "%(day)s is a %(weekday)s, a weekly holiday. The next working day is %(next)s. "
                    "Change the day, or tick the box."
                )
                % {
                    "day": dates.day(day, language),
                    "weekday": WEEKDAYS[warnings[0]],
                    "next": dates.day(Calendar().next_working_day(day), language),
                },
            )
        return cleaned

    @property
    def deadline_at(self) -> dt.datetime:
        """The deadline of a valid form, on Dhaka's clock."""
        data = self.cleaned_data
        return dt.datetime.combine(data["deadline_on"], data["deadline_time"], tzinfo=DHAKA)


class ExpectForm(forms.Form):
    """What the round expects of one ministry."""

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

    def clean(self) -> dict[str, Any]:
        """Nothing expected demands a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        none = cleaned.get("expected") == Expected.NONE
        if none and "reason" in cleaned and not cleaned["reason"].strip():
            self.add_error("reason", _("Say why nothing is expected of this ministry."))
        return cleaned
