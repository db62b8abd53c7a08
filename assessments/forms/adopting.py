"""Which answers of colleagues the focal point adopts, each in the version that was shown."""

import uuid

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessments.forms.fill import LAST_NUMBER, STALE


class AdoptForm:
    """``pick`` lists ticked versions as ANSWER:NUMBER. Nobody types here: what cannot be read comes
    from another page."""

    def __init__(self, data: QueryDict) -> None:
        self._picked = data.getlist("pick")
        self.seen: dict[uuid.UUID, int] = {}
        self.problems: list[tuple[str, str]] = []

    def is_valid(self) -> bool:
        """Whether something readable was ticked; then ``seen`` holds the numbers by answer."""
        for text in self._picked:
            key, _colon, number = text.partition(":")
            if not _is_uuid(key) or not _is_number(number):
                self.problems = [("", str(STALE))]
                return False
            self.seen[uuid.UUID(key)] = int(number)
        if not self.seen:
            self.problems = [("", _("Tick the answers that you adopt."))]
        return not self.problems


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_NUMBER))
