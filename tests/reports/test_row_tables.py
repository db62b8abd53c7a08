"""The plan table: every field of a row stands in it; rows merged or dropped stand beside with their reason."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from reports.builders import rows
from reports.documents import Table
from reports.enums import RowDisposition
from reports.models import ActionItem, ActionPlan
from reports.selectors import draft
from reports.selectors.rows import row_values
from reports.services.plans import plan_refresh, plan_start
from reports.services.rows import row_edit
from reports.services.versions import Typed
from tests.assessments.factories import Scene, fresh, make_scene

pytestmark = pytest.mark.django_db
MIXED = {"Q6a": "no", "Q8": "no"}


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", judgements={"Q5": "yes"} | MIXED)
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


@pytest.fixture
def row(scene: Scene) -> ActionItem:
    return ActionItem.objects.order_by("position")[0]


def edit(scene: Scene, row: ActionItem, **fields: Any) -> None:
    row = fresh(row)
    typed = Typed(row.number, row_values(row) | fields)
    row_edit(item=row, typed=typed, by=scene.focal)


def line(found: Table, row: ActionItem) -> dict[str, Any]:
    keys = [column.key for column in found.columns]
    (cells,) = (one.cells for one in found.rows if one.key == row.reference.replace("/", "-"))
    return dict(zip(keys, (cell.value for cell in cells), strict=True))


def table(scene: Scene, lang: str = "en") -> Table:
    with override(lang):
        return rows.actions(draft(ActionPlan.objects.get(), scene.ministry), ministries=False)


def test_every_field_stands_in_the_table(scene: Scene, row: ActionItem) -> None:
    edit(
        scene,
        row,
        indicator_en="Women trained",
        unit_en="persons",
        baseline_en="120",
        target_en="500",
        lead_post_en="Deputy Secretary",
        funds_en="Revenue budget",
        start_fy="2019-20",
        end_fy="2020-21",
        cost_crore="12.50",
        supports=[scene.other_ministry.code],
    )
    found = line(table(scene), row)
    support = f"with {scene.other_ministry.name_en} (not confirmed)"
    assert {name: found[name] for name in ("serial", "unit", "baseline", "target", "funds")} == {
        "serial": 1,
        "unit": "persons",
        "baseline": "120",
        "target": "500",
        "funds": "Revenue budget",
    }
    assert found["indicator"] == "Women trained"
    assert found["time"] == "2019-20 – 2020-21"
    assert found["responsible"] == f"Deputy Secretary\n{support}"
    assert found["cost"] == Decimal("12.50")


def test_what_nobody_filled_in_is_blank_and_never_zero(scene: Scene, row: ActionItem) -> None:
    found = line(table(scene), row)
    blank = ("unit", "baseline", "target", "time", "responsible", "cost", "funds")
    assert [found[name] for name in blank] == [None] * 7


def test_in_bangla_years_have_its_digits_and_gaps_of_translation_are_marked(
    scene: Scene, row: ActionItem
) -> None:
    edit(scene, row, unit_en="persons", target_en="500", start_fy="2019-20")
    found = line(table(scene, "bn"), row)
    assert found["time"] == "২০১৯-২০"
    assert found["unit"] == "persons"
    assert "এখনো অনূদিত নয়" in found["remark"]
    ActionItem.objects.filter(pk=row.pk).update(gap_open=False)  # still printed, with a remark
    rows_ = ActionItem.objects.all()
    assert [rows_.untranslated(one).count() for one in ("bn", "en")] == [1, 0]


def test_the_priority_that_was_set_stands_before_the_formulas(
    scene: Scene, row: ActionItem
) -> None:
    ActionItem.objects.update(priority="low", priority_override="high", priority_reason="Promised.")
    assert line(table(scene), row)["priority"] == "High"


def test_rows_merged_or_dropped_stand_beside_with_their_reason(
    scene: Scene, row: ActionItem
) -> None:
    other = ActionItem.objects.order_by("position")[1]
    ActionItem.objects.filter(pk=row.pk).update(
        disposition=RowDisposition.MERGED, merged_into=other, disposition_reason="The same work."
    )
    found = draft(ActionPlan.objects.get(), scene.ministry)
    assert [one.key for one in table(scene).rows] == [other.reference.replace("/", "-")]
    with override("en"):
        _heading, aside = rows.set_aside(found.items)
    assert isinstance(aside, Table)
    assert line(aside, row) == {
        "reference": row.reference,
        "action": row.action_en,
        "decision": f"Merged into {other.reference}",
        "reason": "The same work.",
        "gain": row.gain,
    }
    assert found.totals.gain(RowDisposition.MERGED) == row.gain


def test_without_any_there_is_no_such_table(scene: Scene, row: ActionItem) -> None:
    assert list(rows.set_aside(draft(ActionPlan.objects.get()).items)) == []


def test_supports_of_many_rows_are_one_query(
    scene: Scene, row: ActionItem, django_assert_num_queries: Any
) -> None:
    for item in ActionItem.objects.all():
        edit(scene, item, supports=[scene.other_ministry.code])
    found = draft(ActionPlan.objects.get(), scene.ministry)
    with override("en"), django_assert_num_queries(1):
        rows.actions(found, ministries=False)
