"""The submission's table as an oracle: what it lists can be done, by whom it says, and nothing else."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from assessments.models import Clearance, Notice, Packet, ReviewComment, Submission
from assessments.permissions import can_move
from assessments.services import listing, reports, reviews, submissions
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import STATES, Scene, fresh, make_scene
from tests.people import make_seat, make_user

pytestmark = pytest.mark.django_db

ORACLE = Path(__file__).parents[1] / "data" / "transitions.csv"
LINES = ORACLE.read_text(encoding="utf-8").splitlines()
ROWS = [row for row in csv.DictReader(LINES) if row["machine"] == "submission"]
ARROWS = {row["transition"]: row for row in ROWS}
# A review has one holder: these arrows are only the holding reviewer's.
HELD = {"hand_over", "return", "undo_return", "recommend"}

Call = Callable[[Scene, User], object]


def _handed_over(scene: Scene, by: User) -> None:
    submissions.submission_hand_over(
        submission=scene.submission, to=scene.second_reviewer.seats[0], reason="On leave.", by=by
    )


def _nil(scene: Scene, by: User) -> None:
    factories.clear(scene.submission, by, nil_statement="We run no programme.")


# Every door through which a status changes, and the arrows that it can take.
DOORS: dict[str, tuple[tuple[str, ...], Call]] = {
    "save": (
        ("open", "void_clearance"),
        lambda s, by: factories.answers_save(s.assessment, {"Q4.left_out": {"text": "x"}}, by=by),
    ),
    "confirm": (
        ("open", "void_clearance"),
        lambda s, by: listing.list_confirm(submission=s.submission, by=by),
    ),
    "nil": (("nil",), _nil),
    "clear": (("clear",), lambda s, by: factories.clear(s.submission, by)),
    "submit": (
        ("submit", "resubmit"),
        lambda s, by: submissions.submission_submit(submission=s.submission, by=by),
    ),
    "recall": (
        ("recall",),
        lambda s, by: submissions.submission_recall(submission=s.submission, reason="r", by=by),
    ),
    "claim": (
        ("claim",),
        lambda s, by: submissions.submission_claim(submission=s.submission, by=by),
    ),
    "hand_over": (("hand_over",), _handed_over),
    "return": (
        ("return",),
        lambda s, by: submissions.submission_return(submission=s.submission, reason="r", by=by),
    ),
    "undo_return": (
        ("undo_return",),
        lambda s, by: submissions.submission_undo_return(
            submission=s.submission, reason="r", by=by
        ),
    ),
    "recommend": (
        ("recommend",),
        lambda s, by: submissions.submission_recommend(
            submission=s.submission, recommendation="r", by=by
        ),
    ),
    "send_back": (
        ("send_back",),
        lambda s, by: submissions.submission_send_back(submission=s.submission, reason="r", by=by),
    ),
    "accept": (
        ("accept",),
        lambda s, by: submissions.submission_accept(submission=s.submission, by=by),
    ),
    "undo_accept": (
        ("undo_accept",),
        lambda s, by: submissions.submission_undo_accept(
            submission=s.submission, reason="r", by=by
        ),
    ),
}


def ready(state: str, arrow: str = "") -> Scene:
    """A scene in ``state`` in which the condition of ``arrow`` holds."""
    if (state, arrow) == ("not_started", "nil"):
        return make_scene(programmes=0)
    scene = make_scene(state)
    if (state, arrow) == ("under_review", "return"):
        scene.comment()
    if (state, arrow) == ("under_review", "recommend"):
        scene.settle()
    if state == "returned" and arrow in {"clear", "resubmit"}:
        factories.reply(ReviewComment.objects.get(), scene.focal)
    if scene.programmes and scene.submission.editable and state != "returned":
        factories.hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def may(scene: Scene, person: str, arrow: str) -> bool:
    """Whether the table's "who", read for this scene, names the person."""
    user = scene.people[person]
    roles = {seat.role for seat in user.seats} & set(ARROWS[arrow]["who"].split("|"))
    if not roles or person == "stranger":
        return False
    if person == "contributor":
        return bool(scene.programmes)  # something must have been handed out
    return person != "second_reviewer" or arrow not in HELD


def marks(scene: Scene) -> tuple[object, ...]:
    """Everything that a refused arrow must leave as it was."""
    return (
        Submission.objects.filter(pk=scene.submission.pk).values().get(),
        Event.objects.count(),
        Notice.objects.count(),
        Packet.objects.count(),
        Clearance.objects.count(),
    )


def attempt(scene: Scene, call: Call, user: User) -> tuple[str, list[str]] | None:
    """Try a door and take it back: the status it led to and the actions it recorded; None: refused."""
    before, last = marks(scene), Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    point, refusal, outcome = transaction.savepoint(), None, None
    try:
        call(scene, user)
    except PermissionDenied as error:
        refusal = str(error)
    if refusal is None:
        events = list(Event.objects.filter(pk__gt=last).values_list("action", flat=True))
        outcome = (scene.submission.status, events)
    else:
        assert refusal, "a refusal says why"
        assert marks(scene) == before
    transaction.savepoint_rollback(point)
    return outcome


def sources(arrow: str) -> list[str]:
    return ARROWS[arrow]["from"].split("|")


LISTED = [
    (door, arrow, state)
    for door, (arrows, _) in DOORS.items()
    for arrow in arrows
    for state in sources(arrow)
]


@pytest.mark.parametrize(("door", "arrow", "state"), LISTED)
def test_a_listed_arrow_is_taken_by_whom_the_table_names_and_refused_to_all_others(
    door, arrow, state
):
    scene = ready(state, arrow)
    for person, user in scene.people.items():
        if door == "confirm" and person == "contributor":
            continue  # confirming the list is the focal point's; the arrow is tried by "save"
        outcome = attempt(scene, DOORS[door][1], user)
        assert bool(outcome) == may(scene, person, arrow), person
        assert bool(can_move(user, scene.submission, arrow)) == may(scene, person, arrow), person
        if outcome:
            assert outcome[0] in ARROWS[arrow]["to"].split("|")
            assert f"submission {arrow}" in outcome[1]


def without_arrow(door: str, state: str, person: str) -> bool:
    """What a door may do although the table has no arrow: it writes or answers, and moves nothing."""
    if door in {"save", "confirm"} and state in {"in_progress", "returned"}:
        return True  # saving in an editing state; what may be written: test_answers
    return door == "submit" and state == "submitted" and person == "focal"  # a repeated post


@pytest.mark.parametrize("state", STATES)
def test_what_the_table_does_not_list_is_refused_to_everybody(state):
    scene = ready(state)
    for door, (arrows, call) in DOORS.items():
        if any(state in sources(arrow) for arrow in arrows):
            continue
        for person, user in scene.people.items():
            outcome = attempt(scene, call, user)
            if outcome and without_arrow(door, state, person):
                assert outcome[0] == state
                assert not [action for action in outcome[1] if action.startswith("submission ")]
            else:
                assert outcome is None, (door, person)


@pytest.mark.parametrize("state", STATES)
def test_no_verdict_allows_what_the_table_does_not_list(state):
    scene = ready(state)
    for arrow in ARROWS:
        for user in scene.people.values():
            if state not in sources(arrow):
                verdict = can_move(user, scene.submission, arrow)
                assert not verdict
                assert verdict.reason


def test_an_unknown_arrow_is_an_error():
    scene = make_scene()
    with pytest.raises(KeyError, match="teleport"):
        can_move(scene.focal, scene.submission, "teleport")


# ── Reasons ─────────────────────────────────────────────────────────────────────────────────────

SERVICES = {
    "recall": (submissions.submission_recall, "submitted", "focal"),
    "return": (submissions.submission_return, "under_review", "reviewer"),
    "undo_return": (submissions.submission_undo_return, "returned", "reviewer"),
    "send_back": (submissions.submission_send_back, "recommended", "approver"),
    "undo_accept": (submissions.submission_undo_accept, "accepted", "approver"),
}


def test_every_arrow_with_a_reason_is_tried_without_one():
    demanded = {name for name, row in ARROWS.items() if row["reason_required"] == "yes"}
    assert demanded == {*SERVICES, "hand_over"}


@pytest.mark.parametrize("arrow", SERVICES)
@pytest.mark.parametrize("reason", ["", " \n\t"])
def test_a_demanded_reason_cannot_be_left_out(arrow, reason):
    service, state, person = SERVICES[arrow]
    scene = ready(state, arrow)
    before = marks(scene)
    with pytest.raises(ValidationError) as refusal:
        service(submission=scene.submission, reason=reason, by=scene.people[person])
    assert list(refusal.value.message_dict) == ["reason"]
    assert marks(scene) == before


def test_handing_over_demands_a_reason_and_another_reviewer():
    scene = make_scene("under_review")
    before = marks(scene)
    hand_over = submissions.submission_hand_over
    seat = scene.second_reviewer.seats[0]
    with pytest.raises(ValidationError):
        hand_over(submission=scene.submission, to=seat, reason=" ", by=scene.reviewer)
    for wrong in (scene.reviewer.seats[0], scene.approver.seats[0], scene.focal.seats[0]):
        with pytest.raises(ValidationError):
            hand_over(submission=scene.submission, to=wrong, reason="r", by=scene.reviewer)
    assert marks(scene) == before
    hand_over(submission=scene.submission, to=seat, reason="On leave.", by=scene.reviewer)
    assert scene.submission.reviewer == seat
    assert not can_move(scene.reviewer, scene.submission, "recommend")


@pytest.mark.parametrize("arrow", SERVICES)
def test_the_reason_stands_in_the_log_and_in_the_notices(arrow):
    service, state, person = SERVICES[arrow]
    scene = ready(state, arrow)
    service(submission=scene.submission, reason="Because of page 4.", by=scene.people[person])
    event = Event.objects.filter(action=f"submission {arrow}").get()
    assert event.reason == "Because of page 4."
    assert event.by == str(scene.people[person].pk)
    assert event.seat == str(scene.people[person].seats[0].pk)
    reasons = Notice.objects.filter(transition=arrow).values_list("reason", flat=True)
    assert set(reasons) == {"Because of page 4."}


# ── Stamps and notices ──────────────────────────────────────────────────────────────────────────

STAMPED = {
    "in_progress": ("opened", "focal"),
    "submitted": ("submitted", "focal"),
    "under_review": ("claimed", "reviewer"),
    "returned": ("returned", "reviewer"),
    "recommended": ("recommended", "reviewer"),
    "accepted": ("accepted", "approver"),
}


@pytest.mark.parametrize("state", STAMPED)
def test_a_move_says_who_and_when(state):
    stamp, person = STAMPED[state]
    before = timezone.now()
    scene = make_scene(state)
    assert getattr(scene.submission, f"{stamp}_by") == scene.people[person]
    assert before <= getattr(scene.submission, f"{stamp}_at") <= timezone.now()


UNDOING = {
    "recall": "recalled",
    "undo_return": "undone",
    "send_back": "sent_back",
    "undo_accept": "undone",
}


@pytest.mark.parametrize("arrow", UNDOING)
def test_going_back_says_who_and_when(arrow):
    service, state, person = SERVICES[arrow]
    scene = ready(state, arrow)
    service(submission=scene.submission, reason="r", by=scene.people[person])
    assert getattr(scene.submission, f"{UNDOING[arrow]}_by") == scene.people[person]
    assert getattr(scene.submission, f"{UNDOING[arrow]}_at") is not None


TOLD = {
    "open": set(),
    "nil": set(),
    "clear": set(),
    "void_clearance": {"focal"},
    "submit": {"reviewer", "second_reviewer", "focal"},
    "resubmit": {"reviewer", "second_reviewer"},
    "recall": {"reviewer", "second_reviewer"},
    "claim": {"focal"},
    "hand_over": {"reviewer", "second_reviewer"},
    "return": {"focal"},
    "undo_return": {"focal"},
    "recommend": {"approver"},
    "send_back": {"reviewer"},
    "accept": {"focal", "reviewer"},
    "undo_accept": {"focal", "reviewer"},
}


@pytest.mark.parametrize(("door", "arrow", "state"), LISTED)
def test_those_are_told_whom_the_table_names(door, arrow, state):
    scene = ready(state, arrow)
    by = next(user for name, user in scene.people.items() if may(scene, name, arrow))
    DOORS[door][1](scene, by)
    told = Notice.objects.filter(transition=arrow, submission=scene.submission)
    people = {seat.pk: name for name, user in scene.people.items() for seat in user.seats}
    assert {people[notice.seat_id] for notice in told} == TOLD[arrow]


def test_only_the_two_reviewers_of_a_hand_over_are_told():
    scene = make_scene("under_review")
    third = make_user("third-reviewer", Role.REVIEWER)
    _handed_over(scene, scene.reviewer)
    told = set(Notice.objects.filter(transition="hand_over").values_list("seat", flat=True))
    assert told == {scene.reviewer.seats[0].pk, scene.second_reviewer.seats[0].pk}
    assert third.seats[0].pk not in told


def test_an_ended_seat_is_not_told():
    scene = make_scene("cleared")
    seat = scene.second_reviewer.seats[0]
    seat.ended_at, seat.ended_by = timezone.now(), scene.administrator
    seat.save()
    scene.submit()
    assert not Notice.objects.filter(seat=seat).exists()


# ── Conditions, tried both ways (the way in which each holds is test_a_listed_arrow…) ───────────


def refused(scene: Scene, person: str, arrow: str) -> str:
    verdict = can_move(scene.people[person], scene.submission, arrow)
    assert not verdict
    return verdict.reason


def test_nil_is_for_a_ministry_without_programmes():
    assert "nil report" in refused(make_scene(), "focal", "nil")


@pytest.mark.parametrize("missing", ["answer", "strategy", "consultation"])
def test_clear_needs_everything(missing):
    scene = make_scene("in_progress", programmes=2)
    assert can_move(scene.focal, scene.submission, "clear")
    if missing == "answer":
        factories.answers_save(scene.assessments[1], {"Q8": {"judgement": ""}}, by=scene.focal)
    elif missing == "strategy":
        scene.submission.strategies.all()[0].delete()
    else:
        consultation = scene.submission.consultations.get()
        reports.consultation_withdraw(consultation=consultation, by=scene.focal)
    assert "missing" in refused(scene, "focal", "clear")


def test_a_programme_that_is_not_assessed_does_not_block_the_clearance():
    scene = make_scene("in_progress", programmes=2)
    factories.answers_save(scene.assessments[1], {"Q8": {"judgement": ""}}, by=scene.focal)
    reports.not_assessed_set(
        assessment=scene.assessments[1], reason="It ended in June.", by=scene.focal
    )
    assert can_move(scene.focal, scene.submission, "clear")


def test_clear_needs_a_reply_to_every_must_fix_of_the_return():
    scene = make_scene("returned")
    assert refused(scene, "focal", "clear")
    assert "must-fix" in refused(scene, "focal", "resubmit")
    factories.reply(ReviewComment.objects.get(), scene.focal)
    assert can_move(scene.focal, scene.submission, "clear")
    assert can_move(scene.focal, scene.submission, "resubmit")


def test_a_changed_judged_answer_must_be_cleared_again_before_it_is_resubmitted():
    scene = make_scene("returned")
    factories.reply(ReviewComment.objects.get(), scene.focal)
    values = {"Q8": {"judgement": "partly", "missing": "m", "feasibility": "now"}}
    factories.answers_save(scene.assessment, values, by=scene.focal)
    assert "changed" in refused(scene, "focal", "resubmit")
    scene.clear()
    assert scene.submit().number == 2
    assert scene.submission.reviewer is None


def test_a_changed_part_of_a_judged_answer_must_be_cleared_again_too():
    scene = make_scene("under_review")
    scene.comment("Q7")
    scene.send_return()
    factories.reply(ReviewComment.objects.get(), scene.focal)
    factories.answers_save(scene.assessment, {"Q7.1": {"judgement": "no"}}, by=scene.focal)
    assert "changed" in refused(scene, "focal", "resubmit")


def test_recall_ends_when_a_reviewer_claims():
    scene = make_scene("submitted")
    assert can_move(scene.focal, scene.submission, "recall")
    scene.claim()
    assert refused(scene, "focal", "recall")


def test_return_needs_an_open_must_fix():
    scene = make_scene("under_review")
    scene.comment(kind="suggestion")
    assert "must-fix" in refused(scene, "reviewer", "return")
    must_fix = scene.comment()
    assert can_move(scene.reviewer, scene.submission, "return")
    reviews.comment_withdraw(comment=must_fix, by=scene.reviewer)
    assert refused(scene, "reviewer", "return")


def test_a_return_can_be_undone_for_a_day():
    scene = make_scene("returned")
    moment = timezone.now() - dt.timedelta(hours=24, seconds=1)
    Submission.objects.filter(pk=scene.submission.pk).update(returned_at=moment)
    assert "24 hours" in refused(scene, "reviewer", "undo_return")


@pytest.mark.parametrize("edit", ["answer", "strategy", "reply"])
def test_a_return_cannot_be_undone_once_the_ministry_wrote(edit):
    scene = make_scene("returned")
    assert can_move(scene.reviewer, scene.submission, "undo_return")
    if edit == "answer":
        factories.answers_save(scene.assessment, {"Q8": {"detail": "d"}}, by=scene.focal)
    elif edit == "reply":
        factories.reply(ReviewComment.objects.get(), scene.focal)
    else:
        row = scene.submission.strategies.all()[0]
        values = {"state": "exists", "title": "Gender strategy", "reference": "", "commitments": ""}
        reports.strategy_save(
            submission=scene.submission, kind=row.kind, base=1, values=values, by=scene.focal
        )
    assert "begun to edit" in refused(scene, "reviewer", "undo_return")


def test_recommend_needs_every_programme_settled():
    scene = make_scene("under_review", programmes=2)
    assert refused(scene, "reviewer", "recommend")
    reviews.assessment_settle(assessment=scene.assessments[0], by=scene.reviewer)
    assert refused(scene, "reviewer", "recommend")
    reviews.assessment_settle(assessment=scene.assessments[1], by=scene.reviewer)
    assert can_move(scene.reviewer, scene.submission, "recommend")


def test_recommend_does_not_wait_for_a_programme_that_is_not_assessed():
    scene = make_scene(programmes=2)
    reports.not_assessed_set(assessment=scene.assessments[1], reason="Ended.", by=scene.focal)
    scene.bring("under_review")
    reviews.assessment_settle(assessment=scene.assessments[0], by=scene.reviewer)
    assert can_move(scene.reviewer, scene.submission, "recommend")


def _hand_back(scene: Scene, by: User) -> None:
    seat = scene.reviewer.seats[0]
    submissions.submission_hand_over(submission=scene.submission, to=seat, reason="r", by=by)


def _settle_and_recommend(scene: Scene, by: User) -> None:
    reviews.assessment_settle(assessment=scene.assessment, by=by)
    submissions.submission_recommend(submission=scene.submission, recommendation="Fine.", by=by)


# what the second reviewer, who is an approver too, did while the report was on that desk
DESK: dict[str, Call] = {
    "commented": lambda s, by: factories.comment(s.assessment, by, kind="suggestion"),
    "settled": lambda s, by: reviews.assessment_settle(assessment=s.assessment, by=by),
    "recommended": _settle_and_recommend,
    "nothing": lambda s, by: None,
}


@pytest.mark.parametrize("part", DESK)
def test_who_reviewed_any_part_cannot_accept_it(part):
    scene = make_scene("under_review")
    both = scene.second_reviewer
    make_seat(both, Role.APPROVER)
    _handed_over(scene, scene.reviewer)
    DESK[part](scene, both)
    if scene.submission.status == "under_review":
        _hand_back(scene, both)
        scene.recommend()
    verdict = can_move(both, scene.submission, "accept")
    assert bool(verdict) == (part == "nothing")
    assert verdict or "another person" in verdict.reason
    assert can_move(scene.approver, scene.submission, "accept")


def test_who_claimed_it_cannot_accept_it():
    scene = make_scene("submitted")
    both = scene.second_reviewer
    make_seat(both, Role.APPROVER)
    submissions.submission_claim(submission=scene.submission, by=both)
    _hand_back(scene, both)
    scene.recommend()
    assert "another person" in refused(scene, "second_reviewer", "accept")


def test_who_sent_it_back_can_still_accept_it():
    scene = make_scene("recommended")
    submissions.submission_send_back(submission=scene.submission, reason="r", by=scene.approver)
    scene.recommend()
    scene.accept()
    assert scene.submission.status == "accepted"


def test_an_acceptance_can_be_undone_for_a_day():
    scene = make_scene("accepted")
    moment = timezone.now() - dt.timedelta(hours=24, seconds=1)
    Submission.objects.filter(pk=scene.submission.pk).update(accepted_at=moment)
    assert "24 hours" in refused(scene, "approver", "undo_accept")


def test_an_acceptance_in_a_circulated_plan_stands():
    scene = make_scene("accepted")
    Submission.objects.filter(pk=scene.submission.pk).update(circulated_at=timezone.now())
    assert "circulated" in refused(scene, "approver", "undo_accept")


# ── Back to where it came from ──────────────────────────────────────────────────────────────────


def test_voiding_and_recall_go_back_to_the_state_before_clearing():
    scene = make_scene("cleared")
    factories.answers_save(scene.assessment, {"Q8": {"detail": "d"}}, by=scene.focal)
    assert scene.submission.status == "in_progress"
    scene.clear()
    scene.submit()
    submissions.submission_recall(submission=scene.submission, reason="r", by=scene.focal)
    assert scene.submission.status == "in_progress"


def test_a_returned_report_goes_back_to_returned():
    scene = make_scene("returned")
    factories.reply(ReviewComment.objects.get(), scene.focal)
    scene.clear()
    factories.answers_save(scene.assessment, {"Q8": {"detail": "d"}}, by=scene.focal)
    assert scene.submission.status == "returned"
    scene.clear()
    scene.submit()
    submissions.submission_recall(submission=scene.submission, reason="r", by=scene.focal)
    assert scene.submission.status == "returned"


def test_submitting_twice_gives_one_packet():
    scene = make_scene("cleared")
    stale = scene.submission
    first = submissions.submission_submit(submission=stale, by=scene.focal)
    again = submissions.submission_submit(submission=stale, by=scene.focal)
    assert (again.pk, Packet.objects.count()) == (first.pk, 1)
    assert Event.objects.filter(action="submission submit").count() == 1


def test_what_was_cleared_is_what_is_submitted():
    """A draft that changed behind the back of its clearance cannot be sent."""
    scene = make_scene("cleared")
    scene.submission.consultations.update(who="Somebody else")
    with pytest.raises(PermissionDenied):
        scene.submit()
    assert scene.submission.status == "cleared"
    assert not Packet.objects.exists()


def test_a_stale_page_cannot_move_what_has_moved_on():
    scene = make_scene("submitted")
    stale = scene.submission
    scene.claim()
    with pytest.raises(PermissionDenied):
        submissions.submission_recall(submission=stale, reason="r", by=scene.focal)
    assert scene.submission.status == "under_review"


def test_the_ministry_sees_a_comment_when_the_report_is_returned_or_accepted():
    scene = make_scene("under_review")
    must_fix = scene.comment()
    assert fresh(must_fix).published_at is None
    scene.send_return()
    assert fresh(must_fix).published_at is not None
    accepted = make_scene("under_review")
    hint = accepted.comment(kind="suggestion")
    accepted.recommend()
    assert fresh(hint).published_at is None
    accepted.accept()
    assert fresh(hint).published_at is not None
