"""A Word file read back: the text of every cell by its address, as a program that opens the file finds it."""

from io import BytesIO

import docx
from docx.oxml.ns import qn

from reports.documents import Chart, Document, HeatMap
from reports.exports.docx_pages import mark_of
from reports.exports.docx_xml import Element

_TEXT = {qn("w:br"): "\n", qn("w:tab"): "\t"}


def docx_cells(document: Document, content: bytes) -> dict[str, str]:
    """Address → text of every cell of the file; tables are found by the mark of their caption."""
    body = docx.Document(BytesIO(content)).element.body
    drawn = _drawn(document)
    names = {mark_of(one.address): one.address for one in document.cells()}
    cells: dict[str, str] = {}
    table = ""
    for element in body:
        for name, text in _marked(element):
            if name in names:
                cells[names[name]] = text
            elif name in drawn:
                table = name
        if element.tag == qn("w:tbl") and table:
            cells |= _table(table.removeprefix("_"), element, drawn[table])
            table = ""
    return cells


def _drawn(document: Document) -> dict[str, int | None]:
    """The mark of each table, and which of its columns is a drawing, counted from 0."""
    found: dict[str, int | None] = {}
    for one in document.numbered():
        number = one.anchor.rpartition("-")[2]
        if one.anchor.startswith("table-"):
            found[mark_of(f"t{number}")] = None
        elif isinstance(one.block, Chart):
            heat = isinstance(one.block, HeatMap)
            found[mark_of(f"c{number}")] = None if heat else one.block.labels
        elif one.anchor.startswith("figure-"):
            found[mark_of(f"b{number}")] = -1
    return found


def _marked(element: Element) -> list[tuple[str, str]]:
    """The marks in an element with the text between their ends."""
    open_: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for one in element.iter():
        if one.tag == qn("w:bookmarkStart"):
            names[one.get(qn("w:id"))] = one.get(qn("w:name"))
            open_[one.get(qn("w:id"))] = []
        elif one.tag == qn("w:bookmarkEnd"):
            number = one.get(qn("w:id"))
            open_[number].append("\0")
        else:
            for pieces in open_.values():
                if pieces[-1:] != ["\0"]:
                    pieces.append(_said(one))
    return [(names[number], "".join(pieces).rstrip("\0")) for number, pieces in open_.items()]


def _said(element: Element) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    return _TEXT.get(element.tag, "")


def _table(address: str, table: Element, drawn: int | None) -> dict[str, str]:
    cells: dict[str, str] = {}
    rows = [row for row in table if row.tag == qn("w:tr")][1:]
    for place, row in enumerate(rows, 1):
        boxes = ["".join(_said(one) for one in box.iter()) for box in row if box.tag == qn("w:tc")]
        if address.startswith("b"):
            cells[f"{address}.{place}"] = boxes[1]
            continue
        if drawn is not None:
            boxes.pop(drawn)
        cells |= {f"{address}.{place}.{column}": text for column, text in enumerate(boxes, 1)}
    return cells
