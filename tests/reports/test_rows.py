"""Writing in rows: who may when, merging, versions, what lacks; tested at the services and selectors (48, 50)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.audit.models import Event
from nsss_gender.audit.services import text_digest
from reports.enums import PlanStatus, RowDisposition, SupportState
from reports.forms.rows import LENGTHS
from reports.models import ActionItem, ActionPlan, PlanVersion
from reports.permissions import can_decide_row, can_edit_row, can_read_history
from reports.selectors.row_list import RowFilter, lacking, next_row, row_list
from reports.selectors.rows import row_values, versions_shown
from reports.services.plans import plan_refresh, plan_start
from reports.services.rows import row_edit, row_restore
from reports.services.versions import Outcome, Typed
from tests.assessments.factories import Scene, fresh, make_scene

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}
FULL = {
    "indicator_en": "Women trained",
    "unit_en": "persons",
    "baseline_en": "120 (2018-19)",
    "target_en": "500",
    "lead_post_en": "Deputy Secretary (Social Security)",
    "cost_crore": "12.50",
}


@pytest.fixture
def scene() -> Scene:
    found = make_scene("under_review", programmes=2, judgements=MIXED)
    found.settle()
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


@pytest.fixture
def row(scene: Scene) -> ActionItem:
    return ActionItem.objects.order_by("entry__programme__code", "position")[0]


def edit(row: ActionItem, by: Any, base: int = 0, **fields: Any) -> Outcome:
    """Save as a form does it: all fields, those named changed; against ``base`` or what stands."""
    row = fresh(row)
    typed = Typed(base or row.number, row_values(row) | fields)
    return row_edit(item=row, typed=typed, by=by)


class TestWhoMay:
    @pytest.mark.parametrize(
        ("status", "allowed"),
        [
            (PlanStatus.DRAFTING, {"focal", "reviewer", "second_reviewer"}),
            (PlanStatus.REVISED, {"reviewer", "second_reviewer"}),
            (PlanStatus.CIRCULATED, set()),
            (PlanStatus.APPROVED, set()),
        ],
    )
    def test_rows_are_edited_by_state_of_the_plan(
        self, scene: Scene, row: ActionItem, status: str, allowed: set[str]
    ) -> None:
        ActionPlan.objects.update(status=status)
        row = fresh(row)
        assert {who for who, user in scene.people.items() if can_edit_row(user, row)} == allowed

    def test_the_reviewer_alone_decides(self, scene: Scene, row: ActionItem) -> None:
        may = {who for who, user in scene.people.items() if can_decide_row(user, row)}
        assert may == {"reviewer", "second_reviewer"}
        told = can_decide_row(scene.focal, row)
        assert (told.seat is not None, can_decide_row(scene.stranger, row).seat) == (True, None)

    def test_earlier_texts_are_read_by_the_ministry_and_the_division(
        self, scene: Scene, row: ActionItem
    ) -> None:
        may = {who for who, user in scene.people.items() if can_read_history(user, row)}
        assert may == {"focal", "reviewer", "second_reviewer", "technical_support", "approver"}

    @pytest.mark.parametrize("who", ["stranger", "approver", "contributor", "administrator"])
    def test_nobody_else_writes(self, scene: Scene, row: ActionItem, who: str) -> None:
        with pytest.raises(PermissionDenied):
            edit(row, scene.people[who], unit_en="Forged")
        assert (fresh(row).unit_en, PlanVersion.objects.count()) == ("", 0)


class TestEdit:
    def test_every_field_is_kept_and_noted(self, scene: Scene, row: ActionItem) -> None:
        saved = edit(
            row,
            scene.focal,
            **FULL,
            start_fy="2019-20",
            end_fy="2020-21",
            supports=[scene.other_ministry.code],
        )
        row = fresh(row)
        assert (saved.number, row.number) == (2, 2)
        assert (row.cost_crore, row.start_fy, row.end_fy) == (
            Decimal("12.50"),
            "2019-20",
            "2020-21",
        )
        support = row.supports.get()
        assert (support.ministry, support.state) == (scene.other_ministry, SupportState.NAMED)
        event = Event.objects.filter(stream=row.plan.stream, action="row edited").get()
        assert event.changes["cost_crore"] == ["", "12.50"]
        assert event.changes["digests"]["unit_en"] == [text_digest(""), text_digest("persons")]
        assert "persons" not in str(event.changes)

    def test_a_double_click_writes_once(self, scene: Scene, row: ActionItem) -> None:
        for _twice in range(2):
            edit(row, scene.focal, base=1, unit_en="persons")
        assert fresh(row).number == 2
        assert Event.objects.filter(action="row edited").count() == 1

    def test_two_people_in_different_fields_merge(self, scene: Scene, row: ActionItem) -> None:
        start = row_values(row)
        edit(row, scene.focal, unit_en="persons")
        typed = Typed(1, start | {"target_en": "500"})
        saved = row_edit(item=row, typed=typed, by=scene.reviewer)
        row = fresh(row)
        assert (saved.clashes, row.unit_en, row.target_en) == ((), "persons", "500")

    def test_a_clash_keeps_both(self, scene: Scene, row: ActionItem) -> None:
        start = row_values(row)
        edit(row, scene.focal, unit_en="persons")
        typed = Typed(1, start | {"unit_en": "households"})
        saved = row_edit(item=row, typed=typed, by=scene.reviewer)
        assert (saved.clashes, fresh(row).unit_en) == (("unit_en",), "persons")
        kept = PlanVersion.objects.get(target=row.target_name, kept=True)
        assert (kept.values["unit_en"], kept.by) == ("households", scene.reviewer)

    def test_years_that_only_the_merge_turns_round_are_refused(
        self, scene: Scene, row: ActionItem
    ) -> None:
        edit(row, scene.focal, start_fy="2019-20", end_fy="2021-22")
        start = row_values(fresh(row))
        edit(row, scene.focal, start_fy="2021-22")
        with pytest.raises(ValidationError, match="before the start"):
            row_edit(item=row, typed=Typed(2, start | {"end_fy": "2020-21"}), by=scene.reviewer)
        assert fresh(row).end_fy == "2021-22"

    def test_a_ministry_does_not_support_itself(self, scene: Scene, row: ActionItem) -> None:
        edit(row, scene.focal, supports=[scene.ministry.code])
        assert fresh(row).supports.count() == 0

    def test_the_target_after_the_programmes_end_is_marked(
        self, scene: Scene, row: ActionItem
    ) -> None:
        programme = row.source.programme
        programme.end_fy = "2020-21"
        programme.save()
        edit(row, scene.focal, end_fy="2020-21")
        assert fresh(row).outlives_programme is False
        edit(row, scene.focal, end_fy="2021-22")
        assert fresh(row).outlives_programme is True

    def test_an_earlier_text_stands_again_as_a_new_version(
        self, scene: Scene, row: ActionItem
    ) -> None:
        suggested = row.action_en
        edit(row, scene.focal, action_en="Ours.", supports=[scene.other_ministry.code])
        first = PlanVersion.objects.get(target=row.target_name, number=1)
        for _twice in range(2):
            row_restore(version=first, item=row, by=scene.reviewer)
        row = fresh(row)
        assert (row.action_en, row.number, row.supports.count()) == (suggested, 3, 0)

    def test_the_history_says_what_each_version_changed(
        self, scene: Scene, row: ActionItem
    ) -> None:
        edit(row, scene.focal, unit_en="persons", supports=[scene.other_ministry.code])
        found = PlanVersion.objects.filter(target=row.target_name).order_by("-number")
        newest, first = versions_shown(fresh(row), found)
        assert newest.changed == (
            ("Unit, in English", "", "persons"),
            ("Supporting ministries", "", scene.other_ministry.name_en),
        )
        assert (newest.stands, first.stands, first.version.by) == (True, False, None)

    def test_texts_have_the_lengths_of_their_columns(self) -> None:
        columns = {
            name: ActionItem._meta.get_field(f"{name}_{language}").max_length  # type: ignore[union-attr]
            for name in LENGTHS
            for language in ("en", "bn")
        }
        assert columns == LENGTHS


class TestLists:
    def test_what_a_row_lacks(self, scene: Scene, row: ActionItem) -> None:
        assert row.lacks == ("unit", "baseline", "target", "lead_post", "cost_crore")
        edit(row, scene.focal, **FULL)
        assert fresh(row).lacks == ()

    def test_only_rows_to_be_carried_out_lack_anything(self, scene: Scene, row: ActionItem) -> None:
        rows = ActionItem.objects.all()
        total = rows.count()
        assert lacking(rows)["unit"] == lacking(rows)["to_complete"] == total
        rows.filter(pk=row.pk).update(
            disposition=RowDisposition.DROPPED, disposition_reason="Not needed."
        )
        assert lacking(rows)["unit"] == lacking(rows)["to_complete"] == total - 1
        assert fresh(row).lacks == ()

    def test_filters_narrow_to_what_they_say(self, scene: Scene, row: ActionItem) -> None:
        edit(row, scene.focal, **FULL)

        def listed(**limits: str) -> set[str]:
            return {
                item.reference
                for item in row_list(scene.reviewer, row.plan, RowFilter(**limits), "en")
            }

        every = {item.reference for item in ActionItem.objects.all()}
        assert listed() == every
        assert listed(show="to_complete") == listed(show="unit") == every - {row.reference}
        assert listed(show="untranslated") == {row.reference}
        assert listed(ministry=scene.other_ministry.code) == set()
        assert listed(kind=row.kind) == {
            i.reference for i in ActionItem.objects.filter(kind=row.kind)
        }
        ActionItem.objects.filter(pk=row.pk).update(
            priority="low", priority_override="high", priority_reason="A promise of the minister."
        )
        assert row.reference in listed(priority="high")
        assert row.reference not in listed(priority="low")

    def test_a_stranger_lists_nothing(self, scene: Scene, row: ActionItem) -> None:
        assert list(row_list(scene.stranger, row.plan, RowFilter(), "en")) == []

    def test_the_next_row_is_found_though_this_one_left_the_filter(
        self, scene: Scene, row: ActionItem
    ) -> None:
        limits = RowFilter(show="to_complete")
        second = row_list(scene.focal, row.plan, limits, "en")[1]
        edit(row, scene.focal, **FULL)
        assert next_row(scene.focal, row, limits, "en") == second.pk
        last = list(row_list(scene.focal, row.plan, limits, "en"))[-1]
        assert next_row(scene.focal, last, limits, "en") is None
