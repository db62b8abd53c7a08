"""The Excel face: typed cells, no formula, nothing cut, the same bytes."""

import os
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook  # noqa: TID253  # reads back what was written

from reports.documents import Cell, Column, Document, Kind, Paragraph, Row, Table
from reports.exports import xlsx
from reports.exports.faces import xlsx_cells
from tests.reports.payloads import FORMULAE, MARKUP
from tests.reports.samples import plan


def opened(document):
    """The workbook as a spreadsheet program reads it."""
    return load_workbook(BytesIO(xlsx.render(document)))


def words(*texts, **more):
    """A document with one table of texts."""
    rows = tuple(Row((Cell(text),), key=f"r{n}") for n, text in enumerate(texts))
    return Document(
        "plan", "T", "en", (Table("Words", "", (Column("w", "W"),), rows),), "C", **more
    )


def test_one_sheet_for_each_table_and_figure_beside_cover_text_and_dictionary():
    book = opened(plan("en"))
    assert book.sheetnames == [
        "Cover",
        "Table 1. Programmes by level",
        "Figure 1. Points now, of seven",
        "Table 2. Actions of the…",
        "Table 3. Comments",
        "Text",
        "Dictionary",
    ]


def test_cells_are_typed_and_shown_as_bangladesh_writes_numbers():
    sheet = opened(plan("en")).worksheets[1]
    key, name, points, _possible, women, budget, day = sheet[5]
    assert (key.value, name.data_type) == ("MOSW-1", "s")
    assert (points.value, points.data_type, points.number_format) == (0.5, "n", "0.0")
    assert (women.value, women.data_type) == (12346781, "n")
    assert women.number_format.startswith(r"[>=10000000]##\,##\,##\,##0;")
    assert (budget.value, budget.number_format.endswith("#,##0.00")) == (1235.05, True)
    assert (day.value.date(), day.is_date, day.number_format) == (
        date(2019, 1, 1),
        True,
        r"dd\/mm\/yyyy",
    )


def test_a_bangla_workbook_shows_bangla_digits_and_keeps_numbers():
    women = opened(plan("bn")).worksheets[1]["E5"]
    assert (women.value, women.data_type) == (12346781, "n")
    assert women.number_format.count("[$-5000445]") == 3


def test_a_sheet_can_be_filtered_scrolled_and_printed():
    sheet = opened(plan("en")).worksheets[3]
    assert sheet.auto_filter.ref == "A4:L44"
    assert sheet.freeze_panes == "C5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.print_area == "'Table 2. Actions of the…'!$B$1:$L$44"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert [sheet.cell(row, 1).value for row in (5, 44)] == ["MOSW-P001-Q9-1", "MOSW-P040-Q9-1"]
    assert sheet.column_dimensions["E"].width == 28
    assert sheet.row_dimensions[5].height > 15.5


def test_the_total_stands_outside_the_filter():
    sheet = opened(plan("en")).worksheets[1]
    assert sheet.auto_filter.ref == "A4:G15"
    assert sheet["B16"].value == "Total"


def test_code_and_digest_are_on_the_cover_and_under_every_sheet():
    document = plan("en")
    book = opened(document)
    cover = {row[0]: row[1] for row in book["Cover"].iter_rows(values_only=True, max_col=2)}
    assert cover["Code of this document"] == document.code
    assert cover["Digest (SHA-256)"] == document.digest()
    assert {sheet.oddFooter.left.text for sheet in book} == {f"{document.code} {document.digest()}"}


def test_the_dictionary_says_what_each_column_is():
    rows = list(opened(plan("en"))["Dictionary"].iter_rows(values_only=True))
    assert rows[0] == ("Sheet", "Column key", "Title", "Kind", "Meaning")
    assert (
        "Table 1. Programmes by level",
        "c1",
        "Points now",
        "points in halves",
        "Points now",
    ) in rows
    assert len(rows) == 1 + 4 + sum(len(t.columns) for _n, t in plan("en").tables()) + 2


@pytest.mark.parametrize("text", [*FORMULAE, *MARKUP])
def test_nothing_typed_becomes_a_formula_and_all_is_read_back(text):
    document = words(text, letterhead=(text,), mark=text, subtitle=text, facts=((text, text),))
    content = xlsx.render(document)
    with ZipFile(BytesIO(content)) as parts:
        sheets = [
            parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/")
        ]
    assert not any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)
    book = load_workbook(BytesIO(content))
    kinds = {
        cell.data_type
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert kinds == {"s"}
    assert xlsx_cells(document, content)["t1.1.1"] == text


def test_a_tempting_text_stays_text_when_it_is_edited():
    sheet = opened(words("=1+1", "plain")).worksheets[1]
    assert (sheet["B5"].quotePrefix, sheet["B6"].quotePrefix) == (True, False)


@pytest.mark.parametrize("length", [32_767, 32_768, 100_000])
@pytest.mark.parametrize("sign", ["a", "ক", "\U0001f33e"])
def test_a_text_longer_than_a_cell_is_kept_whole_on_its_own_sheet(length, sign):
    document = words(sign * length, "short")
    content = xlsx.render(document)
    assert xlsx_cells(document, content)["t1.1.1"] == sign * length
    book = load_workbook(BytesIO(content))
    fits = len(sign.encode("utf-16-le")) // 2 * length <= 32_767
    assert ("Long texts" in book.sheetnames) is not fits
    longest = max(
        len(str(c.value).encode("utf-16-le")) // 2 for s in book for r in s.iter_rows() for c in r
    )
    assert longest <= 32_767


def test_sheet_names_are_allowed_and_differ():
    caption = "A/B: [C]*? 'very' long caption \U0001f33e of a table that goes on and on"
    blocks = tuple(Table(caption, "", (Column("c", "C"),), ()) for _ in range(12))
    names = opened(Document("plan", "T", "en", blocks, "C")).sheetnames
    assert len(set(names)) == len(names)
    assert all(
        len(name.encode("utf-16-le")) <= 62 and not re.search(r"[\[\]:*?/\\']", name)
        for name in names
    )


def test_the_same_document_gives_the_same_bytes_in_another_process():
    program = (
        "import django, hashlib; django.setup()\n"
        "from reports.exports import xlsx; from tests.reports.samples import plan\n"
        "print(hashlib.sha256(xlsx.render(plan('bn'))).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


def test_the_day_of_the_document_is_the_day_of_the_file():
    with ZipFile(BytesIO(xlsx.render(plan("en")))) as parts:
        core = parts.read("docProps/core.xml").decode()
        days = {info.date_time[:3] for info in parts.infolist()}
    assert re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core) == ["2019-02-17T00:00:00Z"] * 2
    assert days == {(1980, 1, 1)}


def test_progress_is_told_and_can_stop_the_work():
    told = []
    xlsx.render(plan("en", rows=120), lambda done, total: told.append((done, total)))
    assert told == [(50, 143), (100, 143), (143, 143)]

    def stop(_done, _total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        xlsx.render(plan("en", rows=120), stop)


def test_places_and_large_numbers():
    column = Column("m", "Money", Kind.DECIMAL, places=1)
    rows = (Row((Cell(Decimal("123456789.25")),), "a"), Row((Cell(Decimal("-0.05")),), "b"))
    sheet = opened(Document("p", "T", "en", (Table("M", "", (column,), rows),), "C")).worksheets[1]
    assert (sheet["B5"].value, sheet["B6"].value) == (123456789.25, -0.05)
    assert sheet["B5"].number_format.endswith("#,##0.0")


def test_the_words_of_the_document_are_in_the_workbook():
    document = Document("p", "T", "bn", (Paragraph("নারী ও শিশু"), Paragraph("=1")), "C")
    sheet = opened(document).worksheets[1]
    assert [cell.value for cell in sheet["B"]] == ["নারী ও শিশু", "=1"]
