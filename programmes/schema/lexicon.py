"""Names as people write them → codes. Knows spelling variants, never guesses between two. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable

from nsss_gender.language.text import search_fold

_ASIDE = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*")
_INSIDE = re.compile(r"[(\[]([^()\[\]]{2,20})[)\]]")
_SMALL = frozenset({"the", "of", "and", "o", "for"})  # "ও" is folded like any word: it is kept
_PARTS = re.compile(r"[;\n\u0964|•]")
_BULLET = re.compile(r"^\s*(?:\(?[\d\u09e6-\u09ef]{1,2}[.)]|[-–•*])\s+")
_SHORT = re.compile(r"\bm\s*/\s*o\b\.?|\bmin\.", re.IGNORECASE)


def loose(text: str) -> str:
    """A name without what writers vary: capitals, spelling variants, "&", small words, punctuation."""
    plain = search_fold(_SHORT.sub("ministry ", text).replace("&", " and "))
    words = plain.split()
    return " ".join(word for word in words if word not in _SMALL) or " ".join(words)


class Names:
    """Codes by every name; a name that two codes share leads to neither."""

    def __init__(
        self, entries: Iterable[tuple[str, Iterable[str]]], *, asides: bool = True
    ) -> None:
        """``entries``: a code with its names. ``asides``: whether words in brackets may be missing."""
        exact: dict[str, set[str]] = defaultdict(set)
        short: dict[str, set[str]] = defaultdict(set)
        self._asides = asides
        self._asked: dict[str, str] = {}
        for code, names in entries:
            for name in filter(None, names):
                exact[loose(name)].add(code)
                if asides:
                    for other in (_ASIDE.sub(" ", name), *_INSIDE.findall(name)):
                        short[loose(other)].add(code)
        self._exact = {key: codes.pop() for key, codes in exact.items() if key and len(codes) == 1}
        self._shared = frozenset(key for key, codes in exact.items() if codes)
        self._short = {
            key: codes.pop()
            for key, codes in short.items()
            if key and len(codes) == 1 and key not in exact
        }

    def code(self, text: str) -> str:
        """The code that the text names, or nothing; what was asked once is remembered."""
        if text not in self._asked:
            self._asked[text] = self._code(text)
        return self._asked[text]

    def _code(self, text: str) -> str:
        key = loose(text)
        if found := self._exact.get(key):
            return found
        if not self._asides or key in self._shared:
            return ""
        return (
            self._short.get(key)
            or self._short.get(loose(_ASIDE.sub(" ", text)), "")
            or (self._exact.get(loose(_ASIDE.sub(" ", text)), ""))
        )

    def is_shared(self, text: str) -> bool:
        """Whether two codes have this name."""
        return loose(text) in self._shared


def parts(text: str, known: Names) -> list[str]:
    """The words of a cell that lists several: by ; or line; by comma where the whole is not one name."""
    found: list[str] = []
    for piece in _PARTS.split(text):
        word = _BULLET.sub("", piece).strip()
        if not word:
            continue
        if known.code(word) or "," not in word:
            found.append(word)
        else:
            found += [one.strip() for one in re.split(r",(?![^()]*\))", word) if one.strip()]
    return found
