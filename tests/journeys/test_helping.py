"""Work is handed to a colleague with a seat, and a question to somebody without an account (19, 20)."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assessments.models import AnswerVersion, Contribution
from tests.assessments.factories import Scene, make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import choose, write

pytestmark = pytest.mark.django_db(transaction=True)

WAYS = [
    pytest.param({"language": "en", "javascript": True}, id="en-javascript"),
    pytest.param({"language": "bn", "javascript": False, "width": 320}, id="bn-320-no-javascript"),
]
FIELD = ("Courtyard meetings are held.", "উঠান বৈঠক হয়।")
GUEST = ("The women say that it is theirs.", "নারীরা বলেন, টাকা তাঁদের।")
BETTER = ("The women say that it is mostly theirs.", "নারীরা বলেন, টাকা বেশির ভাগই তাঁদের।")


@pytest.fixture
def scene() -> Scene:
    return make_scene("not_started", programmes=2)


def fits(desk: Desk) -> None:
    """Nothing stands beyond the edge of the window (320 px)."""
    if desk.javascript:
        wide = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


@pytest.mark.parametrize("way", WAYS)
def test_a_question_goes_to_a_colleague_and_comes_back(
    desk: Any, scene: Scene, way: dict[str, Any]
):
    hers, his = desk(scene.focal, **way), desk(scene.contributor, **way)
    hers.open("assessments:section", scene.assessment.pk, "norms")
    hers.follow("Hand out to a colleague")
    expect(hers.page.locator("#id_part")).to_have_value("question:Q8")
    hers.page.locator("#id_note").fill("Q8")
    hers.press("Hand out")
    hers.sees("It was handed out.")

    his.open("assessments:handed_to_me")
    fits(his)
    his.go(his.page.locator("main .btn-primary").first)
    assert his.path == reverse("assessments:section", args=[scene.assessment.pk, "norms"]) + "#Q8"
    write(his, "Q8-text", his.words(*FIELD))
    his.press("Save")
    his.sees("Saved. The report is not submitted yet.")
    his.sees("It stands in the draft. The focal point still looks at it.")
    his.open("assessments:section", scene.assessment.pk, "training")
    his.sees("This question was not handed to you: you can read it.")
    expect(his.page.locator("main textarea")).to_have_count(0)

    hers.open("assessments:section", scene.assessment.pk, "norms")
    fits(hers)
    hers.press("Adopt as it stands")
    expect(hers.page.locator("[data-unlooked]")).to_have_count(0)
    hers.open("assessments:grid", scene.submission.pk)
    fits(hers)
    expect(hers.page.locator("main tbody tr").first).to_contain_text(str(scene.contributor))
    assert AnswerVersion.objects.get().text == hers.words(*FIELD)


@pytest.mark.parametrize("way", WAYS)
def test_somebody_without_an_account_is_asked_and_their_text_adopted(
    desk: Any, scene: Scene, way: dict[str, Any]
):
    hers, guest = desk(scene.focal, **way), desk(**way)
    hers.open("assessments:section", scene.assessment.pk, "norms")
    hers.follow("Ask somebody without an account")
    hers.page.locator("#id_name").fill(hers.words("Salma Begum", "সালমা বেগম"))
    hers.press("Make the link")
    hers.heading("The link is ready")
    address = hers.page.locator("#link").input_value()

    path = "/contribute/" + address.split("/contribute/")[1]
    guest.visit(path)
    guest.heading("A question to you")
    fits(guest)
    for text in (GUEST, BETTER):
        choose(guest, "judgement", "no")
        write(guest, "text", guest.words(*text))
        guest.go(guest.page.locator("main form:has(#id_text) button[type=submit]"))
        guest.sees("You can change it below until the ministry has decided on it.")
    expect(guest.page.locator("#id_text")).to_have_value(guest.words(*BETTER))

    hers.open("assessments:section", scene.assessment.pk, "norms")
    hers.follow("Read and decide")
    fits(hers)
    hers.press("Adopt it as it is")
    hers.sees("The proposal is the answer now. The text before it is in the history.")
    assert AnswerVersion.objects.get().text == hers.words(*BETTER)
    assert Contribution.objects.count() == 2
    assert guest.visit(path).status == 410
    guest.heading("This link does not work")
