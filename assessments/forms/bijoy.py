"""What the page that turns an answer into Unicode posts: the version it showed, and its own id."""

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms

from assessments.forms.fill import HIDDEN_MESSAGES, LAST_NUMBER
from assessments.models import Answer


class ConvertForm(forms.Form):
    """The version that was looked at; ``token`` makes a repeated post harmless."""

    base = forms.IntegerField(
        min_value=1, max_value=LAST_NUMBER, widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES
    )
    token = forms.UUIDField(widget=forms.HiddenInput, error_messages=HIDDEN_MESSAGES)

    def __init__(self, data: Mapping[str, Any] | None, *, answer: Answer) -> None:
        base = answer.head.number if answer.head else 0
        super().__init__(data, initial={"base": base, "token": uuid.uuid4()})
