"""The Cabinet Division's desk: more time asked and granted, the queue shared out, and the Secretary's way to a number."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from assessments.models import Round
from tests.assessments.factories import Scene, make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import choose, said, write

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = [("en", True, 1280), ("bn", False, 320)]


def narrow_enough(desk: Desk) -> None:
    """Nothing scrolls sideways."""
    assert desk.page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")


def friday() -> dt.date:
    """A Friday far enough ahead to be more time than there is."""
    day = timezone.localdate() + dt.timedelta(days=40)
    return day + dt.timedelta(days=(4 - day.weekday()) % 7)


@pytest.mark.parametrize(("language", "javascript", "width"), BOTH)
def test_more_time_is_asked_for_and_granted(language: str, javascript: bool, width: int, desk: Any):
    scene = make_scene("in_progress")
    focal = desk(scene.focal, language=language, javascript=javascript, width=width)
    ask_for_more_time(focal, scene)
    reviewer = desk(scene.reviewer, language=language, javascript=javascript, width=width)
    grant(reviewer, scene)
    focal.open("assessments:report", scene.submission.pk)
    focal.sees("More time was granted: your deadline has moved.")
    narrow_enough(focal)
    assert scene.round.deadline_at == Round.objects.get(pk=scene.round.pk).deadline_at


def ask_for_more_time(focal: Desk, scene: Scene) -> None:
    """The first day that comes to mind is a Friday: the page says so, and names the next working day."""
    focal.open("assessments:report", scene.submission.pk)
    focal.follow("Ask for more time")
    day = friday()
    write(focal, "deadline_on", f"{day:%d/%m/%Y}")
    write(focal, "reason", focal.words("The field offices are flooded.", "মাঠ কার্যালয় প্লাবিত।"))
    focal.press("Ask the Cabinet Division")
    expect(focal.page.locator("#id_keep_day")).to_be_visible()
    narrow_enough(focal)
    write(focal, "deadline_on", f"{day + dt.timedelta(days=2):%d/%m/%Y}")
    focal.press("Ask the Cabinet Division")
    focal.sees("The Cabinet Division was asked. Its decision appears here.")


def grant(reviewer: Desk, scene: Scene) -> None:
    reviewer.open("assessments:queue")
    row = reviewer.page.locator("aside, main").get_by_role("link", name=str_of(scene, reviewer))
    reviewer.go(row.first)
    reviewer.heading("A request for more time")
    choose(reviewer, "decision", "grant")
    reviewer.press("Record the decision")
    reviewer.sees("The decision is in the ledger. The ministry sees it at once.")
    narrow_enough(reviewer)


def str_of(scene: Scene, desk: Desk) -> str:
    """The ministry's name in this person's language."""
    return desk.words(scene.ministry.name_en, scene.ministry.name_bn)


@pytest.mark.parametrize(("language", "javascript", "width"), BOTH)
def test_the_queue_is_narrowed_and_shared_out(
    language: str, javascript: bool, width: int, desk: Any
):
    mine, other = make_scene("submitted"), make_scene("submitted")
    first = desk(mine.reviewer, language=language, javascript=javascript, width=width)
    first.open("assessments:queue")
    expect(first.page.locator("table.queue tbody tr:not(.group)")).to_have_count(2)
    first.page.locator("details.help summary").first.click()
    first.page.locator("#id_ministry").select_option(mine.ministry.code)
    first.press("Show reports")
    expect(first.page.locator("table.queue tbody tr:not(.group)")).to_have_count(1)
    narrow_enough(first)
    first.page.locator(f'input[name="report"][value="{mine.submission.pk}"]').check()
    first.press("Give the ticked reports to a colleague")
    first.heading("Give reports to a colleague")
    colleague = mine.second_reviewer.seats[0]
    choose(first, "to", str(colleague.pk))
    write(first, "reason", first.words("I am on leave.", "আমি ছুটিতে।"))
    narrow_enough(first)
    first.press("Give")
    said(first)
    second = desk(mine.second_reviewer, language=language, javascript=javascript, width=width)
    second.open("assessments:queue")
    second.sees("Waits on you")
    line = second.page.locator("table.queue tbody").first
    second.go(line.get_by_role("link", name=second.words("Claim", "নিন")).first)
    second.press("Claim")
    assert mine.submission.reviewer == colleague
    assert other.submission.reviewer is None


@pytest.mark.parametrize(("language", "javascript", "width"), BOTH)
def test_the_secretary_finds_what_is_stuck_whom_to_ring_and_the_letter(
    language: str, javascript: bool, width: int, desk: Any
):
    scene = stuck_scene()
    approver = desk(scene.approver, language=language, javascript=javascript, width=width)
    approver.open("reports:board", scene.round.pk)
    narrow_enough(approver)
    approver.follow("What is stuck")
    line = approver.page.locator("table.stuck tbody tr", has_text=str_of(scene, approver)).first
    expect(line).to_contain_text("01711-000000")
    narrow_enough(approver)
    approver.go(line.get_by_role("link").first)
    expect(approver.page.locator("main")).to_contain_text("01711-000000")
    narrow_enough(approver)
    approver.follow("Reminder letter")
    expect(approver.page.locator("main")).to_contain_text(str_of(scene, approver))
    approver.open("reports:weekly", scene.round.pk)
    approver.heading("The week in one page")
    narrow_enough(approver)


def stuck_scene() -> Scene:
    """Long ago opened, overdue since, and the focal point's number known."""
    scene = make_scene("in_progress", days=-14)
    Round.objects.filter(pk=scene.round.pk).update(opened_at=timezone.now() - dt.timedelta(days=40))
    seat = scene.focal.seats[0]
    seat.phone = "01711-000000"
    seat.save()
    return scene
