"""A programme, a section or a question in a colleague's hands (capability 19)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from assessments.models import AnswerVersion, HandOut
from assessments.permissions import (
    can_cite,
    can_edit,
    can_explain,
    can_read_draft,
    closed_cells,
    closed_questions,
)
from assessments.selectors import handed
from assessments.selectors.timeline import checkpoints
from assessments.selectors.waiting import todos
from assessments.services.handing import Part, Terms, hand_out_end, question_hand_out
from assessments.services.handing import hand_out as hand_out_service
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, answers_save, fresh, hand_out, make_scene
from tests.assessments.linked import contribution_make
from tests.people import make_seat, make_user, signed_in

pytestmark = pytest.mark.django_db

PARTS = {"programme": Part(), "section": Part(section="norms"), "question": Part(question="Q8")}


def give(scene: Scene, part: Part, **options: object) -> HandOut:
    return hand_out(
        scene.assessment,
        scene.contributor,
        scene.focal,
        section=part.section,
        question=part.question,
        **options,
    )


def url(name: str, *args: object) -> str:
    return reverse(f"assessments:{name}", args=args)


# ── Who may write what: scope × question × state ────────────────────────────────────────────────

# Q8 is the question of the section "norms"; Q9 stands in another. "returned" names Q8 alone.
OPEN = {
    ("programme", "Q8", "not_started"): True,
    ("programme", "Q9", "not_started"): True,
    ("section", "Q8", "not_started"): True,
    ("section", "Q9", "not_started"): False,
    ("question", "Q8", "not_started"): True,
    ("question", "Q9", "not_started"): False,
    ("programme", "Q8", "returned"): True,
    ("programme", "Q9", "returned"): False,
    ("section", "Q8", "returned"): True,
    ("section", "Q9", "returned"): False,
    ("question", "Q8", "returned"): True,
    ("question", "Q9", "returned"): False,
    ("programme", "Q8", "submitted"): False,
    ("section", "Q8", "submitted"): False,
    ("question", "Q8", "submitted"): False,
    ("question", "Q8", "cleared"): True,
    ("question", "Q9", "cleared"): False,
}


@pytest.mark.parametrize(("scope", "code", "state"), OPEN, ids=lambda part: part)
def test_a_colleague_writes_what_was_handed_out_and_nothing_else(scope, code, state):
    scene = make_scene("not_started" if state == "not_started" else "in_progress")
    give(scene, PARTS[scope])
    if state not in {"not_started", "in_progress"}:
        _on(scene, state)
    open_ = OPEN[scope, code, state]
    assessment = scene.assessment
    assert bool(can_edit(scene.contributor, assessment, [code])) == open_
    assert (code not in closed_questions(scene.contributor, assessment, [code])) == open_
    cells = closed_cells(scene.contributor, assessment.submission, [assessment], [code])
    assert ((assessment.pk, code) not in cells) == open_
    before = AnswerVersion.objects.count()
    if open_:
        answers_save(assessment, {code: {"detail": "From the field."}}, by=scene.contributor)
    else:
        with pytest.raises(PermissionDenied):
            answers_save(assessment, {code: {"detail": "From the field."}}, by=scene.contributor)
    assert AnswerVersion.objects.count() == before + open_


def _on(scene: Scene, state: str) -> None:
    scene.clear()
    if state in {"submitted", "returned"}:
        scene.submit()
    if state == "returned":
        scene.claim()
        scene.send_return()
    assert scene.submission.status == state


@pytest.mark.parametrize("scope", PARTS)
def test_whoever_has_a_part_reads_the_whole_programme(scope):
    scene = make_scene(programmes=2)
    give(scene, PARTS[scope])
    first, second = scene.assessments
    assert can_read_draft(scene.contributor, first)
    assert not can_read_draft(scene.contributor, second)
    browser = signed_in(scene.contributor)
    assert browser.get(url("section", first.pk, "training")).status_code == 200
    assert browser.get(url("section", second.pk, "training")).status_code == 404


@pytest.mark.parametrize(("scope", "whole"), [("programme", True), ("section", False)])
def test_what_belongs_to_the_programme_as_a_whole_needs_all_of_it(scope, whole):
    scene = make_scene()
    give(scene, PARTS[scope])
    for can in (can_cite, can_explain):
        assert bool(can(scene.contributor, scene.assessment)) == whole


def test_parts_add_up():
    scene = make_scene()
    give(scene, PARTS["question"])
    give(scene, Part(section="training"))
    codes = ["Q8", "Q9", "Q10", "Q2"]
    closed = closed_questions(scene.contributor, scene.assessment, codes)
    assert list(closed) == ["Q10", "Q2"]
    answers_save(
        scene.assessment, {"Q8": {"text": "a"}, "Q9.1": {"judgement": "yes"}}, by=scene.contributor
    )
    with pytest.raises(PermissionDenied, match="not handed to you"):
        answers_save(
            scene.assessment, {"Q8": {"text": "b"}, "Q10": {"text": "b"}}, by=scene.contributor
        )


def test_what_was_taken_back_is_closed_and_what_was_written_stays():
    scene = make_scene()
    row = give(scene, PARTS["question"])
    answers_save(scene.assessment, {"Q8": {"text": "From the field."}}, by=scene.contributor)
    hand_out_end(hand_out=row, by=scene.focal)
    assert AnswerVersion.objects.get().text == "From the field."
    with pytest.raises(PermissionDenied):
        answers_save(scene.assessment, {"Q8": {"text": "More."}}, by=scene.contributor)
    hand_out_end(hand_out=row, by=scene.focal)  # a double click
    assert Event.objects.filter(action="part taken back").count() == 1


# ── Handing out ─────────────────────────────────────────────────────────────────────────────────


def test_the_same_post_hands_out_once():
    scene = make_scene()
    given = {
        "assessment": scene.assessment,
        "key": uuid.uuid4(),
        "seat": scene.contributor.seats[0],
        "due_on": timezone.localdate(),
        "note": "",
        "by": scene.focal,
        "part": PARTS["question"],
    }
    first, second = hand_out_service(**given), hand_out_service(**given)
    assert first == second
    assert Event.objects.filter(action="part handed out").count() == 1


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        ("programme", "programme", True),
        ("programme", "section", True),
        ("programme", "question", True),
        ("section", "section", True),
        ("section", "question", True),
        ("question", "question", True),
        ("question", "section", False),
        ("section", "programme", False),
    ],
)
def test_what_a_colleague_has_is_not_handed_to_them_again(first, second, taken):
    scene = make_scene()
    give(scene, PARTS[first])
    if taken:
        with pytest.raises(ValidationError, match="already with this colleague"):
            give(scene, PARTS[second])
    else:
        give(scene, PARTS[second])
    assert HandOut.objects.running().count() == 2 - taken


def test_the_database_too_refuses_a_second_running_one():
    scene = make_scene()
    row = give(scene, PARTS["question"])
    row.pk = uuid.uuid4()
    with pytest.raises(IntegrityError):
        row.save(force_insert=True)


@pytest.mark.parametrize(
    "part", [Part(section="nowhere"), Part(question="Q99"), Part(question="Q7.1")]
)
def test_a_part_that_there_is_not_cannot_be_handed_out(part):
    scene = make_scene()
    with pytest.raises(ValidationError, match="parts shown"):
        give(scene, part)


def test_only_the_focal_point_hands_out_and_only_to_a_colleague():
    scene = make_scene()
    for name in ("contributor", "stranger", "reviewer", "administrator", "nobody"):
        with pytest.raises(PermissionDenied):
            hand_out(scene.assessment, scene.contributor, scene.people[name])
    outsider = make_user("elsewhere", Role.CONTRIBUTOR, scene.other_ministry)
    for other in (outsider, scene.focal):
        with pytest.raises(ValidationError, match="contributor of your own ministry"):
            hand_out(scene.assessment, other, scene.focal)
    assert not HandOut.objects.exists()


def test_one_question_of_several_programmes_at_once():
    scene = make_scene(programmes=3)
    first, second, _third = scene.assessments
    hand_out(second, scene.contributor, scene.focal)  # has all of it already
    given = {
        "submission": scene.submission,
        "code": "Q8",
        "picked": [first.pk, second.pk],
        "key": uuid.uuid4(),
        "terms": Terms(scene.contributor.seats[0], timezone.localdate(), "Please."),
        "by": scene.focal,
    }
    assert [question_hand_out(**given), question_hand_out(**given)] == [1, 0]
    rows = HandOut.objects.filter(question__code="Q8")
    assert [(row.assessment, row.note) for row in rows] == [(first, "Please.")]
    foreign = {"key": uuid.uuid4(), "picked": [first.pk, scene.other.assessments.get().pk]}
    with pytest.raises(ValidationError, match="another report"):
        question_hand_out(**(given | foreign))
    with pytest.raises(PermissionDenied):
        question_hand_out(**(given | {"by": scene.stranger}))
    assert HandOut.objects.count() == 2


def test_the_history_tells_a_hand_out_where_it_belongs():
    scene = make_scene()
    give(scene, PARTS["question"])
    answers_save(scene.assessment, {"Q8": {"text": "a"}, "Q9": {"text": "a"}}, by=scene.focal)
    schema = scene.round.questionnaire.schema()
    told = {
        row.question.code: [one.word for one in checkpoints(row, schema)]
        for row in scene.assessment.answers.select_related("question", "assessment__submission")
    }
    assert told == {"Q8": ["Handed to a colleague"], "Q9": []}


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def post_fields(page, **fields: object) -> dict[str, object]:
    form = page.context["form"]
    given = {"key": form["key"].value(), "due_on": "28/12/2099", "note": "", "seat": ""}
    return {**given, **fields}


def test_the_form_hands_out_a_question_and_says_so():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("hand_out", scene.assessment.pk)
    page = browser.get(f"{address}?part=question:Q8")
    assert page.context["form"]["part"].value() == "question:Q8"
    seat = scene.contributor.seats[0]
    answer = browser.post(address, post_fields(page, part="question:Q8", seat=seat.pk), follow=True)
    assert "It was handed out." in answer.content.decode()
    assert [part for _row, part in answer.context["hand_outs"]] == ["Q8 Social norms"]


def test_all_mistakes_of_the_form_are_said_at_once_and_nothing_typed_is_lost():
    scene = make_scene()
    browser, address = signed_in(scene.focal), url("hand_out", scene.assessment.pk)
    page = browser.get(address)
    wrong = post_fields(page, part="question:Q99", due_on="1/1/2000", note="Keep me.")
    answer = browser.post(address, wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"part", "seat", "due_on"}
    assert "Keep me." in answer.content.decode()
    assert not HandOut.objects.exists()


def test_a_locked_report_hands_nothing_out_and_says_why():
    scene = make_scene("submitted")
    browser = signed_in(scene.focal)
    for address in (
        url("hand_out", scene.assessment.pk),
        url("hand_out_question", scene.submission.pk, "Q8"),
    ):
        assert "The report is locked" in browser.get(address).content.decode()
        assert browser.post(address, {}).status_code == 403


def test_the_page_of_one_question_hands_out_what_was_ticked():
    scene = make_scene(programmes=2)
    browser, address = signed_in(scene.focal), url("hand_out_question", scene.submission.pk, "Q8")
    page = browser.get(address)
    assert browser.post(address, post_fields(page)).status_code == 422
    fields = {
        "picked": [row.pk for row in scene.assessments],
        "seat": scene.contributor.seats[0].pk,
    }
    answer = browser.post(address, post_fields(page, **fields), follow=True)
    assert "Handed out for 2 programmes." in answer.content.decode()
    assert browser.get(url("hand_out_question", scene.submission.pk, "Q99")).status_code == 404
    assert signed_in(scene.stranger).get(address).status_code == 404


def test_what_is_handed_to_me_leads_to_exactly_that():
    scene = make_scene()
    for part, days in zip(PARTS.values(), (2, 1, 0), strict=True):
        seat = make_seat(scene.contributor, Role.CONTRIBUTOR, scene.ministry)
        hand_out_service(
            assessment=scene.assessment,
            key=uuid.uuid4(),
            seat=seat,
            due_on=timezone.localdate() + dt.timedelta(days=days),
            note="",
            by=scene.focal,
            part=part,
        )
    found = handed.handed_states(handed.handed_to(scene.contributor))
    assert [(row.part, row.done, row.total, row.days_left) for row in found] == [
        ("Q8 Social norms", 0, 1, 0),
        ("Social norms", 0, 1, 1),
        ("", 0, found[2].total, 2),
    ]
    there = url("section", scene.assessment.pk, "norms") + "#Q8"
    assert [row.next_url for row in found[:2]] == [there, there]
    page = signed_in(scene.contributor).get(url("handed_to_me"))
    assert "Due today" in page.content.decode()


def test_a_finished_part_leads_nowhere_further():
    scene = make_scene("in_progress")
    give(scene, PARTS["section"])
    (row,) = handed.handed_states(handed.handed_to(scene.contributor))
    assert (row.done, row.total, row.next_url) == (1, 1, "")


def test_the_list_of_sections_marks_what_is_mine():
    scene = make_scene()
    give(scene, PARTS["question"])
    page = signed_in(scene.contributor).get(url("assessment", scene.assessment.pk))
    assert page.context["own"] == {"norms"}
    assert page.context["next"].section.code == "norms"
    assert (
        signed_in(scene.focal).get(url("assessment", scene.assessment.pk)).context["own"] == set()
    )


def test_a_question_that_is_not_mine_is_read_only_in_a_section_that_is_partly_mine():
    scene = make_scene()
    give(scene, Part(question="Q6a"))
    page = signed_in(scene.contributor).get(url("section", scene.assessment.pk, "empowerment"))
    assert {view.own.asked.code: view.closed for view in page.context["questions"]} == {
        "Q6a": "",
        "Q6b": "This question was not handed to you: you can read it.",
    }


def test_the_grid_says_whose_hands_and_can_be_narrowed_to_one_colleague():
    scene = make_scene(programmes=2)
    give(scene, PARTS["question"])
    give(scene, Part(question="Q9"))
    browser, address = signed_in(scene.focal), url("grid", scene.submission.pk)
    page = browser.get(address)
    row = page.context["grid"].rows[0]
    assert [(one.seat.holder, one.parts) for one in row.hands] == [
        (scene.contributor, ("Q8", "Q9"))
    ]
    marked = [cell.code for cell in row.cells if any(mark.sign == "»" for mark in cell.marks)]
    assert marked == ["Q8", "Q9"]
    seat = scene.contributor.seats[0]
    narrowed = browser.get(f"{address}?with={seat.pk}").context["grid"].rows
    assert [one.assessment for one in narrowed] == [scene.assessment]
    assert len(browser.get(f"{address}?with=nobody").context["grid"].rows) == 2


def test_an_overdue_hand_out_says_so_in_words():
    scene = make_scene()
    row = give(scene, PARTS["question"])
    HandOut.objects.filter(pk=row.pk).update(due_on=timezone.localdate() - dt.timedelta(days=2))
    for person, name, args in (
        (scene.focal, "grid", [scene.submission.pk]),
        (scene.focal, "report", [scene.submission.pk]),
        (scene.contributor, "handed_to_me", []),
    ):
        page = signed_in(person).get(url(name, *args)).content.decode()
        assert "was due" in page.lower()


def test_a_colleague_of_another_ministry_finds_nothing():
    scene = make_scene()
    give(scene, PARTS["question"])
    outsider = make_user("elsewhere", Role.CONTRIBUTOR, scene.other_ministry)
    assert handed.handed_to(outsider) == []
    assert not can_edit(outsider, fresh(scene.assessment), ["Q8"])


# ── What waits on both (36) ─────────────────────────────────────────────────────────────────────


def test_what_waits_on_a_colleague_leads_to_the_very_place():
    scene = make_scene()
    give(scene, PARTS["question"])
    (todo,) = todos(scene.contributor)
    assert todo.url == url("section", scene.assessment.pk, "norms") + "#Q8"


def test_the_focal_point_hears_of_what_is_overdue_and_of_proposals():
    scene = make_scene(programmes=2)
    for assessment in scene.assessments:
        hand_out(assessment, scene.contributor, scene.focal, question="Q8")
    contribution_make(scene)
    assert _helped(scene) == {url("links", scene.submission.pk): 1}
    HandOut.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert _helped(scene) == {
        url("links", scene.submission.pk): 1,
        url("grid", scene.submission.pk): 2,
    }
    assert todos(scene.stranger)[0].url == url("report", scene.other.pk)


def _helped(scene: Scene) -> dict[str, int]:
    return {todo.url: todo.total for todo in todos(scene.focal) if todo.total}
