"""The PDF face: tagged, numbered, the same bytes; Bangla is found again; nothing is fetched."""

import os
import re
import subprocess
import sys
import threading
import unicodedata
from io import BytesIO
from socket import create_server

import pikepdf  # noqa: TID253  # looks into what was printed
import pypdfium2
import pytest
import weasyprint  # noqa: TID253  # its version is what is tested
from pdfua import validate

from reports.documents import Cell, Column, Document, Heading, Paragraph, Row, Table
from reports.exports import bangla_pdf, pdf, press
from tests.reports.nations import Shelf
from tests.reports.payloads import MARKUP
from tests.reports.samples import WORDS, plan
from tests.reports.test_page import typed_everywhere

HARD_WORDS = (
    "ক্ষ জ্ঞ স্ত্র প্রতিষ্ঠান স্ত্রী কেন্দ্র কৃষ্ণচূড়া লক্ষ্মী মহত্ত্ব আকাঙ্ক্ষা কর্তৃপক্ষ র‍্যালি শ্রদ্ধা ঔষধ ঐতিহ্য দুঃস্থ চাঁদ উৎস "
    "উন্নয়ন গণপ্রজাতন্ত্রী মন্ত্রণালয় প্রযুক্তি উচ্চশিক্ষা স্বাস্থ্যসেবা দৃষ্টিভঙ্গি রাষ্ট্রীয় আন্তর্জাতিক গ্রন্থাগার হিজড়া নৃ-গোষ্ঠী ৳১২,৩৪,৫৬৭"
)


def bangla_words(text):
    """The Bangla words of a text, however it is encoded."""
    return set(re.findall(r"[\u0980-\u09ff\u200c\u200d]+", unicodedata.normalize("NFC", text)))


def poppler(content, *options):
    """The text that pdftotext finds."""
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"],  # noqa: S607
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def pdfium(content):
    """The text that the viewer of Chromium and Edge finds."""
    with pypdfium2.PdfDocument(content) as opened:
        pages = range(len(opened))
        return "\n".join(opened[page].get_textpage().get_text_bounded() for page in pages)


@pytest.fixture(scope="module")
def english():
    """The English plan, printed."""
    return pdf.draw(plan("en"))


@pytest.fixture(scope="module")
def bangla():
    """The Bangla plan, printed."""
    return pdf.draw(plan("bn"))


def test_bangla_was_tried_with_the_version_in_use():
    assert weasyprint.__version__ == bangla_pdf.WORKS_WITH


def test_another_version_is_refused(monkeypatch):
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(RuntimeError, match="71"):
        bangla_pdf.install()


@pytest.mark.parametrize("read", [poppler, pdfium])
def test_every_bangla_word_is_found_again(read):
    words = WORDS["bn"]
    text = "\n".join(str(value) for value in words.values()) + HARD_WORDS
    blocks = (
        Heading(1, words["plan"]),
        Paragraph(HARD_WORDS),
        *(Paragraph(t) for t in text.split("\n")),
    )
    found = bangla_words(read(pdf.render(Document("p", words["title"], "bn", blocks, "C"))))
    assert bangla_words(text) - found == set()


@pytest.mark.parametrize("read", [poppler, pdfium])
def test_every_bangla_word_of_a_plan_is_found_again(read, bangla):
    texts = [str(one.cell.value) for one in plan("bn").cells()]
    texts += [block.text for block in plan("bn").blocks if isinstance(block, Heading | Paragraph)]
    assert bangla_words(" ".join(texts)) - bangla_words(read(bangla.content)) == set()


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_it_is_tagged_with_language_title_and_bookmarks(lang, request):
    printed = request.getfixturevalue({"en": "english", "bn": "bangla"}[lang])
    document, words = plan(lang), WORDS[lang]
    with pikepdf.open(BytesIO(printed.content)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == lang
        assert str(opened.docinfo["/Title"]) == document.title
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert b"pdfuaid" in opened.Root.Metadata.read_bytes()
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert words["plan"] in " ".join(titles)
    assert len(titles) == 6  # contents, four sections, the annex
    findings = validate(BytesIO(printed.content)).findings
    told = {"ERROR", "WARNING"}
    assert [one.message for one in findings if one.severity.name in told] == []


def test_the_contents_name_the_page_on_which_each_section_starts(english):
    pages = poppler(english.content).split("\f")
    entries = re.findall(r"^(\d(?:\.\d)? .+?)[ \n]+(\d+)$", pages[1], re.M)
    assert len(entries) == 5
    for title, page in entries:
        assert title in pages[int(page) - 1]


def test_every_page_but_the_cover_has_title_code_digest_and_number(bangla):
    document = plan("bn")
    pages = poppler(bangla.content).split("\f")[:-1]
    assert len(pages) == bangla.pages
    total = str(bangla.pages).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    for page in pages[1:]:
        assert document.title in page
        assert document.code in page
        assert document.digest() in page
        assert document.mark in page
        assert total in re.findall("[\u09e6-\u09ef]+", page)
    assert document.code in pages[0]


def test_a_wide_table_turns_the_page_and_repeats_its_head(english):
    with pypdfium2.PdfDocument(english.content) as opened:
        sizes = [
            tuple(round(side) for side in opened[page].get_size()) for page in range(len(opened))
        ]
    landscape = [page for page, size in enumerate(sizes) if size == (842, 595)]
    assert set(sizes) == {(842, 595), (595, 842)}
    assert len(landscape) >= 3
    assert sizes[-1] == (595, 842)
    pages = poppler(english.content).split("\f")
    assert all("Responsible" in pages[page] for page in landscape)


def test_only_our_fonts_are_in_it(bangla):
    with pikepdf.open(BytesIO(bangla.content)) as opened:
        names = {
            str(font.BaseFont)
            for page in opened.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert names
    assert all("Print-" in name for name in names)


def test_signs_no_font_has_are_named():
    assert pdf.unprintable(plan("bn")) == ()
    assert pdf.unprintable(Document("p", "T → ≥ ½ 漢", "en", (), "C")) == ("漢",)


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_the_same_document_gives_the_same_bytes_in_another_process(lang, request):
    printed = request.getfixturevalue({"en": "english", "bn": "bangla"}[lang])
    program = (
        "import django, sys; django.setup()\n"
        "from reports.exports import pdf; from tests.reports.samples import plan\n"
        f"sys.stdout.buffer.write(pdf.render(plan({lang!r})))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=True
    )
    assert other.stdout == printed.content


def test_progress_rises_to_the_end_and_can_stop_the_work():
    told = []
    pdf.render(plan("en"), lambda done, total: told.append((done, total)))
    assert told[-1] == (100, 100)
    assert told == sorted(told)
    assert len({done for done, _total in told}) > 3

    def stop(_done, _total):
        raise InterruptedError

    with pytest.raises(InterruptedError):
        pdf.render(plan("en"), stop)


@pytest.fixture
def calls():
    """A server that counts who calls it. Out: its port and the list of calls."""
    heard, server = [], create_server(("127.0.0.1", 0))

    def listen():
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            heard.append(1)
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield server.getsockname()[1], heard
    server.shutdown(2)
    server.close()
    thread.join(2)


def test_nothing_typed_makes_the_print_call_or_read(calls):
    port, heard = calls
    payloads = [payload.replace("{port}", str(port)) for payload in MARKUP]
    printed = pdf.draw(typed_everywhere("\n".join(payloads)))
    pressed = press.draw(typed_everywhere("\n".join(payloads)), Shelf())
    assert heard == []
    assert pressed.cells == printed.cells
    assert "root:" not in poppler(pressed.content)
    assert "root:" not in poppler(printed.content)
    bare = "".join(printed.cells["t1.1.1"].split())
    assert bare == "".join("".join(payloads).split())


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "https://127.0.0.1:{port}/",
        "ftp://127.0.0.1:{port}/",
        "file:///etc/passwd",
        "data:text/plain,x",
        "font:../../manage.py",
        "font:/etc/passwd",
        "FONT:noto-sans-latin-400.woff2",
        "noto-sans-latin-400.woff2",
        "font:",
        "//127.0.0.1:{port}/",
    ],
)
def test_only_the_fonts_are_fetched(address, calls):
    port, heard = calls
    with pytest.raises(ValueError, match="our fonts"):
        pdf.OwnFonts().fetch(address.format(port=port))
    assert heard == []


def test_markup_that_got_through_would_still_fetch_nothing(calls, caplog):
    port, heard = calls
    markup = (
        f"<link rel=stylesheet href=http://127.0.0.1:{port}/a.css><img src=http://127.0.0.1:{port}/b.png>"
        f"<style>@import 'http://127.0.0.1:{port}/c.css'; @font-face {{font-family: x; src: url(http://127.0.0.1:{port}/d)}}"
        f"p {{background: url(http://127.0.0.1:{port}/e)}}</style><p>x</p><img src=file:///etc/passwd>"
        f"<object data=http://127.0.0.1:{port}/f></object><a rel=attachment href=file:///etc/passwd>x</a>"
    )
    weasyprint.HTML(string=markup, base_url="font:", url_fetcher=pdf.OwnFonts()).write_pdf(
        pdf_variant="pdf/ua-1"
    )
    assert heard == []
    assert "Not one of our fonts" in caplog.text


def test_every_font_is_there_with_its_licence():
    assert all(pdf.font_path(name).is_file() for name in pdf.FONTS)
    licences = list(pdf.font_path("").glob("OFL-*.txt"))
    assert len(licences) == 3
    assert all("SIL OPEN FONT LICENSE" in licence.read_text() for licence in licences)


def test_a_very_long_text_runs_over_pages_and_loses_nothing():
    text = " ".join(f"{WORDS['bn']['text']} {n}" for n in range(60))
    columns = (Column("a", "A", width=3), Column("b", "B", width=40))
    rows = (Row((Cell("x"), Cell(text)), "r"), Row((Cell("y" * 200), Cell("z")), "s"))
    printed = pdf.draw(Document("p", "T", "bn", (Table("T", "", columns, rows),), "C"))
    assert printed.pages > 3
    assert "".join(printed.cells["t1.1.2"].split()) == "".join(text.split())
    assert printed.cells["t1.2.1"] == "y" * 200


def test_a_letter_has_neither_cover_nor_contents():
    document = Document(
        "letter", "Reminder", "en", (Paragraph("Text."),), "C", cover=False, contents=False
    )
    printed = pdf.draw(document)
    assert printed.pages == 1
    assert "Contents" not in poppler(printed.content)
