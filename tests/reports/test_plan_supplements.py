"""A plan and supplements: the newest settled answer counts once, changed answers are flagged, texts stay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports import selectors
from reports.models import ActionItem, ActionPlan, PlanEntry
from reports.services.plans import Refreshed, plan_refresh, plan_start
from tests.assessments.factories import (
    Scene,
    answers_fill,
    answers_save,
    make_programme,
    make_scene,
)
from tests.assessments.supplements import accepted, assessment_of, opened, settled

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", programmes=2, judgements=MIXED)
    plan_start(round_=found.round, by=found.reviewer)
    refresh(found)
    return found


def refresh(scene: Scene) -> Refreshed:
    return plan_refresh(plan=ActionPlan.objects.get(), by=scene.reviewer)


def item(scene: Scene, code: str, place: int = 0) -> ActionItem:
    programme = scene.programmes[place]
    return ActionItem.objects.get(entry__programme=programme, question_code=code)


def test_only_the_row_whose_answer_changed_is_flagged_and_keeps_its_text(scene: Scene) -> None:
    programme, row = scene.programmes[0], item(scene, "Q8")
    ActionItem.objects.filter(pk=row.pk).update(action_en="Edited by hand.")
    before = ActionItem.objects.count()
    supplement = opened(scene, [programme])
    values = {"Q8": {"judgement": "partly", "missing": "Boys are not reached."}}
    answers_save(assessment_of(supplement, programme), values, by=scene.focal)
    accepted(scene, supplement)
    result = refresh(scene)
    assert result.flagged == (row.reference,)
    assert result.added == ()
    assert ActionItem.objects.count() == before
    changed = item(scene, "Q8")
    assert (changed.pk, changed.action_en) == (row.pk, "Edited by hand.")
    assert changed.kind == "strengthen_now"
    assert changed.previous_version_id == row.answer_version_id
    assert changed.source_changed_at is not None
    same = item(scene, "Q6a")
    assert same.source_changed_at is None
    assert same.packet == supplement.packets.get()
    assert refresh(scene).changed is False


def test_an_answer_taken_over_unchanged_is_no_news(scene: Scene) -> None:
    supplement = opened(scene, scene.programmes)
    accepted(scene, supplement)
    assert refresh(scene).flagged == ()
    assert set(ActionItem.objects.values_list("packet", flat=True)) == {supplement.packets.get().pk}


def test_what_is_not_accepted_does_not_stand_before_what_is(scene: Scene) -> None:
    programme = scene.programmes[0]
    supplement = opened(scene, [programme])
    answers_save(assessment_of(supplement, programme), {"Q8": {"judgement": "yes"}}, by=scene.focal)
    settled(scene, supplement)
    assert refresh(scene).changed is False
    entry = PlanEntry.objects.get(programme=programme)
    assert entry.assessment.submission == scene.submission


def test_a_late_programme_enters_once_settled_and_marked(scene: Scene) -> None:
    new = make_programme(scene.ministry, cluster=scene.cluster)
    supplement = opened(scene, late=[new])
    answers_fill(assessment_of(supplement, new), scene.focal, MIXED)
    settled(scene, supplement)
    assert len(refresh(scene).added) == 5
    assert PlanEntry.objects.get(programme=new).accepted is False


def test_a_programme_is_counted_once(scene: Scene) -> None:
    new = make_programme(scene.ministry, cluster=scene.cluster)
    supplement = opened(scene, [scene.programmes[0]], late=[new])
    answers_fill(assessment_of(supplement, new), scene.focal, MIXED)
    accepted(scene, supplement)
    refresh(scene)
    draft = selectors.draft(ActionPlan.objects.get())
    assert [entry.programme for entry in draft.entries] == [*scene.programmes, new]
    assert draft.totals.programmes == 3
    (one,) = [row for row in draft.standings if row.ministry == scene.ministry]
    assert (one.settled, one.unsettled, one.not_assessed) == (3, 0, 0)
    current = sum((entry.score.current for entry in draft.entries if entry.score), start=0)
    assert draft.totals.current == current


def test_without_the_supplements_acceptance_the_report_counts_again(scene: Scene) -> None:
    programme = scene.programmes[0]
    supplement = opened(scene, [programme])
    answers_save(assessment_of(supplement, programme), {"Q8": {"judgement": "yes"}}, by=scene.focal)
    accepted(scene, supplement)
    refresh(scene)
    assert item(scene, "Q8").gap_open is False
    type(supplement).objects.filter(pk=supplement.pk).update(status="recommended")
    refresh(scene)
    again = item(scene, "Q8")
    assert again.gap_open is True
    assert again.entry.assessment.submission == scene.submission


def test_supplements_cost_no_further_query(scene: Scene) -> None:
    counts = []
    for _ in range(2):
        supplement = opened(scene, scene.programmes)
        accepted(scene, supplement)
        refresh(scene)
        with CaptureQueriesContext(connection) as queries:
            refresh(scene)
        counts.append(len(queries))
    assert counts[0] == counts[1]
