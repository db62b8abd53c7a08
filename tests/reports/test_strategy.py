"""Part A, the strategy text: written in both languages, nothing lost, nothing typed becomes markup (106; laws 1, 7)."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse

from nsss_gender.audit.models import Event
from reports.builders import plan as plan_document
from reports.builders import strategy as blocks
from reports.documents import Heading, Listing, Note, Paragraph, prose
from reports.enums import PlanPart
from reports.models import ActionPlan, PlanText, PlanVersion
from reports.selectors import Scope, overview, texts
from reports.services.plans import plan_refresh, plan_start
from reports.services.texts import text_restore, text_save
from reports.services.versions import Outcome, Typed
from tests.assessments.factories import Scene, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
PART = PlanPart.OBJECTIVES


@pytest.fixture
def scene() -> Scene:
    found = make_scene("accepted", judgements={"Q8": "no"})
    plan_refresh(plan=plan_start(round_=found.round, by=found.reviewer), by=found.reviewer)
    return found


@pytest.fixture
def plan(scene: Scene) -> ActionPlan:
    return ActionPlan.objects.select_related("round__questionnaire").get()


def save(plan: ActionPlan, scene: Scene, base: int, en: str, bn: str = "") -> Outcome:
    typed = Typed(base, {"body_en": en, "body_bn": bn})
    return text_save(plan=plan, part=PART, typed=typed, by=scene.reviewer)


def bodies() -> tuple[str, str]:
    row = PlanText.objects.get()
    return row.body_en, row.body_bn


def visit(scene: Scene, who: str, name: str, *args: Any, **query: Any) -> HttpResponse:
    return signed_in(scene.people[who]).get(reverse(f"reports:{name}", args=args), query)


def post(scene: Scene, who: str, name: str, *args: Any, **data: Any) -> HttpResponse:
    return signed_in(scene.people[who]).post(reverse(f"reports:{name}", args=args), data)


class TestProse:
    def test_paragraphs_and_simple_lists(self) -> None:
        text = "First line\nsecond line\n\n- one\n- two\n১. এক\n2. two\nAfter"
        assert list(prose(text)) == [
            Paragraph("First line\nsecond line"),
            Listing((Paragraph("one"), Paragraph("two"))),
            Listing((Paragraph("এক"), Paragraph("two")), ordered=True),
            Paragraph("After"),
        ]

    def test_nothing_else_is_markup(self) -> None:
        assert list(prose("<b>bold</b> -not a list\n2019 was a year")) == [
            Paragraph("<b>bold</b> -not a list\n2019 was a year")
        ]
        assert list(prose("")) == []


class TestSaving:
    def test_written_once_and_again(self, scene: Scene, plan: ActionPlan) -> None:
        first = save(plan, scene, 0, "Reach every woman.")
        assert first.written
        save(plan, scene, first.number, "Reach every woman and girl.", "প্রত্যেক নারী।")
        assert bodies() == ("Reach every woman and girl.", "প্রত্যেক নারী।")
        assert [row.number for row in texts.text_versions(PlanText.objects.get())] == [3, 2, 1]
        assert Event.objects.filter(action="strategy text written").count() == 2

    def test_the_same_post_again_changes_nothing(self, scene: Scene, plan: ActionPlan) -> None:
        save(plan, scene, 0, "Once.")
        assert not save(plan, scene, 0, "Once.").written
        assert PlanVersion.objects.count() == 2

    def test_two_languages_at_once_are_merged(self, scene: Scene, plan: ActionPlan) -> None:
        base = save(plan, scene, 0, "Start.").number
        save(plan, scene, base, "Start.", "শুরু।")
        save(plan, scene, base, "A better start.")
        assert bodies() == ("A better start.", "শুরু।")

    def test_a_clash_keeps_both(self, scene: Scene, plan: ActionPlan) -> None:
        base = save(plan, scene, 0, "Start.").number
        save(plan, scene, base, "Hers.")
        lost = save(plan, scene, base, "His.")
        assert lost.clashes == ("body_en",)
        assert bodies() == ("Hers.", "")
        assert PlanVersion.objects.get(kept=True).values["body_en"] == "His."

    def test_an_earlier_text_comes_back_as_a_new_version(
        self, scene: Scene, plan: ActionPlan
    ) -> None:
        base = save(plan, scene, 0, "Old.").number
        save(plan, scene, base, "New.")
        version = PlanVersion.objects.get(number=base)
        text_restore(version=version, text=PlanText.objects.get(), by=scene.reviewer)
        assert bodies() == ("Old.", "")
        assert PlanVersion.objects.count() == 4

    @pytest.mark.parametrize("who", ["focal", "approver", "technical_support", "observer"])
    def test_only_a_reviewer_writes(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        typed = Typed(0, {"body_en": "No.", "body_bn": ""})
        with pytest.raises(PermissionDenied):
            text_save(plan=plan, part=PART, typed=typed, by=scene.people[who])
        assert not PlanText.objects.exists()

    def test_a_circulated_plan_keeps_its_text(self, scene: Scene, plan: ActionPlan) -> None:
        ActionPlan.objects.update(status="circulated")
        with pytest.raises(PermissionDenied, match="Circulated"):
            save(plan, scene, 0, "Late.")


class TestDocument:
    def test_the_plan_carries_what_is_written(self, scene: Scene, plan: ActionPlan) -> None:
        save(plan, scene, 0, "- <i>one</i>\n- two")
        english = plan_document.build(plan, "en").blocks
        assert Listing((Paragraph("<i>one</i>"), Paragraph("two"))) in english
        headings = [one.text for one in english if isinstance(one, Heading)]
        assert headings[:4] == ["At a glance", "Strategy", "Objectives", "Who has reported"]
        bangla = plan_document.build(plan, "bn").blocks
        notes = [one.text for one in bangla if isinstance(one, Note)]
        assert any("যে ভাষায় লেখা" in text for text in notes)

    def test_an_unwritten_part_a_is_left_out(self, scene: Scene, plan: ActionPlan) -> None:
        assert not list(blocks.strategy(texts.sections(plan)))

    def test_a_suggestion_from_the_facts_of_the_round(self, scene: Scene, plan: ActionPlan) -> None:
        facts = texts.round_facts(plan)
        assert (facts.times, facts.women, facts.men) == (1, 14, 2)
        found = blocks.suggestions(overview(Scope(plan)), facts)
        assert "1 consultation, with 14 women and 2 men" in found["body_en"]
        assert "- Beneficiaries: 1" in found["body_en"]
        assert "১৪" in found["body_bn"]

    def test_a_draft_of_a_report_is_not_told(self) -> None:
        scene = make_scene("in_progress")
        plan = plan_start(round_=scene.round, by=scene.reviewer)
        assert texts.round_facts(plan).times == 0


class TestPages:
    def test_read_write_and_history(self, scene: Scene, plan: ActionPlan) -> None:
        args = [plan.pk, PART]
        answer = post(scene, "reviewer", "text_edit", *args, base=0, body_en="<b>x</b>", body_bn="")
        assert answer["Location"] == reverse("reports:strategy", args=[plan.pk])
        page = visit(scene, "reviewer", "strategy", plan.pk).content.decode()
        assert "&lt;b&gt;x&lt;/b&gt;" in page
        assert "<b>x</b>" not in page
        assert "5 sections are not written yet." in page
        assert "Version 2" in visit(scene, "approver", "text_history", *args).content.decode()

    def test_a_clash_shows_both(self, scene: Scene, plan: ActionPlan) -> None:
        base = save(plan, scene, 0, "Start.").number
        save(plan, scene, base, "Hers.")
        form = {"base": base, "body_en": "His.", "body_bn": ""}
        answer = post(scene, "reviewer", "text_edit", plan.pk, PART, **form)
        assert answer.status_code == 409
        assert "Hers." in answer.content.decode()
        assert "His." in answer.content.decode()

    def test_a_suggestion_is_saved_only_by_the_button(self, scene: Scene, plan: ActionPlan) -> None:
        args = [plan.pk, PlanPart.METHOD]
        page = visit(scene, "reviewer", "text_edit", *args, suggestion=1).content.decode()
        assert "This plan rests on the assessment round" in page
        assert not PlanText.objects.exists()

    def test_a_form_of_an_unknown_version_is_refused(self, scene: Scene, plan: ActionPlan) -> None:
        save(plan, scene, 0, "Start.")
        form = {"base": 77, "body_en": "Other.", "body_bn": ""}
        answer = post(scene, "reviewer", "text_edit", plan.pk, PART, **form)
        assert answer.status_code == 422
        assert "Reload the page" in answer.content.decode()

    @pytest.mark.parametrize("who", ["focal", "stranger", "coordinator", "observer", "nobody"])
    def test_not_for_others_while_drafting(self, scene: Scene, plan: ActionPlan, who: str) -> None:
        save(plan, scene, 0, "Start.")
        version = PlanVersion.objects.latest("number")
        assert visit(scene, who, "strategy", plan.pk).status_code == 404
        assert visit(scene, who, "text_edit", plan.pk, PART).status_code == 404
        assert visit(scene, who, "text_history", plan.pk, PART).status_code == 404
        assert post(scene, who, "text_version_restore", version.pk).status_code == 404

    def test_there_is_no_other_section(self, scene: Scene, plan: ActionPlan) -> None:
        assert visit(scene, "reviewer", "text_edit", plan.pk, "no-such").status_code == 404
