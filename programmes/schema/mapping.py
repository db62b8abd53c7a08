"""``mapping.csv``: how the words of the data become the codes of the register."""

from dataclasses import dataclass
from typing import Self

from nsss_gender.language.text import fold
from programmes.schema.rows import TermRow
from programmes.schema.tables import Row

COLUMNS = ("field", "in_data", "in_product", "note")
STAGES, CLUSTER, MINISTRY_CLUSTER = "lifecycle_stages", "cluster", "ministry cluster"
NO_CLUSTER = "none"
BACKGROUND_MARK = "(bg)"
_NOTE_KEPT, _GROUP = "note kept: ", "group: "


@dataclass(frozen=True)
class Meaning:
    """What one wording stands for: codes, a note that is kept, a target group that comes with it."""

    codes: tuple[str, ...]
    note: str = ""
    group: str = ""


class Words:
    """Terms by everything they may be called."""

    def __init__(self, terms: tuple[TermRow, ...]) -> None:
        """Each alias leads to its term's code."""
        self.codes = [term.code for term in terms]
        self._code = {word: term.code for term in terms for word in term.words()}

    def code(self, text: str) -> str:
        """The code of the term that the text names, or nothing."""
        return self._code.get(fold(text), "")


class Mapping:
    """The rules of ``mapping.csv`` over the register's own words."""

    def __init__(self, *, stages: Words, clusters: Words, groups: Words) -> None:
        """Without rules a wording means the term of that name."""
        self.stages, self.clusters, self.groups = stages, clusters, groups
        self._stage: dict[str, Meaning] = {}
        self._cluster: dict[str, str] = {}
        self._none: set[str] = set()

    def learn(self, rows: list[Row]) -> Self:
        """Take in the rules; a rule to an unknown code is a complaint. Returns itself."""
        for row in rows:
            kind, wording = row.text("field"), fold(row.text("in_data"))
            if kind == STAGES:
                self._stage[wording] = self._stage_rule(row)
            elif kind == CLUSTER:
                self._cluster[wording] = self._known(row, row.text("in_product"), self.clusters)
            elif kind == MINISTRY_CLUSTER and row.text("in_product") == NO_CLUSTER:
                self._none.add(wording)
        return self

    def stage(self, wording: str) -> Meaning | None:
        """What a life-cycle wording stands for; None when it is unknown."""
        if rule := self._stage.get(fold(wording)):
            return rule
        code = self.stages.code(wording)
        return Meaning((code,)) if code else None

    def cluster(self, wording: str) -> str | None:
        """The cluster's code, "none" for a wording that means no cluster, None when it is unknown."""
        if fold(wording) in self._none:
            return NO_CLUSTER
        return self._cluster.get(fold(wording)) or self.clusters.code(wording) or None

    def _stage_rule(self, row: Row) -> Meaning:
        note = row.text("note")
        group = note.removeprefix(_GROUP) if note.startswith(_GROUP) else ""
        return Meaning(
            codes=tuple(self._known(row, code, self.stages) for code in row.parts("in_product")),
            note=note.removeprefix(_NOTE_KEPT) if note.startswith(_NOTE_KEPT) else "",
            group=self._known(row, group, self.groups) if group else "",
        )

    @staticmethod
    def _known(row: Row, wording: str, words: Words) -> str:
        code = words.code(wording)
        if not code:
            row.complain(f"unknown {row.text('field')} {wording!r}")
        return code
