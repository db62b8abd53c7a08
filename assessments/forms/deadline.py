"""A deadline as day and time on Dhaka's clock; a day that is not worked is asked about once (33)."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessments.deadlines import DHAKA
from assessments.selectors.due import DayWarning, day_warning
from nsss_gender.language import dates, numbers
from nsss_gender.language.fields import DateField

CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
WEEKDAYS = {"friday": _("Friday"), "saturday": _("Saturday")}


def language() -> str:
    """The short code of the language of this page: "en" or "bn"."""
    return (get_language() or "en").partition("-")[0]


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
            return numbers.digits(f"{value:%H:%M}", language())
        return value

    def to_python(self, value: Any) -> dt.time | None:
        """The time in what was typed, or a message that says how to write it."""
        if value in self.empty_values:
            return None
        match = CLOCK.fullmatch(numbers.to_ascii(str(value)).strip())
        if match is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return dt.time(int(match[1]), int(match[2]))


class DeadlineForm(forms.Form):
    """Day, time, and the box that keeps a holiday; the box belongs on the page only when asked."""

    use_required_attribute = False

    deadline_on = DateField(
        label=_("Last day of submission"), help_text=_("Day/month/year, such as 14/02/2019.")
    )
    deadline_time = TimeField(
        label=_("Time on that day"), help_text=_("Hour:minute on Dhaka's clock, such as 17:00.")
    )
    keep_day = forms.BooleanField(label=_("Keep this day all the same"), required=False)

    @property
    def asks_to_keep(self) -> bool:
        """Whether the box that keeps a holiday belongs on the page."""
        return self.is_bound and (
            "keep_day" in self.errors or bool(self.cleaned_data.get("keep_day"))
        )

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields of the page in their order."""
        return [field for field in self if field.name != "keep_day" or self.asks_to_keep]

    def clean(self) -> dict[str, Any]:
        """Warn of a deadline on a holiday, and name the next working day."""
        cleaned: dict[str, Any] = super().clean() or {}
        day = cleaned.get("deadline_on")
        warning = day_warning(day) if day and not cleaned.get("keep_day") else None
        if warning:
            self.add_error("keep_day", warning_sentence(warning))
        return cleaned

    @property
    def deadline_at(self) -> dt.datetime:
        """The deadline of a valid form, on Dhaka's clock."""
        data = self.cleaned_data
        return dt.datetime.combine(data["deadline_on"], data["deadline_time"], tzinfo=DHAKA)


def start(moment: dt.datetime | None) -> dict[str, Any]:
    """What the two boxes show for ``moment``; only the usual hour where there is none."""
    if moment is None:
        return {"deadline_time": dt.time(17, 0)}
    local = moment.astimezone(DHAKA)
    return {"deadline_on": local.date(), "deadline_time": local.time()}


def warning_sentence(warning: DayWarning) -> str:
    """Why the day is a bad deadline, which day is next, and what to do."""
    day, parts = dates.day(warning.day, language()), []
    if warning.weekly:
        parts.append(
            gettext("%(day)s is a %(weekday)s, a weekly holiday.")
            % {"day": day, "weekday": WEEKDAYS[warning.weekly]}
        )
    if warning.public:
        parts.append(
            gettext("%(day)s is a public holiday: %(name)s.") % {"day": day, "name": warning.public}
        )
    parts.append(
        gettext("The next working day is %(next)s. Change the day, or tick the box.")
        % {"next": dates.day(warning.next_working_day, language())}
    )
    return " ".join(parts)
