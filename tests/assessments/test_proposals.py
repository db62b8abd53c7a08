"""Proposed answers, marks and what a reply writes (capabilities 25, 26, 31, 32; law 4)."""

import datetime as dt
import json
import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessments.models import AnswerVersion, Examined, ReviewComment, ReviewReply
from assessments.models.answer import draft_sheet
from assessments.permissions import can_edit, can_move, can_reopen, can_settle
from assessments.selectors.division import submitted
from assessments.selectors.reading import reading
from assessments.selectors.reading_programme import assessment_reading
from assessments.services import examined, reports, reviews
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import fresh, make_scene
from tests.people import make_seat

pytestmark = pytest.mark.django_db

NO_NOW = {"proposed": "no", "proposed_feasibility": "now", "text": "No activity was shown."}


def proposal(scene, code="Q8", kind="must_fix", **fields):
    return scene.comment(code, kind=kind, **(NO_NOW | fields))


def returned(code="Q8", judgements="yes", **fields):
    """A returned report with one proposal, and the proposal."""
    scene = make_scene("under_review", judgements=judgements)
    comment = proposal(scene, code, **fields)
    scene.send_return()
    return scene, comment


def answer(scene, code="Q8"):
    sheet = draft_sheet(scene.assessment)
    return sheet.judgement(sheet.questionnaire.question(code)), sheet[code]


def resubmitted(scene):
    scene.clear()
    scene.submit()
    scene.claim()


def states(scene, user=None):
    view = assessment_reading(user or scene.reviewer, scene.assessment)
    return {row.code: row.state.value for row in view.questions}


def frozen(scene):
    """Every version of every answer: what no act of the review may touch."""
    return list(AnswerVersion.objects.order_by("pk").values_list())


# ── What can be proposed ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "fields", "wrong"),
    [
        ("Q8", {"proposed": "perhaps"}, "proposed"),
        ("Q8", {"proposed": "", "proposed_feasibility": "now"}, "proposed"),
        ("Q8", {"proposed_feasibility": ""}, "proposed_feasibility"),
        ("Q8", {"proposed_feasibility": "soon"}, "proposed_feasibility"),
        ("Q8", {"proposed": "na", "proposed_feasibility": "now"}, "proposed_feasibility"),
        ("Q8", {"proposed": "yes", "proposed_feasibility": ""}, "proposed"),
        ("Q1", {}, "proposed"),
    ],
)
def test_a_forged_or_empty_proposal_is_refused_at_its_field(code, fields, wrong):
    scene = make_scene("under_review")
    with pytest.raises(ValidationError) as refusal:
        proposal(scene, code, **fields)
    assert list(refusal.value.message_dict) == [wrong]
    assert not ReviewComment.objects.exists()


def test_the_same_answer_with_another_feasibility_is_a_proposal():
    scene = make_scene("under_review", judgements={"Q8": "no"})
    with pytest.raises(ValidationError, match="already"):
        proposal(scene)
    assert proposal(scene, proposed_feasibility="later").proposed_words == "No, later"


def test_a_proposal_is_written_once():
    scene = make_scene("under_review")
    key = uuid.uuid4()
    assert proposal(scene, key=key) == proposal(scene, key=key, proposed="na")
    assert fresh(ReviewComment.objects.get()).proposed == "no"


# ── The ministry's reply ────────────────────────────────────────────────────────────────────────


def test_agreeing_writes_the_proposed_answer_and_leaves_the_other_fields():
    scene, comment = returned(judgements={"Q8": "partly"})
    before = answer(scene)[1]
    factories.reply(comment, scene.focal, "agreed")
    judgement, given = answer(scene)
    assert (judgement, given.feasibility, given.origin) == ("no", "now", "agreed")
    assert (given.missing, given.number) == (before.missing, before.number + 1)
    event = Event.objects.get(
        action="answers saved",
        target=f"assessment:{scene.assessment.pk}",
        by_name=str(scene.focal),
        changes__Q8__version=given.number,
    )
    assert event.changes.keys() == {"Q8"}


def test_agreeing_twice_writes_once():
    scene, comment = returned()
    for _ in range(2):
        factories.reply(comment, scene.focal, "agreed")
    assert answer(scene)[1].number == 2
    assert Event.objects.filter(action="comment answered").count() == 1


def test_agreeing_again_after_an_edit_brings_the_proposal_back():
    scene, comment = returned()
    factories.reply(comment, scene.focal, "agreed")
    factories.answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    factories.reply(comment, scene.focal, "agreed")
    assert answer(scene)[0] == "no"


def test_keeping_ones_own_changes_nothing_and_demands_a_reason():
    scene, comment = returned()
    before = frozen(scene)
    with pytest.raises(ValidationError):
        factories.reply(comment, scene.focal, "differs", " ")
    factories.reply(comment, scene.focal, "differs", "The awareness sessions were held.")
    assert frozen(scene) == before


def test_keeping_ones_own_after_agreeing_brings_ones_own_back():
    scene, comment = returned()
    factories.reply(comment, scene.focal, "agreed")
    factories.reply(comment, scene.focal, "differs", "A mistake.")
    judgement, given = answer(scene)
    assert (judgement, given.origin, given.number) == ("yes", "typed", 3)


def test_an_item_with_parts_is_overridden_with_the_proposal_as_the_reason():
    scene, comment = returned("Q7")
    factories.reply(comment, scene.focal, "agreed")
    judgement, given = answer(scene, "Q7")
    assert (judgement, given.judgement, given.reason) == ("no", "no", "No activity was shown.")


def test_parts_that_give_the_proposed_answer_need_no_override():
    scene, comment = returned("Q7")
    parts = scene.round.questionnaire.schema().question("Q7").parts
    values = {part.code: {"judgement": "no"} for part in parts}
    factories.answers_save(scene.assessment, values, by=scene.focal)
    factories.reply(comment, scene.focal, "agreed")
    judgement, given = answer(scene, "Q7")
    assert (judgement, given.judgement, given.feasibility) == ("no", "", "now")


def test_a_remark_is_not_agreed_to_and_a_proposal_is_not_addressed():
    scene, comment = returned()
    for outcome in ("addressed", "not_adopted"):
        with pytest.raises(ValidationError):
            factories.reply(comment, scene.focal, outcome, "x")
    assert not ReviewReply.objects.exists()


def test_a_settled_programme_takes_no_agreement():
    scene = make_scene("under_review", programmes=2)
    comment = proposal(scene, kind="suggestion")
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    factories.comment(scene.assessments[1], scene.reviewer)
    scene.send_return()
    before = frozen(scene)
    with pytest.raises(PermissionDenied, match="settled"):
        factories.reply(comment, scene.focal, "agreed")
    assert (frozen(scene), ReviewReply.objects.count()) == (before, 0)


def test_an_agreement_voids_the_clearance():
    scene, comment = returned(kind="suggestion")
    factories.reply(ReviewComment.objects.exclude(pk=comment.pk).get(), scene.focal)
    scene.clear()
    factories.reply(comment, scene.focal, "agreed")
    assert scene.submission.status == "returned"


# ── Where a question stands ─────────────────────────────────────────────────────────────────────


def test_what_nobody_marked_is_not_examined():
    scene = make_scene("under_review")
    assert set(states(scene).values()) == {"not_examined"}
    row = reading(scene.reviewer, listed(scene)).rows[0]
    assert (row.tally.of, row.tally.examined, row.tally.open) == (8, 0, 0)


def listed(scene):
    return submitted(scene.reviewer).get(pk=scene.submission.pk)


def test_each_state_of_a_question():
    scene = make_scene("under_review")
    scene.comment("Q6a")
    scene.comment("Q6b", kind="suggestion")
    reviews.comment_resolve(comment=ReviewComment.objects.latest("created_at"), by=scene.reviewer)
    proposal(scene, "Q7")
    mark(scene, "Q9")
    found = states(scene)
    assert {code: found[code] for code in ("Q6a", "Q6b", "Q7", "Q9", "Q10")} == {
        "Q6a": "open",
        "Q6b": "resolved",
        "Q7": "proposed",
        "Q9": "agreed",
        "Q10": "not_examined",
    }
    tally = reading(scene.reviewer, listed(scene)).rows[0].tally
    assert (tally.examined, tally.open, tally.differing) == (4, 2, 0)


@pytest.mark.parametrize(
    ("outcome", "state", "points"), [("agreed", "agreed", "6"), ("differs", "differing", "7")]
)
def test_agreed_or_differing_and_which_answer_counts(outcome, state, points):
    scene, comment = returned()
    factories.reply(comment, scene.focal, outcome, "We looked again.")
    resubmitted(scene)
    assert states(scene)["Q8"] == state
    row = reading(scene.reviewer, listed(scene)).rows[0]
    assert (str(row.score.current.normalize()), len(row.differing)) == (
        points,
        int(outcome == "differs"),
    )
    held = json.loads(scene.packet.content)["proposals"]
    assert [(p["question"], p["proposed"], p["outcome"], p["reply"]) for p in held] == [
        ("Q8", "no", outcome, "We looked again.")
    ]


def test_a_differing_proposal_that_is_resolved_does_not_hold_up_settling():
    scene, comment = returned()
    factories.reply(comment, scene.focal, "differs", "The sessions were held.")
    resubmitted(scene)
    assert not can_settle(scene.reviewer, scene.assessment)
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    assert can_settle(scene.reviewer, scene.assessment)
    assert states(scene)["Q8"] == "differing"


# ── Marks ───────────────────────────────────────────────────────────────────────────────────────


def mark(scene, code="Q8", key=None, by=None):
    return examined.examined_mark(
        assessment=scene.assessment, code=code, key=key or uuid.uuid4(), by=by or scene.reviewer
    )


def test_a_mark_is_made_once_and_an_undone_one_stays_undone():
    scene = make_scene("under_review")
    key = uuid.uuid4()
    assert mark(scene, key=key) == mark(scene, key=key) == mark(scene)
    for _ in range(2):
        examined.examined_undo(assessment=scene.assessment, code="Q8", by=scene.reviewer)
    mark(scene, key=key)  # the browser's back button
    assert states(scene)["Q8"] == "not_examined"
    assert Examined.objects.count() == 1
    assert Event.objects.filter(action="answer examined").count() == 1
    assert Event.objects.filter(action="examination undone").count() == 1


def test_a_mark_outlives_a_return_only_where_the_answer_stayed():
    scene = make_scene("under_review")
    for code in ("Q8", "Q9"):
        mark(scene, code)
    scene.send_return()
    factories.reply(ReviewComment.objects.get(), scene.focal)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=5)):
        values = {"Q8": {"text": "Sessions in all unions."}}
        factories.answers_save(scene.assessment, values, by=scene.focal)
    resubmitted(scene)
    reviews.comment_resolve(comment=ReviewComment.objects.get(), by=scene.reviewer)
    found = states(scene)
    assert (found["Q8"], found["Q9"]) == ("resolved", "agreed")


@pytest.mark.parametrize("code", ["Q99", "Q7.1", ""])
def test_a_mark_needs_a_question(code):
    scene = make_scene("under_review")
    with pytest.raises(ValidationError):
        mark(scene, code)


def test_who_marked_an_answer_does_not_accept_the_report():
    scene = make_scene("under_review")
    mark(scene)
    scene.recommend()
    make_seat(scene.reviewer, Role.APPROVER)
    assert "another person" in can_move(scene.reviewer, scene.submission, "accept").reason


# ── Undo ────────────────────────────────────────────────────────────────────────────────────────


def test_resolved_can_be_taken_back_for_a_day_with_a_reason():
    scene = make_scene("under_review")
    comment = scene.comment()
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    with pytest.raises(ValidationError):
        reviews.comment_reopen(comment=loaded(comment), reason=" ", by=scene.reviewer)
    for _ in range(2):
        reviews.comment_reopen(comment=loaded(comment), reason="Too early.", by=scene.reviewer)
    assert (fresh(comment).resolved_at, scene.assessment.status) == (None, "points_open")
    event = Event.objects.get(action="comment reopened")
    assert event.reason == "Too early."


def loaded(comment):
    rows = ReviewComment.objects.select_related("assessment__submission", "packet", "question")
    return rows.get(pk=comment.pk)


def test_after_a_day_it_stays_resolved():
    scene = make_scene("under_review")
    comment = scene.comment(kind="suggestion")
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    with time_machine.travel(timezone.now() + dt.timedelta(hours=24, minutes=1)):
        assert "24 hours" in can_reopen(scene.reviewer, loaded(comment)).reason
        with pytest.raises(PermissionDenied):
            reviews.comment_reopen(comment=loaded(comment), reason="r", by=scene.reviewer)


# ── Not assessed can be challenged ──────────────────────────────────────────────────────────────


def not_assessed_scene():
    """Two programmes under review; the first was not assessed."""
    scene = make_scene(programmes=2)
    scene.fill()
    reports.not_assessed_set(assessment=scene.assessment, reason="Too small.", by=scene.focal)
    scene.clear()
    scene.submit()
    scene.claim()
    return scene


def test_a_challenge_opens_the_whole_programme_in_the_return():
    scene = not_assessed_scene()
    with pytest.raises(ValidationError):
        scene.comment("Q8")
    scene.comment("Q2", text="It is not small.")
    scene.send_return()
    first, second = scene.assessments
    assert can_edit(scene.focal, first, {"Q8", "Q1"})
    assert not can_edit(scene.focal, second, {"Q8"})
    reports.not_assessed_set(assessment=first, reason="", by=scene.focal)
    factories.reply(ReviewComment.objects.get(), scene.focal)
    resubmitted(scene)
    assert scene.packet.assessments[str(first.pk)]["not_assessed"] == ""


def test_an_open_challenge_holds_up_the_recommendation():
    scene = not_assessed_scene()
    comment = scene.comment("Q2")
    reviews.assessment_settle(assessment=scene.assessments[1], by=scene.reviewer)
    assert "must-fix" in can_move(scene.reviewer, scene.submission, "recommend").reason
    reviews.comment_resolve(comment=comment, by=scene.reviewer)
    assert can_move(scene.reviewer, scene.submission, "recommend")
