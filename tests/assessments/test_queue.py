"""The queue: its filters and counts, what waits on whom, and reports given to a colleague (39)."""

import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.deadlines import Calendar
from assessments.models import Extension, Notice, ReviewComment, Submission
from assessments.permissions import can_assign, can_move, can_pass_on
from assessments.selectors import division
from assessments.selectors.queue import Asked, queue, reviewers
from assessments.selectors.workload import workload
from assessments.services import submissions
from assessments.services.assigning import reports_give
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import fresh, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PAGE = "assessments:queue"


def found(user, **asked):
    """The reports that an address of the queue finds."""
    return list(queue(user, Asked.of(asked), Calendar()).reports())


def counts(user, **asked):
    return [tab.count for tab in queue(user, Asked.of(asked), Calendar()).tabs]


def give(scene, to, by, reason="On leave.", reports=None):
    chosen = [scene.submission] if reports is None else reports
    return reports_give(reports=chosen, to=to.seats[0], reason=reason, by=by)


def text(answer):
    """The visible words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# ── Filters ─────────────────────────────────────────────────────────────────────────────────────


def test_cluster_and_ministry_narrow_list_and_counts():
    one, two = make_scene("submitted"), make_scene("accepted")
    user = one.reviewer
    assert found(user, cluster=one.cluster.code) == [one.submission]
    assert found(user, cluster=two.cluster.code) == []
    assert found(user, cluster=two.cluster.code, state="accepted") == [two.submission]
    assert counts(user, cluster=two.cluster.code) == [0, 0, 0, 1, 1]
    assert found(user, ministry=one.ministry.code, state="all") == [one.submission]
    assert counts(user, ministry=one.ministry.code) == [1, 0, 0, 0, 1]
    assert counts(user) == [1, 0, 0, 1, 2]


def test_only_late_reports():
    late, punctual = make_scene("submitted", days=-20), make_scene("submitted")
    assert found(late.reviewer, late="on") == [late.submission]
    assert found(late.reviewer) == [late.submission, punctual.submission]
    stamp = {"asked_by": late.approver, "decided_by": late.approver, "decided_at": timezone.now()}
    Extension.objects.create(
        round=late.round,
        ministry=late.ministry,
        state="granted",
        until_at=late.submission.packets.get().created_at,
        reason="A flood.",
        asked_in=late.approver.seats[0],
        **stamp,
    )
    assert found(late.reviewer, late="on") == []  # what came within an extension is in time


def test_what_is_unknown_filters_nothing():
    scene = make_scene("submitted")
    odd = {"state": "x", "reviewer": "x", "ministry": "' or 1=1", "cluster": "x"}
    shown = queue(scene.reviewer, Asked.of(odd), Calendar())
    assert shown.asked == Asked()
    assert list(shown.reports()) == [scene.submission]


def test_the_filters_stay_in_every_address():
    scene = make_scene("submitted")
    asked = {"cluster": scene.cluster.code, "ministry": scene.ministry.code, "late": "on"}
    tabs = queue(scene.reviewer, Asked.of(asked), Calendar()).tabs
    query = f"cluster={scene.cluster.code}&ministry={scene.ministry.code}&late=on"
    assert tabs[1].url == f"{reverse(PAGE)}?state=returned&{query}"


# ── What waits on whom ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "person", "mine"),
    [
        ("submitted", "reviewer", False),
        ("under_review", "reviewer", True),
        ("under_review", "second_reviewer", False),
        ("under_review", "approver", False),
        ("recommended", "approver", True),
        ("recommended", "reviewer", False),
        ("accepted", "approver", False),
    ],
)
def test_what_waits_on_whom(state, person, mine):
    scene = make_scene(state)
    (row,) = division.rows(scene.people[person], found(scene.people[person], state="all"))
    assert row.mine is mine


def test_what_waits_on_the_approver_comes_first():
    first, second = make_scene("submitted"), make_scene("recommended")
    assert found(first.approver, state="all") == [second.submission, first.submission]
    page = text(signed_in(first.approver).get(reverse(PAGE), {"state": "all"}))
    list_ = page[page.index("Waits on you") :]
    order = ["Waits on you", str(second.ministry), "All others", str(first.ministry)]
    assert sorted(order, key=list_.index) == order


def test_a_second_round_says_how_many_remarks_it_answers():
    scene = make_scene("under_review", programmes=2)
    scene.comment()
    scene.comment("Q9", kind="question")
    scene.send_return()
    for remark in ReviewComment.objects.all():
        factories.reply(remark, scene.focal)
    scene.submit()
    (row,) = division.rows(scene.reviewer, found(scene.reviewer))
    assert row.beside == division.Beside(packets=2, programmes=2, settled=0, answered=2)
    assert row.mine  # it comes back to whoever returned it
    assert "Answers to 2 remarks" in text(signed_in(scene.reviewer).get(reverse(PAGE)))


def test_the_workload_counts_programmes_and_open_points():
    scene = make_scene("under_review", programmes=3)
    scene.comment()
    (load,) = [one for one in workload() if one.reports]
    assert (load.seat, load.reports, load.programmes, load.points) == (
        scene.reviewer.seats[0],
        1,
        3,
        1,
    )


# ── Given to a colleague ────────────────────────────────────────────────────────────────────────


def test_what_nobody_claimed_is_assigned_and_waits_on_the_colleague():
    scene = make_scene("submitted")
    assert give(scene, scene.second_reviewer, scene.approver) == 1
    report = scene.submission
    assert (report.status, report.reviewer) == ("submitted", None)
    (row,) = division.rows(scene.second_reviewer, found(scene.second_reviewer))
    assert row.mine
    assert found(scene.reviewer, reviewer="mine") == []
    assert found(scene.second_reviewer, reviewer="mine") == [report]
    notice = Notice.objects.get(transition="assign")
    assert (notice.seat, notice.reason) == (scene.second_reviewer.seats[0], "On leave.")
    submissions.submission_claim(submission=report, by=scene.second_reviewer)
    assert scene.submission.assigned_to is None


def test_several_at_once_all_or_none():
    one, two = make_scene("submitted"), make_scene("submitted")
    locked = make_scene("accepted")
    wanted = [one.submission, locked.submission, two.submission]
    with pytest.raises(PermissionDenied):
        give(one, one.second_reviewer, one.approver, reports=wanted)
    assert Submission.objects.exclude(assigned_to=None).count() == 0
    assert give(one, one.second_reviewer, one.approver, reports=[wanted[0], wanted[2]]) == 2


def test_the_same_post_again_changes_nothing():
    scene = make_scene("under_review")
    assert give(scene, scene.second_reviewer, scene.reviewer) == 1
    before = Event.objects.count()
    assert give(scene, scene.second_reviewer, scene.reviewer) == 0
    assert Event.objects.count() == before


def test_a_reason_and_a_reviewers_seat_are_needed():
    scene = make_scene("submitted")
    with pytest.raises(ValidationError, match="Give a reason"):
        give(scene, scene.second_reviewer, scene.reviewer, reason=" ")
    with pytest.raises(ValidationError, match="Choose another reviewer"):
        give(scene, scene.approver, scene.reviewer)


@pytest.mark.parametrize("state", factories.STATES)
@pytest.mark.parametrize("person", ["focal", "reviewer", "approver", "administrator"])
def test_who_may_assign_when(person, state):
    scene = make_scene(state)
    verdict = can_assign(scene.people[person], scene.submission)
    assert verdict.allowed is (person in {"reviewer", "approver"} and state == "submitted")


def test_what_is_under_review_is_handed_over_by_its_holder():
    scene = make_scene("under_review")
    assert not can_pass_on(scene.second_reviewer, scene.submission)
    assert not can_pass_on(scene.approver, scene.submission)
    assert can_pass_on(scene.reviewer, scene.submission)


def test_any_reviewer_takes_over_from_a_seat_that_nobody_holds():
    scene = make_scene("under_review")
    scene.reviewer.seats[0].holdings.update(until=timezone.now())
    report = fresh(scene.submission)
    assert can_move(scene.second_reviewer, report, "hand_over")
    assert not can_move(scene.second_reviewer, report, "return")
    assert give(scene, scene.second_reviewer, scene.second_reviewer, "She was transferred.") == 1
    assert scene.submission.reviewer == scene.second_reviewer.seats[0]


# ── The page ────────────────────────────────────────────────────────────────────────────────────


def page(*reports):
    """The address of the page that gives these reports away."""
    return reverse("assessments:queue_give") + "?" + "&".join(f"report={row.pk}" for row in reports)


def test_a_reviewer_gives_ticked_reports_to_a_colleague():
    one, two = make_scene("submitted"), make_scene("submitted")
    client, colleague = signed_in(one.reviewer), one.second_reviewer.seats[0]
    shown = client.get(page(one.submission, two.submission))
    assert [load.seat for load in reviewers()].count(colleague) == 1
    assert str(two.ministry) in text(shown)
    data = {"report": [one.submission.pk, two.submission.pk], "to": colleague.pk, "reason": "Leave"}
    answer = client.post(reverse("assessments:queue_give"), data, follow=True)
    assert "2 reports were given." in text(answer)
    assert {one.submission.assigned_to, two.submission.assigned_to} == {colleague}


def test_mistakes_are_told_at_their_place_and_nothing_is_lost():
    scene = make_scene("submitted")
    data = {"report": [scene.submission.pk], "reason": "Too much on my desk"}
    answer = signed_in(scene.reviewer).post(reverse("assessments:queue_give"), data)
    assert answer.status_code == 422
    assert "Choose another reviewer." in text(answer)
    assert "Too much on my desk" in answer.content.decode()


def test_a_report_that_cannot_be_given_says_why():
    scene = make_scene("accepted")
    answer = text(signed_in(scene.reviewer).get(page(scene.submission)))
    assert "This cannot be done while the report is “Accepted”." in answer


def test_nothing_ticked_and_drafts_lead_back_to_the_queue():
    scene = make_scene("in_progress")
    client = signed_in(scene.reviewer)
    for asked in ("", f"?report={scene.submission.pk}", "?report=x", f"?report={uuid.uuid4()}"):
        answer = client.get(reverse("assessments:queue_give") + asked, follow=True)
        assert answer.redirect_chain == [(reverse(PAGE), 302)], asked
    assert signed_in(scene.stranger).get(reverse("assessments:queue_give")).status_code == 403
