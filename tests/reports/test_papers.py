"""What goes on paper: report, receipt, empty form; each on the page, as a PDF and as a Word file with the same figures."""

import re
import subprocess
import uuid
from io import BytesIO
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pdfua import validate

from assessments.models import Assessment
from assessments.selectors.letters import call_letter
from assessments.services.packets import draft_digest
from nsss_gender.audit.models import Event
from nsss_gender.files import kinds
from reports import tasks
from reports.builders import blank, letter, receipt, report
from reports.documents import Cell, Document, Entry, Form, Heading, Paragraph
from reports.enums import ExportFormat, ExportKind, ExportState
from reports.exports import page, pdf
from reports.exports.docx_read import docx_cells
from reports.exports.faces import FaceMismatch, check_faces, page_cells
from reports.exports.shown import placed_texts
from reports.models import Export, Subject
from reports.permissions import can_read
from reports.services.exports import Wanted, export_ask
from tests.assessments.factories import Scene, answers_save, fresh, letter_save, make_scene
from tests.assessments.papers import evidence_make
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}
PDF = {"en": Wanted(format="pdf", language="en"), "bn": Wanted(format="pdf", language="bn")}
STRANGERS = ("stranger", "nobody")
SEATED = (
    "focal",
    "contributor",
    "stranger",
    "reviewer",
    "technical_support",
    "approver",
    "coordinator",
    "administrator",
    "observer",
)


def text_of(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True)  # noqa: S607, PLW1510
    return done.stdout.decode()


def broken_rules(content: bytes) -> list[str]:
    """What PDF/UA asks for and the print lacks."""
    findings = validate(BytesIO(content)).findings
    return [one.message for one in findings if one.severity.name == "ERROR"]


def entries(document: Document, title: str) -> dict[str, Any]:
    """Label → value (None: left for the pen) of the form with this title."""
    form = next(b for b in document.blocks if isinstance(b, Form) and b.title == title)
    return {one.label: one.cell.value if one.cell else None for one in form.entries}


def filled(scene: Scene, lang: str = "en", assessment: Assessment | None = None) -> Document:
    return report.document(report.read(scene.submission), assessment, lang)


class TestTheReport:
    def test_answers_stand_in_words(self) -> None:
        document = filled(make_scene("in_progress", judgements=MIXED))
        assert entries(document, "Q6a Empowerment as an objective") == {
            "Answer": "No",
            "Would it be possible with some change in the programme's design or in the way it is run?": "Now",
        }
        assert entries(document, "Q3 Year of commencement") == {"Answer": "2015-16"}
        social = entries(document, "Q7 Social capital and voice")
        assert social["Answer to the question as a whole"] == "Partly"
        assert list(social.values())[:4] == ["Yes", "No", "No", "No"]

    def test_what_is_missing_is_left_for_the_pen(self) -> None:
        scene = make_scene("not_started")
        answers_save(scene.assessment, {"Q8": {"judgement": "partly"}}, by=scene.focal)
        document = filled(scene)
        norms = entries(document, "Q8 Social norms")
        assert norms.pop("Answer") == "Partly"
        assert list(norms.values()) == [None, None]
        assert entries(document, "Q5 Graduation") == {"Answer": None}
        form = next(
            b for b in document.blocks if isinstance(b, Form) and b.title == "Q5 Graduation"
        )
        assert form.entries[0].choices == ("Yes", "Partly", "No", "Not applicable")

    def test_its_code_is_the_clearances(self) -> None:
        scene = make_scene("cleared", judgements=MIXED)
        document, clearance = filled(scene), scene.submission.clearances.get()
        assert document.code == clearance.code == draft_digest(scene.submission)[:12].upper()
        assert filled(scene, "bn").code == clearance.code
        assert filled(scene, assessment=scene.assessment).code == clearance.code

    def test_a_change_gives_another_code(self) -> None:
        scene = make_scene("in_progress")
        before = filled(scene).code
        answers_save(scene.assessment, {"Q8": {"text": "Said more."}}, by=scene.focal)
        assert filled(scene).code != before

    def test_a_programme_not_assessed_stands_with_its_reason_and_no_score(self) -> None:
        scene = make_scene("not_started")
        Assessment.objects.update(not_assessed_reason="Merged last year.")
        document = filled(scene)
        assert "Not assessed: Merged last year." in str(document.blocks)
        row = document.tables()[0][1].rows[0]
        assert [cell.value for cell in row.cells[2:]] == [None, None, "Merged last year."]

    def test_what_a_clearance_is_of_stands_on_the_print(self) -> None:
        """Claims, partners and evidence are part of the digest, so they are printed."""
        scene = make_scene("in_progress")
        evidence_make(scene.assessment, scene.focal, title="Project document", page="12")
        draft = report.read(scene.submission)
        named = {"code": "P900", "name_en": "Old card", "name_bn": "পুরোনো কার্ড"}
        claim = {"left_out": True, "programme": named, "kind": "ended", "note": "Ended in 2017."}
        claim |= {"other_ministry": None, "other_programme": None}
        answers = {"Q8": {"judgement": "no", "text": "Not in our part."}}
        partner = {"assessment": str(scene.assessment.pk), "ministry": named, "said": ""}
        partner |= {"component": "Training", "stance": "concur", "answers": answers}
        content = {**draft.content, "listing": [claim], "partners": [partner]}
        document = report.document(report.Draft(scene.submission, content), None, "en")
        assert "Old card (P900): Ended – Ended in 2017." in str(document.blocks)
        assert "Document: Project document; page 12; demo.pdf" in str(document.blocks)
        assert entries(document, "Partner: Old card") == {
            "Its component": "Training",
            "Its position": "Concurs",
            "Q8": "No; Not in our part.",
        }

    def test_one_programme_has_no_place_to_sign(self) -> None:
        scene = make_scene("in_progress", programmes=2)
        first, second = scene.assessments
        headings = [
            b.text for b in filled(scene, assessment=second).blocks if isinstance(b, Heading)
        ]
        assert headings[0] == f"{second.programme.name_en} ({second.programme.code})"
        assert [text for text in headings if first.programme.name_en in text] == []
        titles = [b.title for b in filled(scene, assessment=second).blocks if isinstance(b, Form)]
        assert "Cleared for submission to the Cabinet Division" not in titles

    def test_one_and_three_programmes_cost_the_same(self) -> None:
        counts = []
        for programmes in (1, 3):
            scene = make_scene("in_progress", programmes=programmes)
            with CaptureQueriesContext(connection) as queries:
                filled(scene)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestFaces:
    @pytest.mark.parametrize("lang", ["en", "bn"])
    def test_report_page_and_pdf_show_the_same(self, lang: str) -> None:
        scene = make_scene("in_progress", judgements=MIXED)
        document = filled(scene, lang)
        printed = pdf.draw(document)
        check_faces(document, page.render(document), printed.cells, None)
        assert broken_rules(printed.content) == []
        pages = text_of(printed.content).split("\f")[:-1]
        assert [document.code in one for one in pages] == [True] * printed.pages
        assert pdf.unprintable(document) == ()

    def test_a_figure_changed_on_the_page_is_seen(self) -> None:
        document = filled(make_scene("in_progress", judgements=MIXED))
        html = page.render(document)
        cells = page_cells(html)
        address = next(one.address for one in document.cells() if one.cell.value == "Partly")
        wrong = re.sub(rf'(data-cell="{re.escape(address)}"[^>]*>)Partly', r"\1No", html)
        assert wrong != html
        with pytest.raises(FaceMismatch, match="Partly"):
            check_faces(document, wrong, cells, None)

    @pytest.mark.parametrize("lang", ["en", "bn"])
    def test_the_empty_form_holds_every_question_and_no_answer(self, lang: str) -> None:
        scene = make_scene("not_started")
        document = blank.document(scene.round, lang)
        forms = [block for block in document.blocks if isinstance(block, Form)]
        schema = scene.round.questionnaire.schema()
        assert [entry.cell for form in forms for entry in form.entries if entry.cell] == []
        assert len(forms) == len(schema.questions) + 2
        printed = pdf.draw(document)
        assert broken_rules(printed.content) == []
        check_faces(document, page.render(document), printed.cells, None)

    def test_an_entry_without_room_cannot_be_made(self) -> None:
        with pytest.raises(ValueError, match="No room to write"):
            Entry("Answer", lines=0)
        assert Entry("Answer", Cell("Yes"), lines=0).cell == Cell("Yes")


class TestTheReceipt:
    def test_what_was_received(self) -> None:
        scene = make_scene("submitted", programmes=2)
        document = receipt.document(scene.packet, "en")
        facts = dict(document.facts)
        assert facts["On time or late"] == "On time"
        assert document.code == scene.packet.code
        assert [row.cells[2].value for row in document.tables()[0][1].rows] == ["Assessed"] * 2
        assert entries(document, "Clearance")["Memo number"] == "41.00.0000.012.18.001.19-17"

    def test_late_is_said_in_working_days(self) -> None:
        scene = make_scene("submitted", days=-1)
        said = str(dict(receipt.document(scene.packet, "en").facts)["On time or late"])
        assert re.fullmatch(r"Late by \d+ working days?", said)


KINDS = {
    "report": (lambda s: Subject.of_report(s.submission), "focal"),
    "programme": (lambda s: Subject.of_report(s.submission, s.assessment), "focal"),
    "receipt": (
        lambda s: Subject.of_packet(s.packet),
        "focal reviewer second_reviewer technical_support approver coordinator",
    ),
    "form": (
        lambda s: Subject.of_round(s.round),
        f"{' '.join(SEATED)} second_reviewer",
    ),
}


class TestTheLetter:
    @pytest.mark.parametrize("lang", ["en", "bn"])
    def test_what_was_typed_stands_in_it(self, lang: str) -> None:
        scene = make_scene("not_started")
        letter_save(scene.round, scene.administrator)
        typed = call_letter(scene.round, scene.ministry, lang)
        assert typed
        document = letter.document(scene.round, scene.ministry, lang)
        assert (document.title, document.letterhead) == (typed.subject, typed.letterhead)
        assert [block.text for block in document.blocks if isinstance(block, Paragraph)][
            : len(typed.body)
        ] == list(typed.body)
        printed = pdf.draw(document)
        check_faces(document, page.render(document), printed.cells, None)
        assert broken_rules(printed.content) == []

    def test_a_memo_number_is_never_made_up(self) -> None:
        scene = make_scene("not_started")
        letter_save(scene.round, scene.administrator, memo_number="")
        facts = letter.document(scene.round, scene.ministry, "en").facts
        assert next(cell.value for _label, cell in facts if isinstance(cell, Cell)) == "\u2026" * 5

    def test_it_is_asked_for_and_made(self) -> None:
        scene = make_scene("not_started")
        letter_save(scene.round, scene.administrator)
        of = Subject.of_letter(scene.round, scene.ministry)
        export = export_ask(key=uuid.uuid4(), of=of, wanted=PDF["bn"], by=scene.administrator)
        assert tasks.make_export.call(str(export.pk)) == "done"
        assert fresh(export).path.read_bytes().startswith(b"%PDF")
        browser = signed_in(scene.administrator)
        assert browser.get(reverse("reports:export", args=[export.pk])).status_code == 200

    def test_before_anything_was_typed_there_is_none(self) -> None:
        scene = make_scene("not_started")
        of = Subject.of_letter(scene.round, scene.ministry)
        assert can_read(scene.administrator, of).reason == "No call letter was written yet."
        address = reverse("reports:letter_paper", args=[scene.round.pk, scene.ministry.pk])
        assert signed_in(scene.administrator).get(address).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_who_reads_what(kind: str) -> None:
    scene = make_scene("submitted")
    subject, readers = KINDS[kind][0](scene), KINDS[kind][1].split()
    found = {name for name, user in scene.people.items() if can_read(user, subject)}
    assert found == set(readers)


def test_an_unopened_rounds_form_is_the_administrators() -> None:
    scene = make_scene(opened=False)
    subject = Subject.of_round(scene.round)
    assert {n for n, u in scene.people.items() if can_read(u, subject)} == {"administrator"}
    assert can_read(scene.focal, subject).reason == "The round is not open yet."


class TestFiles:
    def ask(self, scene: Scene, of: Subject, who: str = "focal", lang: str = "en") -> Export:
        return export_ask(key=uuid.uuid4(), of=of, wanted=PDF[lang], by=scene.people[who])

    @pytest.mark.parametrize("lang", ["en", "bn"])
    def test_the_print_of_a_report(self, lang: str) -> None:
        scene = make_scene("cleared")
        export = self.ask(scene, Subject.of_report(scene.submission), lang=lang)
        assert tasks.make_export.call(str(export.pk)) == "done"
        export = fresh(export)
        code = scene.submission.clearances.get().code
        assert (export.state, export.version_code) == (ExportState.DONE, code)
        assert code in text_of(export.path.read_bytes())
        event = Event.objects.get(action="export made")
        assert event.stream == scene.submission.stream
        assert event.changes["version"] == [None, draft_digest(scene.submission)]

    def test_receipt_and_form(self) -> None:
        scene = make_scene("submitted")
        for of in (Subject.of_packet(scene.packet), Subject.of_round(scene.round)):
            export = self.ask(scene, of)
            assert tasks.make_export.call(str(export.pk)) == "done"
            assert fresh(export).path.read_bytes().startswith(b"%PDF")
            assert fresh(export).version == ""

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_what_is_signed_or_sent_comes_as_a_word_file_too(self, kind: str) -> None:
        scene = make_scene("submitted")
        subject, readers = KINDS[kind][0](scene), KINDS[kind][1].split()
        wanted = Wanted(format=ExportFormat.DOCX, language="bn")
        export = export_ask(
            key=uuid.uuid4(), of=subject, wanted=wanted, by=scene.people[readers[0]]
        )
        assert tasks.make_export.call(str(export.pk)) == "done"
        document, version = tasks.build(subject, "bn")
        content = fresh(export).path.read_bytes()
        assert docx_cells(document, content) == placed_texts(document)
        assert (fresh(export).digest, fresh(export).version) == (document.digest(), version)
        kinds.DOCX.check(content)

    def test_whoever_loses_the_seat_loses_the_file(self) -> None:
        scene = make_scene("in_progress")
        export = self.ask(scene, Subject.of_report(scene.submission))
        scene.focal.seats[0].holdings.all().delete()
        assert tasks.make_export.call(str(export.pk)) == "not waiting"
        assert fresh(export).state == ExportState.FAILED

    def test_the_database_wants_one_owner(self) -> None:
        scene = make_scene("submitted")
        both = {"submission": scene.submission, "round": scene.round}
        for fields in ({}, both, {"submission": scene.submission, "kind": ExportKind.RECEIPT}):
            given = {
                "kind": ExportKind.FILLED_FORM,
                "format": ExportFormat.PDF,
                "asked_by": scene.focal,
                "asked_in": scene.focal.seats[0],
            } | fields
            with pytest.raises(IntegrityError), transaction.atomic():
                Export.objects.create(**given)


class TestPages:
    def get(
        self, scene: Scene, who: str, name: str, key: uuid.UUID, query: str = ""
    ) -> HttpResponse:
        address = reverse(f"reports:{name}", args=[key]) + query
        return signed_in(scene.people[who]).get(address)

    def test_the_report_is_read_asked_for_and_fetched(self) -> None:
        scene = make_scene("in_progress")
        shown = self.get(scene, "focal", "report_paper", scene.submission.pk).content.decode()
        assert filled(scene).code in shown
        assert "Saved is not submitted." in shown
        browser, order = (
            signed_in(scene.focal),
            {"key": uuid.uuid4(), "format": "pdf", "language": "en"},
        )
        address = reverse("reports:report_paper", args=[scene.submission.pk])
        answers = [browser.post(address, order) for _ in range(2)]
        export = Export.objects.get()
        assert {answer["Location"] for answer in answers} == {
            reverse("reports:export", args=[export.pk])
        }
        assert (export.kind, export.submission) == (ExportKind.FILLED_FORM, scene.submission)
        tasks.make_export.call(str(export.pk))
        assert filled(scene).code in browser.get(answers[0]["Location"]).content.decode()
        file = browser.get(reverse("reports:export_file", args=[export.pk]))
        assert file.content.startswith(b"%PDF")
        assert f"{scene.ministry.code}-filled-form-en.pdf" in file["Content-Disposition"]
        assert browser.get(reverse("reports:exports")).status_code == 200

    def test_a_mistake_is_said(self) -> None:
        scene = make_scene("in_progress")
        address = reverse("reports:report_paper", args=[scene.submission.pk])
        answer = signed_in(scene.focal).post(
            address, {"key": uuid.uuid4(), "format": "pdf", "language": "fr"}
        )
        assert answer.status_code == 422

    @pytest.mark.parametrize("who", STRANGERS)
    def test_a_stranger_finds_nothing(self, who: str) -> None:
        scene = make_scene("submitted")
        assert self.get(scene, who, "report_paper", scene.submission.pk).status_code == 404
        assert self.get(scene, who, "receipt_paper", scene.packet.pk).status_code == 404

    def test_a_draft_is_not_the_cabinet_divisions(self) -> None:
        scene = make_scene("submitted")
        assert self.get(scene, "reviewer", "report_paper", scene.submission.pk).status_code == 403

    def test_a_programme_of_another_report_is_not_there(self) -> None:
        scene = make_scene("in_progress")
        for key in (scene.other.assessments.get().pk, "nonsense"):
            answer = self.get(
                scene, "focal", "report_paper", scene.submission.pk, f"?programme={key}"
            )
            assert answer.status_code == 404
