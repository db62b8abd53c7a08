"""What the page's script sends while somebody types: the changed fields of one answer (14, 15)."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.forms.contradictions import LONGEST as EXPLANATION_LONGEST
from assessments.forms.fill import HIDDEN_MESSAGES, LAST_NUMBER, AnswerForm
from assessments.schema import Part, Question
from assessments.selectors.places import prefix
from assessments.selectors.shown import Options
from assessments.sheet import ANSWER_FIELDS, EMPTY
from nsss_gender.language.fields import TextField


class _Sent(forms.Form):
    """``token``: the same edit sent again writes once. ``writer``: for whom the page was made."""

    token = forms.UUIDField(error_messages=HIDDEN_MESSAGES)
    writer = forms.UUIDField(error_messages=HIDDEN_MESSAGES)


class AutosaveForm:
    """One answer, of which ``data`` names the changed fields under ``field``.

    Only these are values: what the writer has not touched is never sent, so it cannot undo a
    colleague's word, and an emptied group of tick boxes is not taken for an untouched one.
    """

    def __init__(self, data: QueryDict, *, asked: Question | Part, options: Options) -> None:
        self.sent = _Sent(data)
        self.short = "short" in data
        self.answer = AnswerForm(data, asked=asked, given=EMPTY, options=options, confirm=True)
        self.named = [name for name in data.getlist("field") if name in (*self.fields, "confirm")]
        self.names = [name for name in self.named if name != "confirm"]

    @property
    def fields(self) -> list[str]:
        """The answer's fields that this question has."""
        return [name for name in ANSWER_FIELDS if name in self.answer.fields]

    def is_valid(self) -> bool:
        """Whether every changed field is of its kind; at least one is named."""
        cell = not self.short or self.named == ["judgement"]
        return self.sent.is_valid() and self.answer.is_valid() and bool(self.named) and cell

    def complaint(self) -> str:
        """What is wrong, and what to do, in one line."""
        texts = [str(text) for texts in self.answer.errors.values() for text in texts]
        return " ".join(texts) or _(
            "This form is from another version of the report. Reload the page."
        )

    @property
    def token(self) -> uuid.UUID:
        token: uuid.UUID = self.sent.cleaned_data["token"]
        return token

    @property
    def typist(self) -> Any:
        return self.sent.cleaned_data["writer"]

    @property
    def base(self) -> int:
        base: int = self.answer.cleaned_data["base"]
        return base

    @property
    def confirmed(self) -> bool:
        """Whether "this is right" was ticked just now."""
        return "confirm" in self.named and bool(self.answer.cleaned_data["confirm"])

    def values(self) -> dict[str, Any]:
        """What was typed in the changed fields."""
        typed = self.answer.values()
        return {name: typed[name] for name in self.names}


def part_bases(data: QueryDict, question: Question) -> dict[str, int]:
    """The versions of the named parts that were on the page where their question is confirmed."""
    given = {part.code: data.get(f"{prefix(part.code)}-base", "") for part in question.parts}
    longest = len(str(LAST_NUMBER)) - 1
    return {
        code: int(base) for code, base in given.items() if base.isdecimal() and len(base) <= longest
    }


class ExplanationSent(_Sent):
    """The explanation of one contradiction, from the same script; ``base`` is its number."""

    base = forms.IntegerField(min_value=0, max_value=LAST_NUMBER, error_messages=HIDDEN_MESSAGES)
    text = TextField(max_length=EXPLANATION_LONGEST, required=False)

    def __init__(self, data: QueryDict, *, rule: str) -> None:
        own = {name: data.get(f"{rule}-{name}", "") for name in ("base", "text")}
        sent = {name: data.get(name, "") for name in ("token", "writer")}
        super().__init__({**sent, **own})

    @property
    def typist(self) -> Any:
        return self.cleaned_data["writer"]

    def complaint(self) -> str:
        """What is wrong, and what to do, in one line."""
        return " ".join(str(text) for texts in self.errors.values() for text in texts)
