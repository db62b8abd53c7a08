"""Blocks: what a document is made of. A block that contradicts itself cannot be made. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from nsss_gender.language.numbers import MINUS
from reports.documents.cells import Cell, Column, Kind, Number, Printed, Row, check_rows
from reports.documents.charts import Chart

DEEPEST = 3


@dataclass(frozen=True)
class Heading(Printed):
    """A heading of level 1 to 3; an annex is not numbered by us."""

    level: int
    text: str
    anchor: str = ""
    numbered: bool = True

    def check(self) -> None:
        """Three levels are enough for any plan."""
        if not 1 <= self.level <= DEEPEST:
            raise ValueError(f"No heading of level {self.level}: {self.text}")


@dataclass(frozen=True)
class Paragraph(Printed):
    """A paragraph; line ends inside it are kept."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Note(Printed):
    """A framed note, e.g. that a ministry's report is not yet accepted. kind: info, warning or draft."""

    kind: str
    text: str
    lang: str = ""

    def check(self) -> None:
        """The three kinds have a sign and a word each."""
        if self.kind not in {"info", "warning", "draft"}:
            raise ValueError(f"No note of kind {self.kind}")


@dataclass(frozen=True)
class Listing(Printed):
    """A list, numbered or not."""

    items: tuple[Paragraph, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Signature(Printed):
    """A place to sign: name, post, office, each on its line."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page of the print."""


@dataclass(frozen=True)
class Part(Printed):
    """What follows, up to the next part, is a part of its own: it starts on a new page of the print, and the
    print of one part can be kept while others change. `key` is stable across drafts: a ministry's code."""

    key: str
    title: str

    def check(self) -> None:
        """A part can be told from the others."""
        if not self.key:
            raise ValueError(f"A part without a key: {self.title}")


@dataclass(frozen=True)
class Table(Printed):
    """A table of typed cells; `wide` prints it on landscape pages, `empty` is said when it has no rows."""

    caption: str
    unit_line: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    wide: bool = False

    def check(self) -> None:
        """Every row has one fitting cell for each column; keys are there once; totals come last."""
        check_rows(self.caption, self.columns, self.rows)


@dataclass(frozen=True)
class Bar(Printed):
    """One bar of a figure: its words and its length."""

    label: str
    value: Number
    lang: str = ""


@dataclass(frozen=True)
class Figure(Printed):
    """Horizontal bars; `most` is the length of a full bar, else the longest bar is full."""

    caption: str
    bars: tuple[Bar, ...]
    unit_line: str = ""
    kind: Kind = Kind.INTEGER
    most: Number | None = None

    def check(self) -> None:
        """Bars start at zero and end within the full length."""
        if any(not 0 <= bar.value <= self.full for bar in self.bars):
            raise ValueError(
                f"A bar is shorter than nothing or longer than the full bar: {self.caption}"
            )

    @property
    def full(self) -> Number:
        """The value of a full bar, never zero."""
        return self.most or max((bar.value for bar in self.bars), default=1) or 1


@dataclass(frozen=True)
class Term(Printed):
    """One figure of a proof; the first of each side is added, the others by their sign."""

    label: str
    value: Number
    sign: str = "+"

    @property
    def signed(self) -> Number:
        """The value as it counts."""
        return -self.value if self.sign == MINUS else self.value


@dataclass(frozen=True)
class Proof(Printed):
    """The proof line: both sides are printed, and a proof that does not hold cannot be made."""

    label: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    kind: Kind = Kind.POINTS

    def check(self) -> None:
        """Both sides are equal."""
        left, right = (
            sum((Decimal(term.signed) for term in side), Decimal(0))
            for side in (self.left, self.right)
        )
        if left != right:
            raise ValueError(f"{self.label}: {left} is not {right}")

    @property
    def terms(self) -> tuple[Term, ...]:
        """The figures of both sides, from left to right."""
        return self.left + self.right


@dataclass(frozen=True)
class Entry(Printed):
    """One line of a form: its label, and what stands there. Without a cell it is left for the pen:
    boxes to tick where there are `choices`, else `lines` ruled lines."""

    label: str
    cell: Cell | None = None
    choices: tuple[str, ...] = ()
    lines: int = 1

    def check(self) -> None:
        """An empty line has room to write on."""
        if self.cell is None and not self.choices and self.lines < 1:
            raise ValueError(f"No room to write: {self.label}")


@dataclass(frozen=True)
class Form(Printed):
    """A question of a form with its entries, filled in or empty; `text` is asked under the title."""

    title: str
    entries: tuple[Entry, ...]
    text: str = ""


Block = (
    Heading
    | Paragraph
    | Note
    | Listing
    | Signature
    | PageBreak
    | Part
    | Table
    | Figure
    | Chart
    | Proof
    | Form
)
