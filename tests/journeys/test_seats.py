"""Seats and rounds at the desk: handed over in mid-round, acted in from paper, a round copied and opened."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import AnswerVersion, Round, Submission
from tests.assessments.factories import Scene, make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import MEMO, choose, record_clearance, said, write
from tests.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)

LANGUAGES = pytest.mark.parametrize(
    ("language", "javascript", "width"),
    [
        pytest.param("en", True, 1280, id="english"),
        pytest.param("bn", False, 320, id="bangla-narrow-no-javascript"),
    ],
)
REASON = {
    "en": "The report came by post: no line this week.",
    "bn": "এ সপ্তাহে সংযোগ নেই, প্রতিবেদন ডাকে এসেছে।",
}
SAID = {"en": "As the paper says.", "bn": "কাগজে যেমন আছে।"}


def fits(desk: Desk) -> None:
    """Nothing of the page lies beside the window."""
    width = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert desk.page.evaluate(width)


def type_answer(desk: Desk, scene: Scene) -> None:
    """Write another text at Q8 and save it with the button."""
    desk.open("assessments:section", scene.assessment.pk, "norms")
    write(desk, "Q8-text", desk.words(SAID["en"], SAID["bn"]))
    desk.press("Save")
    said(desk)


# ── A seat handed over in mid-round ─────────────────────────────────────────────────────────────


@LANGUAGES
def test_a_newcomer_goes_on_where_the_former_stopped(
    language: str, javascript: bool, width: int, desk: Any
):
    scene = make_scene("in_progress")
    nadia = make_person("nadia", language=language)
    given = {"language": language, "javascript": javascript, "width": width}
    former = desk(scene.focal, **given)
    former.open("assessments:our_report")
    former.heading("Our report")
    administrator = desk(scene.administrator, **given)
    hand_over(administrator, scene, nadia)
    former.open("assessments:our_report")
    former.heading("Sign in")
    newcomer = desk(**given)
    newcomer.sign_in(nadia)
    newcomer.heading("Briefing")
    newcomer.sees("Go on where your predecessor stopped")
    expect(newcomer.page.locator("main")).to_contain_text(str(scene.focal))
    fits(newcomer)
    type_answer(newcomer, scene)
    newcomer.visit("/")
    newcomer.heading("Briefing")
    newcomer.press("I have read it")
    newcomer.heading("Our report")
    written = AnswerVersion.objects.get(text=newcomer.words(SAID["en"], SAID["bn"]))
    assert (written.by, written.seat) == (nadia, scene.focal.seats[0])


def hand_over(desk: Desk, scene: Scene, to: Any) -> None:
    desk.open("accounts:seat_hand_over", scene.focal.seats[0].pk)
    desk.page.locator("select[name=user]").select_option(str(to.pk))
    write(desk, "reason", desk.words("Transferred.", "বদলি হয়েছেন।"))
    desk.press("Hand the seat over")
    said(desk)


# ── A report that came on paper ─────────────────────────────────────────────────────────────────


@LANGUAGES
def test_a_paper_is_entered_for_the_ministry_and_marked(
    language: str, javascript: bool, width: int, desk: Any
):
    scene = make_scene("in_progress")
    given = {"language": language, "javascript": javascript, "width": width}
    support = desk(scene.technical_support, **given)
    begin(support, scene)
    type_answer(support, scene)
    support.open("reports:report_paper", scene.submission.pk)
    support.sees("The Cabinet Division, for the ministry")
    support.open("assessments:clear", scene.submission.pk)
    support.sees(
        "Type the memo number of the ministry’s paper first: it stands at the top of the page."
    )
    support.go(support.link("Add the memo number", inside=support.page.locator(".banner-acting")))
    write(support, "memo_number", MEMO)
    support.press("Save the memo number")
    said(support)
    support.open("assessments:clear", scene.submission.pk)
    record_clearance(support)
    support.open("assessments:submit", scene.submission.pk)
    support.press("Submit the report")
    support.heading("Receipt")
    expect(support.page.locator("main")).to_contain_text(REASON[language])
    fits(support)
    support.press("End it", inside=support.page.locator(".banner-acting"))
    support.heading("Queue")
    expect(support.page.locator(".banner-acting")).to_have_count(0)
    focal = desk(scene.focal, **given)
    focal.open("assessments:our_report")
    expect(focal.page.locator("main")).to_contain_text(REASON[language])
    assert AnswerVersion.objects.filter(on_behalf__user=scene.technical_support).count() == 1


def begin(desk: Desk, scene: Scene) -> None:
    desk.open("assessments:queue")
    desk.follow("Enter what came on paper")
    place = reverse("assessments:on_behalf_begin", args=[scene.submission.pk])
    desk.go(desk.page.locator(f'a[href="{place}"]'))
    write(desk, "reason", desk.words(REASON["en"], REASON["bn"]))
    desk.press("Begin")
    desk.heading("Our report")
    expect(desk.page.locator(".banner-acting")).to_contain_text(str(REASON[desk.language]))
    fits(desk)


# ── A round like the last one ───────────────────────────────────────────────────────────────────


@LANGUAGES
def test_a_round_is_copied_checked_and_opened(
    language: str, javascript: bool, width: int, desk: Any
):
    scene = make_scene("in_progress")
    given = {"language": language, "javascript": javascript, "width": width}
    administrator = desk(scene.administrator, **given)
    administrator.open("assessments:round", scene.round.pk)
    administrator.follow("Set up a round like this one")
    write(administrator, "title_en", "Second round")
    write(administrator, "title_bn", "দ্বিতীয় পর্যায়")
    day = timezone.localdate() + dt.timedelta(days=70)
    while day.weekday() in (4, 5):
        day += dt.timedelta(days=1)
    write(administrator, "deadline_on", f"{day:%d/%m/%Y}")
    choose(administrator, "reminders_count_in", "calendar")
    administrator.press("Create the round")
    said(administrator)
    administrator.follow("Check and open the round")
    administrator.sees("Another round is open until after today:")
    administrator.sees("Calendar days")
    fits(administrator)
    copy = Round.objects.get(title_en="Second round")
    assert not Submission.objects.filter(round=copy).exists()
    administrator.press("Open it now")
    said(administrator)
    assert Submission.objects.filter(round=copy, ministry=scene.ministry).count() == 1
    focal = desk(scene.focal, **given)
    focal.open("assessments:our_report")
    focal.sees("The round was opened: your report can be begun.")
