"""What can be wrong with a cell of an imported file, each as a sentence that says how to mend it (92)."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nsss_gender.language.numbers import number

MESSAGES = {
    "fault": _("The spreadsheet shows an error here (%(word)s). Mend the formula or type the value."),
    "long": _("Shorten this text: it has %(has)s characters, at most %(most)s fit."),
    "code": _("“%(word)s” is no code of a programme. A code is letters and a number, such as %(example)s."),
    "year": _(
        "“%(word)s” is no fiscal year. Write two years that follow each other, such as 2018-19, or a day."
    ),
    "unknown": _("“%(word)s” is not known. Correct it, or choose on the page “Words to map” what it is."),
    "name": _("A new programme needs its name in English."),
    "lead": _("A new programme needs its lead ministry."),
    "order": _("The end lies before the start."),
    "both": _("The lead ministry cannot be a partner as well."),
    "needed": _("This cannot be empty."),
    "twice": _("This programme stands in row %(row)s already. Keep one of the two rows."),
    "shared": _("Two programmes of the register have this name. Give the code of the one that is meant."),
    "taken": _(
        "The register has this name under the code %(word)s. Use that code, or a name that tells them apart."
    ),
}  # fmt: skip


def complaint(code: str, **params: Any) -> ValidationError:
    """A mistake by its code; the page writes the sentence in the reader's language."""
    return ValidationError(MESSAGES[code], code=code, params=params)


def sentence(code: str, params: Mapping[str, Any], language: str) -> str:
    """A stored mistake in the reader's language, its figures in their digits."""
    message = MESSAGES.get(code)
    if message is None:
        return code
    figures = {
        name: number(value, language) if isinstance(value, int) else value
        for name, value in params.items()
    }
    return str(message) % figures
