"""Small pieces of WordprocessingML: elements, runs, paragraphs, fields, marks. Everything typed goes in as text."""

import re
from collections.abc import Iterable

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Element = BaseOxmlElement
LOCALES = {"en": "en-GB", "bn": "bn-BD"}
TWIPS_A_MM = 1440 / 25.4
_PIECES = re.compile(r"([\n\t])")
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


def twips(millimetres: float) -> int:
    """Millimetres in twentieths of a point, in which Word measures."""
    return round(millimetres * TWIPS_A_MM)


def el(tag: str, /, *children: Element | None, **attributes: object) -> Element:
    """An element of the w namespace with its children (None is left out) and attributes."""
    element = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend([child for child in children if child is not None])
    return element


def run(text: str, lang: str = "", *, of: str = "", bold: bool = False, **more: str) -> Element:
    """Text in one look. Line ends and tabs are kept as such.

    ``lang`` marks a text in another language than the document ``of`` is; ``more`` are further
    properties by element name (``color``, ``shd`` …), in the order of the schema.
    """
    look = el("rPr")
    if style := more.pop("style", ""):
        look.append(el("rStyle", val=style))
    if bold:
        look.extend([el("b"), el("bCs")])
    if more.pop("italic", ""):
        look.extend([el("i"), el("iCs")])
    for key in ("color", "sz", "u"):
        if value := more.get(key):
            look.append(el(key, val=value))
            if key == "sz":
                look.append(el("szCs", val=value))
    if lang in LOCALES and lang != of:
        look.append(el("lang", val=LOCALES[lang], bidi=LOCALES["bn"]))
    return el("r", look if len(look) else None, *_written(text))


def _written(text: str) -> Iterable[Element]:
    for piece in _PIECES.split(text):
        if piece == "\n":
            yield el("br")
        elif piece == "\t":
            yield el("tab")
        elif piece:
            yield words(piece)


def words(text: str) -> Element:
    """Letters as they are, blanks at both ends included."""
    element = el("t")
    element.set(_PRESERVE, "preserve")
    element.text = text
    return element


def p(style: str, *children: Element | None, **properties: object) -> Element:
    """A paragraph in a style; ``properties`` are further ones: ``keep``,
    ``break_before``, ``num`` (of a list), ``tab`` (a stop on the right), ``before`` (room above), ``jc``.
    """
    look = el("pPr", el("pStyle", val=style))
    if properties.get("keep"):
        look.append(el("keepNext"))
    if properties.get("break_before"):
        look.append(el("pageBreakBefore"))
    if number := properties.get("num"):
        look.append(el("numPr", el("ilvl", val=0), el("numId", val=number)))
    if stop := properties.get("tab"):
        look.append(el("tabs", el("tab", val="right", pos=stop)))
    if before := properties.get("before"):
        look.append(el("spacing", before=before))
    if align := properties.get("jc"):
        look.append(el("jc", val=align))
    return el("p", look, *children)


def field(code: str, shown: Iterable[Element] = ()) -> list[Element]:
    """A field with what stands there until Word reckons it."""
    instruction = el("instrText")
    instruction.set(_PRESERVE, "preserve")
    instruction.text = f" {code} "
    return [
        el("r", el("fldChar", fldCharType="begin")),
        el("r", instruction),
        el("r", el("fldChar", fldCharType="separate")),
        *shown,
        el("r", el("fldChar", fldCharType="end")),
    ]


class Marks:
    """Bookmarks, numbered through the document: by them a place is found again, by Word and by the check."""

    def __init__(self) -> None:
        self.count = 0

    def around(self, name: str, *inside: Element) -> list[Element]:
        """The elements between the two ends of a bookmark."""
        self.count += 1
        start = el("bookmarkStart", id=self.count, name=name)
        return [start, *inside, el("bookmarkEnd", id=self.count)]


def link(anchor: str, *inside: Element) -> Element:
    """A link to a bookmark of the same document."""
    return el("hyperlink", *inside, anchor=anchor, history=1)
