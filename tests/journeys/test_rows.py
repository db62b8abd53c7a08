"""A row of the plan is written by the ministry and the Cabinet Division at once: both texts are kept, nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import expect

from reports.models import ActionItem
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import fresh, make_scene
from tests.journeys.steps import write

pytestmark = pytest.mark.django_db(transaction=True)

HERS = "Seventy per cent by 2021"
HIS = "আশি শতাংশ"


@pytest.fixture(params=[True, False], ids=["javascript", "no-javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def test_ministry_and_division_write_the_same_row(desk: Any, javascript: bool):
    scene = make_scene("accepted", judgements={"Q8": "no", "Q6a": "no"})
    plan_refresh(plan=plan_start(round_=scene.round, by=scene.reviewer), by=scene.reviewer)
    row = ActionItem.objects.order_by("position").last()
    assert row
    hers, his = (desk(who, javascript=javascript) for who in (scene.focal, scene.reviewer))
    for each in (hers, his):
        each.open("reports:item_edit", row.pk)

    write(hers, "target_bn", HERS)
    write(hers, "cost_crore", "১২.৫")
    hers.press("Save")
    hers.sees("Edit this row")
    expect(hers.page.get_by_text("Tk 12.50 crore")).to_be_visible()

    write(his, "target_bn", HIS)
    write(his, "funds_en", "Revenue budget")
    his.press("Save")
    his.sees("A colleague changed this in the meantime. Their text stands; yours is below.")
    expect(his.page.locator('[name="target_bn"]')).to_have_value(HIS)
    expect(his.page.locator('[name="cost_crore"]')).to_have_value("12.50")
    his.press("Save")
    his.sees("Edit this row")
    row = fresh(row)
    said = (row.target_bn, str(row.cost_crore), row.funds_en)
    assert said == (HIS, "12.50", "Revenue budget")

    his.follow("History")
    kept = his.page.locator("section.panel", has_text="Kept beside, after a clash")
    expect(kept).to_contain_text(HIS)
    expect(his.page.locator("section.panel", has_text=HERS).first).to_be_visible()
