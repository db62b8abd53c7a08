"""Lists that are not the usual ones: nothing of it is ours, and a programme that two ministries share."""

from typing import Any

import pytest
from playwright.sync_api import expect

from programmes.enums import MinistryPart
from programmes.models import ProgrammeMinistry
from tests.assessments.factories import make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import MEMO, choose, said, write

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [
    pytest.param("en", True, id="english"),
    pytest.param("bn", False, id="bangla-no-javascript"),
]


@pytest.mark.parametrize(("language", "javascript"), WAYS)
def test_nothing_is_ours_and_a_sentence_is_enough(language: str, javascript: bool, desk: Any):
    scene = make_scene("not_started")
    focal = desk(scene.focal, language=language, javascript=javascript)
    focal.open("assessments:claim_make", scene.assessment.pk)
    choose(focal, "kind", "not_ours")
    write(focal, "note", focal.words("It ended before our time.", "এটি আমাদের আগেই শেষ হয়েছে।"))
    focal.press("Save")
    said(focal)
    focal.open("assessments:our_report")
    focal.follow("File a nil report")
    for name, text in {
        "nil_statement": focal.words("We run no programme.", "আমাদের কোনো কর্মসূচি নেই।"),
        "name": focal.words("Demo Officer", "নমুনা কর্মকর্তা"),
        "post": focal.words("Joint Secretary", "যুগ্মসচিব"),
        "memo_number": MEMO,
        "cleared_on": focal.words("12/02/2019", "১২/০২/২০১৯"),
    }.items():
        write(focal, name, text)
    focal.press("Record the clearance")
    said(focal)
    focal.open("assessments:submit", scene.submission.pk)
    focal.press("Submit the report")
    focal.heading("Receipt")
    assert scene.packet.data["nil_statement"]


@pytest.mark.parametrize(("language", "javascript"), WAYS)
def test_a_shared_programme_counts_once_and_a_dissent_is_read(
    language: str, javascript: bool, desk: Any
):
    scene = make_scene("in_progress")
    ProgrammeMinistry.objects.create(
        programme=scene.programmes[0], ministry=scene.other_ministry, part=MinistryPart.PARTNER
    )
    partner = desk(scene.stranger, language=language, javascript=javascript)
    dissents(partner, scene)
    scene.clear()
    scene.submit()
    reviewer: Desk = desk(scene.reviewer, language=language, javascript=javascript)
    reviewer.open("assessments:read_assessment", scene.assessment.pk)
    expect(reviewer.page.locator("main")).to_contain_text(_said(partner))
    assert scene.other.assessments.filter(programme=scene.programmes[0]).count() == 0
    partner.open("assessments:section", scene.assessment.pk, "norms")
    expect(partner.page.locator("h1")).not_to_be_empty()
    assert partner.page.title().startswith(partner.t("Page not found"))


def _said(desk: Desk) -> str:
    return desk.words("Our field staff say otherwise.", "আমাদের মাঠকর্মীরা ভিন্ন কথা বলেন।")


def dissents(desk: Desk, scene: Any) -> None:
    desk.open("assessments:programmes", scene.other.pk)
    name = desk.words(scene.programmes[0].name_en, scene.programmes[0].name_bn)
    desk.go(desk.page.locator("main").get_by_role("link", name=name).first)
    choose(desk, "stance", "dissent")
    desk.press("Save")
    expect(desk.page.locator(".error-summary")).to_be_visible()  # a dissent says why
    write(desk, "said", _said(desk))
    desk.press("Save")
    said(desk)
