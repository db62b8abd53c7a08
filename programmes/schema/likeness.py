"""Whether two programmes may be the same one under two names: words in common, and letters. Pure."""

from collections.abc import Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from nsss_gender.language.text import search_fold

ENOUGH = 0.7
MOST = 8
SHORTEST = 3
# Words that nearly every programme's name has; they make no two of them alike.
COMMON = frozenset(
    search_fold(
        "programme program project scheme support allowance for of the and to in with a an"
        " কর্মসূচি প্রকল্প ভাতা সহায়তা ও এবং জন্য জন্যে এর"
    ).split()
)
_Key = TypeVar("_Key", bound=Hashable)


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same name; common words weigh little, spelling nothing."""
    return _Asked(search_fold(other)).likeness(search_fold(one))


def likest(
    wanted: Iterable[str], names: Iterable[tuple[_Key, Sequence[str]]], most: int = MOST
) -> list[_Key]:
    """The keys whose names are like one of ``wanted``, the likest first, at most ``most``.

    ``names``: key and the names it goes by; a key may come several times.
    """
    asked = [_Asked(folded) for folded in map(search_fold, wanted) if folded]
    best: dict[_Key, float] = {}
    for key, known in names:
        folded = [search_fold(text) for text in known if text]
        score = max((one.likeness(text) for one in asked for text in folded), default=0.0)
        if score >= ENOUGH and score > best.get(key, 0.0):
            best[key] = score
    return sorted(best, key=lambda key: -best[key])[:most]


class _Asked:
    """One folded name, compared with many."""

    def __init__(self, folded: str) -> None:
        self.folded, self.words = folded, _telling(folded)
        self.match = SequenceMatcher(None, "", folded, autojunk=False)  # remembers its second text

    def likeness(self, other: str) -> float:
        if not other or not self.folded:
            return 0.0
        if other == self.folded:
            return 1.0
        shared = self.words & _telling(other)
        return max(self._by_words(other, len(shared)), self._by_letters(other, bool(shared)))

    def _by_words(self, other: str, shared: int) -> float:
        """Telling words that both have, of all telling words that either has; endings may differ."""
        return shared / max(len(self.words), len(_telling(other))) if shared else 0.0

    def _by_letters(self, other: str, shared: bool) -> float:  # noqa: FBT001 - cheaper than asking again
        """Letters in the same order; cheap questions first, because a register has thousands of names."""
        shorter, longer = sorted((len(other), len(self.folded)))
        if 2 * shorter < ENOUGH * (shorter + longer):
            return 0.0
        if other[0] != self.folded[0] and not shared:
            return 0.0
        self.match.set_seq1(other)
        return self.match.ratio() if self.match.quick_ratio() >= ENOUGH else 0.0


@lru_cache(maxsize=20_000)
def _telling(folded: str) -> frozenset[str]:
    words = (word for word in folded.split() if word not in COMMON)
    return frozenset(
        word[:-1] if len(word) > SHORTEST and word.endswith("s") else word for word in words
    )
