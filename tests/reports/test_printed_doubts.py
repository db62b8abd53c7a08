"""What the print of a report says before anything else: dissents, a waiver, contradictions (17, 21)."""

import pytest

from assessments.enums import Stance
from reports.builders import packet, report
from reports.documents import Form, Note, Table
from tests.assessments.doubts import contradict
from tests.assessments.factories import (
    Scene,
    answers_fill,
    consultation_add,
    fresh,
    make_scene,
)
from tests.assessments.papers import waiver_make

pytestmark = pytest.mark.django_db


def notes(scene: Scene, lang: str = "en") -> list[tuple[str, str]]:
    """Kind and text of every note of the whole report."""
    document = report.document(report.read(fresh(scene.submission)), None, lang)
    return [(block.kind, block.text) for block in document.blocks if isinstance(block, Note)]


def test_a_dissent_and_a_waiver_are_notes_before_the_table():
    scene = make_scene("in_progress")
    waiver_make(scene)
    scene.round.consultation_minimum = 2
    scene.round.save(update_fields=["consultation_minimum"])
    who = {"who": "Char women", "said": "It does not reach us.", "stance": Stance.DISSENT}
    consultation_add(scene.submission, scene.focal, **who)
    first = [text for kind, text in notes(scene)[1:3] if kind == "warning"]  # after the code's note
    assert first == [
        "Dissent: Char women (Beneficiaries). It does not reach us.",
        "Fewer consultations than the round asks for: The flood.",
    ]
    assert "পর্বের চাহিদার চেয়ে কম মতবিনিময়: The flood." in [
        text for _kind, text in notes(scene, "bn")
    ]


def test_a_contradiction_is_printed_once_with_what_the_ministry_says():
    scene = make_scene("in_progress")
    contradict(scene)
    document = report.document(report.read(fresh(scene.submission)), scene.assessment, "en")
    found = [block for block in document.blocks if isinstance(block, Note)]
    explained = [row.text for row in found if "The ministry explains: The actions" in row.text]
    silent = [row.text for row in found if "The ministry gives no explanation." in row.text]
    assert (len(explained), len(silent)) == (1, len(set(silent)))
    place = next(
        n
        for n, row in enumerate(document.blocks)
        if isinstance(row, Note) and "The actions" in row.text
    )
    before = next(row for row in reversed(document.blocks[:place]) if isinstance(row, Form))
    assert before.title.startswith("Q6a")  # under the first answer that it lies between


def test_a_report_without_either_prints_neither():
    told = [text for _kind, text in notes(make_scene("in_progress"))]
    assert [text for text in told if text.startswith(("Dissent", "Fewer"))] == []


def test_a_packet_tells_each_contradiction_once_beside_its_answer():
    scene = make_scene("in_progress")
    contradict(scene)
    answers_fill(scene.assessment, scene.focal, {"Q6a": "yes", "Q6b": "no"})
    scene.clear()
    scene.submit()
    document = packet.document(scene.packet, None, "en")
    tables = [block for block in document.blocks if isinstance(block, Table)]
    answers = next(block for block in tables if block.caption.startswith("Answers"))
    told = [
        row.cells[0].value
        for row in answers.rows
        if "The ministry explains: The actions begin next year." in str(row.cells[2].value)
    ]
    assert told == ["Q6a"]
