"""Documents: typed, frozen blocks that the page, the PDF, the Excel and the Word file all show. Pure.

In: what a builder wrote down. Out: the same for every face: numbers of headings, tables and figures, an address for
every figure, and a digest.
"""

from reports.documents.blocks import (
    Bar,
    Block,
    Entry,
    Figure,
    Form,
    Heading,
    Listing,
    Note,
    PageBreak,
    Paragraph,
    Part,
    Proof,
    Signature,
    Table,
    Term,
)
from reports.documents.cells import Cell, Column, Kind, Number, Row, Value, printable, tongue
from reports.documents.charts import (
    Answered,
    Chart,
    Comparison,
    Distribution,
    HeatMap,
    Series,
    Shade,
    counted,
)
from reports.documents.document import LANGUAGES, Document, Numbered, Placed
from reports.documents.extract import Extract, extracts, front
from reports.documents.prose import prose

__all__ = [
    "LANGUAGES",
    "Answered",
    "Bar",
    "Block",
    "Cell",
    "Chart",
    "Column",
    "Comparison",
    "Distribution",
    "Document",
    "Entry",
    "Extract",
    "Figure",
    "Form",
    "Heading",
    "HeatMap",
    "Kind",
    "Listing",
    "Note",
    "Number",
    "Numbered",
    "PageBreak",
    "Paragraph",
    "Part",
    "Placed",
    "Proof",
    "Row",
    "Series",
    "Shade",
    "Signature",
    "Table",
    "Term",
    "Value",
    "counted",
    "extracts",
    "front",
    "printable",
    "prose",
    "tongue",
]
