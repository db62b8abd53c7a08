"""Kept, merged, dropped; the priority and its formula; what follows from a changed answer (48, 51, 53)."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from nsss_gender.audit.models import Event
from reports.enums import PlanStatus, RowDisposition, RowKind
from reports.models import ActionItem, ActionPlan, PlanVersion
from reports.selectors import draft
from reports.selectors.row_picks import by_reference, mergeable
from reports.selectors.row_source import priority_lines, row_source, suggestions
from reports.services.decisions import Decision, row_dispose, row_follow, row_prioritise
from reports.services.plans import plan_refresh, plan_start
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
def rows(scene: Scene) -> dict[str, ActionItem]:
    return {row.question_code: row for row in ActionItem.objects.all()}


def dispose(row: ActionItem, by: Any, what: str, **fields: Any) -> ActionItem:
    decision = Decision(what, fields.pop("seen", fresh(row).disposition), **fields)
    return row_dispose(item=row, decision=decision, by=by)


def post(scene: Scene, who: str, name: str, row: ActionItem, **data: Any) -> HttpResponse:
    address = reverse(f"reports:{name}", args=[row.pk])
    return signed_in(scene.people[who]).post(address, data)


class TestDisposition:
    def test_gains_of_what_is_merged_and_dropped_stay_in_the_proof(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        before = ActionItem.objects.aggregate(gain=Sum("gain"))["gain"]
        dispose(rows["Q6a"], scene.reviewer, "merged", reason="One work.", into=rows["Q8"])
        dispose(rows["Q7"], scene.reviewer, "dropped", reason="No longer wanted.")
        totals = draft(ActionPlan.objects.get()).totals
        gains = {one: totals.gain(one) for one in RowDisposition}
        assert gains == {"kept": Decimal("1.5"), "merged": 1, "dropped": Decimal("0.5")}
        assert sum(gains.values()) == before == totals.potential - totals.current

    def test_it_is_noted_once_with_its_reason_and_taken_back(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        for _twice in range(2):
            dispose(rows["Q7"], scene.reviewer, "dropped", reason="No longer wanted.", seen="kept")
        event = Event.objects.get(action="row dropped")
        assert (event.reason, event.target) == ("No longer wanted.", rows["Q7"].target_name)
        dispose(rows["Q7"], scene.reviewer, "kept")
        row = fresh(rows["Q7"])
        assert (row.disposition, row.disposition_reason, row.merged_into) == ("kept", "", None)

    @pytest.mark.parametrize("who", ["focal", "approver", "stranger", "technical_support"])
    def test_nobody_but_the_reviewer_decides(
        self, scene: Scene, rows: dict[str, ActionItem], who: str
    ) -> None:
        with pytest.raises(PermissionDenied):
            dispose(rows["Q7"], scene.people[who], "dropped", reason="Forged.")
        with pytest.raises(PermissionDenied):
            row_prioritise(
                item=rows["Q7"], priority="high", reason="x", seen="", by=scene.people[who]
            )
        assert fresh(rows["Q7"]).disposition == "kept"

    def test_not_after_circulation(self, scene: Scene, rows: dict[str, ActionItem]) -> None:
        ActionPlan.objects.update(status=PlanStatus.CIRCULATED)
        with pytest.raises(PermissionDenied, match="drafted or revised"):
            dispose(rows["Q7"], scene.reviewer, "dropped", reason="Late.")

    def test_what_cannot_stand_is_refused(self, scene: Scene, rows: dict[str, ActionItem]) -> None:
        q6a, q7, q8 = rows["Q6a"], rows["Q7"], rows["Q8"]
        dispose(q7, scene.reviewer, "dropped", reason="No longer wanted.")
        for into in (None, q8, q7):  # nothing, itself, a row that is dropped
            with pytest.raises(ValidationError, match="takes this one in"):
                dispose(q8, scene.reviewer, "merged", reason="One work.", into=into)
        with pytest.raises(ValidationError, match="Give the reason"):
            dispose(q8, scene.reviewer, "dropped")
        dispose(q6a, scene.reviewer, "merged", reason="One work.", into=q8)
        with pytest.raises(ValidationError, match="merged into this one"):
            dispose(q8, scene.reviewer, "dropped", reason="No longer wanted.")
        assert fresh(q8).disposition == "kept"

    def test_who_was_overtaken_is_told(self, scene: Scene, rows: dict[str, ActionItem]) -> None:
        dispose(rows["Q7"], scene.reviewer, "dropped", reason="No longer wanted.")
        data = {"disposition": "merged", "into": str(rows["Q8"].pk), "reason": "One work."}
        answer = post(scene, "second_reviewer", "item_dispose", rows["Q7"], seen="kept", **data)
        assert answer.status_code == 409
        assert "A colleague decided this" in answer.content.decode()
        assert fresh(rows["Q7"]).disposition == "dropped"

    def test_a_row_is_found_by_its_reference(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        q7, q8 = rows["Q7"], rows["Q8"]
        assert by_reference(q7, f" {q8.reference.lower()} ") == q8
        assert by_reference(q7, q7.reference) is None
        assert [by_reference(q7, text) for text in ("", "x", "M1/I", "M1/P1/Q1")] == [None] * 4
        assert set(mergeable(q7)) == set(rows.values()) - {q7}

    def test_the_page_merges_by_reference_and_names_all_mistakes(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        wrong = post(
            scene,
            "reviewer",
            "item_dispose",
            rows["Q7"],
            seen="kept",
            disposition="merged",
            reference="M99/P1/Q1",
        )
        page = wrong.content.decode()
        assert wrong.status_code == 422
        assert 'href="#id_reference"' in page
        assert 'href="#id_reason"' in page
        data = {"reference": rows["Q8"].reference, "reason": "One work.", "seen": "kept"}
        post(scene, "reviewer", "item_dispose", rows["Q7"], disposition="merged", **data)
        assert fresh(rows["Q7"]).merged_into == rows["Q8"]
        assert post(scene, "stranger", "item_dispose", rows["Q7"]).status_code == 404


class TestPriority:
    def test_the_formula_is_printed_as_it_holds_for_the_row(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        said = {
            code: priority_lines(row, levels=True)[0].partition(":")[0].lower()
            for code, row in rows.items()
        }
        assert said == {code: row.priority for code, row in rows.items()}
        assert "Possible now" in priority_lines(rows["Q8"], levels=True)[1]

    def test_other_ministries_see_the_row_and_no_level(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        ActionItem.objects.update(priority="high", source_changed_at=timezone.now())
        ActionPlan.objects.update(status=PlanStatus.CIRCULATED)
        address = reverse("reports:item", args=[rows["Q8"].pk])

        def seen(who: str) -> list[bool]:
            page = signed_in(scene.people[who]).get(address).content.decode()
            words = (rows["Q8"].action_en, "next level", "decide about the text")
            return [word in page for word in words]

        assert seen("focal") == [True, True, True]
        assert seen("stranger") == [True, False, False]

    def test_the_reviewer_sets_it_with_a_reason_and_takes_it_back(
        self, scene: Scene, rows: dict[str, ActionItem]
    ) -> None:
        row = rows["Q5"]
        wrong = post(scene, "reviewer", "item_priority", row, seen="", priority="high")
        assert (wrong.status_code, fresh(row).priority_override) == (422, "")
        data = {"seen": "", "priority": "high", "reason": "A promise of the minister."}
        for _twice in range(2):
            post(scene, "reviewer", "item_priority", row, **data)
        assert (fresh(row).stands_as, fresh(row).priority) == ("high", "low")
        event = Event.objects.get(action="row priority set")
        assert (event.reason, event.changes) == (data["reason"], {"priority": ["", "high"]})
        post(scene, "reviewer", "item_priority", row, seen="high", priority="")
        assert (fresh(row).stands_as, fresh(row).priority_reason) == ("low", "")


class TestChangedAnswer:
    @pytest.fixture
    def row(self, rows: dict[str, ActionItem]) -> ActionItem:
        """A row that was written for another answer, and whose answer then changed."""
        row = rows["Q8"]
        ActionItem.objects.filter(pk=row.pk).update(
            kind=RowKind.REDESIGN,
            action_en="Our own words.",
            source_changed_at=timezone.now(),
            previous_version=row.answer_version,
        )
        return fresh(row)

    def test_old_and_new_wording_stand_side_by_side(self, row: ActionItem) -> None:
        question = row.plan.round.questionnaire.schema().question("Q8")
        theirs = question.actions["redesign"]
        assert [(one.name, one.mine, one.theirs) for one in suggestions(row)] == [
            ("action_en", "Our own words.", theirs.en),
            ("action_bn", row.action_bn, theirs.bn),
        ]

    def test_taking_the_suggestion_is_a_version_and_clears_the_mark(
        self, scene: Scene, row: ActionItem
    ) -> None:
        theirs = {one.name: one.theirs for one in suggestions(row)}
        for _twice in range(2):
            post(scene, "focal", "item_follow", row, choice="take", base=row.number)
        row = fresh(row)
        assert (row.action_en, row.number) == (theirs["action_en"], 2)
        assert (row.source_changed_at, row.previous_version) == (None, None)
        first = PlanVersion.objects.get(target=row.target_name, number=1)
        assert first.values["action_en"] == "Our own words."
        assert Event.objects.filter(action="row follows its answer").count() == 1

    def test_keeping_the_text_clears_the_mark_and_changes_no_word(
        self, scene: Scene, row: ActionItem
    ) -> None:
        post(scene, "focal", "item_follow", row, choice="keep", base=row.number)
        row = fresh(row)
        assert (row.action_en, row.number, row.source_changed_at) == ("Our own words.", 1, None)
        assert Event.objects.filter(action="row keeps its text").count() == 1

    def test_a_text_that_was_edited_since_is_compared_again(
        self, scene: Scene, row: ActionItem
    ) -> None:
        with pytest.raises(ValidationError, match="Compare again"):
            row_follow(item=row, take=True, base=7, by=scene.focal)
        assert fresh(row).action_en == "Our own words."

    def test_a_stranger_decides_nothing(self, scene: Scene, row: ActionItem) -> None:
        answer = post(scene, "stranger", "item_follow", row, choice="take", base=1)
        assert (answer.status_code, fresh(row).action_en) == (404, "Our own words.")

    def test_where_the_gap_is_gone_nothing_is_suggested(self, row: ActionItem) -> None:
        row.gap_open = False
        assert suggestions(row) == ()


def test_the_conditions_that_a_row_serves(scene: Scene, rows: dict[str, ActionItem]) -> None:
    found = row_source(scene.focal, rows["Q8"], "en")
    assert found
    assert [(level.number, condition.met) for level, condition in found.conditions] == [
        (2, True),
        (4, False),
    ]
