"""The desk of the Cabinet Division: whose reports, the return letter, what a decision sheet names."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import ReviewComment
from assessments.selectors.workload import workload
from assessments.services import reports, reviews, submissions
from nsss_gender.accounts.enums import Role
from tests.assessments import factories
from tests.assessments.factories import make_scene
from tests.people import make_seat, signed_in

pytestmark = pytest.mark.django_db

NO_NOW = {"proposed": "no", "proposed_feasibility": "now", "text": "No activity was shown."}


def page_of(name, *args):
    return reverse(f"assessments:{name}", args=args)


def text(answer):
    """The visible words of a page, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


# ── Queue ───────────────────────────────────────────────────────────────────────────────────────


def listed(user, **query):
    rows = signed_in(user).get(page_of("queue"), query).context["rows"]
    return [row.submission for row in rows]


def test_ones_own_work_comes_first_then_the_longest_waiting():
    first, second, third = (
        make_scene("submitted"),
        make_scene("under_review"),
        make_scene("submitted"),
    )
    assert listed(second.reviewer) == [second.submission, first.submission, third.submission]
    assert listed(first.reviewer) == [first.submission, second.submission, third.submission]


def test_the_queue_shows_whose_reports_were_asked_for():
    taken, free = make_scene("under_review"), make_scene("submitted")
    seat = taken.reviewer.seats[0]
    asked = {
        "": [taken.submission, free.submission],
        "mine": [taken.submission],
        "nobody": [free.submission],
        str(seat.pk): [taken.submission],
        str(free.reviewer.seats[0].pk): [],
        "1' or 1=1": [taken.submission, free.submission],
    }
    for reviewer, found in asked.items():
        assert listed(taken.reviewer, reviewer=reviewer) == found, reviewer
    page = signed_in(taken.reviewer).get(page_of("queue"), {"reviewer": "mine"})
    assert [tab.count for tab in page.context["queue"].tabs] == [1, 0, 0, 0, 1]
    assert page.context["queue"].tabs[1].url.endswith("?state=returned&reviewer=mine")


def test_who_has_how_much():
    scene, other = make_scene("under_review"), make_scene("submitted")
    submissions.submission_claim(submission=other.submission, by=scene.reviewer)
    make_scene("recommended")
    loads = {load.seat: load.reports for load in workload()}
    assert loads[scene.reviewer.seats[0]] == 2
    assert sum(loads.values()) == 2
    assert next(iter(loads)) == scene.reviewer.seats[0]


def test_the_queue_costs_the_same_for_one_reviewer_and_for_six():
    scene = make_scene("under_review")
    needed = []
    for _ in range(2):
        client = signed_in(scene.reviewer)
        client.get(page_of("queue"))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(page_of("queue")).status_code == 200
        needed.append(len(caught))
        make_scene("under_review")
        make_scene("under_review")
    assert needed[0] == needed[1] <= 12


# ── The return letter ───────────────────────────────────────────────────────────────────────────


def letter(user, submission, **query):
    return signed_in(user).get(page_of("return_letter", submission.pk), query)


def test_the_letter_holds_every_comment_as_it_was_sent():
    scene = make_scene("under_review", programmes=2)
    scene.comment(**NO_NOW)
    factories.comment(scene.assessments[1], scene.reviewer, "Q9", kind="question", text="How many?")
    scene.send_return()
    proposal = ReviewComment.objects.get(proposed="no")
    factories.reply(proposal, scene.focal, "differs", "We held sessions.")
    for person in ("focal", "reviewer", "technical_support", "approver"):
        words = text(letter(scene.people[person], scene.submission))
        for shown in (
            "Please look at Q8 again.",
            "No activity was shown.",
            "No, now",
            "How many?",
            str(scene.programmes[1]),
        ):
            assert shown in words, (person, shown)
        assert (
            "We held sessions." not in words
        )  # replies stand beside the packet, not in the letter


def test_the_ministry_reads_only_what_it_received():
    scene = make_scene("returned")
    factories.reply(ReviewComment.objects.get(), scene.focal, text="Done.")
    scene.submit()
    scene.claim()
    scene.comment("Q9", kind="suggestion", text="not sent yet")
    mine, theirs = letter(scene.reviewer, scene.submission), letter(scene.focal, scene.submission)
    assert (mine.context["letter"].packet.number, mine.context["letter"].sent) == (2, False)
    assert "not sent yet" in text(mine)
    assert (theirs.context["letter"].packet.number, theirs.context["letter"].sent) == (1, True)
    assert "not sent yet" not in text(theirs)
    carried = mine.context["letter"].carried
    assert [point.code for row in carried for point in row.points] == ["Q8"]
    first = letter(scene.reviewer, scene.submission, packet="1").context["letter"]
    assert (first.packet.number, first.record.data["reason"]) == (1, "Please look at Q8 again.")
    assert "Please look at Q8 again." in first.written.body


@pytest.mark.parametrize("state", ["submitted", "recommended", "accepted"])
def test_what_was_never_returned_has_no_letter(state):
    scene = make_scene(state)
    assert letter(scene.reviewer, scene.submission).status_code == 404
    page = signed_in(scene.reviewer).get(page_of("read", scene.submission.pk)).content.decode()
    assert page_of("return_letter", scene.submission.pk) not in page


def test_the_letter_is_refused_to_others():
    scene = make_scene("returned")
    wanted = {"stranger": 404, "nobody": 404, "contributor": 404, "coordinator": 403}
    for person, status in wanted.items():
        assert letter(scene.people[person], scene.submission).status_code == status, person
    assert letter(scene.reviewer, scene.submission, packet="9").status_code == 404
    assert letter(scene.reviewer, scene.submission, packet="x").status_code == 200


# ── The decision sheet ──────────────────────────────────────────────────────────────────────────


def differing_scene():
    """Recommended, with one differing answer, one programme not assessed, and a late report."""
    scene = make_scene(programmes=2, days=-20)
    scene.fill()
    reports.not_assessed_set(assessment=scene.assessments[1], reason="Too new.", by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    scene.comment(**NO_NOW)
    scene.send_return()
    factories.reply(ReviewComment.objects.get(), scene.focal, "differs", "We held sessions.")
    scene.clear()
    scene.submit()
    scene.claim()
    scene.recommend()
    return scene


def test_the_decision_sheet_names_what_differs_and_what_nobody_examined():
    scene = differing_scene()
    page = signed_in(scene.approver).get(page_of("decision", scene.submission.pk))
    words = text(page).replace("&#x27;", "'")
    for shown in (
        "Differing: the ministry's answer counts",
        "Yes : We held sessions.",
        "No, now : No activity was shown.",
        "7 of 8 judged answers",
        "Too new.",
        "Late by",
        "It can be accepted.",
        "None: you reviewed no part of this report.",
    ):
        assert shown in words, shown


def test_a_conflict_of_interest_is_said():
    scene = differing_scene()
    make_seat(scene.reviewer, Role.APPROVER)
    page = signed_in(scene.reviewer).get(page_of("decision", scene.submission.pk))
    assert "You reviewed a part of this report" in text(page)
    assert "You reviewed a part of it: another person must accept it." in text(page)


def test_a_coordinator_reads_no_proposal():
    scene = make_scene("under_review")
    scene.comment(**NO_NOW)
    client = signed_in(scene.coordinator)
    for page in (
        page_of("read", scene.submission.pk),
        page_of("read_assessment", scene.assessment.pk),
        page_of("read_question", scene.submission.pk, "Q8"),
    ):
        words = text(client.get(page))
        assert "No activity was shown." not in words
        assert "Another answer is proposed" not in words
        assert "Not examined" not in words


def test_a_settled_programme_says_how_it_is_opened_again():
    scene = make_scene("under_review")
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    client, page = signed_in(scene.reviewer), page_of("read_assessment", scene.assessment.pk)
    assert "To undo it, write a new must-fix or question" in text(client.get(page))
    assert "To undo it" not in text(signed_in(scene.approver).get(page))
