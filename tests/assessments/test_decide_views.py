"""The approver's pages, and accepted work for those who read across ministries."""

import datetime as dt

import pytest
from django.urls import reverse

from assessments.models import Submission
from assessments.services import submissions
from nsss_gender.accounts.enums import Role
from nsss_gender.language.dates import moment
from tests.assessments import factories
from tests.assessments.doubts import contradict
from tests.assessments.factories import consultation_add, make_scene
from tests.assessments.papers import evidence_make
from tests.assessments.test_review_views import (
    CENTRAL,
    get,
    post,
    queries,
    returned_and_resubmitted,
    text,
    url,
)
from tests.people import make_seat, signed_in

pytestmark = pytest.mark.django_db


def test_the_approver_sees_what_waits_and_what_was_just_accepted():
    waiting, accepted = make_scene("recommended"), make_scene("accepted")
    make_scene("under_review")
    rows = get(waiting, "approver", "decisions").context["rows"]
    assert [row.submission for row in rows] == [waiting.submission, accepted.submission]


def test_decisions_are_the_approvers():
    scene = make_scene("recommended")
    for person in scene.people:
        answer = get(scene, person, "decisions")
        assert answer.status_code == (200 if person == "approver" else 403), person
        sheet = get(scene, person, "decision", scene.submission)
        inside = CENTRAL | {"focal", "coordinator"}
        wanted = 200 if person == "approver" else 403 if person in inside else 404
        assert sheet.status_code == wanted, person


def test_the_decision_sheet_of_a_first_packet():
    scene = make_scene("recommended", programmes=2, days=-3)
    words = text(get(scene, "approver", "decision", scene.submission))
    for shown in ("It can be accepted.", "This is the first packet.", "Late by", "Settled 2"):
        assert shown in words


def test_the_decision_sheet_shows_what_changed_and_what_is_open():
    scene = returned_and_resubmitted()
    scene.comment("Q9", kind="suggestion", text="Name the trades.")
    scene.settle()
    scene.comment("Q11", kind="suggestion", text="One more indicator.")
    submissions.submission_recommend(
        submission=scene.submission, recommendation="Better now.", by=scene.reviewer
    )
    page = get(scene, "approver", "decision", scene.submission)
    (change,) = page.context["sheet"].changes
    assert [question.code for question in change.questions] == ["Q8"]
    words = text(page)
    assert "One more indicator." in words
    assert "Name the trades." not in words
    assert "Compared with packet 1" in words


def test_the_sheet_counts_what_changed_evidence_contradictions_and_dissents():
    scene = make_scene("in_progress")
    contradict(scene)
    evidence_make(scene.assessment, scene.focal, kind="link")
    consultation_add(scene.submission, scene.focal, stance="dissent", who="A partner", said="No.")
    scene.clear()
    scene.submit()
    scene.claim()
    scene.recommend()
    page = get(scene, "approver", "decision", scene.submission)
    sheet, words = page.context["sheet"], text(page)
    assert (sheet.evidence.claimed, sheet.evidence.verified) == (1, 0)
    assert [row.contradicted for row in sheet.contradicted] == [2]
    for shown in ("1 named, 0 verified", "Dissents 1: A partner"):
        assert shown in words
    again = recommended_again()
    later = text(get(again, "approver", "decision", again.submission))
    assert "1 answer, compared with packet 1" in later


def recommended_again():
    scene = returned_and_resubmitted()
    scene.recommend()
    return scene


@pytest.mark.parametrize(
    ("state", "person", "page"),
    [("accepted", "approver", "decision"), ("returned", "reviewer", "read")],
)
def test_until_when_it_can_be_undone_is_said(state, person, page):
    scene = make_scene(state)
    done = scene.submission.accepted_at or scene.submission.returned_at
    until = moment(done + dt.timedelta(days=1), "en")
    shown = text(get(scene, person, page, scene.submission))
    assert f"It can be undone until {until}, with a reason." in shown
    earlier, field = done - dt.timedelta(days=2), f"{state}_at"
    Submission.objects.filter(pk=scene.submission.pk).update(**{field: earlier})
    later = text(get(scene, person, page, scene.submission))
    assert "It can be undone until" not in later
    assert "It can be undone within 24 hours only." in later


def test_the_decision_pages_cost_the_same_for_one_and_for_three():
    one, three = make_scene("recommended"), make_scene("recommended", programmes=3)
    needed = [
        queries(signed_in(scene.approver), url("decision", scene.submission))
        for scene in (one, three)
    ]
    assert len(needed[0]) == len(needed[1]) <= 12, needed[0]
    client = signed_in(one.approver)
    before = queries(client, reverse("assessments:decisions"))
    make_scene("recommended")
    assert len(queries(client, reverse("assessments:decisions"))) == len(before) <= 12


def test_who_reviewed_a_part_sees_why_not():
    scene = make_scene("recommended")
    make_seat(scene.reviewer, Role.APPROVER)
    words = text(get(scene, "reviewer", "decision", scene.submission))
    assert "You reviewed a part of it: another person must accept it." in words
    answer = post(scene, "reviewer", "accept", scene.submission)
    assert answer.status_code == 403
    assert "another person must accept it" in text(answer)
    assert scene.submission.status == "recommended"


MOVES = {
    "accept": ("recommended", "accepted", {}),
    "send_back": ("recommended", "under_review", {"reason": "Look at Q5 again."}),
    "undo_accept": ("accepted", "recommended", {"reason": "The wrong report."}),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_decision_and_the_same_post_again(name):
    state, target, data = MOVES[name]
    scene = make_scene(state)
    for _ in range(2):
        answer = post(scene, "approver", name, scene.submission, **data)
        assert (answer.status_code, answer.url) == (302, url("decision", scene.submission))
        assert scene.submission.status == target


@pytest.mark.parametrize("name", MOVES)
def test_a_decision_is_refused_to_all_others(name):
    state, _target, data = MOVES[name]
    scene = make_scene(state)
    inside = CENTRAL | {"focal", "coordinator"} | ({"observer"} if state == "accepted" else set())
    for person in set(scene.people) - {"approver"}:
        answer = post(scene, person, name, scene.submission, **data)
        assert answer.status_code == (403 if person in inside else 404), person
    assert scene.submission.status == state


@pytest.mark.parametrize("name", MOVES)
def test_a_decision_in_the_wrong_state_says_why(name):
    scene = make_scene("under_review")
    answer = post(scene, "approver", name, scene.submission, **MOVES[name][2])
    assert answer.status_code == 403
    assert "This cannot be done while the report is “Under review”." in text(answer)


@pytest.mark.parametrize("name", ["send_back", "undo_accept"])
def test_a_decision_without_its_reason_is_shown_again(name):
    state, _target, _data = MOVES[name]
    scene = make_scene(state)
    assert get(scene, "approver", name, scene.submission).status_code == 200
    answer = post(scene, "approver", name, scene.submission, reason="")
    assert answer.status_code == 422
    assert "Write something here." in text(answer)
    assert scene.submission.status == state


def test_a_sent_back_report_can_be_sent_back_again_after_a_new_recommendation():
    scene = make_scene("recommended")
    for _ in range(2):
        post(scene, "approver", "send_back", scene.submission, reason="Once more.")
        assert scene.submission.status == "under_review"
        submissions.submission_recommend(
            submission=scene.submission, recommendation="Now.", by=scene.reviewer
        )


# ── Accepted work ───────────────────────────────────────────────────────────────────────────────


def test_who_sees_accepted_work():
    scene = make_scene("accepted")
    readers = CENTRAL | {"coordinator", "observer"}
    for person in scene.people:
        answer = get(scene, person, "accepted")
        assert answer.status_code == (200 if person in readers else 403), person
        if person in readers:
            assert list(answer.context["page"]) == scene.assessments, person
            assert str(scene.programmes[0]) in text(answer)


def test_only_a_coordinator_sees_what_is_not_accepted_yet_and_only_of_the_cluster():
    scene = make_scene("under_review", programmes=2)
    other = scene.programmes[1]
    other.cluster = factories.make_cluster()
    other.save()
    for person in ("observer", "reviewer"):
        assert list(get(scene, person, "accepted").context["page"]) == []
    page = get(scene, "coordinator", "accepted")
    assert list(page.context["page"]) == scene.assessments[:1]
    assert "Report not yet accepted" in text(page)


def test_a_draft_is_nobodys_accepted_work():
    scene = make_scene("cleared")
    assert list(get(scene, "coordinator", "accepted").context["page"]) == []


def test_a_coordinator_who_is_also_a_focal_point_reads_only_the_cluster_here():
    scene = make_scene("under_review", programmes=2)
    other = scene.programmes[1]
    other.cluster = None
    other.save()
    make_seat(scene.coordinator, Role.FOCAL_POINT, scene.ministry)
    page = get(scene, "coordinator", "read", scene.submission)
    assert [row.assessment for row in page.context["reading"].rows] == scene.assessments[:1]
    hidden = get(scene, "coordinator", "read_assessment", scene.assessments[1])
    assert hidden.status_code == 403


def test_accepted_work_costs_the_same_for_one_and_for_three():
    scene = make_scene("accepted")
    client, page = signed_in(scene.observer), reverse("assessments:accepted")
    before = queries(client, page)
    make_scene("accepted", programmes=2)
    assert len(queries(client, page)) == len(before) <= 12
    assert Submission.objects.filter(status="accepted").count() == 2
