"""Typed text: one form for equal words, and the script a text is written in. Pure."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

_BENGALI_BLOCK = ("\u0980", "\u09ff")
_JOINERS = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF))
_SPACES = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\r\n?")


def normalise(text: str) -> str:
    """The text in NFC with plain line ends, so that both encodings of য় (one sign, or two) become equal."""
    return unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))


def same(one: str, other: str) -> bool:
    """Whether two texts are the same words, however they were encoded."""
    return normalise(one) == normalise(other)


def fold(text: str) -> str:
    """The text as it is searched by: NFC, no capitals, no invisible joiners, single spaces."""
    plain = normalise(text).translate(_JOINERS).casefold()
    return _SPACES.sub(" ", plain).strip()


def script(text: str) -> str:
    """ "bn" or "en" for the script most letters of the text are in; "" when it has no such letters."""
    found = {"bn": 0, "en": 0, "": 0}
    for sign, times in Counter(text).items():
        found[_letter(sign)] += times
    if not found["bn"] and not found["en"]:
        return ""
    return "bn" if found["bn"] >= found["en"] else "en"


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    """The script of one letter; "" for every other sign. Kept, because pages ask for each of their texts."""
    if not sign.isalpha():
        return ""
    if _BENGALI_BLOCK[0] <= sign <= _BENGALI_BLOCK[1]:
        return "bn"
    return "en" if unicodedata.name(sign, "").startswith("LATIN") else ""
