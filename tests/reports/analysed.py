"""A plan of three settled programmes that differ, and one not assessed, for the tests of analysis and profile.

A: all yes but Q6a (no, now): level 3, lifted to 4 by Q6a alone; 6 of 7 points, 7 possible.
B: all yes but Q6b and Q10 (no, now): level 2, lifted by both together; 5 of 7 points, 7 possible.
C: all no (now), Q11 n/a, Q5 no: level 1, any one change lifts it; 0 of 6 points, 6 possible.
"""

from dataclasses import dataclass

from assessments.services.reports import not_assessed_set
from nsss_gender.accounts.enums import Grade
from programmes.models import Coverage, LifecycleStage, TargetGroup
from reports.models import ActionPlan, PlanEntry
from reports.selectors.scope import Scope
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import Scene, answers_save, fresh, make_scene, values_of

ALL_NO = dict.fromkeys(("Q5", "Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10"), "no")
SAID = ({"Q6a": "no"}, {"Q6b": "no", "Q10": "no"}, {**ALL_NO, "Q11": "na"})


@dataclass(frozen=True)
class Analysed:
    """The scene, its refreshed plan, and the entries A, B and C."""

    scene: Scene
    plan: ActionPlan

    @property
    def entries(self) -> list[PlanEntry]:
        return list(self.plan.entries.filter(state="settled").order_by("programme__code"))

    @property
    def nation(self) -> Scope:
        return Scope(self.plan)

    @property
    def ministry(self) -> Scope:
        return Scope(self.plan, ministry=self.scene.ministry)

    @property
    def cluster(self) -> Scope:
        return Scope(self.plan, cluster=self.scene.cluster)


def analysed() -> Analysed:
    """The plan as it stands after the refresh; A is of two stages, C of none; A and B tell women and men."""
    scene = make_scene("in_progress", programmes=4)
    old, young = (
        LifecycleStage.objects.get(code="old_age"),
        LifecycleStage.objects.create(
            code="school", name_en="School age", name_bn="বিদ্যালয়গামী বয়স", order=1
        ),
    )
    a, b, _c, out = (row.programme for row in scene.assessments)
    a.stages.set([old, young])
    b.stages.set([old])
    a.groups.set(TargetGroup.objects.all())
    for programme, women, men, all_ in ((a, 60, 40, None), (b, None, None, 500)):
        Coverage.objects.create(
            programme=programme,
            period="2017-18",
            fiscal_year="2017-18",
            women=women,
            men=men,
            not_disaggregated=all_,
            grade=Grade.OFFICIAL,
        )
    for row, said in zip(scene.assessments, SAID, strict=False):
        answers_save(row, values_of(scene.round.questionnaire, said), by=scene.focal)
    not_assessed_set(assessment=scene.assessments[3], reason=f"{out.code} ended.", by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    scene.recommend()
    plan = plan_start(round_=scene.round, by=scene.reviewer)
    plan_refresh(plan=plan, by=scene.reviewer)
    return Analysed(scene, fresh(plan))
