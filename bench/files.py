"""Excel and PDF of the national draft against their floors, in this process."""

import copy
import csv
import io
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import weasyprint  # noqa: TID253 - the floor is this engine, bare
from django.utils import translation
from openpyxl import Workbook, load_workbook  # noqa: TID253
from openpyxl.cell import WriteOnlyCell  # noqa: TID253

from nsss_gender.accounts.models import Ministry
from reports.builders.chapter import build as chapter_build
from reports.builders.plan import build as plan_build
from reports.documents import Document
from reports.exports import pdf, xlsx
from reports.models import ActionPlan

TURNS = 3
PLAIN = """<!doctype html><meta charset=utf-8><title>floor</title><style>
@page { size: A4 landscape } table { width: 100%; border-collapse: collapse; font-size: 7.4pt }
</style>"""


@dataclass(frozen=True)
class Made:
    """One file: milliseconds of every turn, and what it held."""

    times: tuple[float, ...]
    size: str

    @property
    def median(self) -> float:
        return statistics.median(self.times)


def measure(plan: ActionPlan, ministry: Ministry) -> dict[str, Made]:
    """csv and Excel of the plan, PDF of a ministry's chapter, and their floors."""
    document = plan_build(plan, "en")
    cells = _cells(xlsx.render(document))
    count = sum(len(row) for rows in cells.values() for row in rows)
    rows = sum(len(table.rows) for _number, table in document.tables())
    excel = _turns(lambda: _excel_floor(cells), lambda: xlsx.render(document))
    return {
        "document": Made(_turns(lambda: plan_build(plan, "en").digest())[0], f"{rows} rows"),
        "csv": Made(_turns(lambda: _csv(document))[0], f"{rows} rows"),
        "excel floor": Made(excel[0], f"{count} cells"),
        "excel": Made(excel[1], f"{count} cells"),
        **_papers(chapter_build(plan, ministry, "en")),
    }


def _papers(chapter: Document) -> dict[str, Made]:
    pages = pdf.draw(chapter).pages
    plain, plain_pages = plain_html([table for _number, table in chapter.tables()], pages)
    times = _turns(lambda: plainly(plain).write_pdf(), lambda: pdf.render(chapter))
    # Tables of whole rows do not come to exactly as many pages: the floor is reckoned per page.
    per_page = tuple(one * pages / plain_pages for one in times[0])
    return {
        "pdf floor": Made(per_page, f"{pages} pages"),
        "pdf": Made(times[1], f"{pages} pages"),
    }


def _turns(*works: Callable[[], Any]) -> tuple[tuple[float, ...], ...]:
    """Each work in turn, so that the noise of the machine meets all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(TURNS):
        for place, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[place].append((time.perf_counter() - start) * 1000)
    return tuple(tuple(one) for one in times)


def _csv(document: Document) -> str:
    """The rows of all tables as csv."""
    written = io.StringIO()
    writer = csv.writer(written)
    for _number, table in document.tables():
        for row in table.rows:
            writer.writerow([row.key, *(cell.value for cell in row.cells)])
    return written.getvalue()


Cells = dict[str, list[list[tuple[Any, Any, Any, str] | None]]]


def _cells(content: bytes) -> Cells:
    """Every cell of our workbook with its font, alignment and number format; equal ones shared."""
    shared: dict[str, Any] = {}

    def kept(style: Any) -> Any:
        return shared.setdefault(repr(style), copy.copy(style))

    return {
        sheet.title: [
            [
                None
                if cell.value is None
                else (cell.value, kept(cell.font), kept(cell.alignment), cell.number_format)
                for cell in row
            ]
            for row in sheet.iter_rows()
        ]
        for sheet in load_workbook(io.BytesIO(content)).worksheets
    }


def _excel_floor(cells: Cells) -> bytes:
    """The same cells with the same formats, as openpyxl's own manual writes them."""
    book = Workbook(write_only=True)
    for title, rows in cells.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append([_formatted(sheet, cell) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _formatted(sheet: Any, cell: tuple[Any, Any, Any, str] | None) -> Any:
    if cell is None:
        return None
    value, font, alignment, number_format = cell
    written = WriteOnlyCell(sheet, value)
    written.font, written.alignment, written.number_format = font, alignment, number_format
    return written


def plain_html(tables: list[Any], pages: int) -> tuple[str, int]:
    """The cells of our tables as plain HTML tables of about as many pages; and how many they come to."""
    body = "".join(_plain_table(table) for table in tables)
    found = len(plainly(PLAIN + body).render().pages)
    html = PLAIN + body * max(1, round(pages / found))
    return html, len(plainly(html).render().pages)


def _plain_table(table: Any) -> str:
    head = "".join(f"<th>{escape(column.title)}</th>" for column in table.columns)
    rows = "".join(
        "<tr>"
        + "".join(f"<td>{escape(str(cell.value or ''))}</td>" for cell in row.cells)
        + "</tr>"
        for row in table.rows
    )
    return f"<table border=1><thead><tr>{head}</tr></thead>{rows}</table>"


def plainly(html: str) -> Any:
    """HTML for the bare engine."""
    with translation.override("en"):
        return weasyprint.HTML(string=html)
