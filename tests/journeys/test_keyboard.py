"""With keys alone: every stop is seen, nothing hides it, and mistakes are reached at once (59)."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from assessments.models import Consultation
from tests.assessments.factories import make_scene
from tests.journeys.desk import Desk
from tests.pages import plan
from tests.people import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

STOPS = 200
# What is wrong with the place of the focus: a ring of 2 px or more, inside the window, on top.
UNSEEN = """() => {
  const part = document.activeElement;
  const style = getComputedStyle(part);
  const box = part.getBoundingClientRect();
  const wrong = [];
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) wrong.push("no ring");
  if (box.top < 0 || box.left < 0 || box.top >= innerHeight || box.left >= innerWidth) wrong.push("outside");
  const lines = [...part.getClientRects()];
  const line = lines[0] ?? box;
  const above = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
  if (above && !part.contains(above) && !above.contains(part)) wrong.push(`under ${above.outerHTML.slice(0, 80)}`);
  return wrong.map((what) => `${what}: ${part.outerHTML.slice(0, 120)}`);
}"""
ORDERED = """() => document.querySelectorAll("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").length"""


def tab_to(desk: Desk, target: Locator) -> None:
    """Press Tab until the target has the focus; every stop on the way must be seen."""
    assert desk.page.evaluate(ORDERED) == 0
    for _ in range(STOPS):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate(UNSEEN) == []
        if target.evaluate("(part) => part === document.activeElement"):
            return
    pytest.fail(f"{target} was not reached with Tab from {desk.path}")


def keys(desk: Desk, *names: str) -> None:
    for name in names:
        desk.page.keyboard.press(name)


def enter(desk: Desk) -> None:
    """Press Enter where it leads to another page."""
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")


def sign_in(desk: Desk, username: str) -> None:
    """Past the skip link, with keys."""
    desk.open("account_login")
    skip = desk.page.locator(".skip-link")
    tab_to(desk, skip)
    expect(skip).to_be_in_viewport()
    keys(desk, "Enter")
    expect(desk.page.locator("main")).to_be_focused()
    keys(desk, "Tab")
    expect(desk.page.locator("#id_login")).to_be_focused()
    desk.page.keyboard.type(username)
    tab_to(desk, desk.page.locator("#id_password"))
    desk.page.keyboard.type(PASSWORD)
    enter(desk)
    desk.heading("Our report")


@pytest.mark.parametrize("language", ["en", "bn"])
def test_from_the_sign_in_to_a_saved_answer(language: str, desk: Any):
    scene = make_scene("not_started")
    writer = desk(language=language)
    sign_in(writer, scene.focal.username)
    tab_to(writer, writer.link("Confirm the list"))
    enter(writer)
    tab_to(writer, writer.button("All the others are ours"))
    enter(writer)
    tab_to(writer, writer.link("Go on with the answers"))
    enter(writer)
    section = scene.round.questionnaire.schema().sections[0]
    expect(writer.page.locator("h1")).to_have_text(writer.words(section.title.en, section.title.bn))
    tab_to(writer, writer.page.locator("#id_Q2-choices_0"))
    keys(writer, "Space")
    tab_to(writer, writer.page.locator("#id_Q3_start-text"))
    writer.page.keyboard.type(writer.words("2015-16", "২০১৫-১৬"))
    tab_to(writer, writer.page.locator("#id_Q3_continues-choices_0"))
    keys(writer, "Space", "ArrowDown")
    expect(writer.page.locator("#id_Q3_continues-choices_1")).to_be_checked()
    tab_to(writer, writer.button("Save"))
    enter(writer)
    expect(writer.page.locator(".messages")).to_contain_text(
        writer.t("Saved. The report is not submitted yet.")
    )
    expect(writer.page.locator("#id_Q3_continues-choices_1")).to_be_checked()


def test_folded_fields_are_no_stops_until_they_apply(desk: Any):
    scene = make_scene("not_started")
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    first = writer.page.locator("#id_Q8-judgement_0")
    tab_to(writer, first)
    keys(writer, "Space")
    expect(writer.page.locator("#id_Q8-missing")).to_be_hidden()
    keys(writer, "ArrowDown", "ArrowDown")
    expect(writer.page.locator('input[name="Q8-judgement"][value="no"]')).to_be_checked()
    tab_to(writer, writer.page.locator("#id_Q8-missing"))
    writer.page.keyboard.type("Nothing is done yet.")
    tab_to(writer, writer.page.locator("#id_Q8-feasibility_0"))
    keys(writer, "Space")
    tab_to(writer, writer.button("Save"))
    enter(writer)
    writer.sees("Saved. The report is not submitted yet.")
    expect(writer.page.locator("#id_Q8-missing")).to_have_value("Nothing is done yet.")


@pytest.mark.parametrize("language", ["en", "bn"])
def test_mistakes_are_reached_at_once(language: str, desk: Any):
    scene = make_scene("not_started")
    writer = desk(scene.focal, language=language)
    writer.open("assessments:consultations", scene.submission.pk)
    tab_to(writer, writer.page.locator("#id_held_on"))
    writer.page.keyboard.type("31/02/2019")
    tab_to(writer, writer.button("Record the consultation"))
    enter(writer)
    summary = writer.page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    links = summary.locator("a")
    expect(links).to_have_count(4)  # who, its name, the date that does not exist, the position
    targets = ("#id_kind_0", "#id_who", "#id_held_on", "#id_stance_0")
    for place, target in enumerate(targets):
        summary.focus()
        tab_to(writer, links.nth(place))
        keys(writer, "Enter")
        expect(writer.page.locator(target)).to_be_focused()
        assert writer.page.evaluate(UNSEEN) == []
    date = writer.page.locator("#id_held_on")
    expect(date).to_have_value("31/02/2019")
    assert not Consultation.objects.exists()


# The rest of the main job, each step from the state before it


def test_submitting(desk: Any):
    scene = make_scene("cleared")
    writer = desk(scene.focal)
    writer.open("assessments:our_report")
    tab_to(writer, writer.link("Submit the report"))
    enter(writer)
    tab_to(writer, writer.button("Submit the report"))
    enter(writer)
    writer.heading("Receipt")


def test_reviewing(desk: Any):
    scene = make_scene("submitted")
    reviewer = desk(scene.reviewer)
    reviewer.open("assessments:read", scene.submission.pk)
    tab_to(reviewer, reviewer.button("Claim"))
    enter(reviewer)
    reviewer.open("assessments:read_assessment", scene.assessment.pk)
    question = reviewer.page.locator("article#Q8")
    tab_to(reviewer, reviewer.link("Comment, or propose another answer", inside=question))
    enter(reviewer)
    tab_to(reviewer, question.locator("input[type=radio]").first)
    keys(reviewer, "Space")
    tab_to(reviewer, question.locator("textarea"))
    reviewer.page.keyboard.type("Say which practices are meant.")
    tab_to(reviewer, reviewer.button("Save the comment", inside=question))
    enter(reviewer)
    reviewer.sees("The comment was saved. The ministry sees it with the return.")
    reviewer.open("assessments:return", scene.submission.pk)
    tab_to(reviewer, reviewer.page.locator("#id_reason"))
    reviewer.page.keyboard.type("Please look at Q8 again.")
    tab_to(reviewer, reviewer.button("Return the report"))
    enter(reviewer)
    reviewer.sees("The report was returned. The ministry was told.")


def test_accepting_and_asking_for_a_file(desk: Any):
    scene = make_scene("recommended", judgements={"Q8": "no"})
    approver, reviewer = desk(scene.approver), desk(scene.reviewer)
    approver.open("assessments:decision", scene.submission.pk)
    tab_to(approver, approver.button("Accept the report"))
    enter(approver)
    expect(approver.page.locator(".messages .notice-ok")).to_be_visible()
    reviewer.open("reports:plan", plan(scene)["pk"])
    tab_to(reviewer, reviewer.page.locator('input[name="format"]:checked'))
    keys(reviewer, "ArrowDown")
    tab_to(reviewer, reviewer.button("Make the file"))
    enter(reviewer)
    reviewer.sees("The file is being made. You can leave this page and come back.")
