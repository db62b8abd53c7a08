"""Saving by itself, in a real browser: nothing typed is ever lost (14, 15, 18, 84, 86; reliability 8, 42–45)."""

import json
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from assessments.models import Answer, AnswerVersion
from tests.assessments.factories import Scene, hand_out, make_scene
from tests.journeys.desk import PATIENCE, Desk, until
from tests.journeys.steps import choose, write
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

HERS = "Dowry is spoken about in every yard meeting."
HIS = "উঠান বৈঠকে বাল্যবিবাহ নিয়ে আলোচনা হয়।"
TEXT = '[name="Q8-text"]'
UNSENT = "Object.keys(localStorage).filter((key) => key.startsWith('unsent:')).length"
CLOSED = """async () => !(await navigator.locks.query()).held.some(({ name }) => name.startsWith("page:"))"""
SOON = 3_000  # milliseconds after the last key (reliability 43)


@pytest.fixture
def scene() -> Scene:
    """A report that nobody has written in; the contributor has the programme, too."""
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def at(desk: Any, scene: Scene, person: Any, **options: Any) -> Desk:
    """The person in front of the section on norms."""
    opened: Desk = desk(person, **options)
    opened.open("assessments:section", scene.assessment.pk, "norms")
    return opened


def type_in(desk: Desk, text: str, field: str = TEXT) -> None:
    """With keys, as people do: the field keeps the focus."""
    desk.page.locator(field).press("End")
    desk.page.keyboard.type(text)


def said(desk: Desk, words: str, timeout: int = PATIENCE) -> None:
    """What the page says of saving begins with these words."""
    pattern = re.escape(desk.t(words)).replace(r"%\(time\)s", ".*").replace(r"%\(name\)s", ".*")
    expect(desk.page.locator("[data-save-said]")).to_have_text(re.compile(pattern), timeout=timeout)


def waiting(page: Page, number: int, timeout: int = PATIENCE) -> None:
    """So many packets of words wait in this browser, now or soon; a page may come and go meanwhile."""
    until(page, UNSENT, number, timeout=timeout)


def saved(desk: Desk, timeout: int = PATIENCE) -> None:
    """Nothing waits any more, and the page says so."""
    waiting(desk.page, 0, timeout)
    said(desk, "Saved at %(time)s by you", timeout)


def standing(scene: Scene) -> str:
    head = Answer.objects.get(assessment=scene.assessment, question__code="Q8").head
    return head.text if head else ""


@pytest.mark.parametrize("language", ["en", "bn"])
def test_what_is_typed_is_saved_within_three_seconds_and_survives_the_browser(
    language: str, desk: Any, scene: Scene
):
    writer = at(desk, scene, scene.focal, language=language)
    type_in(writer, "Yard meetings speak of dowry.")
    saved(writer, SOON)
    expect(writer.page.locator(TEXT)).to_be_focused()
    assert standing(scene) == "Yard meetings speak of dowry."
    other = at(desk, scene, scene.focal)
    expect(other.page.locator(TEXT)).to_have_value("Yard meetings speak of dowry.")


def test_two_people_in_one_field_keep_both_and_choose(desk: Any, scene: Scene):
    hers, his = at(desk, scene, scene.focal), at(desk, scene, scene.contributor)
    type_in(hers, HERS)
    saved(hers)
    type_in(his, HIS)
    notice = his.page.locator("[data-clash]")
    expect(notice).to_contain_text(HERS)
    expect(notice).to_contain_text(HIS)
    expect(his.page.locator(TEXT)).to_have_value(HIS)
    expect(his.page.locator(TEXT)).to_be_focused()
    assert standing(scene) == HERS
    his.button("Mine stands").click()
    saved(his)
    expect(notice).to_have_count(0)
    assert standing(scene) == HIS
    texts = set(AnswerVersion.objects.values_list("text", flat=True))
    assert texts == {HERS, HIS}
    his.press("Save")
    his.sees("Saved. The report is not submitted yet.")


def test_the_other_text_can_be_taken_and_mine_stays_in_the_history(desk: Any, scene: Scene):
    hers, his = at(desk, scene, scene.focal), at(desk, scene, scene.contributor)
    type_in(hers, HERS)
    saved(hers)
    type_in(his, HIS)
    his.button("Theirs stands").click()
    expect(his.page.locator(TEXT)).to_have_value(HERS)
    type_in(his, " And of early marriage.")
    saved(his)
    assert standing(scene) == f"{HERS} And of early marriage."
    assert AnswerVersion.objects.get(kept=True).text == HIS


def test_different_fields_merge_and_the_focused_one_is_left_alone(desk: Any, scene: Scene):
    hers, his = at(desk, scene, scene.focal), at(desk, scene, scene.contributor)
    choose(hers, "Q8-judgement", "no")
    saved(hers)
    type_in(hers, HERS)
    saved(hers)
    choose(his, "Q8-feasibility", "later")
    his.page.locator(TEXT).focus()
    said(his, "Saved at %(time)s")
    expect(his.page.locator('input[name="Q8-judgement"][value="no"]')).to_be_checked()
    expect(his.page.locator(TEXT)).to_be_focused()
    his.page.locator('input[name="Q8-judgement"][value="no"]').focus()
    expect(his.page.locator(TEXT)).to_have_value(HERS)


def test_an_expired_session_is_mended_in_another_tab_and_goes_on(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    type_in(writer, "Before.")
    saved(writer)
    Session.objects.all().delete()
    type_in(writer, " After.")
    box = writer.page.locator("[data-save-again]")
    expect(box).to_contain_text(writer.t("Your session ended. Nothing you typed is lost."))
    expect(writer.page.locator(TEXT)).to_be_focused()
    type_in(writer, " And on.")
    with writer.page.context.expect_page() as opening:
        box.get_by_role("link").click()
    tab = opening.value
    tab.locator("#id_login").fill(scene.focal.username)
    tab.locator("#id_password").fill(PASSWORD)
    tab.locator("main button[type=submit]").click()
    expect(tab.locator(".account-who")).to_contain_text(str(scene.focal))
    tab.close()
    box.get_by_role("button").click()
    saved(writer)
    expect(box).to_be_hidden()
    assert standing(scene) == "Before. After. And on."


def test_without_a_line_the_text_waits_and_survives_a_reload(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    writer.page.on("dialog", lambda dialog: dialog.accept())
    type_in(writer, "Before.")
    saved(writer)
    writer.page.context.set_offline(True)
    type_in(writer, " Typed without a line.")
    said(writer, "Not saved yet: no connection.")
    waiting(writer.page, 1)
    writer.page.close()
    writer.page.context.set_offline(False)
    again = writer.page.context.new_page()
    again.goto(f"{writer.base}/report/")
    until(again, CLOSED)
    again.reload()
    notice = again.locator("[data-waiting]")
    expect(notice).to_be_visible()
    notice.get_by_role("link").click()
    expect(again.locator(TEXT)).to_have_value("Before. Typed without a line.")
    expect(again.locator("[data-save-said]")).to_contain_text("by you")
    assert standing(scene) == "Before. Typed without a line."
    waiting(again, 0)


def test_when_the_line_is_back_it_is_sent_by_itself(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    writer.page.context.set_offline(True)
    type_in(writer, HERS)
    said(writer, "Not saved yet: no connection.")
    writer.button("Save").click()
    expect(writer.button("Save")).not_to_have_attribute("aria-busy", "true")  # it has been tried
    expect(writer.page.locator(TEXT)).to_have_value(HERS)  # the button leads into no error page
    writer.page.context.set_offline(False)
    saved(writer)
    assert standing(scene) == HERS


def test_an_answer_lost_on_the_way_is_asked_for_again_and_written_once(desk: Any, scene: Scene):
    """The server saves, and its word does not arrive: the same request comes again (45)."""
    writer = at(desk, scene, scene.focal)
    lost = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().status)
        route.abort()

    writer.page.route("**/answers/Q8/", lose, times=1)
    type_in(writer, HERS)
    saved(writer)
    assert lost == [200]
    assert list(AnswerVersion.objects.values_list("text", flat=True)) == [HERS]
    writer.faults[:] = [fault for fault in writer.faults if "ERR_FAILED" not in fault]


def test_nothing_is_sent_in_the_middle_of_a_composition(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    sent = []
    writer.page.on("request", lambda request: sent.append(request.url))
    writer.page.locator(TEXT).focus()
    line = writer.page.context.new_cdp_session(writer.page)
    line.send("Input.imeSetComposition", {"text": "যৌ", "selectionStart": 2, "selectionEnd": 2})
    writer.page.wait_for_timeout(2_500)
    assert [url for url in sent if "/answers/" in url] == []
    line.send("Input.insertText", {"text": "যৌতুক"})
    saved(writer)
    expect(writer.page.locator(TEXT)).to_have_value("যৌতুক")
    assert standing(scene) == "যৌতুক"


def test_signing_out_wipes_what_waits(desk: Any, scene: Scene):
    writer = at(desk, scene, scene.focal)
    writer.page.on("dialog", lambda dialog: dialog.accept())
    writer.page.route("**/answers/Q8/", lambda route: route.fulfill(status=502))
    type_in(writer, "A secret on a shared computer.")
    said(writer, "Not saved yet: no connection.")
    waiting(writer.page, 1)
    writer.go(writer.page.locator(".account-bar").get_by_role("button"))
    waiting(writer.page, 0)
    writer.faults.clear()  # the 502 that this journey made itself


def test_what_waits_for_one_person_is_gone_when_another_signs_in(desk: Any, scene: Scene):
    other = desk(scene.contributor)
    other.open("assessments:section", scene.assessment.pk, "norms")
    key = f"unsent:{scene.focal.pk}:{scene.assessment.pk}:x"
    other.page.evaluate("(key) => localStorage.setItem(key, '{}')", key)
    other.page.reload()
    expect(other.page.locator("form[data-autosave]")).to_be_visible()
    waiting(other.page, 0)


def test_a_cleared_report_waits_for_the_button(desk: Any):
    scene = make_scene("cleared")
    writer = at(desk, scene, scene.focal)
    writer.sees("Saving a change here voids the clearance")
    write(writer, "Q8-text", "A last word.")
    writer.page.wait_for_timeout(2_000)
    expect(writer.page.locator(".answer-state")).to_contain_text("the report is cleared")
    assert standing(scene) != "A last word."
    assert scene.submission.status == "cleared"
    writer.press("Save")
    writer.sees("Saved. The report is not submitted yet.")
    assert standing(scene) == "A last word."
    waiting(writer.page, 0)


def test_words_that_wait_for_a_locked_page_can_be_read_and_thrown_away(desk: Any):
    scene = make_scene("submitted")
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    key = f"unsent:{scene.focal.pk}:{scene.assessment.pk}:x"
    left = {"path": writer.path, "edits": [{"code": "Q8", "base": 1, "values": {"text": HERS}}]}
    writer.page.evaluate(
        "([key, left]) => localStorage.setItem(key, left)", [key, json.dumps(left)]
    )
    writer.page.reload()
    notice = writer.page.locator("[data-waiting]")
    notice.locator("summary").click()
    expect(notice).to_contain_text(HERS)
    notice.get_by_role("button").click()
    expect(notice).to_be_hidden()
    waiting(writer.page, 0)


def test_cleared_under_the_page_nothing_is_voided_by_itself(desk: Any):
    scene = make_scene("in_progress")
    writer = at(desk, scene, scene.focal)
    scene.clear()
    type_in(writer, " A last word.")
    said(writer, "Not saved:")
    expect(writer.page.locator(".answer-state")).to_contain_text("voids the clearance")
    assert scene.submission.status == "cleared"
    writer.press("Save")
    writer.sees("Saved. The report is not submitted yet.")
    assert scene.submission.status == "in_progress"
    assert standing(scene) == "A last word."
