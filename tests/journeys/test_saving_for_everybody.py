"""What saving shows is for everybody: accessible, narrow, by keys, in the middle of a composition (58, 59, 84–86)."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import Answer
from tests.assessments.doubts import OPEN, contradict
from tests.assessments.factories import Scene, hand_out, make_scene
from tests.journeys.desk import Desk
from tests.journeys.test_autosave import HERS, HIS, TEXT, at, saved, standing, type_in
from tests.journeys.test_axe import complaints
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Scene:
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def clashing(desk: Any, scene: Scene, language: str = "en") -> Desk:
    """His page with both texts under the field."""
    hers, his = at(desk, scene, scene.focal), at(desk, scene, scene.contributor, language=language)
    type_in(hers, HERS)
    saved(hers)
    type_in(his, HIS)
    expect(his.page.locator("[data-clash]")).to_be_visible()
    return his


@pytest.mark.parametrize("language", ["en", "bn"])
def test_two_texts_and_who_is_here_are_for_everybody(language: str, desk: Any, scene: Scene):
    his = clashing(desk, scene, language)
    expect(his.page.locator("[data-presence]")).not_to_be_empty()
    assert complaints(his.page) == []


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_notice_of_an_ended_session_is_for_everybody(language: str, desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal, language=language)
    Session.objects.all().delete()
    type_in(writer, HERS)
    expect(writer.page.locator("[data-save-again]")).to_be_visible()
    assert complaints(writer.page) == []


@pytest.mark.parametrize("language", ["en", "bn"])
def test_two_answers_in_a_cell_are_for_everybody(language: str, desk: Any, scene: Scene):
    hers, his = desk(scene.focal), desk(scene.contributor, language=language)
    for one in (hers, his):
        one.open("assessments:short_form", scene.submission.pk)
    hers.page.locator("#id_0-Q8").select_option("no")
    expect(hers.page.locator("#id_0-Q8 ~ .answer-state")).to_have_text("Saved")
    his.page.locator("#id_0-Q8").select_option("yes")
    expect(his.page.locator("[data-clash]")).to_be_visible()
    assert complaints(his.page) == []


@pytest.mark.parametrize("language", ["en", "bn"])
def test_two_explanations_are_for_everybody(language: str, desk: Any):
    scene = make_scene("in_progress")
    contradict(scene)
    hand_out(scene.assessment, scene.contributor, scene.focal)
    hers, his = desk(scene.focal), desk(scene.contributor, language=language)
    field = f"#id_{OPEN}-text"
    for one in (hers, his):
        one.open("assessments:contradictions", scene.assessment.pk)
    type_in(hers, HERS, field)
    saved(hers)
    type_in(his, HIS, field)
    expect(his.page.locator("[data-clash]")).to_be_visible()
    assert complaints(his.page) == []


def test_which_text_stands_is_chosen_with_keys(desk: Any, scene: Scene):
    his = clashing(desk, scene)
    tab_to(his, his.page.locator("[data-choose=mine]"))
    his.page.keyboard.press("Enter")
    expect(his.page.locator("[data-clash]")).to_have_count(0)
    expect(his.page.locator('[name="Q8-text"]')).to_be_visible()
    saved(his)
    assert standing(scene) == HIS


def test_a_cell_is_answered_with_keys(desk: Any, scene: Scene):
    writer = desk(scene.focal)
    writer.open("assessments:short_form", scene.submission.pk)
    tab_to(writer, writer.page.locator("#id_0-Q5"))
    writer.page.keyboard.type("Par")
    expect(writer.page.locator("#id_0-Q5 ~ .answer-state")).to_have_text("Saved")
    expect(writer.page.locator("#id_0-Q5")).to_be_focused()
    head = Answer.objects.get(assessment=scene.assessment, question__code="Q5").head
    assert head is not None
    assert head.judgement == "partly"


def test_a_composition_that_began_before_the_script_came_is_left_alone(desk: Any, scene: Scene):
    writer = desk(scene.focal)
    sent: list[str] = []
    writer.page.on("request", lambda request: sent.append(request.url))

    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    writer.page.route("**/js/autosave.js", hold)
    url = reverse("assessments:section", args=[scene.assessment.pk, "norms"])
    writer.page.goto(f"{writer.base}{url}", wait_until="commit")
    writer.page.locator(TEXT).focus()
    line = writer.page.context.new_cdp_session(writer.page)
    line.send("Input.imeSetComposition", {"text": "যৌ", "selectionStart": 2, "selectionEnd": 2})
    held[0].continue_()
    writer.page.wait_for_timeout(3_000)
    assert [url for url in sent if "/answers/" in url] == []
    line.send("Input.insertText", {"text": "যৌতুক"})
    saved(writer)
    assert standing(scene) == "যৌতুক"
