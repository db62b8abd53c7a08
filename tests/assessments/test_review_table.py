"""Roles × states × acts of a review, and that none of them touches an answer (law 4)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied

from assessments.models import AnswerVersion, ReviewComment
from assessments.permissions import can_edit
from assessments.services import examined, reviews, submissions
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import make_scene

pytestmark = pytest.mark.django_db

NO_NOW = {"proposed": "no", "proposed_feasibility": "now", "text": "No activity was shown."}


def proposal(scene, code="Q8", kind="must_fix"):
    return scene.comment(code, kind=kind, **NO_NOW)


def mark(scene, code, by):
    return examined.examined_mark(assessment=scene.assessment, code=code, key=uuid.uuid4(), by=by)


def frozen(scene):
    """Every version of every answer: what no act of the review may touch."""
    return list(AnswerVersion.objects.order_by("pk").values_list())


ACTS = {
    "comment": lambda s, by: factories.comment(s.assessment, by, "Q9", kind="suggestion"),
    "propose": lambda s, by: factories.comment(s.assessment, by, "Q9", **NO_NOW),
    "examine": lambda s, by: mark(s, "Q9", by),
    "unexamine": lambda s, by: examined.examined_undo(assessment=s.assessment, code="Q9", by=by),
    "resolve": lambda s, by: reviews.comment_resolve(comment=first(s), by=by),
    "withdraw": lambda s, by: reviews.comment_withdraw(comment=first(s), by=by),
    "settle": lambda s, by: reviews.assessment_settle(assessment=s.assessment, by=by),
    "agree": lambda s, by: factories.reply(first(s), by, "agreed"),
    "differ": lambda s, by: factories.reply(first(s), by, "differs", "We keep it."),
}
MINISTRYS = {"agree", "differ"}
# where the acts of a reviewer and those of the ministry may succeed
OPEN = {"under_review": set(ACTS) - MINISTRYS, "returned": MINISTRYS}


def first(scene):
    return ReviewComment.objects.select_related(
        "packet__submission__round__questionnaire", "assessment__submission", "question"
    ).get(proposed="no")


def acted(scene, act, by):
    try:
        ACTS[act](scene, by)
    except PermissionDenied:
        return False
    return True


def _recommended(scene):
    reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    submissions.submission_recommend(
        submission=scene.submission, recommendation="Fine.", by=scene.reviewer
    )


def _submitted_again(scene):
    point = scene.comment("Q5")
    scene.send_return()
    factories.reply(point, scene.focal)
    scene.submit()


WAY = {
    "under_review": lambda scene: None,
    "submitted": _submitted_again,
    "returned": lambda scene: scene.send_return(),
    "recommended": _recommended,
}


def with_a_proposal(state):
    """A report in ``state`` with one proposal that is not a must-fix."""
    scene = make_scene("under_review")
    proposal(scene, kind="suggestion")
    WAY[state](scene)
    assert scene.submission.status == state
    return scene


def mover(act):
    """Whose act it is."""
    return "focal" if act in MINISTRYS else "reviewer"


CELLS = [
    (state, act) for state in WAY for act in ACTS if (state, act) != ("recommended", "settle")
]  # there it is settled: asking again is harmless


@pytest.mark.parametrize(("state", "act"), CELLS)
def test_nobody_else_may_do_it_in_any_state(state, act):
    scene = with_a_proposal(state)
    before, events = frozen(scene), Event.objects.count()
    others = [user for name, user in scene.people.items() if name != mover(act)]
    assert [user for user in others if acted(scene, act, user)] == []
    assert (frozen(scene), Event.objects.count()) == (before, events)


@pytest.mark.parametrize(("state", "act"), CELLS)
def test_when_it_may_be_done_and_that_only_agreeing_changes_an_answer(state, act):
    scene = with_a_proposal(state)
    before = frozen(scene)
    done = acted(scene, act, scene.people[mover(act)])
    assert done == (act in OPEN.get(state, ()))
    assert (frozen(scene) != before) == (act == "agree" and done)


def test_returning_and_undoing_it_changes_no_answer():
    scene = make_scene("under_review")
    proposal(scene)
    before = frozen(scene)
    scene.send_return()
    submissions.submission_undo_return(
        submission=scene.submission, reason="Too early.", by=scene.reviewer
    )
    assert frozen(scene) == before


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize(
    "kind", ["must_fix", "question", "suggestion", "proposal", "resolved", None]
)
def test_what_a_return_opens(kind, settled):
    """The named questions of programmes that are not settled, and nothing else."""
    scene = make_scene("under_review", programmes=2)
    if kind:
        fields = NO_NOW if kind == "proposal" else {}
        real = "suggestion" if kind in {"proposal", "resolved"} or settled else kind
        comment = scene.comment("Q9", kind=real, **fields)
        if kind == "resolved":
            reviews.comment_resolve(comment=comment, by=scene.reviewer)
    if settled:
        reviews.assessment_settle(assessment=scene.assessment, by=scene.reviewer)
    factories.comment(scene.assessments[1], scene.reviewer, "Q5")
    scene.send_return()
    opens = kind not in {"resolved", None} and not settled
    assert bool(can_edit(scene.focal, scene.assessment, {"Q9"})) == opens
    assert not can_edit(scene.focal, scene.assessment, {"Q8"})
    assert can_edit(scene.focal, scene.assessments[1], {"Q5"})
