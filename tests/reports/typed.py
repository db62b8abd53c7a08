"""One text in every place of every kind of block that takes one."""

from reports.documents import (
    Answered,
    Bar,
    Block,
    Cell,
    Column,
    Comparison,
    Distribution,
    Entry,
    Figure,
    Form,
    HeatMap,
    Part,
    Proof,
    Row,
    Series,
    Shade,
    Signature,
    Term,
    counted,
    printable,
)


def drawn(text: str) -> tuple[Block, ...]:
    """Figures, charts, proof, and what is signed."""
    text = printable(text)
    columns = (Column("a", text, meaning=text), counted("n", text), counted("x", f"{text} x"))
    rows = (Row((Cell(text), Cell(2), Cell(2)), key=text),)
    shaded = (Column("a", text), Column("q", f"{text} q", meaning=text))
    return (
        Figure(text, (Bar(text, 1),), text),
        Distribution(text, text, columns, rows, series=(Series("x", Shade.DARK, text),)),
        Comparison(text, text, columns, rows, now="n", possible="x", gained=text, most=4),
        HeatMap(
            text,
            text,
            shaded,
            (Row((Cell(text), Cell(text)), key=text),),
            shaded=("q",),
            legend=(Answered(text, Shade.HATCHED),),
        ),
        Proof(text, (Term(text, 1),), (Term(text, 1),)),
        Part(text, text),
        Signature((text, text)),
    )


def asked(text: str) -> Form:
    """A question of a form with a filled line, a line to tick and a line to write on."""
    entries = (Entry(text, Cell(text)), Entry(text, choices=(text, text)), Entry(text))
    return Form(text, entries, text)
