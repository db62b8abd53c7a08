"""Text from an old Bijoy file, pasted into the form: recognised, shown in Unicode, and taken only when asked."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Answer
from tests.assessments.factories import make_scene

pytestmark = pytest.mark.django_db(transaction=True)
TYPED, MEANT = "bvix I wkï welqK gš¿Yvjq", "নারী ও শিশু বিষয়ক মন্ত্রণালয়"


def section(scene: Any) -> str:
    return reverse("assessments:section", args=[scene.assessment.pk, "norms"])


def paste(focal: Any, text: str) -> Any:
    """Cut the text out of one field and paste it into another, as with any clipboard."""
    other, box = focal.page.locator("#id_Q8-reason"), focal.page.locator("#id_Q8-text")
    other.fill(text)
    other.press("Control+a")
    other.press("Control+x")
    box.fill("")
    box.press("Control+v")
    expect(box).to_have_value(text)
    return box


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_paste_is_shown_in_unicode_and_taken_when_asked(language: str, desk: Any):
    scene = make_scene("in_progress")
    focal = desk(scene.focal, language=language)
    focal.visit(section(scene))
    box = paste(focal, TYPED)
    notice = focal.page.locator("[data-bijoy]")
    expect(notice).to_contain_text(MEANT)
    expect(box).to_have_value(TYPED)  # nothing is changed by itself
    notice.locator("[data-use]").click()
    expect(box).to_have_value(MEANT)
    expect(notice).to_have_count(0)
    expect(box).to_be_focused()
    assert focal.faults == []


def test_what_is_left_as_it_is_stays_and_plain_text_is_never_asked_about(desk: Any):
    scene = make_scene("in_progress")
    focal = desk(scene.focal)
    focal.visit(section(scene))
    box = paste(focal, TYPED)
    focal.page.locator("[data-bijoy] [data-leave]").click()
    expect(box).to_have_value(TYPED)
    paste(focal, "Sessions with mothers and local leaders.")
    focal.page.wait_for_timeout(500)
    expect(focal.page.locator("[data-bijoy]")).to_have_count(0)


def test_without_a_script_the_saved_answer_offers_it(desk: Any):
    scene = make_scene("in_progress")
    focal = desk(scene.focal, javascript=False)
    focal.visit(section(scene))
    focal.page.locator("#id_Q8-text").fill(TYPED)
    focal.press("Save")
    focal.follow("See it in Unicode")
    focal.press("Save the Unicode text")
    head = Answer.objects.get(assessment=scene.assessment, question__code="Q8").head
    assert head is not None
    assert head.text == MEANT


def test_a_reviewer_s_comment_is_recognised_too(desk: Any):
    scene = make_scene("under_review")
    reviewer = desk(scene.reviewer)
    reviewer.open("assessments:read_assessment", scene.assessment.pk, query="?comment=Q8")
    box = reviewer.page.locator("form textarea").first
    box.fill(TYPED)
    box.press("Control+a")
    box.press("Control+x")
    box.press("Control+v")
    notice = reviewer.page.locator("[data-bijoy]")
    expect(notice).to_contain_text(MEANT)
    notice.locator("[data-use]").click()
    expect(box).to_have_value(MEANT)
