"""What is typed of a return letter. A wording is offered; memo number, date and names never are (28, 107)."""

from collections.abc import Mapping
from typing import Any

from assessments.forms.letters import LetterForm, filled_in
from assessments.models import ReturnLetter
from assessments.selectors.return_letter import RETURN_PLACES


class ReturnLetterForm(LetterForm):
    """The fields of every letter; the points of the return are not among them."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, letter: ReturnLetter) -> None:
        super().__init__(data, letter=letter)
        for name in ("subject_en", "body_en"):
            self.fields[name].help_text = filled_in(RETURN_PLACES)
