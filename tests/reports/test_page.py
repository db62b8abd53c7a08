"""The page face: everything typed stays text, figures are in the digits of the document."""

from html.parser import HTMLParser

import pytest

from reports.documents import Cell, Column, Document, Heading, Listing, Note, Paragraph, Row, Table
from reports.exports import page
from reports.exports.faces import page_cells
from tests.reports.payloads import MARKUP
from tests.reports.samples import plan
from tests.reports.typed import asked, drawn


class Tags(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Remember it."""
        self.found.append((tag, dict(attrs)))


def tags(html):
    """The elements of a page."""
    return Tags(html).found


def typed_everywhere(text, lang="en"):
    """A document with one text in every place that takes one."""
    rows = (Row((Cell(text), Cell(None, missing=text)), key=text),)
    columns = (Column("a", text, meaning=text), Column("b", f"{text} b"))
    return Document(
        "plan",
        text,
        lang,
        (
            Heading(1, text),
            Paragraph(text),
            Note("info", text),
            Listing((Paragraph(text),)),
            Table(text, text, columns, rows),
            Table(text, "", columns, (), empty=text),
            *drawn(text),
            asked(text),
        ),
        text,
        subtitle=text,
        facts=((text, text),),
        letterhead=(text,),
        mark=text,
    )


@pytest.mark.parametrize("payload", MARKUP)
def test_nothing_typed_becomes_markup(payload):
    plain = tags(page.render(typed_everywhere("plain text")))
    attacked = tags(page.render(typed_everywhere(payload)))
    assert [tag for tag, _attrs in attacked] == [tag for tag, _attrs in plain]
    assert [sorted(attrs) for _tag, attrs in attacked] == [sorted(attrs) for _tag, attrs in plain]


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_the_page_keeps_the_rules_of_pages(lang):
    html = page.render(plan(lang))
    found = tags(html)
    names = [tag for tag, _attrs in found]
    assert found[0] == ("article", {"class": "document", "lang": lang})
    assert "h1" not in names
    assert names.count("h2") == 1
    assert not {"script", "style", "link", "img", "iframe"} & set(names)
    assert not [
        attrs
        for _tag, attrs in found
        if "style" in attrs or any(key.startswith("on") for key in attrs)
    ]
    assert all(attrs["scope"] for tag, attrs in found if tag == "th")
    assert all(
        attrs["data-label"]
        for tag, attrs in found
        if tag == "td" and attrs.get("data-cell", "").startswith("t")
    )
    identifiers = [attrs["id"] for _tag, attrs in found if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))
    links = {attrs["href"].removeprefix("#") for tag, attrs in found if tag == "a"}
    assert links <= set(identifiers)


def test_figures_are_in_the_digits_of_the_document():
    english, bangla = page_cells(page.render(plan("en"))), page_cells(page.render(plan("bn")))
    assert [english[f"f{n}"] for n in (2, 3, 4)] == ["2018-19", "14", "17/02/2019"]
    assert [bangla[f"f{n}"] for n in (2, 3, 4)] == ["২০১৮-১৯", "১৪", "১৭/০২/২০১৯"]
    assert english["t1.1.4"] == "1,23,46,781"
    assert bangla["t1.1.4"] == "১,২৩,৪৬,৭৮১"
    assert [english[f"t1.{n}.2"] for n in (1, 2, 3)] == ["½", "1", "1½"]
    assert bangla["t1.3.2"] == "১½"
    assert english["t1.1.5"] == "1,235.05"
    assert bangla["t1.1.6"] == "০১/০১/২০১৯"


def test_a_missing_figure_is_never_empty_nor_zero():
    cells = page_cells(page.render(plan("en")))
    assert cells["t1.3.4"] == "not recorded"
    assert cells["t1.4.5"] == "\u2013"


def test_codes_keep_their_signs_in_bangla_and_are_marked_as_latin():
    found = tags(page.render(plan("bn")))
    code = next(attrs for _tag, attrs in found if attrs.get("data-cell") == "t2.1.1")
    assert (code["lang"], code["class"]) == ("en", "code")
    assert page_cells(page.render(plan("bn")))["t2.1.1"] == "MOSW/P001/Q9/1"


def test_an_empty_table_says_so():
    html = page.render(typed_everywhere("plain text"))
    assert html.count('class="empty"') == 1
    assert "There is nothing to list." in page.render(
        Document("plan", "T", "en", (Table("E", "", (Column("a", "A"),), ()),), "C")
    )


def test_line_ends_are_kept():
    html = page.render(Document("plan", "T", "en", (Paragraph("one\ntwo"),), "C"))
    assert "one<br>two" in html
