"""What the page's script sends while somebody types: the changed fields of one answer (14, 15)."""

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.forms.fill import HIDDEN_MESSAGES, AnswerForm
from assessments.schema import Part, Question
from assessments.selectors.shown import Options
from assessments.sheet import ANSWER_FIELDS, EMPTY


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
        self.answer = AnswerForm(data, asked=asked, given=EMPTY, options=options)
        self.names = [name for name in data.getlist("field") if name in self.fields]

    @property
    def fields(self) -> list[str]:
        """The answer's fields that this question has."""
        return [name for name in ANSWER_FIELDS if name in self.answer.fields]

    def is_valid(self) -> bool:
        """Whether every changed field is of its kind; at least one is named."""
        return self.sent.is_valid() and self.answer.is_valid() and bool(self.names)

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
    def writer(self) -> Any:
        return self.sent.cleaned_data["writer"]

    @property
    def base(self) -> int:
        base: int = self.answer.cleaned_data["base"]
        return base

    def values(self) -> dict[str, Any]:
        """What was typed in the changed fields."""
        typed = self.answer.values()
        return {name: typed[name] for name in self.names}
