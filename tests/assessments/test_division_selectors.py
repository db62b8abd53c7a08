"""The Cabinet Division's lists and readings: who is in them, in which order, from which packet."""

import datetime as dt

import pytest
from django.utils import timezone

from assessments.deadlines import Calendar
from assessments.models import Submission
from assessments.selectors import division
from assessments.selectors.decision import decision
from assessments.selectors.queue import Asked, queue
from assessments.selectors.reading import reading
from assessments.selectors.reading_programme import assessment_reading
from assessments.selectors.review_comments import comments_to_open
from assessments.selectors.rounds import expected_rows, rounds, totals
from assessments.services import reports, reviews, submissions
from tests.assessments import factories
from tests.assessments.factories import make_round, make_scene
from tests.assessments.test_review_views import returned_and_resubmitted

pytestmark = pytest.mark.django_db


def loaded(scene, person="reviewer"):
    return division.submitted(scene.people[person]).get(pk=scene.submission.pk)


# ── What is still out ───────────────────────────────────────────────────────────────────────────


def percent(scene):
    """How much of the scene's report is answered; None where nothing is asked."""
    report = Submission.objects.select_related("round__questionnaire").get(pk=scene.submission.pk)
    asked = report.assessments.listed().filter(not_assessed_reason="").count()
    return division.percents([report], {report.pk: asked}).get(report.pk)


def waiting(user, tab):
    """The reports of a tab of the queue."""
    return queue(user, Asked(state=tab), Calendar()).reports()


def missing(round_):
    """How many reports of the round never came, as the queue says it."""
    return dict(division.still_out()).get(round_)


def test_the_percentage_grows_with_the_answers():
    scene = make_scene(programmes=2)
    assert percent(scene) == 0
    factories.answers_fill(scene.assessments[0], scene.focal)
    assert percent(scene) == 50
    factories.answers_fill(scene.assessments[1], scene.focal)
    assert percent(scene) == 100


def test_a_programme_that_is_not_assessed_is_not_waited_for():
    scene = make_scene(programmes=2)
    factories.answers_fill(scene.assessments[0], scene.focal)
    reports.not_assessed_set(assessment=scene.assessments[1], reason="Ended.", by=scene.focal)
    assert percent(scene) == 100


def test_a_programme_for_one_sex_reaches_a_hundred_per_cent():
    scene = make_scene()
    factories.answers_fill(scene.assessment, scene.focal)
    one_sex = {"Q4.approach": {"choices": ["one_sex"]}}
    factories.answers_save(scene.assessment, one_sex, by=scene.focal)
    factories.answers_save(scene.assessment, {"Q10.1": {"judgement": ""}}, by=scene.focal)
    assert percent(scene) == 100


def test_a_ministry_without_programmes_has_no_percentage():
    assert percent(make_scene(programmes=0)) is None


def test_what_was_once_submitted_is_in_the_queue_and_not_in_the_list_of_the_missing():
    scene = make_scene("submitted")
    submissions.submission_recall(submission=scene.submission, reason="r", by=scene.focal)
    assert missing(scene.round) == scene.round.submissions.count() - 1
    assert list(waiting(scene.reviewer, "returned")) == [scene.submission]


def test_a_round_that_is_not_open_misses_nothing():
    scene = make_scene()
    make_round(scene.administrator, opened=False)
    assert {round_ for round_, _out in division.still_out()} == {scene.round}


# ── The queue ───────────────────────────────────────────────────────────────────────────────────


def test_working_days_are_counted_from_the_last_submission():
    scene = make_scene("submitted")
    moment = timezone.now() - dt.timedelta(days=7)
    Submission.objects.filter(pk=scene.submission.pk).update(submitted_at=moment)
    (row,) = division.rows(scene.reviewer, waiting(scene.reviewer, "open"))
    assert row.days == 5


def test_lateness_is_that_of_the_first_submission():
    scene = returned_and_resubmitted()
    first = scene.submission.packets.get(number=1).created_at
    round_ = scene.submission.round
    round_.deadline_at = first + dt.timedelta(seconds=1)
    round_.save()
    (row,) = division.rows(scene.reviewer, waiting(scene.reviewer, "open"))
    assert not row.standing.late


@pytest.mark.parametrize(
    ("state", "person", "action"),
    [
        ("submitted", "reviewer", "Claim"),
        ("submitted", "technical_support", "Read"),
        ("under_review", "reviewer", "Go on reading"),
        ("under_review", "second_reviewer", "Read"),
        ("recommended", "approver", "Decide"),
        ("recommended", "reviewer", "Read"),
    ],
)
def test_the_one_next_click(state, person, action):
    scene = make_scene(state)
    user = scene.people[person]
    (row,) = division.rows(user, division.submitted(user))
    assert row.action == action


def test_the_next_reviewers_are_those_who_sit():
    scene = make_scene("under_review")
    (seat,) = division.reviewer_seats(scene.submission)
    assert seat.holder == scene.second_reviewer
    seat.holdings.update(until=timezone.now())
    assert division.reviewer_seats(scene.submission) == []


def test_an_acceptance_leaves_the_decisions_after_a_day():
    scene = make_scene("accepted")
    assert list(division.decisions(scene.approver)) == [scene.submission]
    moment = timezone.now() - dt.timedelta(hours=25)
    Submission.objects.filter(pk=scene.submission.pk).update(accepted_at=moment)
    assert list(division.decisions(scene.approver)) == []


@pytest.mark.parametrize("state", ["not_started", "in_progress", "cleared"])
def test_nobody_outside_the_ministry_reaches_a_draft(state):
    scene = make_scene(state)
    for name, user in scene.people.items():
        assert list(division.submitted(user)) == []
        if name not in {"focal", "contributor"}:
            assert scene.submission not in division.submissions(user)


# ── Readings ────────────────────────────────────────────────────────────────────────────────────


def test_a_reading_is_of_the_last_packet():
    scene = returned_and_resubmitted()
    found = reading(scene.reviewer, loaded(scene))
    assert found.earlier == scene.submission.packets.get(number=1)
    assert found.packet.number == 2
    view = assessment_reading(scene.reviewer, scene.assessment)
    assert view is not None
    assert {row.code: row.word for row in view.questions}["Q8"] == "Partly"


def test_a_part_that_changed_marks_its_question():
    scene = make_scene("under_review")
    scene.comment("Q7")
    scene.send_return()
    factories.reply(scene.assessment.comments.get(), scene.focal)
    values = {"Q7.1": {"judgement": "no"}, "Q7": {"missing": "m", "feasibility": "now"}}
    factories.answers_save(scene.assessment, values, by=scene.focal)
    scene.clear()
    scene.submit()
    view = assessment_reading(scene.reviewer, scene.assessment)
    assert view is not None
    assert [row.code for row in view.questions if row.changed] == ["Q7"]
    question = next(row for row in view.questions if row.code == "Q7")
    assert [(run.kind, run.text) for run in question.parts[0].word_runs] == [
        ("removed", "Yes"),
        ("added", "No"),
    ]
    (change,) = decision(scene.approver, loaded(scene, "approver")).changes
    assert [row.code for row in change.questions] == ["Q7"]


def test_a_programme_that_came_after_the_packet_is_not_in_the_reading():
    scene = make_scene("submitted")
    late = factories.make_programme(scene.ministry, cluster=scene.cluster)
    added = scene.submission.assessments.create(programme=late)
    found = reading(scene.reviewer, loaded(scene))
    assert [row.assessment for row in found.rows] == scene.assessments[:1]
    assert assessment_reading(scene.reviewer, scene.assessments[1]) is None
    assert added in scene.assessments


def test_what_a_return_opens():
    scene = make_scene("under_review", programmes=2)
    wanted = scene.comment("Q8")
    reviews.comment_withdraw(comment=scene.comment("Q9"), by=scene.reviewer)
    reviews.comment_resolve(comment=scene.comment("Q11"), by=scene.reviewer)
    factories.comment(scene.assessments[1], scene.reviewer, "Q5", kind="suggestion")
    reviews.assessment_settle(assessment=scene.assessments[1], by=scene.reviewer)
    assert comments_to_open(scene.submission) == [wanted]


def test_the_decision_sheet_counts_settled_open_and_left_out():
    scene = make_scene(programmes=3)
    reports.not_assessed_set(assessment=scene.assessments[2], reason="Ended.", by=scene.focal)
    scene.bring("under_review")
    reviews.assessment_settle(assessment=scene.assessments[0], by=scene.reviewer)
    sheet = decision(scene.approver, loaded(scene, "approver"))
    first, second, third = scene.assessments
    assert [row.assessment for row in sheet.settled_rows] == [first]
    assert [row.assessment for row in sheet.open_rows] == [second]
    assert [row.assessment for row in sheet.reading.left_out] == [third]


# ── Rounds ──────────────────────────────────────────────────────────────────────────────────────


def test_a_round_knows_what_is_expected_and_what_came():
    scene = make_scene("submitted")
    row = rounds().get(pk=scene.round.pk)
    rows = expected_rows(row)
    assert vars(row)["received"] == 1
    assert vars(row)["wanted"] == sum(1 for found in rows if found.row.expected != "none")
    assert sum(total for _label, total in totals(rows)) == len(rows)
    states = {found.row.ministry: found.word for found in rows}
    assert (states[scene.ministry], states[scene.other_ministry]) == ("Submitted", "Not started")
