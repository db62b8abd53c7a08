"""A report comes back with three must-fix: the letter, the replies, the second packet, accepted by another person."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from assessments.models import ReviewComment, ReviewReply
from tests.assessments.factories import Scene, fresh, make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import choose, file_of, said, write

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ("Q7", "Q8", "Q9")


@pytest.mark.parametrize(
    ("language", "javascript"),
    [pytest.param("en", True, id="english"), pytest.param("bn", False, id="bangla-no-javascript")],
)
def test_a_return_with_three_points_is_answered_and_accepted(
    language: str, javascript: bool, desk: Any, tmp_path: Path
):
    scene = make_scene("under_review")
    for code in CODES:
        scene.comment(code, text=f"Say more at {code}.")
    reviewer = desk(scene.reviewer, language=language, javascript=javascript)
    returned_with_a_letter(reviewer, scene, tmp_path)
    focal = desk(scene.focal, language=language, javascript=javascript)
    answered_together(focal, scene)
    assert [row.text for row in ReviewReply.objects.order_by("comment__question__position")] == [
        focal.words(f"Done at {code}.", f"{code}-এ করা হয়েছে।") for code in CODES
    ]
    sent_again(focal, scene)
    recommended(reviewer, scene)
    reviewer.open("assessments:decisions")
    accepted_by_another(desk(scene.approver, language=language, javascript=javascript), scene)
    submission = scene.submission
    assert (submission.status, submission.accepted_by) == ("accepted", scene.approver)
    assert [row.transition for row in scene.packet.records.order_by("number")] == [
        "recommend",
        "accept",
    ]


def returned_with_a_letter(desk: Desk, scene: Scene, folder: Path) -> None:
    """Returned; then memo number and names are typed, and the letter comes as a PDF."""
    desk.open("assessments:return", scene.submission.pk)
    write(desk, "reason", desk.words("Three points are open.", "তিনটি বিষয় খোলা আছে।"))
    desk.press("Return the report")
    said(desk)
    desk.follow("Return letter")
    desk.follow("Type it in")
    write(desk, "memo_number", "04.00.0000.111")
    write(desk, "dated_on", desk.words("14/02/2019", "১৪/০২/২০১৯"))
    write(desk, "signatory", "Demo Officer")
    desk.press("Save the letter")
    said(desk)
    expect(desk.page.locator(".annex h4")).to_have_count(len(CODES))
    desk.follow("As a PDF or Word file")
    assert file_of(desk, "pdf", folder).read_bytes().startswith(b"%PDF")


def answered_together(desk: Desk, scene: Scene) -> None:
    """All three replies with one button; the report cannot go out before."""
    desk.open("assessments:check", scene.submission.pk)
    expect(desk.page.locator(".error-summary a")).to_have_count(len(CODES))
    desk.open("assessments:points", scene.submission.pk)
    for row in ReviewComment.objects.select_related("question"):
        code = row.question.code
        choose(desk, f"reply-{row.pk}-outcome", "addressed")
        write(desk, f"reply-{row.pk}-text", desk.words(f"Done at {code}.", f"{code}-এ করা হয়েছে।"))
    desk.press("Save all replies")
    said(desk)
    desk.sees("Every must-fix has a reply.")


def sent_again(desk: Desk, scene: Scene) -> None:
    """Only texts changed, so the last clearance holds."""
    desk.open("assessments:submit", scene.submission.pk)
    desk.press("Submit the report")
    desk.heading("Receipt")
    desk.follow("What was sent and decided")
    other = desk.page.locator("main").get_by_role("link", name=desk.words("packet 1", "১"))
    expect(other.first).to_be_visible()


def recommended(desk: Desk, scene: Scene) -> None:
    """The reviewer finds each reply beside its comment, resolves all, settles, recommends."""
    desk.open("assessments:read", scene.submission.pk)
    desk.press("Claim")
    said(desk)
    desk.open("assessments:read_assessment", scene.assessment.pk)
    for code in CODES:
        expect(desk.page.locator("main")).to_contain_text(
            desk.words(f"Done at {code}.", f"{code}-এ করা হয়েছে।")
        )
    for _code in CODES:
        desk.press("Resolve")
    desk.press("Settle this programme")
    said(desk)
    desk.open("assessments:recommend", scene.submission.pk)
    write(desk, "recommendation", desk.words("It can be accepted.", "গ্রহণ করা যায়।"))
    desk.press("Recommend")
    said(desk)


def accepted_by_another(desk: Desk, scene: Scene) -> None:
    desk.open("assessments:decision", scene.submission.pk)
    desk.press("Accept the report")
    said(desk)
    assert fresh(scene.submission).status == "accepted"
