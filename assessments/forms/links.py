"""Asking by a link, answering under it, and deciding on what came (capability 20)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import Feasibility, Judgement
from assessments.forms.fill import HIDDEN_MESSAGES, LAST_NUMBER
from assessments.models import Contribution
from assessments.schema import Question
from assessments.selectors.links import MOST_DAYS, Beside, first_until, takes_judgement
from assessments.selectors.shown import label
from nsss_gender.language.fields import ChoiceField, DateField, TextField, Words
from nsss_gender.language.text import script


def _token() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)


class UntilForm(forms.Form):
    """Until when a link can be used: two weeks, at most sixty days."""

    use_required_attribute = False

    until = DateField(
        label=_("Can be used until"),
        help_text=_("Day, month and year; at most 60 days ahead."),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        given = {"until": first_until(), **options.pop("initial", {})}
        super().__init__(data, initial=given, **options)

    def clean_until(self) -> dt.date:
        """The day; from today on, and not too far away."""
        day: dt.date = self.cleaned_data["until"]
        if not 0 <= (day - timezone.localdate()).days <= MOST_DAYS:
            raise forms.ValidationError(
                gettext("Choose a day from today on, at most 60 days ahead.")
            )
        return day


class AskForm(UntilForm):
    """Who is asked; ``key`` makes a repeated post harmless."""

    key = _token()
    name = TextField(label=_("Name"), max_length=150)
    organisation = TextField(label=_("Organisation"), max_length=200, required=False)
    mail = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        help_text=_("The link is sent there. Without an address you hand it over yourself."),
        error_messages={"invalid": _("Write the whole e-mail address, with the sign @.")},
    )
    language = ChoiceField(
        label=_("Language of the page and the mail"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    note = Words(label=_("What you ask, in your own words"))
    field_order = ("key", "name", "organisation", "mail", "language", "until", "note")

    def __init__(self, data: Mapping[str, Any] | None = None, *, language: str) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), "language": language})


class SaidForm(forms.Form):
    """What a guest says to the question; never required to be whole, never empty."""

    use_required_attribute = False

    key = _token()
    text = Words(label=_("In your own words"))

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        question: Question,
        last: Contribution | None = None,
    ) -> None:
        start: dict[str, Any] = {"key": uuid.uuid4()}
        if last:
            start |= {name: getattr(last, name) for name in ("text", "judgement", "feasibility")}
        super().__init__(data, initial=start)
        if question.judged:
            self.fields["judgement"] = _judgements(question)
            self.fields["feasibility"] = _feasibilities(question)
            self.order_fields(["key", "judgement", "feasibility", "text"])
        _mark(self, "text")

    def clean(self) -> dict[str, Any]:
        """Something must be said."""
        data = super().clean() or {}
        if not self.errors and not data.get("text", "").strip() and not data.get("judgement"):
            self.add_error("text", gettext("Write something here."))
        return data


class DecideForm(forms.Form):
    """The proposal in the fields of the answer, to be changed before it is adopted.

    ``base`` is the version of the answer that is shown beside it.
    """

    use_required_attribute = False

    token = _token()
    base = forms.IntegerField(
        min_value=0,
        max_value=LAST_NUMBER,
        widget=forms.HiddenInput,
        error_messages=HIDDEN_MESSAGES,
    )
    text = Words(label=_("In your own words"))

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        row: Contribution,
        beside: Beside,
    ) -> None:
        start = {"token": uuid.uuid4(), "base": beside.base, "text": row.text}
        start |= {"judgement": row.judgement, "feasibility": row.feasibility}
        super().__init__(data, initial={**start, **_standing(row, beside)})
        if takes_judgement(beside.question):
            self.fields["judgement"] = _judgements(beside.question)
            self.fields["feasibility"] = _feasibilities(beside.question)
            self.order_fields(["token", "base", "judgement", "feasibility", "text"])
        _mark(self, "text")

    def start_again(self, beside: Beside) -> None:
        """After a clash: keep what was typed, start from what stands now."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**typed, "base": beside.base, "token": str(uuid.uuid4())}

    def values(self) -> dict[str, str]:
        """What the answer is to say, field by field."""
        names = ("text", "judgement", "feasibility")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    use_required_attribute = False

    reason = TextField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}))


def _standing(row: Contribution, beside: Beside) -> dict[str, str]:
    """What stands, where the proposal says nothing of it: adopting with changes empties no field."""
    return {name: value for name, value in beside.standing.items() if not getattr(row, name)}


def _judgements(question: Question) -> ChoiceField:
    return ChoiceField(
        label=gettext("Answer"), choices=Judgement.choices, required=False, widget=forms.RadioSelect
    )


def _feasibilities(question: Question) -> ChoiceField:
    return ChoiceField(
        label=label(question, "feasibility"),
        choices=Feasibility.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=gettext("Only if you answered “no” or “partly”."),
    )


def _mark(form: forms.Form, name: str) -> None:
    """A typed text keeps its own language, whatever the language of the page."""
    language = script(str(form[name].value() or ""))
    if language:
        form.fields[name].widget.attrs["lang"] = language
