"""The national draft as the worker prints it: in parts, found again, tagged, and only what changed a second time (37, 64)."""

import uuid
from io import BytesIO
from typing import Any

import pikepdf  # noqa: TID253 - looks into what was printed
import pytest
from pdfua import validate

from nsss_gender.files import store
from reports import tasks
from reports.documents import Heading, Paragraph
from reports.enums import ExportState
from reports.exports import pdf
from reports.models import ActionPlan, Export, PrintedPart, Subject
from reports.services.exports import Wanted, export_ask
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import Scene, fresh, make_scene
from tests.reports.test_pdf import bangla_words, pdfium, poppler

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", programmes=2, judgements={"Q8": "no", "Q9": "partly"})
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


def printed(scene: Scene, language: str) -> bytes:
    """The PDF of the national draft, as the worker leaves it."""
    export = export_ask(
        key=uuid.uuid4(),
        of=Subject.of_plan(ActionPlan.objects.get()),
        wanted=Wanted("pdf", language),
        by=scene.reviewer,
    )
    assert tasks.make_export.call(str(export.pk)) == "done", fresh(export).problem
    made = Export.objects.get(pk=export.pk)
    assert made.state == ExportState.DONE
    with store.opened(made.file_digest) as file:
        return file.read()


def document(language: str) -> Any:
    """The Document behind it."""
    return tasks.build(Subject.of_plan(ActionPlan.objects.get()), language)[0]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_draft_is_joined_tagged_and_readable(scene: Scene, language: str) -> None:
    content, whole = printed(scene, language), document(language)
    assert PrintedPart.objects.count() == len(whole.parts()) + 1  # and the page numbers
    findings = validate(BytesIO(content)).findings
    assert [one.message for one in findings if one.severity.name == "ERROR"] == []
    with pikepdf.open(BytesIO(content)) as file:
        assert str(file.Root.Lang) == language
        assert str(file.docinfo["/Title"]) == whole.title
        with file.open_outline() as outline:
            assert len(outline.root) > len(whole.parts())
    assert pdf.unprintable(whole) == ()
    words = " ".join(
        [str(one.cell.value) for one in whole.cells()]
        + [one.text for one in whole.blocks if isinstance(one, Heading | Paragraph)]
    )
    for read in (poppler, pdfium):
        assert bangla_words(words) - bangla_words(read(content)) == set()


def test_a_second_print_is_the_same_and_one_edited_row_prints_one_part(scene: Scene) -> None:
    first = printed(scene, "en")
    kept = set(PrintedPart.objects.values_list("pk", flat=True))
    assert printed(scene, "en") == first
    assert set(PrintedPart.objects.values_list("pk", flat=True)) == kept
    item = ActionPlan.objects.get().items.exclude(entry=None).order_by("pk")[0]
    ActionPlan.objects.get().items.filter(pk=item.pk).update(action_en="Something else.")
    assert printed(scene, "en") != first
    new = set(PrintedPart.objects.values_list("pk", flat=True)) - kept
    assert 1 <= len(new) < len(kept)
