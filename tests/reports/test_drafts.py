"""The plan and its chapters in figures, and the pages that show them (55, 105; laws 2 and 10)."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import ReviewComment, ReviewReply
from programmes.models import Cluster
from reports import selectors, tasks
from reports.builders import chapter as chapter_document
from reports.builders import cluster as cluster_document
from reports.builders import plan as plan_document
from reports.documents import Document, Part, Proof
from reports.enums import RowDisposition, Standing
from reports.models import ActionItem, ActionPlan, Export
from reports.permissions import can_read_cluster
from reports.selectors import Scope, chapters
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import Scene, make_cluster, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", programmes=2, judgements=MIXED)
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


@pytest.fixture
def plan(scene: Scene) -> ActionPlan:
    return ActionPlan.objects.select_related("round").get()


def cluster_of(plan: ActionPlan) -> Cluster:
    found = plan.entries.first()
    assert found
    assert found.cluster
    return found.cluster


def institutional(plan: ActionPlan, **owner: Any) -> ActionItem:
    origin = "ministry" if "ministry" in owner else "cluster" if "cluster" in owner else "cabinet"
    return ActionItem.objects.create(
        plan=plan,
        origin=origin,
        position=1,
        institutional_kind="training",
        gap_en="Nobody was trained.",
        action_en="Train the staff.",
        cycle_stage="planning",
        step_objective=1,
        **owner,
    )


def captions(document: Document) -> list[str]:
    return [getattr(block, "caption", "") for block in document.blocks]


def get(scene: Scene, who: str, name: str, *args: Any, **query: Any) -> HttpResponse:
    return signed_in(scene.people[who]).get(reverse(f"reports:{name}", args=args), query)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


class TestFigures:
    def test_rows_are_counted_by_what_became_of_them(self, scene: Scene, plan: ActionPlan) -> None:
        rows = list(plan.items.filter(question_code="Q8").order_by("pk"))
        rows[0].disposition, rows[0].merged_into = RowDisposition.MERGED, rows[1]
        rows[0].disposition_reason = "The same training."
        rows[0].save()
        plan.items.filter(question_code="Q7").update(disposition="dropped", disposition_reason="No")
        totals = selectors.overview(Scope(plan)).totals
        assert (totals.rows, totals.kept, totals.merged, totals.dropped) == (10, 7, 1, 2)
        assert totals.gain(RowDisposition.MERGED) == 1
        gains = totals.gain_kept + totals.gain_merged + totals.gain_dropped
        assert totals.potential - totals.current == gains == 6

    def test_what_is_lacking_is_counted_of_kept_rows(self, scene: Scene, plan: ActionPlan) -> None:
        plan.items.filter(question_code="Q8").update(baseline_bn="শূন্য", cost_crore=2, gap_bn="")
        plan.items.filter(question_code="Q7").update(disposition="dropped", disposition_reason="No")
        totals = selectors.overview(Scope(plan)).totals
        assert (totals.no_baseline, totals.no_cost_crore, totals.no_target) == (6, 6, 8)
        assert (totals.untranslated("bn"), totals.untranslated("en")) == (2, 2)

    def test_an_institutional_row_counts_with_its_owner(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        cluster = cluster_of(plan)
        for owner in ({"ministry": scene.ministry}, {"cluster": cluster}, {}):
            institutional(plan, **owner)
        nation = selectors.overview(Scope(plan))
        assert (nation.totals.rows, nation.totals.institutional) == (13, 3)
        assert (nation.of_ministries, nation.of_clusters, nation.cabinet.rows) == (11, 1, 1)
        assert [one.figures.rows for one in nation.clusters] == [11]
        assert nation.unclustered.rows == 0
        own = selectors.overview(Scope(plan, ministry=scene.ministry)).totals
        of_cluster = selectors.overview(Scope(plan, cluster=cluster)).totals
        assert (own.rows, of_cluster.rows) == (11, 11)

    def test_a_programme_without_a_cluster_is_counted_apart(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        plan.entries.filter(programme=scene.programmes[0]).update(cluster=None)
        nation = selectors.overview(Scope(plan))
        assert [one.figures.rows for one in nation.clusters] == [5]
        assert (nation.unclustered.programmes, nation.unclustered.rows) == (1, 5)

    def test_another_cluster_has_nothing_of_it(self, scene: Scene, plan: ActionPlan) -> None:
        draft = selectors.draft(plan, cluster=make_cluster())
        assert (draft.entries, draft.items, draft.totals.rows) == ((), (), 0)

    def test_a_cluster_says_who_has_reported_of_its_ministries(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        found = selectors.overview(Scope(plan, cluster=cluster_of(plan)))
        assert [one.place for one in found.reported(Standing.SETTLED)] == [scene.ministry]


class TestDocument:
    def test_names_are_in_the_language_of_the_document(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        document = plan_document.build(plan, "bn")
        parts = [block for block in document.blocks if isinstance(block, Part)]
        assert [(one.key, one.title) for one in parts] == [
            (scene.ministry.code, scene.ministry.name_bn)
        ]

    def test_one_part_for_each_ministry_and_one_for_institutions(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        institutional(plan)
        institutional(plan, ministry=scene.other_ministry)
        document = plan_document.build(plan, "en")
        assert [key for key, _blocks in document.parts()] == [
            "",
            scene.ministry.code,
            scene.other_ministry.code,
            "CD",
        ]
        captions = [table.caption for _number, table in document.tables()]
        assert captions.count("Institutional actions") == 2
        rows = next(block for block in document.blocks if isinstance(block, Proof))
        assert [term.value for term in rows.terms] == [12, 11, 0, 1]

    def test_differing_answers_stand_side_by_side(self, scene: Scene, plan: ActionPlan) -> None:
        row = plan.items.filter(question_code="Q7").order_by("entry__programme__code")[0]
        assert row.entry
        assert row.answer_version
        said = ReviewComment.objects.create(
            packet=scene.packet,
            assessment=row.entry.assessment,
            question=row.answer_version.answer.question,
            kind="suggestion",
            proposed="yes",
            text="The groups meet monthly.",
            by=scene.reviewer,
            seat=scene.reviewer.seats[0],
        )
        kept = {"outcome": "differs", "text": "Not in all unions."}
        ReviewReply.objects.create(comment=said, by=scene.focal, seat=scene.focal.seats[0], **kept)
        document = chapter_document.build(plan, scene.ministry, "en")
        table = next(
            one for _number, one in document.tables() if one.caption == "Differing answers"
        )
        assert [[cell.value for cell in line.cells] for line in table.rows] == [
            [
                row.entry.programme.code,
                "Q7",
                "Partly",
                "Yes",
                "The groups meet monthly.",
                "Not in all unions.",
            ]
        ]

    def test_the_cluster_holds_the_rows_of_its_programmes_and_its_own(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        cluster = cluster_of(plan)
        institutional(plan, cluster=cluster)
        institutional(plan, ministry=scene.ministry)
        document = cluster_document.build(plan, cluster, "en")
        rows = next(block for block in document.blocks if isinstance(block, Proof))
        assert [term.value for term in rows.terms] == [11, 10, 1]
        assert document.code == f"{plan.code}-{cluster.code}"

    def test_the_worker_makes_it(self, scene: Scene, plan: ActionPlan) -> None:
        cluster = cluster_of(plan)
        order = {"key": uuid.uuid4(), "format": "xlsx", "language": "en", "cluster": cluster.code}
        address = reverse("reports:export_ask", args=[plan.pk])
        answer = signed_in(scene.people["coordinator"]).post(address, order)
        export = Export.objects.get()
        assert answer["Location"] == reverse("reports:export", args=[export.pk])
        assert (export.kind, export.cluster) == ("cluster", cluster)
        assert tasks.make_export.call(str(export.pk)) == "done"

    def test_points_of_one_programme_are_not_for_other_ministries(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        of_cluster = cluster_document.build(plan, cluster_of(plan), "en")
        assert "Programmes: points and levels" not in captions(of_cluster)
        assert "Answers, programme by programme" not in captions(of_cluster)
        assert "Levels by life-cycle stage" in captions(of_cluster)
        ActionPlan.objects.update(status="circulated")
        plan.refresh_from_db()
        for document in (
            plan_document.build(plan, "en"),
            chapter_document.build(plan, scene.ministry, "en"),
        ):
            assert "Programmes: points and levels" not in captions(document)
            assert "Answers, programme by programme" not in captions(document)
            assert "Actions" in captions(document)
        assert "points now" not in str(chapter_document.build(plan, scene.ministry, "en").blocks)


class TestNation:
    def test_a_summary_with_every_ministry_and_no_row(self, scene: Scene, plan: ActionPlan) -> None:
        page = text(get(scene, "reviewer", "plan", plan.pk))
        assert reverse("reports:chapter", args=[plan.pk, scene.ministry.pk]) in page
        assert reverse("reports:chapter", args=[plan.pk, scene.other_ministry.pk]) in page
        assert reverse("reports:cluster", args=[plan.pk, cluster_of(plan).code]) in page
        assert plan.items.all()[0].action not in page
        assert "Missing" in page
        assert "10 kept · 0 merged · 0 dropped" in page


class TestChapterPages:
    @pytest.mark.parametrize("who", ["reviewer", "approver", "technical_support", "coordinator"])
    def test_a_cluster_is_read_while_drafting(
        self, scene: Scene, plan: ActionPlan, who: str
    ) -> None:
        answer = get(scene, who, "cluster", plan.pk, cluster_of(plan).code)
        assert answer.status_code == 200
        assert plan.items.all()[0].reference in text(answer)

    @pytest.mark.parametrize("who", ["focal", "stranger", "contributor", "observer", "nobody"])
    def test_a_cluster_is_not_for_others(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        cluster = cluster_of(plan)
        assert get(scene, who, "cluster", plan.pk, cluster.code).status_code == 404
        assert not can_read_cluster(scene.people[who], plan, cluster)
        order = {"key": uuid.uuid4(), "format": "pdf", "language": "en", "cluster": cluster.code}
        address = reverse("reports:export_ask", args=[plan.pk])
        assert signed_in(scene.people[who]).post(address, order).status_code == 404
        assert not Export.objects.exists()

    def test_a_coordinator_reads_no_other_cluster(self, scene: Scene, plan: ActionPlan) -> None:
        other = make_cluster()
        assert get(scene, "coordinator", "cluster", plan.pk, other.code).status_code == 404
        listed = text(get(scene, "coordinator", "plans"))
        assert reverse("reports:cluster", args=[plan.pk, cluster_of(plan).code]) in listed
        assert reverse("reports:cluster", args=[plan.pk, other.code]) not in listed

    def test_no_chapter_of_an_unknown_cluster(self, scene: Scene, plan: ActionPlan) -> None:
        assert get(scene, "reviewer", "cluster", plan.pk, "no-such").status_code == 404

    def test_other_ministries_see_rows_and_no_points(self, scene: Scene, plan: ActionPlan) -> None:
        ActionPlan.objects.update(status="circulated")
        args = ["chapter", plan.pk, scene.ministry.pk]
        theirs, own = text(get(scene, "stranger", *args)), text(get(scene, "focal", *args))
        reference = plan.items.all()[0].reference
        assert reference in theirs
        assert reference in own
        assert "points now" not in theirs
        assert "3 of 6 points now (1 n/a), 6 possible" in own

    def test_what_is_still_to_be_filled_in(self, scene: Scene, plan: ActionPlan) -> None:
        plan.items.filter(question_code="Q8").update(indicator_en="", indicator_bn="")
        page = text(get(scene, "focal", "chapter", plan.pk, scene.ministry.pk))
        assert "2 rows lack an indicator." in page
        assert "10 rows lack a baseline." in page

    def test_a_long_chapter_comes_in_pages(
        self, scene: Scene, plan: ActionPlan, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(chapters, "PAGE_SIZE", 1)
        institutional(plan, ministry=scene.ministry)
        pages = [
            text(get(scene, "focal", "chapter", plan.pk, scene.ministry.pk, page=number))
            for number in (1, 2)
        ]
        codes = [programme.code for programme in scene.programmes]
        there = [[f"/{code}/Q8" in page for code in codes] for page in pages]
        assert there == [[True, False], [False, True]]
        assert ["Train the staff." in page for page in pages] == [True, False]
        assert all("11 kept" in page for page in pages)


@pytest.mark.parametrize("name", ["plan", "chapter", "cluster"])
def test_queries_do_not_grow_with_the_rows(name: str) -> None:
    counts = []
    for programmes in (1, 3):
        scene = make_scene("accepted", programmes=programmes, judgements=MIXED)
        plan = plan_start(round_=scene.round, by=scene.reviewer)
        plan_refresh(plan=plan, by=scene.reviewer)
        institutional(plan, ministry=scene.ministry)
        args = {
            "plan": [plan.pk],
            "chapter": [plan.pk, scene.ministry.pk],
            "cluster": [plan.pk, cluster_of(plan).code],
        }[name]
        client = signed_in(scene.reviewer)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(f"reports:{name}", args=args)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
