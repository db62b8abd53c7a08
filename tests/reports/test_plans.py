"""The plan and its rows: started once, refreshed from what is settled, nothing lost (48, 51, 52, 53)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from assessments.models import AnswerVersion
from assessments.services.reports import not_assessed_set
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from reports.enums import EntryState, Priority, RowKind
from reports.models import ActionItem, ActionPlan, PlanConstraint
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import (
    Scene,
    answers_save,
    clear,
    comment,
    fresh,
    make_scene,
    reply,
)

pytestmark = pytest.mark.django_db

MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}


def started(scene: Scene) -> ActionPlan:
    return plan_start(round_=scene.round, by=scene.reviewer)


def refreshed(scene: Scene) -> ActionPlan:
    plan = started(scene)
    plan_refresh(plan=plan, by=scene.reviewer)
    return fresh(plan)


def law_holds(plan: ActionPlan) -> bool:
    """Potential minus current over all programmes is the gain of all rows."""
    settled = plan.entries.filter(state=EntryState.SETTLED)
    sums = settled.aggregate(now=Sum("score__current"), possible=Sum("score__potential"))
    gains = plan.items.standing().aggregate(gain=Sum("gain"))["gain"] or Decimal(0)
    return (sums["possible"] or 0) - (sums["now"] or 0) == gains


class TestStart:
    def test_one_plan_for_a_round(self) -> None:
        scene = make_scene()
        assert started(scene) == started(scene)
        assert ActionPlan.objects.count() == 1
        assert Event.objects.filter(action="plan started").count() == 1

    def test_practice_never_gets_a_plan(self) -> None:
        scene = make_scene(kind="practice")
        with pytest.raises(PermissionDenied, match="practice"):
            started(scene)
        assert not ActionPlan.objects.exists()

    @pytest.mark.parametrize(
        "who",
        ["focal", "approver", "technical_support", "administrator", "observer", "nobody"],
    )
    def test_only_a_reviewer_starts_and_refreshes(self, who: str) -> None:
        scene = make_scene()
        with pytest.raises(PermissionDenied):
            plan_start(round_=scene.round, by=scene.people[who])
        plan = started(scene)
        with pytest.raises(PermissionDenied):
            plan_refresh(plan=plan, by=scene.people[who])

    def test_a_circulated_plan_is_not_refreshed(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        plan = started(scene)
        ActionPlan.objects.update(status="circulated")
        with pytest.raises(PermissionDenied, match="Circulated"):
            plan_refresh(plan=plan, by=scene.reviewer)
        assert not plan.items.exists()


class TestRows:
    def test_one_row_for_each_gap_with_the_questionnaires_words(self) -> None:
        plan = refreshed(make_scene("accepted", judgements=MIXED))
        rows = {row.question_code: row for row in plan.items.all()}
        assert list(rows) == ["Q5", "Q6a", "Q7", "Q8", "Q10"]
        kinds = {code: row.kind for code, row in rows.items()}
        assert kinds["Q6a"] == RowKind.INCLUDE_NOW
        assert kinds["Q7"] == RowKind.STRENGTHEN_NOW
        gains = {code: row.gain for code, row in rows.items()}
        assert gains == {"Q5": 0, "Q6a": 1, "Q7": Decimal("0.5"), "Q8": 1, "Q10": Decimal("0.5")}
        question = plan.round.questionnaire.schema().question("Q8")
        assert question.gap
        assert (rows["Q8"].gap_en, rows["Q8"].gap_bn) == (question.gap.en, question.gap.bn)
        action = question.actions["include_now"]
        assert (rows["Q8"].action_en, rows["Q8"].action_bn) == (action.en, action.bn)
        assert rows["Q8"].cycle_stage == question.cycle_stage
        assert rows["Q8"].step_objective == question.step_objective

    def test_the_law_of_gains(self) -> None:
        scene = make_scene("accepted", programmes=3, judgements=MIXED)
        plan = refreshed(scene)
        assert plan.items.count() == 15
        assert law_holds(plan)

    def test_a_row_pins_the_answer_of_the_packet(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        plan = refreshed(scene)
        row = plan.items.get(question_code="Q8")
        assert row.packet == scene.packet
        assert row.answer_version == AnswerVersion.objects.get(
            answer__assessment=scene.assessment, answer__question__code="Q8", kept=False
        )

    def test_priority_says_what_lifts_the_level_first(self) -> None:
        plan = refreshed(make_scene("accepted", judgements=MIXED))
        priorities = {row.question_code: row.priority for row in plan.items.all()}
        assert priorities == {
            "Q5": Priority.LOW,
            "Q6a": Priority.MEDIUM,
            "Q7": Priority.LOW,
            "Q8": Priority.MEDIUM,
            "Q10": Priority.LOW,
        }
        plan = refreshed(make_scene("accepted", judgements={"Q6a": "no", "Q10": "partly"}))
        priorities = {row.question_code: row.priority for row in plan.items.all()}
        assert priorities == {"Q6a": Priority.HIGH, "Q10": Priority.LOW}

    def test_what_the_packet_says_can_be_counted(self) -> None:
        """Answers and facets beside each programme: a settled one has a row for every judged question."""
        scene = make_scene("accepted", judgements=MIXED)
        plan = refreshed(scene)
        entry = plan.entries.get()
        answers = {row.question_code: row for row in entry.answers.all()}
        assert list(answers) == ["Q5", "Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10", "Q11"]
        assert answers["Q11"].judgement == "na"
        assert (answers["Q6a"].judgement, answers["Q6a"].gain) == ("no", 1)
        assert answers["Q6a"].version == plan.items.get(question_code="Q6a").answer_version
        assert sum(row.gain for row in answers.values()) == sum(
            row.gain for row in plan.items.all()
        )
        programme = scene.packet.assessments[str(entry.assessment_id)]["programme"]
        assert entry.cluster
        assert entry.cluster.code == programme["cluster"]
        facets = set(entry.facets.values_list("axis", "code"))
        assert ("cluster", programme["cluster"]) in facets
        assert {code for axis, code in facets if axis == "group"} == set(programme["groups"])
        assert not plan_refresh(plan=plan, by=scene.reviewer).changed
        assert entry.answers.count() == len(answers)

    def test_what_is_not_settled_makes_no_rows(self) -> None:
        plan = refreshed(make_scene("under_review", judgements=MIXED))
        assert not plan.items.exists()
        assert not plan.entries.exists()

    def test_settled_programmes_enter_before_the_report_is_accepted(self) -> None:
        scene = make_scene("under_review", judgements=MIXED)
        scene.settle()
        plan = refreshed(scene)
        assert plan.items.count() == 5
        entry = plan.entries.select_related("packet__submission").get()
        assert not entry.accepted

    def test_not_assessed_is_listed_and_never_scored(self) -> None:
        scene = make_scene("in_progress", programmes=2, judgements=MIXED)
        not_assessed_set(assessment=scene.assessments[1], reason="It ended.", by=scene.focal)
        scene.clear()
        scene.submit()
        scene.claim()
        scene.recommend()
        plan = refreshed(scene)
        states = dict(plan.entries.values_list("not_assessed_reason", "state"))
        assert states == {"": EntryState.SETTLED, "It ended.": EntryState.NOT_ASSESSED}
        assert law_holds(plan)

    def test_what_cannot_be_done_is_a_constraint_and_no_row(self) -> None:
        scene = make_scene("in_progress", judgements=MIXED)
        impossible = {"feasibility": "not_possible", "reason": "The law forbids it."}
        answers_save(scene.assessment, {"Q8": impossible}, by=scene.focal)
        scene.clear()
        scene.submit()
        scene.claim()
        scene.recommend()
        plan = refreshed(scene)
        assert not plan.items.filter(question_code="Q8").exists()
        constraint = PlanConstraint.objects.get(entry__plan=plan)
        assert (constraint.question_code, constraint.reason) == ("Q8", "The law forbids it.")
        assert law_holds(plan)
        assert not plan_refresh(plan=plan, by=scene.reviewer).changed


class TestAgain:
    def test_the_same_refresh_changes_nothing(self) -> None:
        scene = make_scene("accepted", programmes=2, judgements=MIXED)
        plan = refreshed(scene)
        rows, events = list(ActionItem.objects.values()), Event.objects.count()
        result = plan_refresh(plan=plan, by=scene.reviewer)
        assert not result.changed
        assert list(ActionItem.objects.values()) == rows
        assert Event.objects.count() == events

    def test_the_log_verifies_and_names_each_row(self) -> None:
        plan = refreshed(make_scene("accepted", judgements=MIXED))
        event = Event.objects.get(stream=plan.stream, action="plan refreshed")
        assert sorted(event.changes["added"]) == sorted(row.reference for row in plan.items.all())
        assert log_breaks() == []

    def _again(self, scene: Scene, values: dict, code: str = "Q8") -> None:
        """Open the points of a settled programme, have it changed, settle it again."""
        scene.comment(code)
        scene.send_return()
        answers_save(scene.assessment, values, by=scene.focal)
        for row in scene.packet.comments.all():
            reply(row, scene.focal)
        clear(scene.submission, scene.focal)
        scene.submit()
        scene.claim()
        scene.settle()

    def _settled(self) -> tuple[Scene, ActionPlan]:
        scene = make_scene("under_review", judgements=MIXED)
        scene.settle()
        plan = refreshed(scene)
        ActionItem.objects.update(action_en="Edited by hand.")
        return scene, plan

    def test_a_changed_answer_flags_the_row_and_keeps_its_text(self) -> None:
        scene, plan = self._settled()
        before = plan.items.get(question_code="Q8")
        self._again(scene, {"Q8": {"feasibility": "later"}})
        result = plan_refresh(plan=plan, by=scene.reviewer)
        row = plan.items.get(question_code="Q8")
        assert result.flagged == (row.reference,)
        assert row.source_changed_at
        assert row.action_en == "Edited by hand."
        assert (row.kind, row.gain) == (RowKind.PREPARE, 0)
        assert row.previous_version == before.answer_version
        assert row.packet == scene.packet
        assert law_holds(plan)
        assert not plan_refresh(plan=plan, by=scene.reviewer).changed

    def test_a_row_whose_gap_is_gone_is_flagged_and_gains_nothing(self) -> None:
        scene, plan = self._settled()
        self._again(scene, {"Q8": {"judgement": "yes", "feasibility": ""}})
        plan_refresh(plan=plan, by=scene.reviewer)
        row = plan.items.get(question_code="Q8")
        assert (row.gap_open, row.gain) == (False, 0)
        assert row.source_changed_at
        assert row.action_en == "Edited by hand."
        assert law_holds(plan)
        assert not plan_refresh(plan=plan, by=scene.reviewer).changed

    def test_rows_wait_while_the_points_are_open_again(self) -> None:
        scene, plan = self._settled()
        comment(scene.assessment, scene.reviewer, "Q8")
        plan_refresh(plan=plan, by=scene.reviewer)
        assert plan.entries.get().state == EntryState.WAITING
        assert plan.items.count() == 5
        assert not plan.items.standing().exists()
        assert law_holds(plan)
