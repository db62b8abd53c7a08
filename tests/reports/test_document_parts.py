"""Parts of a document: each starts on a page of its own, and numbers stay those of the whole."""

import pytest

from reports.documents import Cell, Column, Document, Heading, Paragraph, Part, Row, Table
from reports.exports import page, pdf


def whole(*blocks, **more) -> Document:
    """A document of these blocks without cover and contents."""
    more = {"cover": False, "contents": False} | more
    return Document("plan", "Title", "en", tuple(blocks), "CODE", **more)


def table(caption: str) -> Table:
    rows = (Row((Cell(f"{caption} cell"),), key="r"),)
    return Table(caption, "", (Column("c", "C"),), rows)


BLOCKS = (
    Heading(1, "Who has reported"),
    table("First"),
    Part("M01", "Ministry one"),
    Heading(1, "Ministry one"),
    table("Second"),
    Part("M02", "Ministry two"),
    Heading(1, "Ministry two"),
    Paragraph("Nothing yet."),
    table("Third"),
)


def test_blocks_are_told_apart_by_part_and_numbered_as_a_whole():
    parts = whole(*BLOCKS).parts()
    assert [key for key, _blocks in parts] == ["", "M01", "M02"]
    anchors = [[one.anchor for one in blocks if one.anchor] for _key, blocks in parts]
    assert anchors == [
        ["section-1", "table-1"],
        ["section-2", "table-2"],
        ["section-3", "table-3"],
    ]
    assert sum(len(blocks) for _key, blocks in parts) == len(BLOCKS)


def test_a_document_that_begins_with_a_part_has_nothing_before_it():
    assert [key for key, _blocks in whole(*BLOCKS[2:]).parts()] == ["M01", "M02"]
    assert whole().parts() == ()


def test_the_same_part_twice_is_refused():
    with pytest.raises(ValueError, match="part twice: M01"):
        whole(Part("M01", "a"), Heading(1, "a"), Part("M01", "b"), Heading(1, "b"))
    with pytest.raises(ValueError, match="without a key"):
        Part("", "a")


def test_each_part_starts_on_a_page_of_its_own_and_none_is_empty():
    assert pdf.draw(whole(*BLOCKS)).pages == 3
    with_front = whole(*BLOCKS[2:], cover=True, contents=True)
    assert pdf.draw(with_front).pages == 4


def test_a_part_adds_nothing_to_the_page():
    html = str(page.render(whole(*BLOCKS)))
    assert html.count("Ministry one") == 1
    assert "{#" not in html
