"""Words of a file that nobody knows, each once, and what a person wants them to stand for. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from programmes.schema.lexicon import loose

ASK, EMPTY, UNREAD = "", "-", "?"  # not decided; leave empty; do not read the rows that need it
HEADING = "heading"
MOST = 100  # words that are asked about at a time


@dataclass
class Wishes:
    """``chosen``: {kind: {loose word: choice}}. ``unknown`` fills while a file is read."""

    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unknown: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    where: str = ""  # the row that is being read

    def wish(self, kind: str, word: str) -> str:
        """What the word stands for; one that nobody has decided on is noted."""
        key = loose(word)
        choice = self.chosen.get(kind, {}).get(key, ASK)
        if choice == ASK:
            noted = self.unknown.setdefault(kind, {})
            one = noted.setdefault(key, {"word": word, "where": self.where, "times": 0})
            one["times"] += 1
        return choice

    def asked(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The words to ask about now: the first hundred, the commonest first."""
        every = [
            (kind, key, one) for kind, words in self.unknown.items() for key, one in words.items()
        ]
        every.sort(key=lambda one: -one[2]["times"])
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for kind, key, one in every[:MOST]:
            found.setdefault(kind, {})[key] = one
        return found
