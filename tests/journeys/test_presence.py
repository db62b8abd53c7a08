"""Two people in one section know of each other, and leaving it is in the history (85, 87)."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Answer
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, hand_out, make_scene
from tests.journeys.test_autosave import HERS, at, saved, type_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Scene:
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_second_to_come_is_told_of_the_first(language: str, desk: Any, scene: Scene):
    at(desk, scene, scene.focal)
    his = at(desk, scene, scene.contributor, language=language)
    told = his.page.locator("[data-presence]")
    words = his.t("%(name)s is in this section now (%(time)s)")
    pattern = re.escape(words % {"name": scene.focal, "time": "T"}).replace("T", ".+")
    expect(told).to_have_text(re.compile(pattern))
    expect(told).to_have_attribute("role", "status")


def test_without_a_script_nothing_is_said(desk: Any, scene: Scene):
    at(desk, scene, scene.focal)
    quiet = at(desk, scene, scene.contributor, javascript=False)
    expect(quiet.page.locator("[data-presence]")).to_be_empty()


def test_leaving_after_writing_is_a_line_of_the_history(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    type_in(writer, HERS)
    saved(writer)
    writer.open("assessments:assessment", scene.assessment.pk)
    for _ in range(50):  # what a page says on leaving comes when it comes
        if Event.objects.filter(action="page left").exists():
            break
        writer.page.wait_for_timeout(100)
    answer = Answer.objects.get(assessment=scene.assessment, question__code="Q8")
    writer.visit(reverse("assessments:answer_history", args=[answer.pk]))
    writer.sees("Left the page")
    assert Event.objects.filter(action="page left").count() == 1
    writer.open("assessments:section", scene.assessment.pk, "norms")
    writer.open("assessments:assessment", scene.assessment.pk)
    assert Event.objects.filter(action="page left").count() == 1  # nothing was written
