"""Three points go back to the ministry; the second packet shows only what changed; another person accepts."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.assessments.factories import Scene
from tests.journeys.desk import Desk
from tests.journeys.steps import card, said, small_scene, write

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = ("Q8", "Q9", "Q10")
ASKED = {"en": "Please say more here.", "bn": "এখানে আরও লিখুন।"}
OLD = {
    "en": "Courtyard meetings were held in two unions.",
    "bn": "দুই ইউনিয়নে উঠান বৈঠক হয়েছে।",
}
NEW = {
    "en": "Courtyard meetings were held in fourteen unions.",
    "bn": "চৌদ্দ ইউনিয়নে উঠান বৈঠক হয়েছে।",
}
STRUCK = {"en": ("two", "fourteen"), "bn": ("দুই", "চৌদ্দ")}


@pytest.mark.parametrize(
    ("language", "javascript"),
    [pytest.param("en", True, id="english"), pytest.param("bn", False, id="bangla-no-javascript")],
)
def test_a_second_packet_shows_only_what_changed(language: str, javascript: bool, desk: Any):
    scene = small_scene()
    scene.fill()
    focal, reviewer, approver = (
        desk(scene.people[name], language=language, javascript=javascript)
        for name in ("focal", "reviewer", "approver")
    )
    _write(focal, scene, OLD[language])
    scene.clear()
    scene.submit()
    scene.claim()
    _first_reading(reviewer, scene)
    _answered(focal, scene)
    scene.claim()
    _second_reading(reviewer, scene)
    _recommended(reviewer, scene)
    approver.open("assessments:decision", scene.submission.pk)
    expect(approver.page.locator("ins").first).to_contain_text(STRUCK[language][1])
    approver.press("Accept the report")
    said(approver)
    assert scene.submission.status == "accepted"


def _write(desk: Desk, scene: Scene, text: str) -> None:
    desk.open("assessments:section", scene.assessment.pk, "norms")
    write(desk, "Q8-text", text)
    desk.press("Save")
    desk.sees("Saved. The report is not submitted yet.")


def _first_reading(desk: Desk, scene: Scene) -> None:
    """One answer is marked, three are commented, the report goes back."""
    desk.open("assessments:read", scene.submission.pk)
    desk.follow("Begin to read")
    desk.press("I looked at it: agreed", inside=card(desk, "Q6a"))
    expect(card(desk, "Q6a")).to_contain_text(desk.t("Looked at by"))
    for code in POINTS:
        desk.follow("Comment, or propose another answer", inside=card(desk, code))
        card(desk, code).locator('input[name="kind"][value="must_fix"]').check()
        card(desk, code).locator("textarea").fill(ASKED[desk.language])
        desk.press("Save the comment", inside=card(desk, code))
        desk.sees("The comment was saved. The ministry sees it with the return.")
    desk.open("assessments:return", scene.submission.pk)
    write(desk, "reason", desk.words("Three points.", "তিনটি বিষয়।"))
    desk.press("Return the report")
    desk.sees("The report was returned. The ministry was told.")


def _answered(desk: Desk, scene: Scene) -> None:
    """Q8 is written anew, the two others stay; each point has its reply."""
    _write(desk, scene, NEW[desk.language])
    desk.open("assessments:points", scene.submission.pk)
    for comment in scene.assessment.comments.all():
        place = desk.page.locator(f"#comment-{comment.pk}")
        place.locator('input[value="addressed"]').check()
        desk.press("Save the reply", inside=place)
        said(desk)
    scene.clear()  # a judged answer was written anew
    desk.open("assessments:submit", scene.submission.pk)
    desk.press("Submit the report")
    desk.heading("Receipt")


def _second_reading(desk: Desk, scene: Scene) -> None:
    """Three of all answers are there; the words that changed are marked; the rest is folded."""
    desk.open("assessments:read", scene.submission.pk)
    desk.follow("Begin to read")
    main = desk.page.locator("main")
    expect(main.locator("article")).to_have_count(len(POINTS))
    old, new = STRUCK[desk.language]
    expect(card(desk, "Q8").locator("del")).to_contain_text(old)
    expect(card(desk, "Q8").locator("ins")).to_contain_text(new)
    expect(card(desk, "Q9").locator("ins, del")).to_have_count(0)
    expect(card(desk, "Q9")).to_contain_text(ASKED[desk.language])
    folded = main.locator("details.folded#Q11")
    expect(folded).not_to_have_attribute("open", "")
    folded.locator("summary").click()
    expect(folded).to_contain_text(desk.t("Open it with comments and evidence"))
    for code in POINTS:
        desk.press("Resolve", inside=card(desk, code))
        said(desk)
    desk.sees("all looked at")
    desk.follow("Unfold all answers")
    expect(main.locator("article#Q11")).to_be_visible()


def _recommended(desk: Desk, scene: Scene) -> None:
    desk.press("Settle this programme")
    desk.sees("The programme is settled.")
    desk.follow("Recommend acceptance")
    write(desk, "recommendation", desk.words("It can be accepted.", "গ্রহণ করা যায়।"))
    desk.press("Recommend")
    desk.sees("The report was recommended for acceptance. The approvers were told.")
    expect(desk.page.locator("main")).to_contain_text(desk.t("Recommended for acceptance"))
