"""One mapping of the file being read: typed look-ups that complain instead of stopping."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from assessments.schema.shapes import Text

BANGLA_LETTER = re.compile(r"[\u0985-\u09b9\u09dc-\u09e1]")


class SchemaError(ValueError):
    """A questionnaire that cannot be used; `complaints` holds everything that is wrong with it."""

    def __init__(self, complaints: Sequence[str]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(self.complaints))


@dataclass(frozen=True)
class Entry:
    """One mapping of the file being read: where it is, what it holds, where complaints go."""

    raw: object
    where: str
    complaints: list[str]

    @property
    def content(self) -> Mapping[str, object]:
        return self.raw if isinstance(self.raw, Mapping) else {}

    def complain(self, what: str) -> None:
        self.complaints.append(f"{self.where}: {what}")

    def finish(self) -> None:
        if self.complaints:
            raise SchemaError(self.complaints)

    def expect(self, kind: type) -> None:
        """Complain unless this is a mapping with no key the dataclass does not have."""
        if not isinstance(self.raw, Mapping):
            self.complain("expected keys with values")
        known = [known.name for known in fields(kind)]
        for key in self.content:
            if key not in known:
                self.complain(f"unknown key “{key}”")

    def word(self, key: str, *, allowed: Sequence[str] = (), optional: bool = False) -> str:
        """Return a short text; one of `allowed` where that is given."""
        value = self.content.get(key)
        if value is None and optional:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.complain(
                f"“{key}” is missing" if value is None else f"“{key}” must be quoted text"
            )
            return ""
        if allowed and value not in allowed:
            self.complain(f"“{key}” is “{value}”, not one of: {', '.join(allowed)}")
        return value

    def code(self, pattern: re.Pattern[str]) -> str:
        value = self.word("code")
        if value and not pattern.fullmatch(value):
            self.complain(f"“{value}” is not a usable code")
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Return a list of short texts; empty when the key is absent."""
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            self.complain(f"“{key}” must be a list of quoted texts")
            return ()
        return tuple(value)

    def number(self, key: str) -> int:
        """Return a whole number, 0 when the key is absent."""
        value = self.content.get(key, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            self.complain(f"“{key}” must be a whole number")
            return 0
        return value

    def flag(self, key: str) -> bool:
        value = self.content.get(key, False)
        if not isinstance(value, bool):
            self.complain(f"“{key}” must be true or false")
        return value is True

    def text(self, key: str) -> Text:
        """Return a text that must be there."""
        found = self.optional_text(key)
        if found is None:
            self.complain(f"“{key}” is missing")
        return found or Text("", "")

    def optional_text(self, key: str) -> Text | None:
        if self.content.get(key) is None:
            return None
        entry = self.child(key)
        entry.expect(Text)
        return Text(en=entry.phrase("en"), bn=entry.phrase("bn"))

    def phrase(self, language: str) -> str:
        """Return the text in one language, as the product stores text: NFC, in its own script."""
        value = self.word(language)
        if value != unicodedata.normalize("NFC", value):
            self.complain(f"“{language}” is not in Unicode normal form C")
        if value and bool(BANGLA_LETTER.search(value)) != (language == "bn"):
            self.complain(f"“{language}” is not in the script of its language")
        return value

    def child(self, key: str) -> "Entry":
        return Entry(self.content.get(key), f"{self.where}, {key}", self.complaints)

    def children(self, key: str) -> Iterator["Entry"]:
        """Go through a list of mappings; each is named by its code where it has one."""
        value = self.content.get(key, [])
        if not isinstance(value, list):
            self.complain(f"“{key}” must be a list")
            return
        for number, raw in enumerate(value, start=1):
            yield Entry(raw, name_of(raw, f"{self.where}, {key} {number}"), self.complaints)


def name_of(raw: object, otherwise: str) -> str:
    """Return the code a mapping carries, by which complaints name it."""
    code = raw.get("code") if isinstance(raw, Mapping) else None
    return code if isinstance(code, str) and code else otherwise
