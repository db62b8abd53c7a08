"""Documents: what can be made, how it is counted, and what it refuses."""

import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.documents import (
    Bar,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Kind,
    Note,
    PageBreak,
    Paragraph,
    Proof,
    Row,
    Table,
    Term,
    printable,
    tongue,
)
from tests.reports.samples import plan


def table(*values, kind=Kind.TEXT):
    """A table of one column."""
    rows = tuple(Row((Cell(value),), key=f"r{n}") for n, value in enumerate(values))
    return Table("T", "", (Column("c", "C", kind),), rows)


def document(*blocks, **more):
    """A document with these blocks."""
    return Document("plan", "Title", more.pop("lang", "en"), blocks, "CODE", **more)


def test_documents_stand_without_django():
    program = "import sys, reports.documents; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_nothing_in_a_document_can_be_changed():
    with pytest.raises(FrozenInstanceError):
        plan("en").title = "other"


def test_headings_are_numbered_and_an_annex_is_not():
    blocks = (
        Heading(1, "a"),
        Heading(2, "b"),
        Heading(2, "c"),
        Heading(3, "d"),
        Heading(1, "e"),
        Heading(2, "f"),
        Heading(1, "g", numbered=False),
        Heading(1, "h"),
    )
    numbers = [one.number for one in document(*blocks).numbered()]
    assert numbers == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "", "3"]


def test_tables_figures_and_proofs_are_counted_apart():
    figure = Figure("F", (Bar("b", 3),))
    proof = Proof("P", (Term("a", 1),), (Term("b", 1),))
    blocks = (table("x"), figure, table("y"), proof, figure, PageBreak())
    anchors = [one.anchor for one in document(*blocks).numbered()]
    assert anchors == ["table-1", "figure-1", "table-2", "proof-1", "figure-2", ""]


def test_every_figure_has_one_address():
    addresses = [one.address for one in plan("bn", rows=60).cells()]
    assert len(addresses) == len(set(addresses)) == 4 + 12 * 6 + 11 + 60 * 11 + 5


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.INTEGER, Decimal("1.5")),
        (Kind.INTEGER, "1"),
        (Kind.DECIMAL, "1.5"),
        (Kind.POINTS, Decimal("1.25")),
        (Kind.DATE, "2019-02-15"),
        (Kind.CODE, 6),
        (Kind.YEAR, 2018),
    ],
)
def test_a_cell_that_is_not_of_its_column_is_refused(kind, value):
    with pytest.raises(ValueError, match="r0, c"):
        table(value, kind=kind)


@pytest.mark.parametrize(
    "value", [1.5, True, Decimal("NaN"), Decimal("Infinity"), datetime(2019, 2, 15, tzinfo=UTC)]
)
def test_a_value_that_cannot_be_printed_exactly_is_refused(value):
    with pytest.raises(ValueError, match="cannot hold"):
        Cell(value)


def test_missing_fits_everywhere_and_words_take_every_kind():
    for kind in Kind:
        assert table(None, kind=kind).rows[0].cells[0].value is None
    mixed = table("x", 5, Decimal("2.5"), date(2019, 2, 15))
    kinds = [one.kind for one in document(mixed).cells()]
    assert kinds == [Kind.TEXT, Kind.INTEGER, Kind.DECIMAL, Kind.DATE]
    assert Cell("2018-19", own=Kind.YEAR).kind(Kind.TEXT) is Kind.YEAR
    with pytest.raises(ValueError, match="is no points"):
        Cell("x", own=Kind.POINTS)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Table("T", "", (Column("c", "C"), Column("c", "D")), ()),
        lambda: Table("T", "", (Column("c", "C"),), (Row((), "r"),)),
        lambda: Table("T", "", (Column("c", "C"),), (Row((Cell(1),), "r"), Row((Cell(2),), "r"))),
        lambda: Table(
            "T", "", (Column("c", "C"),), (Row((Cell(1),), "t", total=True), Row((Cell(2),), "r"))
        ),
        lambda: Heading(4, "deep"),
        lambda: Heading(0, "none"),
        lambda: Note("loud", "text"),
        lambda: Figure("F", (Bar("b", -1),)),
        lambda: Figure("F", (Bar("b", 8),), most=7),
        lambda: Proof("P", (Term("a", Decimal("1.5")),), (Term("b", 1),)),
        lambda: document(Heading(1, "a"), Heading(3, "b")),
        lambda: document(Heading(2, "a")),
        lambda: document(Heading(1, "a", "same"), Heading(1, "b", "same")),
        lambda: document(lang="fr"),
    ],
)
def test_a_document_that_contradicts_itself_cannot_be_made(make):
    with pytest.raises(ValueError, match=r"\w"):
        make()


def test_the_digest_is_of_the_content_and_of_nothing_else():
    assert plan("en").digest() == plan("en").digest()
    assert table(Decimal("2.50")) != table(Decimal("2.51"))
    one, other = document(table(Decimal("2.50"))), document(table(Decimal("2.5")))
    assert one.digest() == other.digest()
    changed = replace(plan("en"), mark="PRACTICE")
    assert changed.digest() != plan("en").digest()
    assert document(table("5")).digest() != document(table(5)).digest()


def test_a_text_is_made_printable_once_for_all_faces():
    typed = "a\x00b\r\nc\u202ed\ud800\u09af\u09bc"
    assert Paragraph(typed).text == Cell(typed).value == printable(typed) == "a�b\nc�d�\u09af\u09bc"
    assert printable("\u09df") == "\u09af\u09bc"


@pytest.mark.parametrize(
    ("text", "lang"),
    [("নারী", "bn"), ("women", "en"), ("G2P পদ্ধতিতে ভাতা", "bn"), ("123", "bn"), ("", "bn")],
)
def test_a_text_is_marked_with_the_language_of_its_script(text, lang):
    assert tongue(text, "bn") == lang


def test_an_empty_figure_and_one_of_zeros_have_a_full_bar():
    assert Figure("F", ()).full == 1
    assert Figure("F", (Bar("b", 0),)).full == 1
