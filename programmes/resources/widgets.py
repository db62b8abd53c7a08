"""How one cell becomes a value of the register, and back. What cannot be read says how to mend it (92)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from import_export.widgets import Widget

from nsss_gender.language.dates import FiscalYear, parse_date
from nsss_gender.language.numbers import to_ascii
from programmes.builders.known import ALL_STAGES, Vocabulary
from programmes.builders.mistakes import complaint
from programmes.schema.facts import NEW
from programmes.schema.lexicon import parts
from programmes.schema.wishes import ASK, EMPTY, UNREAD, Wishes

EMPTIED = frozenset({"(empty)", "(খালি)"})  # what empties a field; an empty cell leaves it as it is
NOTHING = frozenset({"", "-", "–", "—", "...", "n/a", "na", "nil", "প্রযোজ্য নয়", "নাই", "নেই"})
_CODE = re.compile(r"[A-Z]{1,4}\d{1,8}")
_FAULTS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})


class Cell(Widget):
    """What all cells share: an empty one changes nothing, "(empty)" empties, an error of Excel is told."""

    nothing: Any = ""
    needed = False

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """The value of a text; None where the cell says nothing."""
        text = str(value or "").strip()
        if text.upper() in _FAULTS:
            raise complaint("fault", word=text)
        if text.casefold() in NOTHING:
            return None
        if text.casefold() in EMPTIED:
            if self.needed:
                raise complaint("needed")
            return self.nothing
        return self.read(text)

    def read(self, text: str) -> Any:
        """The value of a text that says something."""
        return text

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The cell of a value."""
        return str(value or "")


class TextCell(Cell):
    """A text of limited length; on one line unless it is long."""

    def __init__(self, most: int | None = None, *, lines: bool = False) -> None:
        super().__init__()
        self.most, self.lines = most, lines

    def read(self, text: str) -> str:
        """The text as it stands."""
        found = text if self.lines else " ".join(text.split())
        if self.most and len(found) > self.most:
            raise complaint("long", has=len(found), most=self.most)
        return found


class CodeCell(Cell):
    """The code of a programme, in either digits."""

    def read(self, text: str) -> str:
        """The code in capitals."""
        found = to_ascii(text).replace(" ", "").upper()
        if not _CODE.fullmatch(found):
            raise complaint("code", word=text[:40], example="P071")
        return found


class YearCell(Cell):
    """A fiscal year: 2018-19, ২০১৮-১৯, FY 2018-2019, or a day that lies in it."""

    _around = re.compile(r"^(?:f\.?\s*y\.?|অর্থ ?বছর)?[\s:.-]*(.*?)\s*(?:অর্থ ?বছর)?$", re.IGNORECASE)

    def read(self, text: str) -> str:
        """The label, such as 2018-19."""
        found = self._around.match(" ".join(text.split()))
        word = found[1] if found else text
        try:
            return FiscalYear.parse(word).label
        except ValueError:
            pass
        try:
            return FiscalYear.of(parse_date(word)).label
        except ValueError:
            raise complaint("year", word=text[:40]) from None


class WordCell(Cell):
    """A word of a list, by any of its names or by what a person has mapped it to."""

    def __init__(self, kind: str, vocabulary: Vocabulary, wishes: Wishes, language: str) -> None:
        super().__init__()
        self.kind, self.vocabulary, self.wishes, self.language = kind, vocabulary, wishes, language
        self.names = vocabulary.names[kind]

    def read(self, text: str) -> str:
        """The code; "" for a word that is to be left empty."""
        return self.code(" ".join(text.split()))

    def code(self, word: str) -> str:
        """The code of one word, "+word" for one that is to be added."""
        if found := self.names.code(word):
            return found
        wish = self.wishes.wish(self.kind, word)
        if wish in {ASK, UNREAD}:
            raise complaint("unknown", word=word[:80])
        if wish == NEW:
            return f"{NEW}{word}"
        return "" if wish == EMPTY else wish

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The word in the language of the file."""
        return self.vocabulary.said(self.kind, str(value), self.language) if value else ""


class WordsCell(WordCell):
    """Several words of a list, in the order of the list."""

    nothing = ()

    def read(self, text: str) -> Any:
        """The codes, each once."""
        words = [" ".join(one.split()) for one in parts(text, self.names)]
        codes: dict[str, None] = {}
        unknown = []
        for word in words:
            try:
                codes.update(dict.fromkeys(self._several(self.code(word))))
            except ValidationError:
                unknown.append(word[:80])
        if unknown:
            raise complaint("unknown", word="; ".join(unknown))
        order = {row[0]: at for at, row in enumerate(self.vocabulary.words[self.kind])}
        return tuple(sorted(codes, key=lambda code: order.get(code, len(order))))

    def _several(self, code: str) -> list[str]:
        if code == ALL_STAGES:
            return [row[0] for row in self.vocabulary.words[self.kind]]
        return [code] if code else []

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """The words in the language of the file, divided by semicolons."""
        return "; ".join(self.vocabulary.said(self.kind, code, self.language) for code in value)
