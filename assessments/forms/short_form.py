"""The short form without form objects: twenty programmes × eight items are read and drawn by hand,
because a hundred and sixty fields of the framework would cost more than the page.

Names: ``row`` lists the programmes; the cell of row 3 and item Q8 is ``3-Q8``, and ``3-Q8-was`` says
what the person saw there: the version number and the judgement ("4:yes").
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.enums import Judgement
from assessments.forms.fill import STALE, TokenForm
from assessments.selectors.short_form import ShortCell, ShortRow

ANSWERS = ("", *Judgement.values)


@dataclass(frozen=True)
class Change:
    """One cell that was changed: where, from which version, to which judgement."""

    assessment_id: uuid.UUID
    code: str
    base: int
    judgement: str


@dataclass(frozen=True)
class CellShown:
    """A cell as the table draws it."""

    cell: ShortCell
    control: SafeString
    word: str


@dataclass(frozen=True)
class RowShown:
    """A row as the table draws it."""

    row: ShortRow
    number: int
    cells: Sequence[CellShown]


class ShortForm:
    """The cells of one page, bound to what was posted where ``data`` is given."""

    def __init__(self, data: QueryDict | None, rows: Sequence[ShortRow]) -> None:
        self.token = TokenForm(data)
        self._data, self._rows = data, rows
        self._numbers = {
            pk: number for number, pk in enumerate(data.getlist("row") if data else ())
        }
        self._problems: list[tuple[str, str]] = []

    def is_valid(self) -> bool:
        """Whether every posted cell can be read; ``problems`` tells which cannot."""
        self._changes = [change for change in self._read() if change]
        stale = [("", str(text)) for texts in self.token.errors.values() for text in texts]
        self._problems = [*stale, *self._problems]
        return not self._problems

    def changes(self) -> list[Change]:
        """What was changed, after ``is_valid``."""
        return self._changes

    def problems(self) -> list[tuple[str, str]]:
        """The (id to link to, message) pairs for the error summary."""
        return self._problems

    def shown(self) -> list[RowShown]:
        """The rows with their controls."""
        options = {chosen: _options(chosen) for chosen in ANSWERS}
        return [
            RowShown(row, number, [self._cell(row, number, cell, options) for cell in row.cells])
            for number, row in enumerate(self._rows)
        ]

    def _read(self) -> Iterator[Change | None]:
        for number, row in enumerate(self._rows):
            for cell in row.cells:
                typed, was = self._posted(row, cell.code), self._posted(row, f"{cell.code}-was")
                if typed is None or was is None:
                    continue
                base, _colon, seen = was.partition(":")
                if typed not in ANSWERS or not base.isdecimal():
                    told = STALE if typed in ANSWERS else _("Choose one of the answers shown.")
                    self._problems.append((_id(number, cell), f"{cell.code}: {told}"))
                elif typed != seen:
                    yield Change(row.pk, cell.code, int(base), typed)

    def _posted(self, row: ShortRow, name: str) -> str | None:
        """What was posted for a cell, wherever the row stood on the page that was posted."""
        number = self._numbers.get(str(row.pk))
        return self._data.get(f"{number}-{name}") if self._data and number is not None else None

    def _cell(
        self, row: ShortRow, number: int, cell: ShortCell, options: dict[str, SafeString]
    ) -> CellShown:
        word = str(Judgement(cell.judgement).label) if cell.judgement else ""
        if cell.closed:
            return CellShown(cell, SafeString(""), word)
        chosen = self._posted(row, cell.code)
        chosen = cell.judgement if chosen not in options else chosen
        control = format_html(
            '<select class="form-select" name="{0}-{1}" id="{2}" aria-labelledby="r{0} h-{1}" data-answer="{1}">{3}</select>'
            '<input type="hidden" name="{0}-{1}-was" value="{4}:{5}">',
            number,
            cell.code,
            _id(number, cell),
            options[chosen or ""],
            cell.base,
            cell.judgement,
        )
        return CellShown(cell, control, word)


def _id(number: int, cell: ShortCell) -> str:
    return f"id_{number}-{cell.code}"


def _options(chosen: str) -> SafeString:
    labels = {"": "–", **{code: str(label) for code, label in Judgement.choices}}
    rows = (
        (code, SafeString(" selected") if code == chosen else "", labels[code]) for code in ANSWERS
    )
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)
