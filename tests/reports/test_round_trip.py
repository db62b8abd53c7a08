"""What is written is read back: a thousand assessments in a workbook, and every Bangla word of the register in a PDF."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from nsss_gender.accounts.models import Ministry
from programmes.models import Cluster, LifecycleStage, Programme, TargetGroup
from reports.documents import Cell, Column, Document, Heading, Kind, Paragraph, Part, Row, Table
from reports.exports import faces, pdf, press, xlsx
from tests.reports.nations import Shelf
from tests.reports.test_pdf import bangla_words, pdfium, poppler

ASSESSMENTS = 1000
TEXTS = (
    "ইউনিয়ন পরিষদ থেকে নারীরা নিজেরাই ভাতা গ্রহণ করেন; র‍্যালি, ক্ষ্ম, ৳১২,৩৪,৫৬৭",
    "first line\nsecond line\n\nfourth line",
    "007",
    "=1+1",
    "-1+1",
    "@SUM(A1)",
    "2018-19",
    "  blanks around  ",
    "_x0041_ stays",
    "ক" * 10_000,
    "long " * 8_000,  # more than a cell can hold
    "01/02/2019",
    "TRUE",
    "'quoted",
)


def assessments() -> Document:
    """A thousand rows with texts of every kind, figures, money, days and blanks."""
    columns = (
        Column("ref", "Reference", Kind.CODE),
        Column("text", "Text"),
        Column("count", "Count", Kind.INTEGER),
        Column("money", "Money", Kind.DECIMAL),
        Column("points", "Points", Kind.POINTS),
        Column("day", "Day", Kind.DATE),
        Column("year", "Year", Kind.YEAR),
        Column("blank", "Blank"),
    )
    rows = tuple(
        Row(
            (
                Cell(f"P{number:05}"),
                Cell(TEXTS[number % len(TEXTS)]),
                Cell(number * 1_000_003),
                Cell(Decimal(number) / 8 + Decimal("1234567.25")),
                Cell(Decimal(number % 15) / 2),
                Cell(date(1974, 1, 1) + timedelta(days=17 * number)),
                Cell(f"{2000 + number % 20}-{(1 + number) % 20:02}"),
                Cell(None, missing="" if number % 2 else "not recorded"),
            ),
            key=f"P{number:05}",
        )
        for number in range(ASSESSMENTS)
    )
    return Document("plan", "All", "en", (Table("Assessments", "", columns, rows),), "CODE")


def test_every_value_of_a_thousand_assessments_is_read_back() -> None:
    document = assessments()
    found = faces.xlsx_cells(document, xlsx.render(document))
    wrong = []
    for one in document.cells():
        value, read = one.cell.value, found[one.address]
        if isinstance(value, date):
            same = read.date() == value
        elif isinstance(value, str):
            same = read == value
        elif value is None:
            same = (read or "") == one.cell.missing
        else:
            same = Decimal(str(read)) == value
        if not same:
            wrong.append((one.address, value, read))
    assert wrong == []
    assert len(found) == ASSESSMENTS * 8


@pytest.mark.django_db
@pytest.mark.parametrize("read", [poppler, pdfium])
def test_every_bangla_word_of_register_and_questionnaire_is_found_in_a_print(read) -> None:
    call_command("load_register", verbosity=0)
    texts = [*_register(), *_questionnaire(settings.BASE_DIR)]
    halves = (texts[::2], texts[1::2])
    blocks = [
        block
        for number, half in enumerate(halves)
        for block in (
            Part(f"p{number}", ""),
            Heading(1, f"অংশ {number}"),
            *(Paragraph(text) for text in half),
        )
    ]
    document = Document("plan", "নিবন্ধন", "bn", tuple(blocks), "CODE")
    assert pdf.unprintable(document) == ()
    printed = press.draw(document, Shelf())
    missing = bangla_words(" ".join(texts)) - bangla_words(read(printed.content))
    assert missing == set()


def _register() -> list[str]:
    """Every Bangla name of the register."""
    models = (Ministry, Programme, Cluster, LifecycleStage, TargetGroup)
    return [
        name
        for model in models
        for name in model._default_manager.values_list("name_bn", flat=True)
        if name
    ]


def _questionnaire(base: Path) -> list[str]:
    """Every Bangla text of the questionnaire."""
    content = (base / "fixtures" / "questionnaires" / "2019.1.yaml").read_text()
    return [line.strip() for line in content.splitlines() if bangla_words(line)]
