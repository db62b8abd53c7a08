"""Saving by itself in the short form, in explanations and by ticks, in a real browser (8, 14, 15, 17)."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect

from assessments.enums import Origin
from assessments.models import Answer, AnswerVersion, Explanation
from tests.assessments.doubts import OPEN, contradict
from tests.assessments.factories import Scene, hand_out, make_scene
from tests.assessments.test_confirming import VOICE, bring, disputed
from tests.journeys.desk import Desk
from tests.journeys.test_autosave import UNSENT, said, saved, type_in

pytestmark = pytest.mark.django_db(transaction=True)

CELL = "#id_0-Q8"
WORDS = "Typed on a page that is gone."


@pytest.fixture
def scene() -> Scene:
    scene = make_scene("not_started", programmes=2)
    for row in scene.assessments:
        hand_out(row, scene.contributor, scene.focal)
    return scene


def at(desk: Any, scene: Scene, person: Any, **options: Any) -> Desk:
    """The person in front of the short form."""
    opened: Desk = desk(person, **options)
    opened.open("assessments:short_form", scene.submission.pk)
    return opened


def heads(scene: Scene, code: str = "Q8") -> list[str]:
    rows = Answer.objects.filter(question__code=code, head__isnull=False)
    found = {
        row.assessment_id: row.head.judgement for row in rows.select_related("head") if row.head
    }
    return [found.get(row.pk, "") for row in scene.assessments]


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_cell_saves_by_itself_and_waits_to_be_confirmed(language: str, desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal, language=language)
    cell = writer.page.locator("td", has=writer.page.locator(CELL))
    writer.page.locator(CELL).select_option("no")
    expect(cell.locator(".answer-state")).to_have_text(writer.t("Saved"))
    expect(cell.locator("[data-to-confirm]")).to_be_visible()
    expect(writer.page.locator("[data-save-said]")).to_contain_text("Q8")
    writer.page.locator("#id_1-Q8").select_option("yes")
    expect(writer.page.locator("#id_1-Q8 ~ .answer-state")).to_have_text(writer.t("Saved"))
    assert heads(scene) == ["no", "yes"]
    assert writer.page.evaluate(UNSENT) == 0
    writer.press("Save")
    writer.sees("Nothing was changed.")  # the button had nothing left to do
    assert AnswerVersion.objects.count() == 2


def test_two_people_in_one_cell_choose_which_stands(desk: Any, scene: Scene):
    hers, his = at(desk, scene, scene.focal), at(desk, scene, scene.contributor)
    hers.page.locator(CELL).select_option("no")
    expect(hers.page.locator(f"{CELL} ~ .answer-state")).to_have_text("Saved")
    his.page.locator(CELL).select_option("yes")
    notice = his.page.locator("[data-clash]")
    expect(notice).to_contain_text("Their text stands now:")
    expect(his.page.locator(CELL)).to_have_value("yes")
    his.page.locator("#id_0-Q9").select_option("partly")
    expect(his.page.locator("#id_0-Q9 ~ .answer-state")).to_have_text("Saved")
    his.button("Mine stands").click()
    expect(notice).to_have_count(0)
    expect(his.page.locator(f"{CELL} ~ .answer-state")).to_have_text("Saved")
    assert heads(scene) == ["yes", ""]
    assert (heads(scene, "Q9"), AnswerVersion.objects.filter(kept=True).count()) == (
        ["partly", ""],
        1,
    )


def test_a_cell_waits_without_a_line_and_is_found_again(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    writer.page.on("dialog", lambda dialog: dialog.accept())
    writer.page.context.set_offline(True)
    writer.page.locator(CELL).select_option("partly")
    said(writer, "Not saved yet: no connection.")
    assert writer.page.evaluate(UNSENT) == 1
    writer.page.close()
    writer.page.context.set_offline(False)
    again = writer.page.context.new_page()
    again.goto(f"{writer.base}/report/")
    again.locator("[data-waiting]").get_by_role("link").click()
    expect(again.locator(CELL)).to_have_value("partly")
    expect(again.locator("[data-save-said]")).to_contain_text("by you")
    assert heads(scene) == ["partly", ""]


def test_an_explanation_saves_by_itself_and_a_clash_shows_both(desk: Any):
    scene = make_scene("in_progress")
    contradict(scene)
    hand_out(scene.assessment, scene.contributor, scene.focal)
    hers, his = desk(scene.focal), desk(scene.contributor)
    for one in (hers, his):
        one.open("assessments:contradictions", scene.assessment.pk)
    field = f"#id_{OPEN}-text"
    type_in(hers, "The indicator follows.", field)
    saved(hers)
    type_in(his, "There is one already.", field)
    notice = his.page.locator("[data-clash]")
    expect(notice).to_contain_text("The indicator follows.")
    his.button("Mine stands").click()
    saved(his)
    assert Explanation.objects.get(rule=OPEN).text == "There is one already."


def test_a_tick_says_that_it_is_right_at_once(desk: Any):
    scene = make_scene("in_progress")
    bring(scene, "Q8", base=1, judgement="partly")
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    writer.page.locator('[name="Q8-confirm"]').check()
    expect(writer.page.locator("#Q8 .tag", has_text="Confirmed")).to_be_focused()
    expect(writer.page.locator("[data-unconfirmed]")).to_have_count(0)
    head = Answer.objects.get(assessment=scene.assessment, question__code="Q8").head
    assert head is not None
    assert (head.judgement, head.origin, head.to_confirm) == ("partly", Origin.SHORT_FORM, False)


def test_a_tick_confirms_the_parts_too(desk: Any):
    scene = make_scene("not_started")
    for code in VOICE:
        bring(scene, code, origin=Origin.COPIED, judgement="no")
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "voice")
    writer.page.locator('[name="Q7-confirm"]').check()
    expect(writer.page.locator("#Q7 .tag", has_text="Confirmed")).to_be_focused()
    assert not AnswerVersion.objects.filter(pk__in=_heads(scene), to_confirm=True).exists()


def _heads(scene: Scene) -> list[Any]:
    rows = Answer.objects.filter(assessment=scene.assessment, head__isnull=False)
    return list(rows.values_list("head_id", flat=True))


def test_which_of_two_answers_stands_is_saved_at_once(desk: Any):
    scene = make_scene("not_started")
    disputed(scene)
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "voice")
    writer.page.locator('[name="Q7-which"][value="parts"]').check()
    expect(writer.page.locator("[data-which]")).to_have_count(0)
    head = Answer.objects.get(assessment=scene.assessment, question__code="Q7").head
    assert head is not None
    assert head.judgement == ""


def leave_behind(desk: Desk, scene: Scene, place: Any, path: str, **edit: Any) -> None:
    """What a page that is gone had not sent."""
    left = {"path": path, "edits": [{"base": 0, "values": {"text": WORDS}, **edit}]}
    key = f"unsent:{scene.focal.pk}:{place}:gone"
    desk.page.evaluate("([key, left]) => localStorage.setItem(key, left)", [key, json.dumps(left)])


def test_words_for_a_question_that_is_gone_stay_to_be_read(desk: Any, scene: Scene):
    """The server refuses them, and no field shows them: they are not forgotten."""
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    leave_behind(writer, scene, scene.assessment.pk, writer.path, code="Q99")
    writer.page.reload()
    said(writer, "Not saved:")
    assert writer.page.evaluate(UNSENT) == 1
    writer.page.on("dialog", lambda dialog: dialog.accept())
    writer.open("assessments:our_report")
    notice = writer.page.locator("[data-waiting]")
    expect(notice).to_be_visible()
    notice.locator("summary").click()
    expect(notice).to_contain_text(WORDS)


def test_a_section_says_that_the_short_form_left_something(desk: Any, scene: Scene):
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    leave_behind(writer, scene, scene.submission.pk, "/report/", code=f"{scene.assessment.pk}/Q8")
    writer.page.reload()
    expect(writer.page.locator(".notice[data-waiting]")).to_be_visible()
