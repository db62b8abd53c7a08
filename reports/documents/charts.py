"""Charts: tables whose figures are also drawn. The table is the data on every face; the drawing repeats it. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from reports.documents.cells import Cell, Column, Kind, Number, Printed, Row, check_rows


class Shade(StrEnum):
    """How a part of a drawing looks. From light to dark, or hatched: told apart in black and white, too."""

    PALE = "pale"
    LIGHT = "light"
    MIDDLE = "middle"
    DARK = "dark"
    HATCHED = "hatched"
    DOTTED = "dotted"


@dataclass(frozen=True)
class Series(Printed):
    """A column that is drawn, how, and what the legend calls it; "" is the title of the column."""

    key: str
    shade: Shade
    word: str = ""


@dataclass(frozen=True)
class Answered(Printed):
    """A word of the legend and how what it names looks."""

    word: str
    shade: Shade


@dataclass(frozen=True)
class Chart(Printed):
    """What every chart has: the table of its figures. The first column says what a row is of."""

    caption: str
    unit_line: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    wide: bool = False
    labels: int = 1  # after so many columns of words the bar is drawn

    def check(self) -> None:
        """The table holds together as any other does."""
        check_rows(self.caption, self.columns, self.rows)

    def cell(self, row: Row, key: str) -> Cell:
        """The cell of a row in the column with this key. Raises StopIteration where there is none."""
        place = next(n for n, column in enumerate(self.columns) if column.key == key)
        return row.cells[place]

    def title(self, key: str) -> str:
        """The title of the column with this key."""
        return next(column.title for column in self.columns if column.key == key)

    def figure(self, row: Row, key: str) -> Number:
        """The figure of a row in a drawn column; what is missing is not drawn."""
        value = self.cell(row, key).value
        return value if isinstance(value, int | Decimal) else 0


@dataclass(frozen=True)
class Distribution(Chart):
    """Stacked bars: of ``of`` programmes of a row, how many are in each series. All of them are."""

    series: tuple[Series, ...] = ()
    of: str = "n"

    def check(self) -> None:
        """The parts of every row add up to its n, so that no programme is left out of a drawing."""
        super().check()
        for row in self.rows:
            parts = sum(self.figure(row, one.key) for one in self.series)
            if parts != self.figure(row, self.of):
                raise ValueError(f"{self.caption}, {row.key}: the parts add up to {parts}")


@dataclass(frozen=True)
class Comparison(Chart):
    """One bar a row: as far as ``now`` reaches, and beyond it what is ``possible``, of ``most``.
    ``gained`` is the word of the legend for what lies between."""

    now: str = ""
    possible: str = ""
    gained: str = ""
    most: Number = 1

    def check(self) -> None:
        """Now is never more than possible, and possible never more than a full bar."""
        super().check()
        for row in self.rows:
            now, possible = self.figure(row, self.now), self.figure(row, self.possible)
            if not 0 <= now <= possible <= self.most:
                raise ValueError(f"{self.caption}, {row.key}: {now} of {possible} of {self.most}")


@dataclass(frozen=True)
class HeatMap(Chart):
    """A cell for each answer: the word, and the shade that the legend gives to the word."""

    shaded: tuple[str, ...] = ()
    legend: tuple[Answered, ...] = ()

    def check(self) -> None:
        """Every shaded cell says a word of the legend."""
        super().check()
        words = {one.word for one in self.legend}
        for row in self.rows:
            for key in self.shaded:
                if (value := self.cell(row, key).value) not in words:
                    raise ValueError(f"{self.caption}, {row.key}, {key}: {value!r} has no shade")

    def shade(self, cell: Cell) -> Shade:
        """How a shaded cell looks."""
        return next(one.shade for one in self.legend if one.word == cell.value)


def counted(key: str, title: str, width: int = 9, meaning: str = "") -> Column:
    """A column of counts."""
    return Column(key, title, Kind.INTEGER, width, meaning)
