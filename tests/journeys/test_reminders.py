"""A focal point is reminded, marks it read, chooses how mail comes, and follows the dates elsewhere (36, 37, 99)."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import CalendarFeed, Notice
from assessments.services.reminding import reminders_write
from nsss_gender.accounts.models import User
from tests.assessments.factories import Scene, make_scene
from tests.journeys.test_axe import OVERFLOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> Scene:
    """The deadline is tomorrow, in a round of calendar days that was opened two weeks ago."""
    scene = make_scene("in_progress", days=1)
    scene.round.opened_at = timezone.now() - dt.timedelta(days=14)
    scene.round.reminders_count_in = "calendar"
    scene.round.save()
    reminders_write(today=timezone.localdate())
    return scene


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("bn", False)])
def test_reminded_read_and_chosen(language: str, javascript: bool, desk: Any, scene: Scene):
    focal = desk(scene.focal, language=language, javascript=javascript)
    focal.open("assessments:our_report")
    bar = focal.page.locator(".account-messages")
    expect(bar.locator(".count")).to_have_count(1)
    focal.go(bar)
    focal.heading("Waiting on me")
    focal.sees("Go on with the report")
    reminder = focal.page.locator(
        "li.task", has_text=focal.t("Reminder: the report has not come in yet.")
    )
    expect(reminder).to_have_count(1)
    focal.press("Mark as read", inside=reminder)
    expect(reminder).to_have_count(1)
    expect(reminder.get_by_role("button")).to_have_count(0)
    assert (
        Notice.objects.get(transition="reminder", seat=scene.focal.seats[0]).read_by == scene.focal
    )
    focal.press("Mark all as read")
    expect(bar.locator(".count")).to_have_count(0)
    focal.go(focal.page.locator("aside a, .page-aside a").first)
    focal.page.get_by_label(focal.t("A mail at once")).check()
    focal.press("Save")
    focal.sees("Your data were saved.")
    assert User.objects.get(pk=scene.focal.pk).mail_choice == "at_once"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_the_calendar_is_made_and_followed(language: str, desk: Any, scene: Scene):
    focal = desk(scene.focal, language=language)
    focal.open("assessments:our_report")
    focal.follow("Our dates in your calendar")
    focal.press("Make an address")
    address = focal.page.locator(f"#address-{language}").input_value()
    answer = focal.page.request.get(focal.base + address.partition(":8000")[2])
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert re.search(r"DTSTART:\d{8}T\d{6}Z", answer.text())
    focal.open("assessments:calendar")
    assert address not in focal.page.content()
    assert CalendarFeed.objects.get().last_read_at
    focal.press("End the address")
    assert focal.page.request.get(answer.url).status == 404


@pytest.mark.parametrize("language", ["en", "bn"])
def test_nothing_scrolls_sideways_on_a_telephone(language: str, desk: Any, scene: Scene):
    for person, name in (
        (scene.focal, "messages"),
        (scene.focal, "calendar"),
        (scene.reviewer, "messages"),
        (scene.reviewer, "mails"),
    ):
        shown = desk(person, language=language)
        shown.page.set_viewport_size({"width": 320, "height": 700})
        shown.open(f"assessments:{name}")
        assert shown.page.evaluate(OVERFLOW) == []
