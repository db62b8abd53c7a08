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
    first, second = search_fold(one), search_fold(other)
    if not first or not second:
        return 0.0
    return 1.0 if first == second else max(_by_words(first, second), _by_letters(first, second))


def likest(
    wanted: Iterable[str], names: Iterable[tuple[_Key, Sequence[str]]], most: int = MOST
) -> list[_Key]:
    """The keys whose names are like one of ``wanted``, the likest first, at most ``most``.

    ``names``: key and the names it goes by; a key may come several times.
    """
    asked = [text for text in wanted if search_fold(text)]
    best: dict[_Key, float] = {}
    for key, known in names:
        score = max((likeness(one, text) for one in asked for text in known if text), default=0.0)
        if score >= ENOUGH and score > best.get(key, 0.0):
            best[key] = score
    return sorted(best, key=lambda key: -best[key])[:most]


def _by_words(first: str, second: str) -> float:
    """Telling words that both have, of all telling words that either has; endings may differ."""
    ours, theirs = _telling(first), _telling(second)
    if not ours or not theirs:
        return 0.0
    shared = len(ours & theirs)
    return shared / max(len(ours), len(theirs)) if shared else 0.0


def _by_letters(first: str, second: str) -> float:
    """Letters in the same order; cheap questions first, because a register has thousands of names."""
    if first[0] != second[0] and not _telling(first) & _telling(second):
        return 0.0
    match = SequenceMatcher(None, first, second, autojunk=False)
    if match.real_quick_ratio() < ENOUGH or match.quick_ratio() < ENOUGH:
        return 0.0
    return match.ratio()


@lru_cache(maxsize=20_000)
def _telling(folded: str) -> frozenset[str]:
    words = (word for word in folded.split() if word not in COMMON)
    return frozenset(
        word[:-1] if len(word) > SHORTEST and word.endswith("s") else word for word in words
    )
