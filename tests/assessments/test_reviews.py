"""Comments, replies, and the assessment's own table."""

import csv
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Assessment, ReviewComment
from assessments.services import reports, reviews
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import fresh, make_scene

pytestmark = pytest.mark.django_db

ORACLE = Path(__file__).parents[1] / "data" / "transitions.csv"
LINES = ORACLE.read_text(encoding="utf-8").splitlines()
ARROWS = {row["transition"]: row for row in csv.DictReader(LINES) if row["machine"] == "assessment"}
STATES = ("unread", "points_open", "settled")


def scene_in(state):
    """A report under review whose first programme is in ``state``, with nothing unresolved."""
    scene = make_scene("under_review", programmes=2)
    if state == "points_open":
        comment = scene.comment(kind="question")
        reviews.comment_resolve(comment=comment, by=scene.reviewer)
    if state == "settled":
        reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    assert scene.assessment.status == state
    return scene


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", ["must_fix", "question", "suggestion"])
def test_what_a_comment_opens(state, kind):
    scene = scene_in(state)
    scene.comment(kind=kind)
    moves = state in ARROWS["open_points"]["from"].split("|") and kind != "suggestion"
    assert scene.assessment.status == ("points_open" if moves else state)
    moved = Event.objects.filter(
        action="assessment open_points", target__contains=str(scene.assessment.pk)
    )
    assert moved.count() == moves + (state == "points_open")


@pytest.mark.parametrize("state", STATES)
def test_what_can_be_settled(state):
    scene = scene_in(state)
    events = Event.objects.filter(action="assessment settle").count()
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    listed = state in ARROWS["settle"]["from"].split("|")
    assert scene.assessment.status == "settled"
    assert Event.objects.filter(action="assessment settle").count() == events + listed
    assert scene.assessment.settled_by == scene.reviewer


def test_opening_a_settled_programme_takes_its_stamp_away():
    scene = scene_in("settled")
    scene.comment()
    assert (scene.assessment.settled_at, scene.assessment.settled_by) == (None, None)


@pytest.mark.parametrize("state", STATES)
def test_only_the_holding_reviewer_comments_and_settles(state):
    scene = scene_in(state)
    events = Event.objects.count()
    for name, user in scene.people.items():
        if name == "reviewer":
            continue
        with pytest.raises(PermissionDenied):
            factories.comment(scene.assessment, user)
        if state != "settled":
            with pytest.raises(PermissionDenied):
                reviews.assessment_settle(assessment=scene.assessment, by=user)
    assert (scene.assessment.status, Event.objects.count()) == (state, events)


@pytest.mark.parametrize("state", ["submitted", "returned", "recommended", "accepted"])
def test_nothing_is_commented_or_settled_unless_it_is_under_review(state):
    scene = make_scene(state)
    status, comments = scene.assessment.status, ReviewComment.objects.count()
    with pytest.raises(PermissionDenied):
        scene.comment()
    if status != "settled":
        with pytest.raises(PermissionDenied):
            reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    assert (scene.assessment.status, ReviewComment.objects.count()) == (status, comments)


def test_an_open_must_fix_or_a_refused_na_keeps_it_from_being_settled():
    scene = make_scene("under_review", judgements={"Q8": "na"})
    must_fix = scene.comment("Q9")
    refused = scene.comment("Q8", refuses_na=True)
    for comment in (must_fix, refused):
        with pytest.raises(PermissionDenied):
            reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
        reviews.comment_resolve(comment=comment, by=scene.reviewer)
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    assert scene.assessment.status == "settled"


def test_an_open_question_or_suggestion_does_not():
    scene = make_scene("under_review")
    scene.comment(kind="question")
    scene.comment(kind="suggestion")
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    assert scene.assessment.status == "settled"


def test_only_a_must_fix_refuses_an_answer():
    scene = make_scene("under_review")
    assert not scene.comment(kind="question", refuses_na=True).refuses_na
    assert scene.comment(refuses_na=True).refuses_na


def test_a_comment_is_written_once():
    scene = make_scene("under_review")
    key = uuid.uuid4()
    first = scene.comment(key=key)
    again = scene.comment(key=key, text="changed on the way")
    assert (again.pk, fresh(first).text) == (first.pk, "Say which practices are meant.")
    assert Event.objects.filter(action="comment added").count() == 1


def test_the_key_of_another_programmes_comment_is_refused():
    scene = make_scene("under_review", programmes=2)
    key = scene.comment().pk
    with pytest.raises(PermissionDenied):
        factories.comment(scene.assessments[1], scene.reviewer, key=key)


def test_a_forged_kind_is_refused():
    scene = make_scene("under_review")
    with pytest.raises(ValidationError):
        scene.comment(kind="order")


@pytest.mark.parametrize("code", ["Q99", "Q7.1", ""])
def test_a_comment_needs_a_question_of_the_questionnaire(code):
    scene = make_scene("under_review")
    with pytest.raises(ValidationError):
        scene.comment(code)
    assert scene.assessment.status == "unread"


def test_a_comment_refers_to_the_last_packet():
    scene = make_scene("returned")
    first = ReviewComment.objects.get()
    factories.reply(first, scene.focal)
    second_packet = scene.submit()
    scene.claim()
    assert scene.comment("Q9").packet == second_packet
    assert fresh(first).packet.number == 1


def test_what_the_ministry_received_is_resolved_and_no_longer_withdrawn():
    scene = make_scene("returned")
    comment = ReviewComment.objects.get()
    factories.reply(comment, scene.focal)
    scene.submit()
    scene.claim()
    with pytest.raises(PermissionDenied, match="resolve"):
        reviews.comment_withdraw(comment=comment, by=scene.reviewer)
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    assert fresh(comment).resolved_by == scene.reviewer


def test_doing_it_twice_changes_nothing():
    scene = make_scene("under_review")
    one, two = scene.comment(), scene.comment("Q9")
    for _ in range(2):
        reviews.comment_withdraw(comment=one, by=scene.reviewer)
        reviews.comment_resolve(comment=two, by=scene.reviewer)
    for action in ("comment withdrawn", "comment resolved"):
        assert Event.objects.filter(action=action).count() == 1


def test_the_log_carries_no_words_of_a_comment():
    scene = make_scene("under_review")
    scene.comment(text="a delicate remark")
    event = Event.objects.get(action="comment added")
    assert "delicate" not in str(event.changes)
    assert event.changes["question"] == "Q8"


# ── Replies ─────────────────────────────────────────────────────────────────────────────────────


def test_a_reply_is_the_focal_points():
    scene = make_scene("returned")
    comment = ReviewComment.objects.get()
    for name, user in scene.people.items():
        if name != "focal":
            with pytest.raises(PermissionDenied):
                factories.reply(comment, user)
    factories.reply(comment, scene.focal)
    assert comment.reply.by == scene.focal


@pytest.mark.parametrize("text", ["", " \n"])
def test_not_adopting_demands_a_reason(text):
    scene = make_scene("returned")
    with pytest.raises(ValidationError):
        factories.reply(ReviewComment.objects.get(), scene.focal, "not_adopted", text)
    factories.reply(ReviewComment.objects.get(), scene.focal, "not_adopted", "It is a pilot.")


def test_a_reply_can_be_mended_until_it_is_sent():
    scene = make_scene("returned")
    comment = ReviewComment.objects.get()
    for text in ("first", "second", "second"):
        factories.reply(comment, scene.focal, text=text)
    assert fresh(comment).reply.text == "second"
    assert Event.objects.filter(action="comment answered").count() == 2
    scene.submit()
    with pytest.raises(PermissionDenied):
        factories.reply(comment, scene.focal, text="third")


def test_an_unsent_comment_cannot_be_answered():
    scene = make_scene("under_review")
    with pytest.raises(PermissionDenied):
        factories.reply(scene.comment(), scene.focal)


def test_a_forged_outcome_is_refused():
    scene = make_scene("returned")
    for outcome in ("ignored", "agreed", "differs"):  # the last two answer a proposal only
        with pytest.raises(ValidationError):
            factories.reply(ReviewComment.objects.get(), scene.focal, outcome, "x")


def test_in_a_returned_report_only_a_named_programme_can_be_left_out():
    scene = make_scene("under_review", programmes=2)
    scene.send_return()
    named, other = scene.assessments
    with pytest.raises(PermissionDenied):
        reports.not_assessed_set(assessment=other, reason="It ended.", by=scene.focal)
    reports.not_assessed_set(assessment=named, reason="It ended.", by=scene.focal)
    assert Assessment.objects.exclude(not_assessed_reason="").get() == named
