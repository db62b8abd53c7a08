"""After acceptance: a supplement corrects one answer along the same path, and the report never changes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from assessments.models import Submission
from assessments.services import submissions
from tests.assessments.factories import make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import MEMO, choose, said, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    ("language", "javascript"),
    [pytest.param("en", True, id="english"), pytest.param("bn", False, id="bangla-no-javascript")],
)
def test_a_supplement_corrects_an_accepted_answer(language: str, javascript: bool, desk: Any):
    scene = make_scene("accepted", programmes=2)
    before = scene.packet.sha256
    focal = desk(scene.focal, language=language, javascript=javascript)
    supplement = opened(focal, scene)
    corrected(focal, supplement)
    sent(focal, supplement)
    submissions.submission_claim(submission=supplement, by=scene.reviewer)
    reviewer = desk(scene.reviewer, language=language, javascript=javascript)
    reviewer.open("assessments:read_assessment", supplement.assessments.get().pk)
    reviewer.press("Settle this programme")
    said(reviewer)
    reviewer.open("assessments:recommend", supplement.pk)
    write(reviewer, "recommendation", reviewer.words("It can be accepted.", "গ্রহণ করা যায়।"))
    reviewer.press("Recommend")
    approver = desk(scene.approver, language=language, javascript=javascript)
    approver.open("assessments:decision", supplement.pk)
    approver.press("Accept the report")
    said(approver)
    supplement.refresh_from_db()
    report = Submission.objects.get(round=scene.round, ministry=scene.ministry, number=0)
    assert (supplement.status, report.status) == ("accepted", "accepted")
    assert report.packets.latest("number").sha256 == before


def opened(desk: Desk, scene: Any) -> Submission:
    desk.open("assessments:supplement_new", scene.submission.pk)
    words = desk.words("Q8 was answered too well.", "প্রশ্ন ৮-এর উত্তর ঠিক ছিল না।")
    write(desk, "reason", words)
    desk.page.locator('input[name="corrections"]').first.check()
    desk.go(desk.page.locator("main form button.btn-primary"))
    said(desk)
    made: Submission = Submission.objects.get(round=scene.round, ministry=scene.ministry, number=1)
    return made


def corrected(desk: Desk, supplement: Submission) -> None:
    """The accepted answers came along; one of them is corrected."""
    assessment = supplement.assessments.get()
    desk.open("assessments:section", assessment.pk, "norms")
    expect(desk.page.locator('input[name="Q8-judgement"][value="yes"]')).to_be_checked()
    choose(desk, "Q8-judgement", "no")
    choose(desk, "Q8-feasibility", "now")
    desk.press("Save")
    said(desk)


def sent(desk: Desk, supplement: Submission) -> None:
    desk.open("assessments:check", supplement.pk)
    desk.sees("Nothing is missing.")
    desk.open("assessments:clear", supplement.pk)
    for name, text in {
        "code": desk.page.locator("ol.steps .code").inner_text(),
        "name": desk.words("Demo Officer", "নমুনা কর্মকর্তা"),
        "post": desk.words("Joint Secretary", "যুগ্মসচিব"),
        "memo_number": MEMO,
        "cleared_on": desk.words("12/02/2019", "১২/০২/২০১৯"),
    }.items():
        write(desk, name, text)
    desk.press("Record the clearance")
    said(desk)
    desk.open("assessments:submit", supplement.pk)
    desk.press("Submit the report")
    desk.heading("Receipt")
