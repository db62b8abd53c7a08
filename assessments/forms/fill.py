"""The detailed form, one section at a time.

Each question and each part is a small form of its own with the version number it started from.
Saving checks types and lengths only; what is required is asked on the check page (capability 14).
"""

import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import Feasibility, Judgement
from assessments.schema import Part, Question, Section
from assessments.selectors.places import field_id, prefix, short_code
from assessments.selectors.shown import Options, label
from assessments.sheet import ANSWER_FIELDS, CHOSEN, Given, Sheet
from nsss_gender.language.fields import ChoiceField, ChoicesField, FiscalYearField, Words
from nsss_gender.language.text import script

PART_JUDGEMENTS = [choice for choice in Judgement.choices if choice[0] != Judgement.PARTLY]
STALE = _("This form is from another version of the report. Reload the page.")
PARTS, WHOLE = "parts", "whole"
STANDING = (
    (PARTS, _("The parts stand; the answer to the whole is taken away and stays in the history")),
    (WHOLE, _("The answer to the whole stands; give the reason below")),
)
HIDDEN_MESSAGES = {"required": STALE, "invalid": STALE, "min_value": STALE, "max_value": STALE}
LAST_NUMBER = 2_147_483_647  # what a column of version numbers holds


class AnswerForm(forms.Form):
    """The fields of one question or part. ``values`` gives what was typed, field by field.

    ``confirm`` adds the tick "this is right" for an answer that nobody typed here, ``which`` the
    choice where such an answer disagrees with the named parts.
    """

    use_required_attribute = False

    base = forms.IntegerField(
        min_value=0,
        max_value=LAST_NUMBER,
        widget=forms.HiddenInput,
        error_messages=HIDDEN_MESSAGES,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        asked: Question | Part,
        given: Given,
        options: Options = (),
        initial: Mapping[str, Any] | None = None,
        confirm: bool = False,
        which: bool = False,
    ) -> None:
        self.asked = asked
        start = {**given.values(), **(initial or {}), "base": given.number}
        if isinstance(asked, Question) and _single(asked):
            start["choices"] = next(iter(start["choices"]), "")
        super().__init__(data, prefix=prefix(asked.code), initial=start)
        self.fields.update(_fields(asked, options))
        if confirm:
            self.fields["confirm"] = forms.BooleanField(label=_("This is right"), required=False)
        if which:
            self.fields["which"] = _radios(list(STANDING), gettext("Which stands?"))
        for name in self.fields:
            self._mark_language(name)

    def _mark_language(self, name: str) -> None:
        """A typed text keeps its own language, whatever the language of the page."""
        widget = self.fields[name].widget
        if isinstance(widget, forms.Textarea):
            language = script(str(self[name].value() or ""))
            if language:
                widget.attrs["lang"] = language

    def values(self) -> dict[str, Any]:
        """What was typed, by the answer's fields; choices always as a list."""
        typed = {name: self.cleaned_data[name] for name in ANSWER_FIELDS if name in self.fields}
        if "choices" in typed:
            chosen = typed["choices"]
            typed["choices"] = [chosen] if isinstance(chosen, str) and chosen else list(chosen)
        if self.cleaned_data.get("which") == PARTS:
            typed["judgement"] = ""
        return typed

    def problems(self) -> Iterator[tuple[str, str]]:
        """The (id to link to, message) pairs for the error summary."""
        for name, messages in self.errors.items():
            grouped = isinstance(
                self.fields[name].widget, forms.RadioSelect | forms.CheckboxSelectMultiple
            )
            target = "" if name == "base" else field_id(self.asked.code, name, grouped=grouped)
            for message in messages:
                yield target, f"{short_code(self.asked.code)}: {message}"


def _single(question: Question) -> bool:
    return question.kind in {"choice", "identification"}


def _fields(asked: Question | Part, options: Options) -> dict[str, forms.Field]:
    if isinstance(asked, Part):
        return {
            "judgement": _radios(PART_JUDGEMENTS, label(asked, "judgement")),
            "reason": Words(label=label(asked, "reason")),
        }
    if asked.judged:
        return _judged(asked)
    if asked.kind == "fiscal_year":
        return {"text": FiscalYearField(label=label(asked, "text"), required=False)}
    if asked.kind in CHOSEN:
        return _chosen(asked, options)
    return {"text": Words(label=label(asked, "text"))}


def _radios(choices: list[tuple[str, Any]], name: str) -> ChoiceField:
    return ChoiceField(choices=choices, label=name, required=False, widget=forms.RadioSelect)


def _judged(question: Question) -> dict[str, forms.Field]:
    stated: forms.Field = _radios(list(Judgement.choices), label(question, "judgement"))
    if question.parts:
        as_parts = ("", gettext("As the parts give it"))
        stated = ChoiceField(
            choices=[as_parts, *Judgement.choices],
            label=label(question, "judgement"),
            required=False,
        )
    return {
        "judgement": stated,
        "text": Words(label=label(question, "text")),
        "missing": Words(label=label(question, "missing")),
        "feasibility": _radios(list(Feasibility.choices), label(question, "feasibility")),
        "detail": Words(label=label(question, "detail")),
        "reason": Words(label=label(question, "reason")),
    }


def _chosen(question: Question, options: Options) -> dict[str, forms.Field]:
    name, chosen = label(question, "choices"), list(options)
    if _single(question):
        found: dict[str, forms.Field] = {"choices": _radios(chosen, name)}
    else:
        found = {
            "choices": ChoicesField(
                choices=chosen, label=name, required=False, widget=forms.CheckboxSelectMultiple
            )
        }
    if question.kind in {"identification", "partners"}:
        found["text"] = Words(label=label(question, "text"))
    return found


class TokenForm(forms.Form):
    """The id that a form was issued with: posting it twice writes once."""

    token = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id=False, initial={"token": uuid.uuid4()})


class SectionForm:
    """All forms of one page: every open question of a section, and its parts.

    ``closed`` are the codes of questions that may not be changed now; ``suggested`` are first
    values by question for what has no answer yet.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        section: Section,
        sheet: Sheet,
        options: Mapping[str, Options],
        closed: Mapping[str, str],
        suggested: Mapping[str, Mapping[str, Any]],
    ) -> None:
        self.token = TokenForm(data)
        self.forms: dict[str, AnswerForm] = {}
        for question in section.questions:
            if question.code in closed:
                continue
            asked_for: tuple[Question | Part, ...] = (question, *question.parts)
            for asked in asked_for:
                self.forms[asked.code] = AnswerForm(
                    data,
                    asked=asked,
                    given=sheet[asked.code],
                    options=options.get(asked.code, ()),
                    initial=suggested.get(asked.code),
                    confirm=asked is question and _confirmable(sheet, question),
                    which=asked is question and sheet.disputed(question),
                )

    def is_valid(self) -> bool:
        return all([self.token.is_valid(), *(form.is_valid() for form in self.forms.values())])

    def drafts(self) -> dict[str, tuple[int, dict[str, Any]]]:
        """By code: the version number the form started from, and what was typed."""
        return {
            code: (form.cleaned_data["base"], form.values()) for code, form in self.forms.items()
        }

    @property
    def confirmable(self) -> int:
        """How many questions of the page wait for a confirmation."""
        return sum("confirm" in form.fields for form in self.forms.values())

    def confirmed(self, *, everything: bool = False) -> set[str]:
        """The codes of which somebody says that they are right: a ticked question with its parts,
        or all that wait (``everything``)."""
        ticked = {
            code
            for code, form in self.forms.items()
            if "confirm" in form.fields and (everything or form.cleaned_data["confirm"])
        }
        return {code for code in self.forms if code in ticked or code.partition(".")[0] in ticked}

    def problems(self) -> list[tuple[str, str]]:
        """The (id to link to, message) pairs of the whole page."""
        found = [("", str(text)) for texts in self.token.errors.values() for text in texts]
        return found + [pair for form in self.forms.values() for pair in form.problems()]


def _confirmable(sheet: Sheet, question: Question) -> bool:
    """A disputed question is settled by its own choice, not by a tick."""
    return bool(sheet.unconfirmed(question)) and not sheet.disputed(question)


class NotAssessedForm(forms.Form):
    """Why a programme is not assessed; an empty reason takes the mark away."""

    use_required_attribute = False

    reason = Words(
        label=_("Reason why this programme is not assessed"),
        help_text=_("The programme is listed by name with this reason and gets no score."),
    )

    def is_complete(self, *, again: bool) -> bool:
        """Whether it can be saved: with a reason, or without one to assess the programme again."""
        if not self.is_valid():
            return False
        if not again and not self.cleaned_data["reason"].strip():
            self.add_error("reason", gettext("Give the reason."))
        return not self.errors
