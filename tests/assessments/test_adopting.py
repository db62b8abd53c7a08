"""What a colleague wrote is marked until the focal point has looked at it (capability 19)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.models import Answer, AnswerVersion
from assessments.models.answer import draft_sheet
from assessments.selectors.timeline import checkpoints
from assessments.selectors.unlooked import unlooked
from assessments.services.adopting import Adopted, answers_adopt, section_save
from assessments.services.answers import Draft
from assessments.services.handing import hand_out_end
from nsss_gender.audit.models import Event
from tests.assessments.factories import STATES, Scene, answers_save, fresh, hand_out, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A colleague answered Q8 and a part of Q7; nobody has looked."""
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    values = {"Q8": {"text": "Yard meetings."}, "Q7.1": {"judgement": "yes"}}
    answers_save(scene.assessment, values, by=scene.contributor)
    return scene


def seen(scene: Scene) -> dict[uuid.UUID, int]:
    rows = scene.assessment.answers.filter(head__isnull=False)
    return dict(rows.values_list("pk", "head__number"))


def waiting(scene: Scene) -> set[str]:
    """The codes that wait, by the sheet and by the query, which must agree."""
    rows = Answer.objects.unlooked().filter(assessment=scene.assessment)
    codes = set(rows.values_list("question__code", flat=True))
    assert draft_sheet(scene.assessment).unlooked == codes
    return codes


def url(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


def test_what_a_colleague_writes_stands_and_waits_for_a_look(scene):
    assert waiting(scene) == {"Q8", "Q7.1"}
    assert draft_sheet(scene.assessment)["Q8"].text == "Yard meetings."


def test_what_the_focal_point_writes_is_looked_at(scene):
    answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    assert waiting(scene) == {"Q7.1"}


def test_adopting_changes_no_word_and_is_told_once(scene):
    before = list(AnswerVersion.objects.values_list("pk", flat=True))
    given = {"assessment": scene.assessment, "seen": seen(scene), "by": scene.focal}
    assert answers_adopt(**given) == Adopted(2)
    assert answers_adopt(**given) == Adopted(0)
    assert waiting(scene) == set()
    assert list(AnswerVersion.objects.values_list("pk", flat=True)) == before
    event = Event.objects.get(action="answers adopted")
    assert event.changes == {"Q8": [0, 1], "Q7.1": [0, 1]}
    row = scene.assessment.answers.get(question__code="Q8")
    assert (row.adopted_number, row.adopted_by) == (1, scene.focal)
    assert row.adopted_at is not None


def test_a_later_save_of_the_colleague_waits_again(scene):
    answers_adopt(assessment=scene.assessment, seen=seen(scene), by=scene.focal)
    answers_save(
        scene.assessment, {"Q8": {"text": "Yard meetings, monthly."}}, by=scene.contributor
    )
    assert waiting(scene) == {"Q8"}


def test_a_version_that_nobody_saw_is_not_adopted(scene):
    old = seen(scene)
    answers_save(scene.assessment, {"Q8": {"text": "Changed since."}}, by=scene.contributor)
    assert answers_adopt(assessment=scene.assessment, seen=old, by=scene.focal) == Adopted(1, 1)
    assert waiting(scene) == {"Q8"}


def test_answers_of_another_programme_are_left_alone(scene):
    other = make_scene()
    assert answers_adopt(assessment=other.assessment, seen=seen(scene), by=other.focal) == Adopted(
        0
    )
    assert waiting(scene) == {"Q8", "Q7.1"}


def test_only_the_focal_point_adopts(scene):
    for name, person in scene.people.items():
        if name != "focal":
            with pytest.raises(PermissionDenied):
                answers_adopt(assessment=scene.assessment, seen=seen(scene), by=person)
    assert waiting(scene) == {"Q8", "Q7.1"}


@pytest.mark.parametrize("state", STATES)
def test_adopting_goes_where_the_ministry_can_write_and_voids_no_clearance(state):
    scene = make_scene("in_progress")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    answers_save(scene.assessment, {"Q8": {"detail": "x"}}, by=scene.contributor)
    way = {"cleared": 1, "submitted": 2, "under_review": 3, "returned": 4}
    steps = [scene.clear, scene.submit, scene.claim, scene.send_return]
    if state in {"recommended", "accepted"}:
        steps, way = [*steps[:3], scene.recommend, scene.accept], {"recommended": 4, "accepted": 5}
    for step in steps[: way.get(state, 0)]:
        step()
    status = scene.submission.status
    if state in {"not_started", "in_progress", "cleared", "returned"}:
        assert answers_adopt(assessment=scene.assessment, seen=seen(scene), by=scene.focal).count
    else:
        with pytest.raises(PermissionDenied, match="locked"):
            answers_adopt(assessment=scene.assessment, seen=seen(scene), by=scene.focal)
    assert scene.submission.status == status


def test_taking_the_work_back_leaves_the_mark(scene):
    hand_out_end(hand_out=scene.assessment.hand_outs.get(), by=scene.focal)
    assert waiting(scene) == {"Q8", "Q7.1"}


# ── Saving and adopting in one act ──────────────────────────────────────────────────────────────


def test_the_button_at_the_answer_saves_what_was_typed_and_adopts_that_answer(scene):
    drafts = {
        "Q8": Draft(1, {"text": "Yard meetings."}),
        "Q7.1": Draft(1, {"judgement": "yes"}),
        "Q9": Draft(0, {"text": "Typed beside it."}),
    }
    given = {"assessment": scene.assessment, "drafts": drafts, "token": uuid.uuid4()}
    section_save(**given, adopt={"Q8"}, by=scene.focal)
    assert waiting(scene) == {"Q7.1"}
    assert draft_sheet(scene.assessment)["Q9"].text == "Typed beside it."


def test_it_does_not_adopt_what_came_after_the_form_was_read(scene):
    drafts = {"Q8": Draft(1, {"text": "Yard meetings."})}
    answers_save(scene.assessment, {"Q8": {"text": "Changed since."}}, by=scene.contributor)
    _saved, left = section_save(
        assessment=scene.assessment, drafts=drafts, adopt={"Q8"}, token=uuid.uuid4(), by=scene.focal
    )
    assert left == 1
    assert "Q8" in waiting(scene)


def test_a_colleague_cannot_adopt_by_that_way_either(scene):
    drafts = {"Q8": Draft(1, {"text": "Yard meetings."})}
    given = {"assessment": scene.assessment, "drafts": drafts, "token": uuid.uuid4()}
    with pytest.raises(PermissionDenied):
        section_save(**given, adopt={"Q8"}, by=scene.contributor)


# ── What the pages show ─────────────────────────────────────────────────────────────────────────


def test_old_and_new_stand_beside_each_other_word_by_word(scene):
    answers_save(scene.assessment, {"Q8": {"text": "Monthly yard meetings."}}, by=scene.focal)
    for text in ("Monthly meetings.", "Monthly court-yard meetings."):
        answers_save(scene.assessment, {"Q8": {"text": text}}, by=scene.contributor)
    (group,) = unlooked(fresh(scene.assessment), "norms")
    (row,) = group.rows
    assert (group.by, row.code, row.number) == (scene.contributor, "Q8", 4)
    (field,) = [one for one in row.fields if one.name == "text"]
    assert (
        "".join(run.text for run in field.runs if run.kind != "added") == "Monthly yard meetings."
    )
    assert "".join(run.text for run in field.runs if run.kind != "removed") == (
        "Monthly court-yard meetings."
    )


def test_the_page_adopts_what_is_ticked(scene):
    browser, address = signed_in(scene.focal), url("adopt", scene.assessment.pk)
    page = browser.get(address)
    keys = {row.code: row.key for group in page.context["groups"] for row in group.rows}
    assert set(keys) == {"Q8", "Q7.1"}
    answer = browser.post(address, {"pick": [keys["Q8"]]}, follow=True)
    assert "1 answer adopted." in answer.content.decode()
    assert waiting(scene) == {"Q7.1"}


@pytest.mark.parametrize(
    "picked", [[], ["x"], ["x:1"], [f"{uuid.uuid4()}:-1"], [f"{uuid.uuid4()}:"]]
)
def test_a_form_that_cannot_be_read_adopts_nothing(scene, picked):
    answer = signed_in(scene.focal).post(url("adopt", scene.assessment.pk), {"pick": picked})
    assert answer.status_code == 422
    assert waiting(scene) == {"Q8", "Q7.1"}


def test_a_stranger_finds_no_page_and_a_colleague_reads_the_reason(scene):
    address = url("adopt", scene.assessment.pk)
    assert signed_in(scene.stranger).get(address).status_code == 404
    refusal = signed_in(scene.contributor).get(address)
    assert refusal.status_code == 403
    assert "adopts what colleagues wrote" in refusal.content.decode()


def test_the_mark_stands_on_every_page_until_it_is_adopted(scene):
    browser = signed_in(scene.focal)
    pages = {
        url("section", scene.assessment.pk, "norms"): "Not yet looked at",
        url("assessment", scene.assessment.pk): "2 answers of colleagues are not yet looked at",
        url("report", scene.submission.pk): "2 not yet looked at",
        url("grid", scene.submission.pk): "not yet looked at",
        url("check", scene.submission.pk): "2 answers of colleagues are not yet looked at.",
        url("clear", scene.submission.pk): "2 answers of colleagues are not yet looked at",
    }
    told = {
        address: words in browser.get(address).content.decode() for address, words in pages.items()
    }
    assert set(told.values()) == {True}, told
    answers_adopt(assessment=scene.assessment, seen=seen(scene), by=scene.focal)
    told = {
        address: words in browser.get(address).content.decode() for address, words in pages.items()
    }
    assert set(told.values()) == {False}, told


def test_the_section_page_saves_and_adopts_with_one_click(scene):
    browser, address = signed_in(scene.focal), url("section", scene.assessment.pk, "norms")
    page = browser.get(address)
    fields = {
        "token": page.context["form"].token["token"].value(),
        "Q8-base": "1",
        "Q8-text": "Yard meetings.",
        "adopt": "Q8",
    }
    answer = browser.post(address, fields)
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#Q8")
    assert waiting(scene) == {"Q7.1"}


def test_a_colleague_sees_the_mark_and_no_button(scene):
    page = signed_in(scene.contributor).get(url("section", scene.assessment.pk, "norms"))
    html = page.content.decode()
    assert "The focal point still looks at it." in html
    assert 'name="adopt"' not in html


def test_the_history_says_when_it_was_looked_at(scene):
    answers_adopt(assessment=scene.assessment, seen=seen(scene), by=scene.focal)
    row = scene.assessment.answers.select_related("question", "assessment__submission").get(
        question__code="Q8"
    )
    told = checkpoints(row, scene.round.questionnaire.schema())
    assert told[0].word == "Looked at by the focal point"


def test_a_packet_says_nothing_of_it():
    scene = make_scene("in_progress")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    answers_save(scene.assessment, {"Q8": {"detail": "x"}}, by=scene.contributor)
    scene.clear()
    scene.submit()
    entry = scene.packet.assessments[str(scene.assessment.pk)]
    assert "unlooked" not in entry["answers"]["Q8"]
