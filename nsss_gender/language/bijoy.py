"""Bangla typed for a Bijoy font (SutonnyMJ and its like): recognised, and turned into Unicode. Pure.

Such text is Latin letters and signs that only look like Bangla in that font. Each sign stands for a
glyph in the order in which it is drawn: ি, ে and ৈ before their consonant, the reph after it. Here
the glyphs are read into syllables and written in the order of Unicode (capability 7 of the language).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HASANTA = "্"
REPH = "র্"
_LETTERS = dict(zip("ABCDEFGHIJ", "অইঈউঊঋএঐওঔ", strict=True)) | dict(
    zip("KLMNOPQRSTUVWXYZ_`abcdefghijklmnr", "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহৎ", strict=True)
)
# Glyphs of whole clusters, some with their vowel sign.
_CLUSTERS = {
    "o": "ড়", "p": "ঢ়", "q": "য়", "°": "ক্ক", "±": "ক্ট", "²": "ক্ষ্ণ", "³": "ক্ত", "´": "ক্ম", "µ": "ক্র",
    "¶": "ক্ষ", "ÿ": "ক্ষ", "·": "ক্স", "¸": "গু", "¹": "জ্ঞ", "Á": "জ্ঞ", "º": "গ্দ", "»": "গ্ধ", "¼": "ঙ্ক",
    "½": "ঙ্গ", "¾": "জ্জ", "À": "জ্ঝ", "Â": "ঞ্চ", "Ã": "ঞ্ছ", "Ä": "ঞ্জ", "Å": "ঞ্ঝ", "Æ": "ট্ট",
    "Ç": "ড্ড", "È": "ণ্ট", "É": "ণ্ঠ", "Ê": "ণ্ড", "Ë": "ত্ত", "Ì": "ত্থ", "Í": "ত্ম", "Î": "ত্র", "Ï": "দ্দ",
    "×": "দ্ধ", "Ø": "দ্ব", "Ù": "দ্ম", "Ú": "ন্ঠ", "Û": "ন্ড", "Ü": "ন্ধ", "Ý": "ন্স", "Þ": "প্ট", "ß": "প্ত",
    "à": "প্প", "á": "প্স", "â": "ব্জ", "ã": "ব্দ", "ä": "ব্ধ", "å": "ভ্র", "ç": "ম্ফ", "é": "ল্ক", "ê": "ল্গ",
    "ë": "ল্ট", "ì": "ল্ড", "í": "ল্প", "î": "ল্ফ", "ï": "শু", "ð": "শ্চ", "ñ": "শ্ছ", "ò": "ষ্ণ", "ó": "ষ্ট",
    "ô": "ষ্ঠ", "õ": "ষ্ফ", "ö": "স্খ", "÷": "স্ট", "ù": "স্ফ", "û": "হু", "ü": "হৃ", "ý": "হ্ন", "þ": "হ্ম",
}  # fmt: skip
# Glyphs that wait for the consonant after them, and glyphs that hang on the one before.
_HALVES = {"¤": "ম্", "®": "ষ্", "¯": "স্", "š": "ন্", "›": "ন্", "˜": "দ্", "™": "দ্", "•": "ঙ্"}
_TAILS = {
    "¨": "্য", "ª": "্র", "«": "্র", "Ö": "্র", "^": "্ব", "¡": "্ব", "¦": "্ব", "Ÿ": "্ব", "¢": "্ভ",
    "£": "্ভ্র", "¥": "্ম", "§": "্ম", "¬": "্ল", "\u00ad": "্ল", "ø": "্ল", "œ": "্ন", "è": "্ন", "ú": "্প",
    "—": "্ত", "‘": "্তু", "’": "্থ", "‹": "্ক", "Œ": "্ক্র", "¿": "্ত্র", "&": "্",
}  # fmt: skip
_BEFORE = {"w": "ি", "†": "ে", "‡": "ে", "ˆ": "ৈ", "‰": "ৈ"}
_AFTER = {
    "v": "া", "x": "ী", "y": "ু", "z": "ু", "æ": "ু", "“": "ু", "–": "ু", "~": "ূ", "ƒ": "ূ", "‚": "ূ",
    "„": "ৃ", "…": "ৃ", "Š": "ৗ",
}  # fmt: skip
_SIGNS = {"s": "ং", "t": "ঃ", "u": "ঁ"}
_OTHERS = {"|": "।", "Ò": "“", "Ó": "”", "Ô": "‘", "Õ": "’", "Ñ": "–", "Ð": "–"} | dict(
    zip("0123456789", "০১২৩৪৫৬৭৮৯", strict=True)
)
# Two glyphs that only together say what is meant: the first is a quotation mark by itself, and the
# foot of স্ট, ন্ত and so on has forms of its own.
_PAIRS = {"”P": "চ্চ", "”Q": "চ্ছ", "šÍ": "ন্ত", "¯Í": "স্ত", "¯—": "স্ত", "š—": "ন্ত"}
_PAIRS |= {"Av": "আ"}
_VOWEL_SIGNS = frozenset("িীুূৃেৈৗা")
_TOGETHER = {("ে", "া"): "ো", ("ে", "ৗ"): "ৌ"}


@dataclass
class _Syllable:
    """A cluster with its vowel sign, and what hangs on it."""

    vowel: str = ""
    cluster: str = ""
    signs: str = ""

    @property
    def open(self) -> bool:
        """Whether a consonant has still to come."""
        return not self.cluster or self.cluster.endswith(HASANTA)

    def take(self, cluster: str) -> None:
        if cluster[-1] in _VOWEL_SIGNS:
            cluster, self.vowel = cluster[:-1], self.vowel + cluster[-1]
        self.cluster = (self.cluster + cluster).replace(HASANTA * 2, HASANTA)

    def add_vowel(self, sign: str) -> None:
        self.vowel = _TOGETHER.get((self.vowel, sign), self.vowel + sign)

    def __str__(self) -> str:
        return self.cluster + self.vowel + self.signs


def from_bijoy(text: str) -> str:
    """The lines of a text that look like Bijoy in Unicode (NFC); the others as they are."""
    return "\n".join(
        _line(line) if _is_bijoy(line) else line for line in re.split(r"\r\n?|\n", text)
    )


def looks_bijoy(text: str) -> bool:
    """Whether a line of the text was typed for a Bijoy font. It can err: only ever ask, never act on it."""
    return any(_is_bijoy(line) for line in re.split(r"\r\n?|\n", text))


def _line(line: str) -> str:
    done: list[str] = []
    now = _Syllable()
    for glyph in _glyphs(line):
        if _starts(glyph, now):
            done.append(str(now))
            now = _Syllable()
        if not _took(glyph, now):
            done += [str(now), _OTHERS.get(glyph, glyph)]
            now = _Syllable()
    return unicodedata.normalize("NFC", "".join([*done, str(now)]))


def _glyphs(line: str) -> Iterable[str]:
    place = 0
    while place < len(line):
        pair = line[place : place + 2]
        glyph = pair if pair in _PAIRS else line[place]
        yield glyph
        place += len(glyph)


def _starts(glyph: str, now: _Syllable) -> bool:
    """Whether a glyph begins a new syllable: its sign stands before, or the last cluster is whole."""
    if glyph in _BEFORE:
        return True
    body = glyph in _LETTERS or glyph in _CLUSTERS or glyph in _HALVES or glyph in _PAIRS
    return body and not now.open


def _took(glyph: str, now: _Syllable) -> bool:
    """Whether the syllable could take the glyph; what hangs on nothing is a plain sign."""
    body = _PAIRS.get(glyph) or _LETTERS.get(glyph) or _CLUSTERS.get(glyph) or _HALVES.get(glyph)
    if body:
        now.take(body)
    elif glyph in _BEFORE:
        now.vowel = _BEFORE[glyph]
    elif not now.cluster:
        return False
    elif glyph in _TAILS:
        now.take(_TAILS[glyph])
    elif glyph == "©":
        now.cluster = REPH + now.cluster
    elif glyph in _AFTER:
        now.add_vowel(_AFTER[glyph])
    elif glyph in _SIGNS:
        now.signs += _SIGNS[glyph]
    else:
        return False
    return True


# ── Recognising it ──────────────────────────────────────────────────────────────────────────────

_WORD = re.compile(r"\S*[A-Za-z`]\S*")
# Signs that stand between letters in Bijoy and hardly ever in another text.
_STRONG = re.compile(
    r"[†‡ˆ‰]\S"
    r"|[A-Za-z`_][©¨ª«¬§¡¢£¤¥¦š¯®¶¼½¾¿³µ·¸¹ËÎÏ×ØÜßòóôýþ„~^•œŸ™]"
    r"|[š¯®¤›][A-Za-z`¿Íú’‘—]"
)
# Letters in an order that other languages do not have: া before a consonant or after the first one, ি before
# its consonant, a capital inside.
_WEAK = re.compile(
    r"v[bcdfghjklmnpqstvwxz`_KLMNPQRSTUVWXYZ]"
    r"|^[bcdfghjklmnpqrstwxzA-Z]v[a-zA-Z]"
    r"|^w[bcdfgjklmnpqstvxzKLMPQRSTUVWXYZ]"
    r"|[a-z`]{2}[A-Z]|[a-z]`|`[a-z]"
)
_BANGLA = re.compile(r"[\u0980-\u09ff]")


def _is_bijoy(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 1 and not _known(word)]
    if not words or _BANGLA.search(line):
        return False
    strong = sum(bool(_STRONG.search(word)) for word in words)
    weak = sum(bool(_WEAK.search(word.strip(".,;:|()\"'"))) for word in words)
    return (strong > 0 or weak > 1) and 5 * (strong + weak) >= 2 * len(words)


def _known(word: str) -> bool:
    """An acronym or an address, which says nothing of the rest."""
    return "://" in word or (word.isascii() and word.isupper())
