"""A national plan with one part for each ministry, for the tests of the press."""

from collections.abc import Iterator
from dataclasses import replace

from reports.documents import Block, Cell, Document, Heading, Part
from reports.exports.press import Piece
from tests.reports.samples import WORDS, actions, plan, summary


class Shelf:
    """A shelf that tells what was found on it and what was put there."""

    def __init__(self) -> None:
        self.parts: dict[str, Piece] = {}
        self.found = self.kept = 0

    def find(self, key: str) -> Piece | None:
        """A part, counted."""
        self.found += key in self.parts
        return self.parts.get(key)

    def keep(self, key: str, part: Piece) -> None:
        """A part more, counted."""
        self.kept += 1
        self.parts[key] = part


def nation(lang: str, ministries: int = 3, rows: int = 12, *, edited: int = 0) -> Document:
    """The sample plan with as many parts; of the part `edited` one row says something else."""
    sample = plan(lang, rows)
    ends = 5
    blocks = list(sample.blocks[:6])
    for number in range(1, ministries + 1):
        blocks += _part(lang, number, rows, edited=number == edited)
    return replace(
        sample, kind="plan", blocks=(*blocks, Part("annex", "Annex"), *sample.blocks[-ends:])
    )


def _part(lang: str, number: int, rows: int, *, edited: bool) -> Iterator[Block]:
    words = WORDS[lang]
    table = replace(actions(words, rows), caption=f"{words['plan_table']} {number}")
    if edited:
        first, *others = table.rows
        cells = (*first.cells[:3], Cell(f"{words['gap']} {words['action']}"), *first.cells[4:])
        table = replace(table, rows=(replace(first, cells=cells), *others))
    yield Part(f"M{number:02}", f"Ministry {number}")
    yield Heading(1, f"{words['plan']} {number}")
    yield Heading(2, f"{words['summary']} {number}")
    yield replace(summary(words), caption=f"{words['summary_table']} {number}")
    yield Heading(2, f"{words['plan_table']} {number}")
    yield table
