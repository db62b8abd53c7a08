"""Handing work to a colleague: a programme, a part of it, or one question of several programmes."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.forms.fill import HIDDEN_MESSAGES
from assessments.models import Assessment
from assessments.schema import Questionnaire
from assessments.selectors.handed import question_choices, section_choices
from assessments.selectors.hands import seat_label
from nsss_gender.accounts.models import Seat
from nsss_gender.language.fields import ChoiceField, ChoicesField, DateField, Words
from nsss_gender.language.templatetags.language import textlang

SECTION, QUESTION = "section:", "question:"


class TermsForm(forms.Form):
    """To whom, until when, with which note; ``key`` makes a repeated post harmless."""

    use_required_attribute = False

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)
    seat = ChoiceField(label=_("Colleague"), widget=forms.RadioSelect)
    due_on = DateField(label=_("Due date"), help_text=_("Day, month and year, such as 10/02/2019."))
    note = Words(label=_("Note to the colleague"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        seats: Iterable[Seat],
        due_on: dt.date | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        given = {"key": uuid.uuid4(), "due_on": due_on, **(initial or {})}
        super().__init__(data, initial=given)
        self.seats = {str(seat.pk): seat for seat in seats}
        field = self.fields["seat"]
        if isinstance(field, ChoiceField):
            field.choices = [(pk, _name(seat)) for pk, seat in self.seats.items()]
        if len(self.seats) == 1:
            self.fields["seat"].initial = next(iter(self.seats))

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


class HandOutForm(TermsForm):
    """What of one programme is handed out, and the terms."""

    part = ChoiceField(label=_("What"), required=False, widget=forms.Select)
    field_order = ("key", "part", "seat", "due_on", "note")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questionnaire: Questionnaire,
        part: str = "",
        **options: Any,
    ) -> None:
        super().__init__(data, initial={"part": part}, **options)
        field = self.fields["part"]
        if isinstance(field, ChoiceField):
            field.choices = _parts(questionnaire)

    @property
    def part_codes(self) -> dict[str, str]:
        """The code of the section or question that was chosen; nothing for the whole programme."""
        kind, _colon, code = self.cleaned_data["part"].partition(":")
        return {kind: code} if code else {}


class QuestionHandOutForm(TermsForm):
    """For which programmes one question is handed out, and the terms."""

    picked = ChoicesField(label=_("Programmes"), widget=forms.CheckboxSelectMultiple)
    field_order = ("key", "picked", "seat", "due_on", "note")

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        programmes: Sequence[Assessment],
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        field = self.fields["picked"]
        if isinstance(field, ChoicesField):
            field.choices = [(str(row.pk), _programme(row)) for row in programmes]

    @property
    def keys(self) -> list[uuid.UUID]:
        """The assessments that were ticked; call after ``is_valid``."""
        return [uuid.UUID(key) for key in self.cleaned_data["picked"]]


def _parts(questionnaire: Questionnaire) -> list[Any]:
    """All of it first, then the sections, then the questions."""
    sections = [(f"{SECTION}{code}", name) for code, name in section_choices(questionnaire)]
    questions = [(f"{QUESTION}{code}", name) for code, name in question_choices(questionnaire)]
    return [
        ("", gettext("The whole programme")),
        (gettext("A section"), sections),
        (gettext("A question"), questions),
    ]


def _name(seat: Seat) -> str:
    """The colleague's name and post, marked with the language they are written in."""
    label = seat_label(seat)
    return format_html("<span {}>{}</span>", textlang(label), label)


def _programme(row: Assessment) -> str:
    return format_html("<span {}>{}</span>", textlang(row.programme), str(row.programme))
