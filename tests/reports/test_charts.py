"""Charts: the table is the data on page, in PDF and Excel; the drawing repeats it and cannot contradict itself."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.documents import (
    Answered,
    Cell,
    Column,
    Comparison,
    Distribution,
    Document,
    Heading,
    HeatMap,
    Kind,
    Row,
    Series,
    Shade,
    counted,
)
from reports.exports import docx, drawn, page, pdf, xlsx
from reports.exports.faces import FaceMismatch, check_faces, page_cells

WORDS = {"en": ("yes", "partly", "no", "n/a"), "bn": ("হ্যাঁ", "আংশিক", "না", "প্রযোজ্য নয়")}
SHADES = (Shade.DARK, Shade.MIDDLE, Shade.PALE, Shade.HATCHED)


def stacked() -> Distribution:
    return Distribution(
        "Levels by cluster",
        "in programmes",
        (
            Column("group", "Cluster", width=20),
            counted("n", "n"),
            *(counted(f"l{n}", f"Level {n}") for n in (1, 2, 3)),
        ),
        (
            Row((Cell("Social Allowance"), Cell(1010), Cell(4), Cell(1001), Cell(5)), "a"),
            Row((Cell("শ্রম ও জীবিকা"), Cell(0), Cell(0), Cell(0), Cell(0)), "b"),
        ),
        series=(
            Series("l1", Shade.HATCHED, "1 – Not yet considered"),
            Series("l2", Shade.LIGHT),
            Series("l3", Shade.DARK),
        ),
    )


def compared() -> Comparison:
    points = [Column(key, key, Kind.DECIMAL, 9, places=1) for key in ("now", "possible")]
    return Comparison(
        "Points",
        "mean points",
        (Column("group", "Cluster", width=20), counted("n", "n"), *points),
        (Row((Cell("A"), Cell(7), Cell(Decimal("2.25")), Cell(Decimal("4.5"))), "a"),),
        now="now",
        possible="possible",
        gained="gain",
        most=7,
    )


def heat(lang: str, rows: int = 3) -> HeatMap:
    words = WORDS[lang]
    return HeatMap(
        "Answers",
        "",
        (Column("programme", "Programme", width=30), *(Column(f"Q{n}", f"Q{n}") for n in range(4))),
        tuple(
            Row((Cell(f"P{row}"), *(Cell(words[(row + n) % 4]) for n in range(4))), f"p{row}")
            for row in range(rows)
        ),
        shaded=tuple(f"Q{n}" for n in range(4)),
        legend=tuple(Answered(word, shade) for word, shade in zip(words, SHADES, strict=True)),
    )


def document(lang: str = "en", rows: int = 3) -> Document:
    blocks = (Heading(1, "Analysis"), stacked(), compared(), heat(lang, rows))
    return Document("analysis", "Analysis", lang, blocks, "CODE-1")


@pytest.mark.parametrize("lang", ["en", "bn"])
def test_every_face_shows_every_figure_of_a_chart(lang: str) -> None:
    one = document(lang, rows=60)
    printed, book, html = pdf.draw(one), xlsx.render(one), page.render(one)
    check_faces(one, html, printed.cells, book, docx.render(one))
    cells = page_cells(html)
    assert {"c1.1.2", "c2.1.4", "c3.60.5"} <= set(cells)
    with pytest.raises(FaceMismatch) as caught:
        check_faces(one, html, {**printed.cells, "c3.1.2": "?"}, book)
    assert [(cell.face, cell.address) for cell in caught.value.cells] == [("pdf", "c3.1.2")]


def test_a_document_of_charts_alone_has_a_workbook() -> None:
    assert not document().is_paper


def test_parts_that_do_not_add_up_are_refused() -> None:
    chart = stacked()
    wrong = Row((Cell("A"), Cell(9), Cell(4), Cell(4), Cell(2)), "a")
    with pytest.raises(ValueError, match="the parts add up to 10"):
        replace(chart, rows=(wrong,))


@pytest.mark.parametrize(("now", "possible"), [(5, 4), (4, 8), (-1, 3)])
def test_a_comparison_that_cannot_be_is_refused(now: int, possible: int) -> None:
    row = Row((Cell("A"), Cell(1), Cell(now), Cell(possible)), "a")
    with pytest.raises(ValueError, match="Points, a"):
        replace(compared(), rows=(row,))


def test_a_word_without_a_shade_is_refused() -> None:
    with pytest.raises(ValueError, match="has no shade"):
        replace(heat("en"), legend=heat("en").legend[:3])


class TestDrawing:
    def test_parts_follow_each_other_and_small_ones_carry_no_figure(self) -> None:
        chart = stacked()
        small, large, last = drawn.pieces(chart, chart.rows[0], "en")
        assert (small.start, small.shade, small.text) == ("0.00", Shade.HATCHED, "")
        assert (large.start, large.width, large.text) == (small.width, "99.11", "1,001")
        assert (last.start, last.width) == ("99.50", "0.50")

    def test_a_patterned_part_carries_no_figure(self) -> None:
        chart = stacked()
        row = Row((Cell("A"), Cell(8), Cell(5), Cell(3), Cell(0)), "a")
        assert [part.text for part in drawn.pieces(chart, row, "bn")] == ["", "৩"]

    def test_nothing_is_drawn_where_there_is_nothing(self) -> None:
        chart = stacked()
        assert drawn.pieces(chart, chart.rows[1], "en") == ()
        assert drawn.pieces(heat("en"), heat("en").rows[0], "en") == ()

    def test_what_is_possible_stands_beyond_what_is(self) -> None:
        chart = compared()
        now, gain = drawn.pieces(chart, chart.rows[0], "bn")
        assert (now.width, gain.start, gain.width) == ("32.14", "32.14", "32.14")

    def test_the_legend_says_every_look_in_words(self) -> None:
        assert [(one.word, one.shade) for one in drawn.legend(stacked())] == [
            ("1 – Not yet considered", Shade.HATCHED),
            ("Level 2", Shade.LIGHT),
            ("Level 3", Shade.DARK),
        ]
        assert [one.word for one in drawn.legend(compared())] == ["now", "gain"]
        assert [one.word for one in drawn.legend(heat("bn"))] == list(WORDS["bn"])

    def test_no_style_is_written_into_the_page(self) -> None:
        html = page.render(document())
        assert "style=" not in html
        assert html.count('class="shade-dark"') == 2 + 2 + 1  # bars and legends
