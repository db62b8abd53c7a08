"""One set of figures: a sentinel in every cell is found on page, in PDF, in Excel and in Word, and no change goes unseen."""

import subprocess
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document as open_word  # noqa: N813  # a Document is ours already
from openpyxl import load_workbook  # noqa: TID253  # changes a workbook as somebody might

from reports.documents import (
    Bar,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Proof,
    Row,
    Table,
    Term,
)
from reports.exports import docx, page, pdf, xlsx
from reports.exports.docx_read import docx_cells
from reports.exports.faces import FaceMismatch, check_faces, page_cells
from reports.exports.shown import placed_texts
from tests.files.samples import archive, members
from tests.reports.payloads import FORMULAE, MARKUP
from tests.reports.samples import WORDS, plan

KINDS = (
    Kind.CODE,
    Kind.TEXT,
    Kind.INTEGER,
    Kind.DECIMAL,
    Kind.POINTS,
    Kind.DATE,
    Kind.YEAR,
    Kind.TEXT,
)
LONG = {
    "en": "Women take part in the decision. " * 40,
    "bn": "নারীরা সিদ্ধান্ত গ্রহণে অংশগ্রহণ করেন। " * 40,
}


def sentinel(kind, number, lang):
    """A value of the kind that stands nowhere else in the document."""
    return {
        Kind.CODE: f"S{number}/Q6a",
        Kind.TEXT: f"{WORDS[lang]['gap']} {number}",
        Kind.INTEGER: number * 1_00_003,
        Kind.DECIMAL: Decimal(number) * 7 + Decimal("1000000.25"),
        Kind.POINTS: Decimal(number) / 2,
        Kind.DATE: date(2019, 1, 1) + timedelta(days=number),
        Kind.YEAR: f"{2018 + number}-{(19 + number) % 100:02}",
    }[kind]


def sentinels(lang, rows=60):
    """A wide table with a sentinel in every cell, a long text, texts somebody typed to do harm, an empty table."""
    columns = tuple(
        Column(f"c{n}", f"{WORDS[lang]['title']} {n}", kind) for n, kind in enumerate(KINDS)
    )
    table = tuple(
        Row(
            tuple(Cell(sentinel(kind, 100 + row * 10 + n, lang)) for n, kind in enumerate(KINDS)),
            f"row-{row}",
        )
        for row in range(rows)
    )
    typed = (LONG[lang], *MARKUP, *FORMULAE)
    texts = tuple(Row((Cell(text), Cell(None)), f"typed-{n}") for n, text in enumerate(typed))
    words = (Column("typed", "Typed", width=30), Column("none", "None"))
    return Document(
        "sentinels",
        WORDS[lang]["title"],
        lang,
        (
            Heading(1, WORDS[lang]["plan"]),
            Table(WORDS[lang]["plan_table"], WORDS[lang]["unit"], columns, table, wide=True),
            Table("Typed", "", words, texts),
            Table("Empty", "", words, (), empty=WORDS[lang]["empty"]),
            Figure("Bars", tuple(Bar(f"bar {n}", 90_000 + n) for n in range(5))),
            Proof(
                "Proof", (Term("a", Decimal("901.5")),), (Term("b", Decimal("900.5")), Term("c", 1))
            ),
        ),
        "CODE-1",
        facts=(("one", Cell(80_001)), ("two", Cell(date(1971, 12, 16))), ("three", "text")),
    )


@pytest.fixture(scope="module", params=["en", "bn"])
def faces(request):
    """A document and its page, print and workbook."""
    document = sentinels(request.param)
    return document, page.render(document), pdf.draw(document), xlsx.render(document)


@pytest.fixture(scope="module")
def word(faces):
    """The fourth face of the same document."""
    return docx.render(faces[0])


def test_the_four_faces_show_every_figure(faces, word):
    document, html, printed, book = faces
    check_faces(document, html, printed.cells, book, word)
    read = docx_cells(document, word)
    assert read == placed_texts(document)  # line ends and blanks as they were typed
    addresses = {one.address for one in document.cells()}
    assert set(page_cells(html)) == set(printed.cells) | {
        a for a in addresses if a not in printed.cells
    }
    assert len(addresses) > 60 * len(KINDS)


def test_the_text_extracted_from_the_file_shows_them_too(faces):
    document, html, printed, book = faces
    done = subprocess.run(
        ["pdftotext", "-", "-"],  # noqa: S607
        input=printed.content,
        capture_output=True,
        check=True,
    )
    check_faces(document, html, done.stdout.decode(), book)


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_a_whole_plan_agrees(lang):
    document = plan(lang)
    printed, book = pdf.draw(document).cells, xlsx.render(document)
    check_faces(document, page.render(document), printed, book, docx.render(document))


def test_one_figure_changed_on_the_page_is_named(faces):
    document, html, printed, book = faces
    shown = page_cells(html)["t1.30.3"]
    changed = html.replace(f">{shown}<", ">1<", 1)
    with pytest.raises(FaceMismatch) as caught:
        check_faces(document, changed, printed.cells, book)
    assert [(one.face, one.address, one.expected, one.found) for one in caught.value.cells] == [
        ("page", "t1.30.3", shown, "1")
    ]
    assert "row-29" in str(caught.value)


@pytest.mark.parametrize("address", ["f1", "b1.5", "p1.2", "t1.1.1", "t1.60.8", "t2.1.1"])
def test_one_figure_changed_in_the_print_is_named(faces, address):
    document, html, printed, book = faces
    with pytest.raises(FaceMismatch) as caught:
        check_faces(document, html, {**printed.cells, address: "other"}, book)
    assert [(one.face, one.address, one.found) for one in caught.value.cells] == [
        ("pdf", address, "other")
    ]
    missing = {key: text for key, text in printed.cells.items() if key != address}
    with pytest.raises(FaceMismatch) as caught:
        check_faces(document, html, missing, book)
    assert caught.value.cells[0].found is None


@pytest.mark.parametrize(
    ("sheet", "cell", "address", "value"),
    [
        (0, "B3", "f1", 80_002),
        (1, "D5", "t1.1.3", 1),
        (1, "D5", "t1.1.3", "10000300"),
        (1, "D5", "t1.1.3", None),
        (1, "E64", "t1.60.4", 1.5),
        (1, "G5", "t1.1.6", "07/05/2019"),
        (1, "I5", "t1.1.8", "other"),
        (4, "C9", "b1.5", 1),
    ],
)
def test_one_figure_changed_in_the_workbook_is_named(faces, sheet, cell, address, value):
    document, html, printed, content = faces
    book, changed = load_workbook(BytesIO(content)), BytesIO()
    book.worksheets[sheet][cell] = value
    book.save(changed)
    with pytest.raises(FaceMismatch) as caught:
        check_faces(document, html, printed.cells, changed.getvalue())
    assert [(one.face, one.address) for one in caught.value.cells] == [("xlsx", address)]


@pytest.mark.parametrize(
    ("table", "row", "column", "address"),
    [(1, 1, 2, "t1.1.3"), (1, 60, 7, "t1.60.8"), (3, 5, 1, "b1.5")],
)
def test_one_figure_changed_in_the_word_file_is_named(faces, word, table, row, column, address):
    document, html, printed, book = faces
    opened, changed = open_word(BytesIO(word)), BytesIO()
    opened.tables[table].rows[row].cells[column].text = "other"
    opened.save(changed)
    with pytest.raises(FaceMismatch) as caught:
        check_faces(document, html, printed.cells, book, changed.getvalue())
    assert [(one.face, one.address, one.found) for one in caught.value.cells] == [
        ("docx", address, "other")
    ]


@pytest.mark.parametrize(("said", "address"), [("901", "p1.1"), ("1971", "f2")])
def test_one_word_changed_outside_a_table_is_named(faces, word, said, address):
    document, html, printed, book = faces
    shown = placed_texts(document)[address]
    parts = members(word)
    old = f">{shown}<".encode()
    assert said in shown or document.lang == "bn"
    assert parts["word/document.xml"].count(old) == 1
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, b">other<")
    with pytest.raises(FaceMismatch) as caught:
        check_faces(document, html, printed.cells, book, archive(parts))
    assert [(one.face, one.address) for one in caught.value.cells] == [("docx", address)]


def test_faces_of_another_document_do_not_pass(faces, word):
    document, html, printed, book = faces
    other = replace(document, facts=(("one", Cell(80_009)), *document.facts[1:]))
    with pytest.raises(FaceMismatch) as caught:
        check_faces(other, html, printed.cells, book, word)
    assert {(one.face, one.address) for one in caught.value.cells} == {
        ("page", "f1"),
        ("pdf", "f1"),
        ("xlsx", "f1"),
        ("docx", "f1"),
    }
    with pytest.raises(FaceMismatch):
        check_faces(other, html, "no text at all", book)
