"""Handing a programme to a colleague."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES
from assessments.selectors.handed import seat_label
from nsss_gender.accounts.models import Seat
from nsss_gender.language.fields import ChoiceField, DateField, Words
from nsss_gender.language.templatetags.language import textlang


class HandOutForm(forms.Form):
    """To whom, until when, with which note; ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    seat = ChoiceField(label=_("Colleague"), widget=forms.RadioSelect)
    due_on = DateField(label=_("Due date"), help_text=_("Day, month and year, such as 10/02/2019."))
    note = Words(label=_("Note to the colleague"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, seats: Iterable[Seat]) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()})
        self.seats = {str(seat.pk): seat for seat in seats}
        field = self.fields["seat"]
        if isinstance(field, ChoiceField):
            field.choices = [(pk, _name(seat)) for pk, seat in self.seats.items()]

    def clean_due_on(self) -> Any:
        """The date; it cannot lie in the past."""
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(gettext("The due date cannot be in the past."))
        return day

    @property
    def chosen(self) -> Seat:
        """The seat that was chosen; call after ``is_valid``."""
        return self.seats[self.cleaned_data["seat"]]


def _name(seat: Seat) -> str:
    """The colleague's name and post, marked with the language they are written in."""
    label = seat_label(seat)
    return format_html("<span {}>{}</span>", textlang(label), label)
