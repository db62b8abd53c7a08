"""Which words of a text changed (capability 27). Pure.

A text is cut into words, signs and spaces, never inside a letter with its marks: a Bangla conjunct, a
vowel sign or a joiner stays with the letter it belongs to, "2018-19" and "১,২০০" are one word each.
Without the added runs the old text is left, without the removed ones the new text, to the letter.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
# Between two letters or figures these belong to the word: "ministry's", "2018-19", "1,20,000", "3/4".
INNER = frozenset("'’-.,/:")  # the apostrophe that people type
ZWJ = "\u200d"
# Below this share of common words a text was written anew: both are shown whole.
ALIKE = 0.3
# How many pairs of equal words are looked at; beyond it both texts are shown whole, too.
WORK = 40_000


@dataclass(frozen=True)
class Run:
    """Words in a row that are the ``same``, ``removed`` or ``added``."""

    kind: str
    text: str


def tokens(text: str) -> list[str]:
    """The text cut into words, single signs and spaces; joined they are the text again."""
    found: list[str] = []
    kind = ""
    for place, sign in enumerate(text):
        own = _kind(sign)
        if found and (_leans(sign, text[place - 1]) or (own == kind and own != "sign")):
            found[-1] += sign
            kind = own if own == "word" else kind
        elif kind == "word" and _inner(text, place):
            found[-1] += sign
        else:
            found.append(sign)
            kind = own
    return found


def _kind(sign: str) -> str:
    if sign.isspace():
        return "space"
    # Flags are pairs of letters of their own.
    return "word" if sign.isalnum() or "\U0001f1e6" <= sign <= "\U0001f1ff" else "sign"


def _leans(sign: str, before: str) -> bool:
    """Whether the sign belongs to the one before it: marks, joiners, shades of a pictogram."""
    category = unicodedata.category(sign)
    shade = "\U0001f3fb" <= sign <= "\U0001f3ff"
    return category[0] == "M" or category == "Cf" or shade or before == ZWJ


def _inner(text: str, place: int) -> bool:
    return text[place] in INNER and place + 1 < len(text) and _kind(text[place + 1]) == "word"


def word_changes(old: str, new: str) -> tuple[Run, ...]:
    """What became of the words of ``old`` in ``new``; both in NFC. Nothing for two empty texts."""
    one, other = tokens(old), tokens(new)
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    head, tail = one[:start], one[len(one) - end :]
    middle = _middle(one[start : len(one) - end], other[start : len(other) - end])
    runs = [(SAME, head), *_settled(list(middle)), (SAME, tail)]
    return tuple(Run(kind, "".join(words)) for kind, words in runs if words)


def replaced(old: str, new: str) -> tuple[Run, ...]:
    """The whole of ``old`` for the whole of ``new``: for what is chosen, not written."""
    runs = (Run(REMOVED, old), Run(ADDED, new)) if old != new else (Run(SAME, new),)
    return tuple(run for run in runs if run.text)


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


Piece = tuple[str, list[str]]


def _middle(one: list[str], other: list[str]) -> Iterator[Piece]:
    if not _worth_matching(one, other):
        yield from ((REMOVED, one), (ADDED, other))
        return
    # A space is no anchor: it goes with the words beside it.
    matcher = SequenceMatcher(str.isspace, one, other, autojunk=False)
    for verb, a, b, c, d in matcher.get_opcodes():
        if verb == "equal":
            yield SAME, one[a:b]
        else:
            yield from ((REMOVED, one[a:b]), (ADDED, other[c:d]))


def _worth_matching(one: list[str], other: list[str]) -> bool:
    first, second = (
        Counter(word for word in side if _kind(word[0]) == "word") for side in (one, other)
    )
    common = sum((first & second).values())
    pairs = sum(times * second[word] for word, times in first.items())
    return common > 0 and pairs <= WORK and 2 * common >= ALIKE * (first + second).total()


def _settled(pieces: list[Piece]) -> Iterator[Piece]:
    """Changes that only a space or a sign parts are one change: "two words" for "another text" reads
    as two words struck and two written, not as four pieces."""
    removed: list[str] = []
    added: list[str] = []
    for place, (kind, words) in enumerate(pieces):
        lasting = any(_kind(word[0]) == "word" for word in words)
        between = (removed or added) and any(later for _kind_, later in pieces[place + 1 :])
        if kind == SAME and (lasting or not between):
            yield from ((REMOVED, removed), (ADDED, added), (SAME, words))
            removed, added = [], []
        else:
            removed = removed + words if kind != ADDED else removed
            added = added + words if kind != REMOVED else added
    yield from ((REMOVED, removed), (ADDED, added))
