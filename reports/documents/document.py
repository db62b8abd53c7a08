"""The document: its blocks with their numbers, an address for every figure, and a digest. Pure."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from reports.documents.blocks import DEEPEST, Block, Figure, Form, Heading, Part, Proof, Table
from reports.documents.cells import Cell, Kind, Printed, once
from reports.documents.charts import Chart

LANGUAGES = ("en", "bn")
LAYOUTS = ("", "sheet", "brief", "letter")
ONE_PAGE = frozenset({"sheet", "brief"})  # set smaller until it fits


@dataclass(frozen=True)
class Numbered:
    """A block with what counting gives it: "1.2" for a heading, "3" for a table or figure, and an anchor."""

    block: Block
    number: str
    anchor: str


@dataclass(frozen=True)
class Placed:
    """A figure or word with its address ("t2.5.3": table 2, row 5, column 3) and where that is, in words."""

    address: str
    where: str
    cell: Cell
    kind: Kind
    places: int | None = None


@dataclass(frozen=True)
class Document(Printed):
    """A whole document. `mark` is printed on every page ("DRAFT", "PRACTICE"); `dated` is its day.

    `named` says in words what the code is, where it is more than the code of a document; `depth` is
    how deep the contents go. `layout` is how it lies on paper: "sheet" is one dense landscape page, "brief" one upright page,
    "letter" the official layout of a letter, "" a report.
    """

    kind: str
    title: str
    lang: str
    blocks: tuple[Block, ...]
    code: str
    subtitle: str = ""
    facts: tuple[tuple[str, Cell | str], ...] = ()
    letterhead: tuple[str, ...] = ()
    mark: str = ""
    dated: date | None = None
    cover: bool = True
    contents: bool = True
    named: str = ""
    depth: int = DEEPEST
    layout: str = ""

    def check(self) -> None:
        """A known language and layout; no heading level is skipped; anchors are there once."""
        if self.lang not in LANGUAGES:
            raise ValueError(f"No document in {self.lang}")
        if self.layout not in LAYOUTS:
            raise ValueError(f"No document lies as {self.layout}")
        level = 0
        for heading in (block for block in self.blocks if isinstance(block, Heading)):
            if heading.level > level + 1:
                raise ValueError(f"A heading level is skipped at {heading.text}")
            level = heading.level
        once([one.anchor for one in self.numbered() if one.anchor], "anchor")
        once([block.key for block in self.blocks if isinstance(block, Part)], "part")

    def numbered(self) -> tuple[Numbered, ...]:
        """Every block in order with its number and anchor."""
        return tuple(_number(self.blocks))

    def parts(self) -> tuple[tuple[str, tuple[Numbered, ...]], ...]:
        """The numbered blocks by part, each part with its key; what stands before the first has none.

        Numbers, anchors and addresses are those of the whole document.
        """
        found: list[tuple[str, list[Numbered]]] = [("", [])]
        for one in self.numbered():
            if isinstance(one.block, Part):
                found.append((one.block.key, []))
            found[-1][1].append(one)
        return tuple((key, tuple(blocks)) for key, blocks in found if blocks)

    def tables(self) -> tuple[tuple[str, Table], ...]:
        """The tables with their numbers."""
        return tuple(
            (one.number, one.block) for one in self.numbered() if isinstance(one.block, Table)
        )

    @property
    def is_paper(self) -> bool:
        """Whether it is a form or a letter: such a document is printed, never reckoned with."""
        figures = any(isinstance(block, Table | Chart) for block in self.blocks)
        return not figures or any(isinstance(block, Form) for block in self.blocks)

    def cells(self) -> Iterator[Placed]:
        """Every cell, bar and proof figure with its address; the faces are compared by these."""
        for place, (label, value) in enumerate(self.facts, 1):
            cell = value if isinstance(value, Cell) else Cell(value)
            yield Placed(f"f{place}", label, cell, cell.kind(Kind.TEXT))
        for one in self.numbered():
            yield from _cells(one)

    def canonical(self) -> bytes:
        """The document as JSON that is the same for the same content."""
        return self._canonical

    def digest(self) -> str:
        """SHA-256 of the canonical form, printed on every face."""
        return self._digest

    # Reckoned once: a document never changes, and a workbook prints the digest under every sheet.
    @cached_property
    def _digest(self) -> str:
        return hashlib.sha256(self._canonical).hexdigest()

    @cached_property
    def _canonical(self) -> bytes:
        return json.dumps(
            _plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()


def _number(blocks: tuple[Block, ...]) -> Iterator[Numbered]:
    counts = [0] * DEEPEST
    headings = tables = figures = proofs = forms = 0
    for block in blocks:
        number = anchor = ""
        match block:
            case Heading(level=level):
                headings += 1
                if block.numbered:
                    counts[level - 1 :] = [counts[level - 1] + 1, *[0] * (DEEPEST - level)]
                    number = ".".join(str(count) for count in counts[:level])
                anchor = block.anchor or f"section-{headings}"
            case Table():
                tables += 1
                number, anchor = str(tables), f"table-{tables}"
            case Figure() | Chart():
                figures += 1
                number, anchor = str(figures), f"figure-{figures}"
            case Proof():
                proofs += 1
                number, anchor = str(proofs), f"proof-{proofs}"
            case Form():
                forms += 1
                number, anchor = str(forms), f"form-{forms}"
        yield Numbered(block, number, anchor)


def _cells(one: Numbered) -> Iterator[Placed]:
    match one.block:
        case Table() as table:
            yield from _table_cells(f"t{one.number}", table)
        case Chart() as chart:
            yield from _table_cells(f"c{one.number}", chart)
        case Figure() as figure:
            for place, bar in enumerate(figure.bars, 1):
                where = f"{figure.caption}: {bar.label}"
                yield Placed(f"b{one.number}.{place}", where, Cell(bar.value), figure.kind)
        case Proof() as proof:
            for place, term in enumerate(proof.terms, 1):
                where = f"{proof.label}: {term.label}"
                yield Placed(f"p{one.number}.{place}", where, Cell(term.value), proof.kind)
        case Form() as form:
            yield from _form_cells(one.number, form)


def _table_cells(address: str, table: Table | Chart) -> Iterator[Placed]:
    for row_place, row in enumerate(table.rows, 1):
        for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True), 1):
            where = f"{table.caption}: {row.key}, {column.title}"
            yield Placed(
                f"{address}.{row_place}.{place}", where, cell, cell.kind(column.kind), column.places
            )


def _form_cells(number: str, form: Form) -> Iterator[Placed]:
    for place, entry in enumerate(form.entries, 1):
        if entry.cell is not None:
            where = f"{form.title}: {entry.label}"
            yield Placed(f"q{number}.{place}", where, entry.cell, entry.cell.kind(Kind.TEXT))


def _plain(value: Any) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return {"decimal": f"{value.normalize():f}"}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    own = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return {"is": type(value).__name__, **own}
