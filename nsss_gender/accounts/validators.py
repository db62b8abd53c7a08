"""Password rules beyond Django's: the words of this place are no secret."""

import re

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nsss_gender.language.numbers import number

CONTEXT_WORDS = (
    "bangladesh",
    "cabinet",
    "dhaka",
    "division",
    "focal",
    "gender",
    "ministry",
    "nsss",
    "password",
    "security",
    "social",
    "welfare",
)
NEEDED_BESIDE = 8
_NAMED = ("username", "name", "email")


class ContextWordValidator:
    """Refuses a password that is little more than words everybody here would try.

    The words, the parts of the person's own name and address are taken out; at least eight letters
    or digits must remain. A long phrase that happens to contain one of the words is fine.
    """

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError where too little remains."""
        rest = password.casefold()
        for word in sorted(self._words(user), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if len(re.sub(r"\W|_", "", rest)) < NEEDED_BESIDE:
            raise ValidationError(self.get_help_text(), code="password_context")

    def get_help_text(self) -> str:
        """The rule in plain words."""
        return _(
            "Do not build the password from your own name or from words of this office, such as "
            "its name, the ministry or the country. Three or four unrelated words are good."
        )

    def _words(self, user: AbstractBaseUser | None) -> set[str]:
        own = " ".join(str(getattr(user, name, "") or "") for name in _NAMED)
        parts = {part for part in re.split(r"[\W_]+", own.casefold()) if len(part) > 2}  # noqa: PLR2004
        return parts | set(CONTEXT_WORDS)


class LengthValidator(MinimumLengthValidator):
    """Django's rule of length, its figure in the digits of the reader's language."""

    def get_error_message(self) -> str:
        return self._in_language(
            ngettext(
                "This password is too short. It must contain at least %d character.",
                "This password is too short. It must contain at least %d characters.",
                self.min_length,
            )
        )

    def get_help_text(self) -> str:
        return self._in_language(
            ngettext(
                "Your password must contain at least %(min_length)d character.",
                "Your password must contain at least %(min_length)d characters.",
                self.min_length,
            )
        )

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for a password shorter than ``min_length`` characters."""
        if len(password) < self.min_length:
            raise ValidationError(self.get_error_message(), code="password_too_short")

    def _in_language(self, sentence: str) -> str:
        figure = number(self.min_length, get_language() or "en")
        return sentence.replace("%(min_length)d", figure).replace("%d", figure)
