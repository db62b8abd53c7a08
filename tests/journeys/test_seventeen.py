"""The real ministry of seventeen programmes: from an untouched list to acceptance, with a proposed answer on the way."""

import re
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from assessments.models import Answer, Assessment, Submission
from assessments.services.answers import Draft, answers_save
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry
from tests.assessments.factories import Scene, fresh, make_questionnaire, make_round, values_of
from tests.journeys.desk import Desk
from tests.journeys.steps import (
    MEMO,
    Answers,
    card,
    choose,
    fill_sections,
    record_consultation,
    said,
    state_strategy,
    write,
)
from tests.people import make_user

pytestmark = pytest.mark.django_db(transaction=True)

ENDED, NOT_OURS, NOT_ASSESSED, DETAILED = "P017", "P020", "P015", "P001"
POINT = "Awareness is only planned for two districts."


def real_scene() -> Scene:
    """The Ministry of Social Welfare of the real register, with everybody who has a part in its report."""
    call_command("load_register", verbosity=0)
    make_questionnaire()
    ministry, other = Ministry.objects.get(acronym="MoSW"), Ministry.objects.get(acronym="MoWCA")
    people = {
        "focal": make_user("seventeen-focal", Role.FOCAL_POINT, ministry),
        "reviewer": make_user("seventeen-reviewer", Role.REVIEWER),
        "approver": make_user("seventeen-approver", Role.APPROVER),
        "administrator": make_user("seventeen-administrator", Role.ADMINISTRATOR),
    }
    round_ = make_round(people["administrator"])
    cluster = ministry.memberships.first().cluster
    return Scene(round_, ministry, other, people, cluster)


def test_seventeen_programmes_from_the_list_to_acceptance(desk: Any, tmp_path: Path):
    scene = real_scene()
    focal, reviewer = desk(scene.focal), desk(scene.reviewer)
    focal.open("assessments:our_report")
    assert scene.submission.assessments.count() == 17
    say_whose(focal, scene)
    short_form(focal, scene)
    details(focal, scene)
    papers(focal)
    submit(focal, scene, tmp_path)
    propose_and_return(reviewer, scene)
    agree_and_resubmit(focal, scene)
    settle_all(reviewer, scene)
    accept(desk(scene.approver), scene)
    assert scene.submission.status == "accepted"
    entries = scene.packet.data["assessments"]
    assert [one["programme"]["code"] for one in entries if one["not_assessed"]] == [NOT_ASSESSED]
    assert len(entries) == 15


# ── The ministry ────────────────────────────────────────────────────────────────────────────────


def of(scene: Scene, code: str) -> Assessment:
    return Assessment.objects.get(submission=scene.submission, programme__code=code)


def say_whose(desk: Desk, scene: Scene) -> None:
    """One has ended, one is another ministry's, one cannot be assessed now; the others are ours."""
    desk.follow("Our programmes")
    desk.heading("Our programmes")
    desk.open("assessments:claim_make", of(scene, ENDED).pk)
    choose(desk, "kind", "ended")
    write(desk, "day", "01/07/2018")
    desk.press("Save")
    said(desk)
    desk.open("assessments:claim_make", of(scene, NOT_OURS).pk)
    choose(desk, "kind", "not_ours")
    desk.page.locator('[name="other_ministry"]').select_option(label="Finance Division")
    desk.press("Save")
    said(desk)
    desk.open("assessments:not_assessed", of(scene, NOT_ASSESSED).pk)
    write(desk, "reason", "No figures have come from the field offices.")
    desk.press("Mark as not assessed")
    said(desk)
    desk.open("assessments:programmes", scene.submission.pk)
    desk.press("All the others are ours")
    said(desk)
    assert scene.submission.assessments.listed().count() == 15


def short_form(desk: Desk, scene: Scene) -> None:
    """A quick yes for every question of every programme, on one page; it waits to be confirmed."""
    desk.open("assessments:short_form", scene.submission.pk)
    choices = desk.page.locator("main select")
    expect(choices).to_have_count(14 * 8)
    for number in range(8):
        choices.nth(number).select_option("yes")
    choices.evaluate_all("all => all.forEach(one => { one.value = 'yes'; })")
    desk.press("Save")
    said(desk)
    desk.open("assessments:grid", scene.submission.pk)
    expect(desk.page.locator("main table tbody tr")).to_have_count(15)
    heads = Answer.objects.filter(assessment__submission=scene.submission, head__to_confirm=True)
    assert heads.count() == 14 * 8


def details(desk: Desk, scene: Scene) -> None:
    """One programme is answered question by question in the browser, the others by colleagues."""
    first = of(scene, DETAILED)
    desk.open("assessments:assessment", first.pk)
    sections = scene.round.questionnaire.schema().sections
    desk.open("assessments:section", first.pk, sections[0].code)
    fill_sections(desk, Answers(scene, "en", {}))
    assert not first.answers.filter(head__to_confirm=True).exists()
    for row in scene.submission.assessments.listed().exclude(pk=first.pk):
        if not row.not_assessed:
            confirm(fresh(row), values_of(scene.round.questionnaire), scene)


def confirm(row: Assessment, values: Mapping[str, Mapping[str, Any]], scene: Scene) -> None:
    heads = {one.question.code: one.head.number for one in row.answers.select_related("head")}
    short = {code: {"judgement": "yes"} for code in heads if code not in values}
    drafts = {
        code: Draft(heads.get(code, 0), given, confirmed=True)
        for code, given in {**values, **short}.items()
    }
    answers_save(assessment=row, drafts=drafts, token=uuid.uuid4(), by=scene.focal)


def papers(desk: Desk) -> None:
    desk.open("assessments:our_report")
    desk.follow("Own gender strategy and NSSS action plan")
    state_strategy(desk)
    desk.open("assessments:our_report")
    desk.follow("Consultations")
    record_consultation(desk)


def submit(desk: Desk, scene: Scene, folder: Path) -> None:
    """Print, sign, record the clearance of exactly this version, submit, read the receipt."""
    desk.open("assessments:check", scene.submission.pk)
    desk.sees("Nothing is missing.")
    desk.open("assessments:clear", scene.submission.pk)
    code = desk.page.locator("ol.steps .code").inner_text()
    for name, text in {
        "code": "0" * 12,
        "name": "Demo Officer",
        "post": "Joint Secretary",
        "memo_number": MEMO,
        "cleared_on": "12/02/2019",
    }.items():
        write(desk, name, text)
    desk.press("Record the clearance")
    expect(desk.page.locator(".error-summary")).to_be_visible()  # the code of another version
    write(desk, "code", code)
    desk.press("Record the clearance")
    said(desk)
    desk.open("assessments:submit", scene.submission.pk)
    desk.press("Submit the report")
    desk.heading("Receipt")
    desk.sees("On time")


# ── The Cabinet Division ────────────────────────────────────────────────────────────────────────


def propose_and_return(desk: Desk, scene: Scene) -> None:
    """One question is read across all programmes; for one of them another answer is proposed."""
    desk.open("assessments:queue")
    desk.follow("Claim")
    desk.press("Claim")
    desk.open("assessments:read_question", scene.submission.pk, "Q8")
    expect(desk.page.locator("article")).to_have_count(15)  # the one not assessed says why
    first = of(scene, DETAILED)
    desk.open("assessments:read_assessment", first.pk, query="?comment=Q8")
    form = card(desk, "Q8")
    form.locator('input[name="kind"][value="must_fix"]').check()
    form.locator("textarea").first.fill(POINT)
    form.locator('input[name="proposed"][value="partly"]').check()
    form.locator('select[name="proposed_feasibility"]').select_option("now")
    desk.press("Save the comment")
    said(desk)
    desk.open("assessments:return", scene.submission.pk)
    write(desk, "reason", "Please look at Q8 of the Old Age Allowance.")
    desk.press("Return the report")
    desk.sees("The report was returned. The ministry was told.")


def agree_and_resubmit(desk: Desk, scene: Scene) -> None:
    """The ministry agrees: its answer becomes the proposed one, by its own act."""
    desk.open("assessments:points", scene.submission.pk)
    expect(desk.page.locator("main")).to_contain_text(POINT)
    desk.page.locator('input[name$="-outcome"][value="agreed"]').check()
    desk.press("Save the reply")
    said(desk)
    head = of(scene, DETAILED).answers.get(question__code="Q8").head
    assert (head.judgement, head.feasibility, head.origin) == ("partly", "now", "agreed")
    desk.open("assessments:check", scene.submission.pk)
    desk.go(desk.page.locator(".error-summary a").first)  # "partly" needs what is missing
    write(desk, "Q8-missing", "All other districts.")
    desk.press("Save")
    said(desk)
    desk.open("assessments:clear", scene.submission.pk)
    code = desk.page.locator("ol.steps .code").inner_text()
    for name, text in {
        "code": code,
        "name": "Demo Officer",
        "post": "Joint Secretary",
        "memo_number": MEMO,
        "cleared_on": "20/02/2019",
    }.items():
        write(desk, name, text)
    desk.press("Record the clearance")
    said(desk)
    desk.open("assessments:submit", scene.submission.pk)
    desk.press("Submit the report")
    desk.heading("Receipt")


def settle_all(desk: Desk, scene: Scene) -> None:
    desk.open("assessments:queue")
    desk.follow("Claim")
    desk.press("Claim")
    first = of(scene, DETAILED)
    desk.open("assessments:read_assessment", first.pk)
    desk.press("Resolve", inside=card(desk, "Q8"))
    said(desk)
    for row in Assessment.objects.filter(submission=scene.submission, not_assessed_reason=""):
        if not row.left_out:
            desk.open("assessments:read_assessment", row.pk)
            desk.press("Settle this programme")
            said(desk)
    desk.open("assessments:recommend", scene.submission.pk)
    write(desk, "recommendation", "It can be accepted.")
    desk.press("Recommend")
    said(desk)


def accept(desk: Desk, scene: Scene) -> None:
    desk.open("assessments:decision", scene.submission.pk)
    expect(desk.page.locator("main")).to_contain_text(re.compile("not assessed", re.IGNORECASE))
    desk.press("Accept the report")
    said(desk)
    assert Submission.objects.get(pk=scene.submission.pk).accepted_by == scene.approver
