"""A focal point with several programmes: quick answers, one answer for all, a copy, and the confirmation."""

from typing import Any

import pytest
from playwright.sync_api import expect

from assessments.models.answer import draft_sheet
from tests.assessments.factories import Scene, answers_save, fresh, make_scene
from tests.journeys.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("language", "javascript"), [("en", False), ("bn", True)])
def test_many_programmes_are_answered_together(language: str, javascript: bool, desk: Any):
    scene = make_scene("not_started", programmes=3)
    parts = {code: {"judgement": "yes"} for code in ("Q7.1", "Q7.2", "Q7.3", "Q7.4")}
    answers_save(scene.assessment, parts, by=scene.focal)
    focal = desk(scene.focal, language=language, javascript=javascript)
    answer_quickly(focal, scene)
    fill_the_rest(focal, scene)
    copy_and_confirm(focal, scene)
    let_the_parts_stand(focal, scene)


def answer_quickly(focal: Desk, scene: Scene) -> None:
    """For the first programme one answer that its parts do not say."""
    focal.open("assessments:report", scene.submission.pk)
    focal.follow("Short form of all programmes")
    focal.page.locator("#id_0-Q7").select_option("partly")
    focal.page.locator("#id_1-Q8").select_option("no")
    focal.press("Save")
    expect(focal.page.locator("#id_1-Q8")).to_have_value("no")


def fill_the_rest(focal: Desk, scene: Scene) -> None:
    """One answer into every programme that has none."""
    focal.open("assessments:fill_question", scene.submission.pk, "Q8")
    focal.page.locator("#id_Q8-judgement_0").check()
    focal.press("Fill the ticked programmes")
    focal.heading("All answers at a glance")
    judged = [draft_sheet(fresh(row))["Q8"].judgement for row in scene.assessments]
    assert judged == ["yes", "no", "yes"]


def copy_and_confirm(focal: Desk, scene: Scene) -> None:
    first, second, _third = scene.assessments
    told = {"judgement": "yes", "text": "Counted by the branch."}
    answers_save(first, {"Q11": told}, by=scene.focal)
    focal.open("assessments:section", second.pk, "indicators")
    focal.follow("Copy from another programme")
    focal.press("Copy this answer")
    focal.sees("Counted by the branch.")
    focal.page.locator("#id_Q11-confirm").check()
    focal.press("Save")
    expect(focal.page.locator("[data-unconfirmed]")).to_have_count(0)
    assert draft_sheet(fresh(second))["Q11"].to_confirm is False


def let_the_parts_stand(focal: Desk, scene: Scene) -> None:
    focal.open("assessments:section", scene.assessment.pk, "voice")
    focal.sees("Two answers to the same question")
    focal.page.locator("#id_Q7-which_0").check()
    focal.press("Save")
    expect(focal.page.locator("[data-which]")).to_have_count(0)
    assert draft_sheet(fresh(scene.assessment)).items()["Q7"].judgement == "yes"
