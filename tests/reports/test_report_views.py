"""The pages of plans and files: one happy path, a stranger, a wrong state; nothing for the curious."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import ReviewComment
from reports import tasks
from reports.enums import ExportState
from reports.models import ActionItem, ActionPlan, Export
from reports.services.plans import plan_refresh, plan_start
from tests.assessments.factories import Scene, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MIXED = {"Q5": "partly", "Q6a": "no", "Q7": "partly", "Q8": "no", "Q10": "partly", "Q11": "na"}
MINISTRY_SIDE = ["focal", "stranger", "contributor", "coordinator"]
NO_DRAFTS = [*MINISTRY_SIDE, "administrator", "observer", "nobody"]


@pytest.fixture
def scene() -> Scene:
    found = make_scene("under_review", programmes=2, judgements=MIXED)
    found.settle()
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


@pytest.fixture
def plan(scene: Scene) -> ActionPlan:
    return ActionPlan.objects.get()


def get(scene: Scene, who: str, name: str, *args: Any) -> HttpResponse:
    return signed_in(scene.people[who]).get(reverse(f"reports:{name}", args=args))


def post(scene: Scene, who: str, name: str, *args: Any, **data: Any) -> HttpResponse:
    return signed_in(scene.people[who]).post(reverse(f"reports:{name}", args=args), data)


def order(scene: Scene, **fields: Any) -> dict[str, Any]:
    return {"key": uuid.uuid4(), "format": "xlsx", "language": "en", "ministry": ""} | fields


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


class TestPlans:
    def test_a_reviewer_starts_reads_and_refreshes(self) -> None:
        scene = make_scene("accepted", judgements=MIXED)
        assert "Round without a plan" in text(get(scene, "reviewer", "plans"))
        answer = post(scene, "reviewer", "plan_start", scene.round.pk)
        plan = ActionPlan.objects.get()
        assert answer["Location"] == reverse("reports:plan", args=[plan.pk])
        assert "No answers have been taken" in text(get(scene, "reviewer", "plan", plan.pk))
        browser, address = (
            signed_in(scene.reviewer),
            reverse("reports:plan_refresh", args=[plan.pk]),
        )
        page = text(browser.post(address, follow=True))
        assert "5 rows were added." in page
        chapter = text(get(scene, "reviewer", "chapter", plan.pk, scene.ministry.pk))
        assert f"{scene.ministry.code}/{scene.programmes[0].code}/Q8" in chapter
        assert "Nothing is new" in text(browser.post(address, follow=True))

    def test_who_reads_and_may_not_refresh_is_told_why(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        page = text(get(scene, "approver", "plan", plan.pk))
        assert "Only a reviewer of the Cabinet Division drafts the plan." in page
        assert post(scene, "approver", "plan_refresh", plan.pk).status_code == 403

    @pytest.mark.parametrize("who", NO_DRAFTS)
    def test_a_draft_is_the_cabinet_divisions(
        self, scene: Scene, plan: ActionPlan, who: str
    ) -> None:
        assert get(scene, who, "plan", plan.pk).status_code == 404
        assert post(scene, who, "plan_refresh", plan.pk).status_code == 404
        assert post(scene, who, "plan_start", scene.round.pk).status_code == 404
        assert post(scene, who, "export_ask", plan.pk, **order(scene)).status_code == 404

    def test_the_list_shows_a_focal_point_the_own_chapter_only(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        page = text(get(scene, "focal", "plans"))
        assert reverse("reports:chapter", args=[plan.pk, scene.ministry.pk]) in page
        assert f'"{reverse("reports:plan", args=[plan.pk])}"' not in page

    @pytest.mark.parametrize("who", ["contributor", "administrator", "observer", "nobody"])
    def test_the_list_is_empty_for_who_reads_none(
        self, scene: Scene, plan: ActionPlan, who: str
    ) -> None:
        assert "There is no plan to read yet." in text(get(scene, who, "plans"))

    def test_nobody_reads_without_signing_in(self, scene: Scene, plan: ActionPlan) -> None:
        answer = Client().get(reverse("reports:plan", args=[plan.pk]))
        assert answer.status_code == 302
        assert "/accounts/login/" in answer["Location"]


class TestChapters:
    @pytest.mark.parametrize("who", ["focal", "reviewer", "approver", "technical_support"])
    def test_read_while_drafting(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        answer = get(scene, who, "chapter", plan.pk, scene.ministry.pk)
        assert answer.status_code == 200
        assert "report not yet accepted" in text(answer)

    @pytest.mark.parametrize(
        "who", ["stranger", "contributor", "coordinator", "administrator", "observer", "nobody"]
    )
    def test_not_for_others(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        assert get(scene, who, "chapter", plan.pk, scene.ministry.pk).status_code == 404

    def test_no_chapter_of_a_ministry_outside_the_round(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        assert get(scene, "reviewer", "chapter", plan.pk, uuid.uuid4()).status_code == 404

    def test_after_circulation_everybody_with_a_part_reads(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        ActionPlan.objects.update(status="circulated")
        assert get(scene, "stranger", "chapter", plan.pk, scene.ministry.pk).status_code == 200
        assert get(scene, "administrator", "plan", plan.pk).status_code == 404


class TestRows:
    def _row(self) -> ActionItem:
        return ActionItem.objects.filter(question_code="Q8").order_by("position")[0]

    def test_where_a_row_comes_from(self, scene: Scene, plan: ActionPlan) -> None:
        page = text(get(scene, "reviewer", "item", self._row().pk))
        assert "Packet 1" in page
        assert scene.packet.code in page
        assert "No comment on this question." in page
        assert "not yet accepted" in page

    def test_the_ministry_reads_only_what_it_received(self, scene: Scene, plan: ActionPlan) -> None:
        row = self._row()
        ReviewComment.objects.create(
            packet=scene.packet,
            assessment=row.entry.assessment,
            question=row.answer_version.answer.question,
            kind="suggestion",
            text="Between us.",
            by=scene.reviewer,
            seat=scene.reviewer.seats[0],
        )
        assert "Between us." in text(get(scene, "reviewer", "item", row.pk))
        assert "Between us." not in text(get(scene, "focal", "item", row.pk))

    @pytest.mark.parametrize("who", ["stranger", "administrator", "observer", "nobody"])
    def test_not_for_others(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        assert get(scene, who, "item", self._row().pk).status_code == 404

    def test_after_circulation_others_see_the_row_and_no_answer(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        ActionPlan.objects.update(status="circulated")
        page = text(get(scene, "stranger", "item", self._row().pk))
        assert self._row().reference in page
        assert "Where it comes from" not in page
        assert scene.packet.code not in page


class TestFiles:
    def _asked(self, scene: Scene, plan: ActionPlan, **fields: Any) -> Export:
        answer = post(scene, "reviewer", "export_ask", plan.pk, **order(scene, **fields))
        assert answer.status_code == 302
        return Export.objects.latest("asked_at")

    def test_asked_watched_and_fetched(self, scene: Scene, plan: ActionPlan) -> None:
        export = self._asked(scene, plan)
        assert "It waits for the worker." in text(get(scene, "reviewer", "export", export.pk))
        tasks.make_export.call(str(export.pk))
        assert "Download the file" in text(get(scene, "reviewer", "export", export.pk))
        answer = get(scene, "reviewer", "export_file", export.pk)
        export.refresh_from_db()
        assert answer.content == export.path.read_bytes()
        assert answer["Content-Disposition"].startswith('attachment; filename="GAP-')
        assert "filename*=UTF-8''" in answer["Content-Disposition"]
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert settings.MEDIA_ROOT in export.path.parents

    def test_a_double_click_asks_once(self, scene: Scene, plan: ActionPlan) -> None:
        data = order(scene)
        pages = [post(scene, "reviewer", "export_ask", plan.pk, **data) for _ in range(2)]
        assert pages[0]["Location"] == pages[1]["Location"]
        assert Export.objects.count() == 1

    def test_a_form_with_mistakes_says_so(self, scene: Scene, plan: ActionPlan) -> None:
        data = order(scene, format="exe", language="")
        answer = post(scene, "reviewer", "export_ask", plan.pk, **data)
        assert answer.status_code == 422
        assert "There is a problem" in text(answer)
        assert not Export.objects.exists()

    def test_a_fourth_is_refused_and_the_button_says_why(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        for _ in range(3):
            self._asked(scene, plan)
        assert post(scene, "reviewer", "export_ask", plan.pk, **order(scene)).status_code == 403
        assert "Three files are already" in text(get(scene, "reviewer", "plan", plan.pk))

    def test_a_file_that_is_not_ready(self, scene: Scene, plan: ActionPlan) -> None:
        export = self._asked(scene, plan)
        assert get(scene, "reviewer", "export_file", export.pk).status_code == 403

    def test_cancelled(self, scene: Scene, plan: ActionPlan) -> None:
        export = self._asked(scene, plan)
        post(scene, "reviewer", "export_cancel", export.pk)
        assert "It was cancelled." in text(get(scene, "reviewer", "export", export.pk))

    def test_failed(self, scene: Scene, plan: ActionPlan) -> None:
        export = self._asked(scene, plan)
        Export.objects.update(state=ExportState.FAILED, problem="It could not be made.")
        assert "It could not be made." in text(get(scene, "reviewer", "export", export.pk))

    @pytest.mark.parametrize("who", ["approver", "focal", "stranger", "administrator", "nobody"])
    def test_a_file_is_its_askers(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        export = self._asked(scene, plan)
        tasks.make_export.call(str(export.pk))
        assert get(scene, who, "export", export.pk).status_code == 404
        assert get(scene, who, "export_file", export.pk).status_code == 404
        assert post(scene, who, "export_cancel", export.pk).status_code == 404
        assert "You have not asked" in text(get(scene, who, "exports"))

    def test_the_chapter_of_another_ministry_is_not_asked_for(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        data = order(scene, ministry=scene.ministry.pk)
        assert post(scene, "stranger", "export_ask", plan.pk, **data).status_code == 404
        assert post(scene, "focal", "export_ask", plan.pk, **data).status_code == 302


@pytest.mark.parametrize("name", ["plans", "plan", "chapter", "item", "exports"])
def test_queries_are_few_and_do_not_grow(name: str) -> None:
    counts = []
    for programmes in (1, 3):
        scene = make_scene("accepted", programmes=programmes, judgements=MIXED)
        plan = plan_start(round_=scene.round, by=scene.reviewer)
        plan_refresh(plan=plan, by=scene.reviewer)
        args = {"plan": [plan.pk], "chapter": [plan.pk, scene.ministry.pk]}
        args["item"] = [ActionItem.objects.filter(plan=plan)[0].pk]
        client = signed_in(scene.reviewer)
        address = reverse(f"reports:{name}", args=args.get(name, []))
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
