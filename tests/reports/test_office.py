"""Office programs open our workbooks and Word files without repair and read the same values (67)."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from reports.documents import Document
from reports.exports import docx, faces, page, shown, xlsx
from reports.exports.docx_read import docx_cells
from tests.reports.samples import plan
from tests.reports.test_round_trip import assessments
from tests.reports.typed import drawn

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="no spreadsheet program here (package libreoffice-calc)"
)


def saved_again(content: bytes, folder: Path) -> bytes:
    """The workbook as LibreOffice saves it after opening it."""
    return converted(content, "xlsx:Calc MS Excel 2007 XML", folder)


def converted(content: bytes, filter_: str, folder: Path) -> bytes:
    """The file as LibreOffice saves it through this filter, named by its ending."""
    ending = filter_.partition(":")[0]
    source = folder / f"ours.{ending}"
    source.write_bytes(content)
    command = [
        *("soffice", "--headless", "--norestore"),
        f"-env:UserInstallation=file://{folder / 'profile'}",
        *("--convert-to", filter_),
        *("--outdir", str(folder / "theirs"), str(source)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "theirs" / f"ours.{ending}").read_bytes()


def hostile() -> Document:
    """Values that a spreadsheet likes to change: formulas, leading zeros, dates, long texts."""
    document = assessments()
    (table,) = document.blocks
    return replace(document, blocks=(replace(table, rows=table.rows[:60]),))


def charts() -> Document:
    """One of each figure and chart."""
    return replace(plan("en"), blocks=drawn("=1+1 কর্মসূচি"))


@pytest.mark.parametrize(
    "document", [plan("en"), plan("bn"), hostile(), charts()], ids=["en", "bn", "hostile", "charts"]
)
def test_it_reads_the_same_values(document: Document, tmp_path: Path) -> None:
    theirs = saved_again(xlsx.render(document), tmp_path)
    texts = shown.placed_texts(document)
    faces.check_faces(document, page.render(document), texts, theirs)


@pytest.mark.skipif(
    shutil.which("lowriter") is None, reason="no word processor here (package libreoffice-writer)"
)
@pytest.mark.parametrize("document", [plan("en"), plan("bn"), charts()], ids=["en", "bn", "charts"])
def test_a_word_processor_reads_the_same_words(document: Document, tmp_path: Path) -> None:
    theirs = converted(docx.render(document), "docx:MS Word 2007 XML", tmp_path)
    assert docx_cells(document, theirs) == shown.placed_texts(document)
