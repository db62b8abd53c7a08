"""The Word face: real headings and tables, both languages, nothing typed becomes markup, the same bytes."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document as open_word  # noqa: N813  # a Document is ours already
from docx.oxml.ns import qn

from nsss_gender.files import kinds
from nsss_gender.language.text import script
from reports.documents import (
    Cell,
    Column,
    Document,
    Heading,
    Listing,
    Note,
    Paragraph,
    Part,
    Row,
    Table,
)
from reports.exports import docx
from reports.exports.docx_read import docx_cells
from reports.exports.docx_tables import widened
from reports.exports.shown import placed_texts
from tests.reports.payloads import FORMULAE, MARKUP
from tests.reports.samples import plan
from tests.reports.typed import asked, drawn


def opened(document: Document) -> Any:
    return open_word(BytesIO(docx.render(document)))


def texts(word: Any, style: str) -> list[str]:
    return [one.text for one in word.paragraphs if one.style.name.lower() == style.lower()]


def letter(lang: str = "en") -> Document:
    words = plan(lang)
    return replace(
        words,
        layout="letter",
        cover=False,
        contents=False,
        facts=(("Memo number", Cell("1.2.3")), ("Date", Cell("one\ntwo"))),
        blocks=(Paragraph("নারী"), Paragraph("Women")),
    )


def test_headings_are_headings_and_carry_the_numbers_of_the_document() -> None:
    word = opened(plan("en"))
    assert texts(word, "Heading 1") == [
        "1 How the plan was made",
        "2 Where the programmes stand",
        "3 The plan",
        "4 Constraint list",
        "Comments",
    ]
    assert texts(word, "Heading 2") == ["3.1 Actions of the ministry"]
    assert texts(word, "Title") == ["Gender action plan of the Ministry of Social Welfare"]


def test_the_contents_are_a_field_of_links_to_headings_that_exist() -> None:
    body = opened(plan("bn")).element.body
    codes = [one.text.strip() for one in body.iter(qn("w:instrText"))]
    assert codes == [r'TOC \o "1-3" \n \h \z']
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    assert len(links) == 6
    assert set(links) <= marks


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_the_heads_of_every_table_stand_again_on_every_page(lang: str) -> None:
    figures = [one for one in opened(plan(lang)).tables if one.style.name == "Figures"]
    assert len(figures) == 3
    for table in figures:
        first, *rows = table._tbl.tr_lst
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in rows)
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None


def test_wide_tables_lie_on_wide_pages_and_only_they() -> None:
    sections = opened(plan("en")).sections
    wide = [one.page_width > one.page_height for one in sections]
    assert wide == [False, True, False]
    assert {one.different_first_page_header_footer for one in sections[1:]} == {False}
    assert sections[0].different_first_page_header_footer


def test_code_digest_and_the_number_of_the_page_stand_under_every_page() -> None:
    document = plan("en")
    for section in opened(document).sections:
        foot = section.footer.paragraphs[0]
        stamp = f"{document.code} · SHA-256 {document.digest()}\tPage 1 of 1"
        assert foot.text == stamp
        codes = [one.text.strip() for one in foot._p.iter(qn("w:instrText"))]
        assert codes == ["PAGE", "NUMPAGES"]
        assert section.header.paragraphs[0].text == f"{document.title}\tDRAFT"


@pytest.mark.parametrize(("lang", "locale"), [("en", "en-GB"), ("bn", "bn-BD")])
def test_the_language_of_the_document_and_of_what_is_written_in_the_other(
    lang: str, locale: str
) -> None:
    word = opened(letter(lang))
    default = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert (default.get(qn("w:val")), default.get(qn("w:bidi"))) == (locale, "bn-BD")
    assert word.core_properties.language == locale
    marked = {
        one.text: [mark.get(qn("w:val")) for mark in one._p.iter(qn("w:lang"))]
        for one in word.paragraphs
        if one.text in {"নারী", "Women"}
    }
    other = {"en": {"নারী": ["bn-BD"], "Women": []}, "bn": {"নারী": [], "Women": ["en-GB"]}}
    assert marked == other[lang]


def test_bangla_has_a_font_and_a_size_of_its_own_and_others_where_it_is_missing() -> None:
    content = docx.render(plan("bn"))
    word = open_word(BytesIO(content))
    fonts = word.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:cs")) == "Noto Sans Bengali"
    with ZipFile(BytesIO(content)) as parts:
        assert "Nirmala UI,Nikosh,Vrinda" in parts.read("word/fontTable.xml").decode()


def test_a_letter_has_its_memo_number_left_and_its_date_right() -> None:
    word = opened(letter())
    left, right = word.tables[0].rows[0].cells
    assert (left.text, right.text) == ("Memo number: 1.2.3", "Date: one\ntwo")
    assert [one.paragraphs[0].alignment for one in (left, right)] == [None, 2]
    assert texts(word, "Letter subject") == [f"Subject: {plan('en').title}"]
    assert texts(word, "Letterhead") == list(plan("en").letterhead)


def test_lists_count_from_one_each_and_in_the_digits_of_the_language() -> None:
    items = (Paragraph("one"), Paragraph("two"))
    blocks = (Listing(items, ordered=True), Listing(items, ordered=True), Listing(items))
    word = opened(Document("d", "T", "en", blocks, "C"))
    numbers = [
        one._p.pPr.numPr.numId.val for one in word.paragraphs if one.style.name == "List text"
    ]
    assert len(set(numbers)) == 3
    bangla = opened(Document("d", "T", "bn", blocks[:1], "C"))
    assert texts(bangla, "List text") == ["১.\tone", "২.\ttwo"]


def test_a_part_starts_on_a_new_page_once() -> None:
    blocks = (Heading(1, "a"), Part("p", "P"), Heading(1, "b"), Paragraph("c"))
    word = opened(Document("d", "T", "en", blocks, "C", cover=False, contents=False))
    broken = [one.text for one in word.paragraphs if one.paragraph_format.page_break_before]
    assert broken == ["2 b"]


def test_an_empty_form_has_boxes_to_tick_and_lines_to_write_on() -> None:
    word = opened(Document("d", "T", "en", (asked("Q"),), "C"))
    assert texts(word, "Entry")[-4:-1] == ["Q: Q", "Q ", "\u2610\u00a0Q    \u2610\u00a0Q    "]
    assert texts(word, "Line to write on") == [""]


def everywhere(text: str, lang: str) -> Document:
    """The text in every place of a document that takes one."""
    blocks = (
        Heading(1, text),
        Paragraph(text),
        Note("info", text),
        Listing((Paragraph(text),)),
        Table(text, text, (Column("w", text),), (Row((Cell(text),), "r"),)),
        *drawn(text),
        asked(text),
    )
    facts, head = ((text, Cell(text)),), (text,)
    return Document("d", text, lang, blocks, text, text, facts, head, text, named=text)


@pytest.mark.parametrize("lang", ["en", "bn"])
@pytest.mark.parametrize("text", [*MARKUP, *FORMULAE, "{ INCLUDEPICTURE x }", "]]>", "\u202e"])
def test_what_is_typed_stays_text(lang: str, text: str) -> None:
    document = everywhere(text, lang)
    content = docx.render(document)
    assert docx_cells(document, content) == placed_texts(document)
    kinds.DOCX.check(content)
    breaks = {qn("w:br"), qn("w:tab"), qn("w:t")}
    found, harmless = (
        sorted(one.tag for one in opened(one).element.body.iter() if one.tag not in breaks)
        for one in (document, everywhere({"bn": "নারী", "en": "x", "": "7"}[script(text)], lang))
    )
    assert found == harmless


def test_nothing_is_fetched_from_anywhere() -> None:
    with ZipFile(BytesIO(docx.render(plan("en")))) as parts:
        relations = [parts.read(name) for name in parts.namelist() if name.endswith(".rels")]
    assert relations
    assert not any(b"External" in one for one in relations)


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import django, hashlib; django.setup()\n"
        "from reports.exports import docx; from tests.reports.samples import plan\n"
        "print(hashlib.sha256(docx.render(plan('bn'))).hexdigest())"
    )
    sums = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert sums == {hashlib.sha256(docx.render(plan("bn"))).hexdigest()}


def test_the_day_of_the_document_is_the_day_of_the_file() -> None:
    content = docx.render(plan("en"))
    with ZipFile(BytesIO(content)) as parts:
        assert {info.date_time for info in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = open_word(BytesIO(content)).core_properties
    assert properties.created == properties.modified == datetime(2019, 2, 17, tzinfo=UTC)
    assert (properties.identifier, properties.author) == (
        "GAP-2019-MOSW-2",
        "Ministry of Social Welfare",
    )


def test_progress_is_told_and_can_stop_the_work() -> None:
    told: list[tuple[int, int]] = []
    docx.render(plan("en", rows=120), lambda done, total: told.append((done, total)))
    assert told == [(50, 143), (100, 143), (143, 143)]

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        docx.render(plan("en", rows=120), stop)


@pytest.mark.parametrize(
    ("widths", "least", "made"),
    [
        ([10, 90], [20, 30], [20, 80]),  # a narrow column takes what another has to spare
        ([50, 50], [20, 30], [50, 50]),
        ([10, 40, 50], [30, 30, 30], [30, 34, 36]),
        ([10, 10], [50, 50], [10, 10]),  # nobody has anything to spare
        ([10, 30], [40, 20], [20, 20]),  # as near as the room allows
    ],
)
def test_a_column_is_as_wide_as_the_longest_word_of_its_head(
    widths: list[int], least: list[int], made: list[int]
) -> None:
    assert widened(widths, least) == made
    assert sum(made) == sum(widths)
