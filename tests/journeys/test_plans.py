"""From the board to the printed plan: in English with scripts, in Bangla without any."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from reports.enums import RowDisposition
from reports.models import ActionItem, ActionPlan, PolicyReference
from tests.assessments.factories import Scene, make_scene
from tests.journeys.desk import Desk
from tests.journeys.steps import choose, file_of, said, write

pytestmark = pytest.mark.django_db(transaction=True)

GAPS = {"Q8": "no", "Q11": "partly"}
INDICATOR = {"en": "Groups of women that meet", "bn": "নারী দলের সভার সংখ্যা"}
COST = {"en": "2.50", "bn": "২.৫০"}
WHY = {"en": "Another programme does the same.", "bn": "অন্য কর্মসূচি একই কাজ করে।"}
STAFF = {"en": "They have no training on gender.", "bn": "জেন্ডার বিষয়ে তাঁদের প্রশিক্ষণ নেই।"}
TRAINING = {"en": "Train the focal points.", "bn": "ফোকাল পয়েন্টদের প্রশিক্ষণ দেওয়া।"}


@pytest.mark.parametrize(
    ("language", "javascript"),
    [pytest.param("en", True, id="english"), pytest.param("bn", False, id="bangla-no-javascript")],
)
def test_from_the_board_to_the_print(language: str, javascript: bool, desk: Any, tmp_path: Path):
    scene = make_scene("accepted", programmes=2, judgements=GAPS)
    PolicyReference.objects.create(code="sample", kind="gender_policy", name_en="Sample policy")
    reviewer, focal, coordinator = (
        desk(scene.people[name], language=language, javascript=javascript)
        for name in ("reviewer", "focal", "coordinator")
    )
    _board(reviewer, scene)
    plan = _draft(reviewer, scene)
    first, second, *_others = ActionItem.objects.filter(plan=plan)
    _write_the_row(focal, first)
    _drop_the_row(reviewer, second)
    _institutional(focal, plan, scene)
    _analysis(reviewer, plan)
    _print(reviewer, plan, tmp_path)
    coordinator.open("reports:cluster", plan.pk, scene.cluster.code)
    expect(coordinator.page.locator("main")).to_contain_text(first.reference)


def _board(desk: Desk, scene: Scene) -> None:
    """Who is where stands on one page; whose report is out gets a letter with one click."""
    desk.open("reports:board", scene.round.pk)
    name = desk.words(scene.ministry.name_en, scene.ministry.name_bn)
    row = desk.page.locator("table.board tbody tr").filter(has_text=name)
    expect(row).to_contain_text(desk.t("Accepted"))
    late = desk.words(scene.other_ministry.name_en, scene.other_ministry.name_bn)
    row = desk.page.locator("table.board tbody tr").filter(has_text=late)
    desk.follow("Letter", inside=row)
    expect(desk.page.locator("article.letter")).to_contain_text(late)


def _draft(desk: Desk, scene: Scene) -> ActionPlan:
    desk.open("reports:plans")
    desk.press("Start the plan")
    said(desk)
    desk.press("Take in the settled answers")
    said(desk)
    return ActionPlan.objects.get(round=scene.round)


def _write_the_row(desk: Desk, item: ActionItem) -> None:
    """The focal point says how it is measured and what it costs, in its own language and digits."""
    desk.open("reports:item", item.pk)
    desk.follow("Edit this row")
    write(desk, f"indicator_{desk.language}", INDICATOR[desk.language])
    write(desk, "cost_crore", COST[desk.language])
    desk.press("Save")
    said(desk)
    item.refresh_from_db()
    assert (getattr(item, f"indicator_{desk.language}"), item.cost_crore) == (
        INDICATOR[desk.language],
        2.5,
    )


def _drop_the_row(desk: Desk, item: ActionItem) -> None:
    """Without a reason nothing is dropped, and what was chosen stays."""
    desk.open("reports:item", item.pk)
    desk.follow("Keep, merge or drop")
    choose(desk, "disposition", RowDisposition.DROPPED)
    desk.press("Save")
    expect(desk.page.locator(".error-summary")).to_be_visible()
    write(desk, "reason", WHY[desk.language])
    desk.press("Save")
    said(desk)
    expect(desk.page.locator("main")).to_contain_text(WHY[desk.language])


def _institutional(desk: Desk, plan: ActionPlan, scene: Scene) -> None:
    owner = ActionItem(plan=plan, origin="ministry", ministry=scene.ministry).owner_code
    desk.open("reports:row_new", plan.pk, "ministry", owner)
    choose(desk, "institutional_kind", "training")
    write(desk, f"gap_{desk.language}", STAFF[desk.language])
    write(desk, f"action_{desk.language}", TRAINING[desk.language])
    choose(desk, "references", "sample")
    choose(desk, "cycle_stage", "planning")
    desk.press("Add the row")
    said(desk)
    expect(desk.page.locator("main")).to_contain_text(TRAINING[desk.language])


def _analysis(desk: Desk, plan: ActionPlan) -> None:
    desk.open("reports:plan", plan.pk)
    desk.follow("Analysis of all programmes")
    expect(desk.page.locator("main table").first).to_be_visible()


def _print(desk: Desk, plan: ActionPlan, folder: Path) -> None:
    """The national plan as PDF and Excel: what was typed is in it."""
    desk.open("reports:plan", plan.pk)
    files = {kind: file_of(desk, kind, folder) for kind in ("pdf", "xlsx")}
    command = ["pdftotext", "-layout", str(files["pdf"]), "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    words = {*INDICATOR[desk.language].split(), *TRAINING[desk.language].split()}
    assert sorted(word for word in words if word not in text) == []
    assert files["xlsx"].stat().st_size > 0
