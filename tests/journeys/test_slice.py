"""The main job from sign-in to the printed plan: in English with scripts, in Bangla without any."""

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # noqa: TID253  # reads what was downloaded
from playwright.sync_api import expect

from nsss_gender.accounts.enums import Role
from reports.builders import chapter
from reports.exports.faces import check_faces
from reports.models import ActionPlan
from tests.assessments.factories import Scene
from tests.journeys.desk import Desk
from tests.journeys.steps import (
    MEMO,
    Answers,
    card,
    choose,
    file_of,
    fill_sections,
    record_clearance,
    record_consultation,
    said,
    small_scene,
    state_strategy,
    write,
)
from tests.people import make_seat

pytestmark = pytest.mark.django_db(transaction=True)

JUDGEMENTS = {"Q8": "no", "Q11": "partly"}
# Seven items: five "yes", one "partly", one "no". Level 4 asks for a "yes" to Q8; level 3 is met.
POINTS = {"en": ("5½", "7", "0"), "bn": ("৫½", "৭", "০")}  # noqa: RUF001
POINT = {"en": "Say which practices are meant.", "bn": "কোন কোন প্রথা বোঝানো হয়েছে তা লিখুন।"}
DETAIL = {"en": "Early marriage and dowry first.", "bn": "প্রথমে বাল্যবিবাহ ও যৌতুক।"}
SPACES = re.compile(r"\s+")


@pytest.mark.parametrize(
    ("language", "javascript"),
    [pytest.param("en", True, id="english"), pytest.param("bn", False, id="bangla-no-javascript")],
)
def test_the_whole_slice(language: str, javascript: bool, desk: Any, tmp_path: Path):
    scene = small_scene()
    make_seat(scene.reviewer, Role.APPROVER)  # who may accept, but not what they reviewed
    desks = {
        name: _welcome(desk(language=language, javascript=javascript), scene.people[name])
        for name in ("focal", "reviewer", "approver")
    }
    focal, reviewer, approver = desks["focal"], desks["reviewer"], desks["approver"]
    _fill(focal, scene)
    _check_and_submit(focal)
    _return(reviewer)
    _answer_the_point(focal)
    _settle_and_recommend(reviewer)
    _not_by_the_same_person(reviewer, scene)
    _accept(approver)
    _score(focal, scene)
    _plan(reviewer, scene, tmp_path)


def _welcome(desk: Desk, user: Any) -> Desk:
    desk.sign_in(user)
    return desk


# ── The ministry ────────────────────────────────────────────────────────────────────────────────


def _fill(desk: Desk, scene: Scene) -> None:
    desk.heading("Our report")
    desk.follow("Confirm the list")
    desk.press("All the others are ours")
    desk.follow("Go on with the answers")
    fill_sections(desk, Answers(scene, desk.language, JUDGEMENTS, leave_out={"Q8"}))
    desk.open("assessments:our_report")
    desk.follow("Own gender strategy and NSSS action plan")
    state_strategy(desk)
    desk.open("assessments:our_report")
    desk.follow("Consultations")
    record_consultation(desk)


def _check_and_submit(desk: Desk) -> None:
    """What is missing stands in a list whose link goes to the very field."""
    desk.open("assessments:our_report")
    desk.follow("Check before submitting")
    expect(desk.button("Record the clearance")).to_be_disabled()
    missing = desk.page.locator(".error-summary a")
    expect(missing).to_have_count(1)
    desk.go(missing)
    field = desk.page.locator("#id_Q8-judgement_0")
    expect(field).to_be_focused()
    choose(desk, "Q8-judgement", JUDGEMENTS["Q8"])
    choose(desk, "Q8-feasibility", "now")
    desk.press("Save")
    said(desk)
    desk.open("assessments:our_report")
    desk.sees("Nothing is missing.")
    desk.follow("Record the clearance")
    record_clearance(desk)
    _submit(desk)


def _submit(desk: Desk) -> None:
    desk.open("assessments:our_report")
    desk.follow("Submit the report")
    expect(desk.page.locator("main")).to_contain_text(MEMO)
    desk.press("Submit the report")
    desk.heading("Receipt")
    desk.sees("On time")
    expect(desk.page.locator(".code").first).to_have_text(re.compile(r"^[0-9A-F-]{6,}$"))


def _answer_the_point(desk: Desk) -> None:
    desk.open("assessments:our_report")
    desk.follow("Answer the points")
    desk.follow("Go to the question")
    write(desk, "Q8-detail", DETAIL[desk.language])
    desk.press("Save")
    desk.sees("Saved. The report is not submitted yet.")
    _only_the_named_question_is_open(desk)
    desk.open("assessments:our_report")
    desk.follow("Answer the points")
    desk.page.locator('input[name$="-outcome"][value="addressed"]').check()
    desk.press("Save the reply")
    said(desk)
    # A judged answer has changed, so the last clearance does not hold.
    desk.follow("Check before submitting")
    desk.follow("Submit again under the last clearance")
    expect(desk.button("Submit the report")).to_be_disabled()
    desk.open("assessments:our_report")
    desk.follow("Record the clearance")
    record_clearance(desk)
    _submit(desk)


def _only_the_named_question_is_open(desk: Desk) -> None:
    """Q8 stands alone in its section; the section before it is to be read only."""
    desk.page.goto(desk.page.url.replace("/norms/", "/voice/"))
    expect(desk.page.locator("main textarea, main input[type=radio]")).to_have_count(0)
    desk.sees("Read only")


def _score(desk: Desk, scene: Scene) -> None:
    desk.open("assessments:score", scene.assessment.pk)
    current, of, na = POINTS[desk.language]
    points = desk.t("%(current)s of %(of)s (%(na)s n/a)") % {"current": current, "of": of, "na": na}
    label = desk.t("Responsive", context="level")
    level = desk.t("Level %(number)s: %(label)s") % {"number": desk.words("3", "৩"), "label": label}
    expect(desk.page.locator("main")).to_contain_text(points)
    expect(desk.page.locator("main")).to_contain_text(level)


# ── The Cabinet Division ────────────────────────────────────────────────────────────────────────


def _claim(desk: Desk) -> None:
    """From the queue to the programme, with the report in one's own hands."""
    desk.open("assessments:queue")
    desk.follow("Claim")
    desk.press("Claim")
    desk.sees("The report is with you now. The ministry was told.")
    desk.go(desk.page.locator("main table a").first)


def _return(desk: Desk) -> None:
    _claim(desk)
    desk.follow("Comment, or propose another answer", inside=card(desk, "Q8"))
    question = card(desk, "Q8")
    question.locator('input[value="must_fix"]').check()
    question.locator("textarea").fill(POINT[desk.language])
    desk.press("Save the comment", inside=question)
    desk.sees("The comment was saved. The ministry sees it with the return.")
    expect(card(desk, "Q8")).to_contain_text(POINT[desk.language])
    _back_to_the_report(desk)
    desk.follow("Return to the ministry")
    write(desk, "reason", desk.words("Please look at Q8 again.", "প্রশ্ন ৮ আবার দেখুন।"))
    desk.press("Return the report")
    desk.sees("The report was returned. The ministry was told.")


def _back_to_the_report(desk: Desk) -> None:
    desk.go(desk.page.locator(".breadcrumb a").last)


def _settle_and_recommend(desk: Desk) -> None:
    _claim(desk)
    expect(card(desk, "Q8")).to_contain_text(DETAIL[desk.language])
    desk.press("Resolve", inside=card(desk, "Q8"))
    said(desk)
    desk.press("Settle this programme")
    desk.sees("The programme is settled.")
    desk.follow("Recommend acceptance")
    write(desk, "recommendation", desk.words("It can be accepted.", "গ্রহণ করা যায়।"))
    desk.press("Recommend")
    desk.sees("The report was recommended for acceptance. The approvers were told.")


def _not_by_the_same_person(desk: Desk, scene: Scene) -> None:
    """A reviewer who holds an approver's seat, too, is told why the button does not work."""
    desk.open("assessments:decision", scene.submission.pk)
    expect(desk.button("Accept the report")).to_be_disabled()
    desk.sees("You reviewed a part of it: another person must accept it.")


def _accept(desk: Desk) -> None:
    desk.open("accounts:home")
    desk.heading("Decisions")
    desk.go(desk.page.locator("table a").first)
    desk.press("Accept the report")
    said(desk)
    expect(desk.page.locator("main")).to_contain_text(desk.t("Accepted"))


# ── The plan and its files ──────────────────────────────────────────────────────────────────────


def _plan(desk: Desk, scene: Scene, folder: Path) -> None:
    desk.open("reports:plans")
    desk.press("Start the plan")
    said(desk)
    desk.press("Take in the settled answers")
    said(desk)
    plan = ActionPlan.objects.get(round=scene.round)
    name = desk.words(scene.ministry.name_en, scene.ministry.name_bn)
    desk.go(desk.page.locator("main").get_by_role("link", name=name).first)
    chapter_page = desk.page.url
    desk.follow("The whole chapter as it is printed")
    shown = desk.page.content()
    cells = _cells(desk)
    desk.page.goto(chapter_page)
    files = {kind: file_of(desk, kind, folder) for kind in ("pdf", "xlsx")}
    text = _pdf_text(files["pdf"])
    document = chapter.build(plan, scene.ministry, desk.language)
    check_faces(document, shown, text, files["xlsx"].read_bytes())
    _read_by_hand(cells, text, files["xlsx"])
    words = desk.words("Government of the People's", "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার")
    assert [word for word in (*name.split(), *words.split()) if word not in text] == []


def _cells(desk: Desk) -> Mapping[str, str]:
    """Address → text of every figure on the page."""
    found: dict[str, str] = desk.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-cell]")].map(
             (cell) => [cell.dataset.cell, cell.textContent.trim()]))"""
    )
    return found


def _pdf_text(file: Path) -> str:
    command = ["pdftotext", "-layout", str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _read_by_hand(cells: Mapping[str, str], text: str, workbook: Path) -> None:
    """Beside the product's own comparison: the row's figures, looked up as a person would."""
    plain = SPACES.sub("", text)
    # A reference ("M01/P002/Q8") may be broken over two lines of its cell, so it is not looked for.
    figures = {
        text
        for text in cells.values()
        if re.search(r"\d", text) and len(text) < 20 and "/P" not in text and "/X" not in text
    }
    assert figures
    assert [figure for figure in figures if SPACES.sub("", figure) not in plain] == []
    values = {
        str(value)
        for sheet in load_workbook(workbook)
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if value is not None
    }
    assert "5.5" in values
