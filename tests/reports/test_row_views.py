"""The pages of rows: one happy path each, a stranger, a wrong state, mistakes at their place."""

from itertools import pairwise
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from reports.enums import PlanStatus
from reports.models import ActionItem, ActionPlan, PlanVersion
from reports.selectors.rows import row_values
from reports.services.plans import plan_refresh, plan_start
from reports.services.rows import row_edit
from reports.services.versions import Typed
from tests.assessments.factories import Scene, fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}


@pytest.fixture
def scene() -> Scene:
    found = make_scene("under_review", judgements=MIXED)
    found.settle()
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


@pytest.fixture
def row(scene: Scene) -> ActionItem:
    return ActionItem.objects.order_by("position")[0]


def get(scene: Scene, who: str, name: str, *args: Any, **query: Any) -> HttpResponse:
    return signed_in(scene.people[who]).get(reverse(f"reports:{name}", args=args), query)


def post(scene: Scene, who: str, name: str, *args: Any, **data: Any) -> HttpResponse:
    return signed_in(scene.people[who]).post(reverse(f"reports:{name}", args=args), data)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def posted(row: ActionItem, **fields: Any) -> dict[str, Any]:
    """What a browser sends of the form."""
    row = fresh(row)
    return row_values(row) | {"base": row.number} | fields


class TestEdit:
    def test_a_focal_point_fills_a_row_with_bangla_digits(
        self, scene: Scene, row: ActionItem
    ) -> None:
        data = posted(row, unit_bn="জন", target_bn="৫০০", cost_crore="১,২৫০.৫", start_fy="২০১৯-২০")
        answer = post(scene, "focal", "item_edit", row.pk, **data)
        assert answer["Location"] == reverse("reports:item", args=[row.pk])
        row = fresh(row)
        assert (row.unit_bn, row.unit_en, row.target_en, row.target_bn) == ("জন", "", "500", "৫০০")
        assert (str(row.cost_crore), row.start_fy) == ("1250.50", "2019-20")
        page = text(get(scene, "focal", "item", row.pk))
        assert "Tk 1,250.50 crore" in page

    def test_save_and_next_goes_through_the_chapter(self, scene: Scene, row: ActionItem) -> None:
        rows = list(ActionItem.objects.order_by("position"))
        for this, following in pairwise(rows):
            answer = post(scene, "focal", "item_edit", this.pk, **posted(this, next="1"))
            assert answer["Location"] == reverse("reports:item_edit", args=[following.pk])
        answer = post(scene, "focal", "item_edit", rows[-1].pk, **posted(rows[-1], next="1"))
        assert answer["Location"] == reverse("reports:rows", args=[row.plan_id])

    def test_all_mistakes_come_back_at_once_with_what_was_typed(
        self, scene: Scene, row: ActionItem
    ) -> None:
        data = posted(
            row, action_en="Ours.", cost_crore="much", start_fy="2021-22", end_fy="2020-21"
        )
        answer = post(scene, "focal", "item_edit", row.pk, **data)
        page = text(answer)
        assert answer.status_code == 422
        assert 'href="#id_cost_crore"' in page
        assert 'href="#id_end_fy"' in page
        assert "Ours." in page
        assert "much" in page
        assert fresh(row).number == 1

    def test_a_clash_shows_both_and_starts_from_what_stands(
        self, scene: Scene, row: ActionItem
    ) -> None:
        mine = posted(row, unit_en="households")
        typed = Typed(1, row_values(row) | {"unit_en": "persons", "target_en": "500"})
        row_edit(item=row, typed=typed, by=scene.reviewer)
        answer = post(scene, "focal", "item_edit", row.pk, **mine)
        page = text(answer)
        assert answer.status_code == 409
        assert "A colleague changed this in the meantime." in page
        assert "<span >persons</span>" in page
        assert 'value="households"' in page
        assert (
            'value="500"' in page
        )  # what the colleague changed elsewhere is not overwritten next time
        assert f'name="base" value="{fresh(row).number}"' in page

    @pytest.mark.parametrize("who", ["stranger", "contributor", "nobody", "observer"])
    def test_for_a_stranger_there_is_no_row(self, scene: Scene, row: ActionItem, who: str) -> None:
        for name in ("item", "item_edit", "item_history"):
            assert get(scene, who, name, row.pk).status_code == 404
        assert post(scene, who, "item_edit", row.pk, **posted(row)).status_code == 404

    def test_after_circulation_what_was_typed_is_shown_with_the_reason(
        self, scene: Scene, row: ActionItem
    ) -> None:
        data = posted(row, action_en="Typed before it was circulated.")
        ActionPlan.objects.update(status=PlanStatus.CIRCULATED)
        answer = post(scene, "focal", "item_edit", row.pk, **data)
        assert answer.status_code == 403
        assert "Typed before it was circulated." in text(answer)
        assert "only the reviewer changes rows" in text(answer)
        assert fresh(row).number == 1


class TestHistory:
    def test_an_earlier_text_is_brought_back(self, scene: Scene, row: ActionItem) -> None:
        suggested = row.action_en
        post(scene, "focal", "item_edit", row.pk, **posted(row, action_en="Ours."))
        first = PlanVersion.objects.get(target=row.target_name, number=1)
        page = text(get(scene, "focal", "item_history", row.pk))
        assert "As the questionnaire suggests it" in page
        assert "Ours." in page
        answer = post(scene, "focal", "item_restore", first.pk)
        assert answer["Location"] == reverse("reports:item_history", args=[row.pk])
        assert fresh(row).action_en == suggested

    def test_a_stranger_brings_nothing_back(self, scene: Scene, row: ActionItem) -> None:
        post(scene, "focal", "item_edit", row.pk, **posted(row, action_en="Ours."))
        first = PlanVersion.objects.get(target=row.target_name, number=1)
        assert post(scene, "stranger", "item_restore", first.pk).status_code == 404
        assert fresh(row).action_en == "Ours."


class TestList:
    def test_it_shows_what_is_still_to_be_filled_in(self, scene: Scene, row: ActionItem) -> None:
        count = ActionItem.objects.count()
        page = text(get(scene, "focal", "rows", row.plan_id))
        assert f"Baseline: {count} rows" in page
        post(scene, "focal", "item_edit", row.pk, **posted(row, baseline_en="40%"))
        page = text(get(scene, "focal", "rows", row.plan_id))
        assert f"Baseline: {count - 1} rows" in page

    def test_a_stranger_sees_no_row_of_another(self, scene: Scene, row: ActionItem) -> None:
        page = text(get(scene, "stranger", "rows", row.plan_id))
        assert row.reference not in page
        assert get(scene, "nobody", "rows", row.plan_id).status_code == 404

    def test_a_forged_filter_does_not_break(self, scene: Scene, row: ActionItem) -> None:
        answer = get(scene, "focal", "rows", row.plan_id, kind="forged", page="forged")
        assert answer.status_code == 200
        assert row.reference in text(answer)
