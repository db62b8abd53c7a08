"""A supplement for tests: opened, and brought along the report's own path to any state."""

import uuid
from collections.abc import Iterable

from assessments.models import Assessment, ReviewComment, Submission
from assessments.services import reviews, submissions
from assessments.services.supplements import Chosen, supplement_open
from programmes.models import Programme
from tests.assessments.factories import Scene, clear, fresh

WHY = "The number of women trained was wrong."


def opened(
    scene: Scene, corrections: Iterable[Programme] = (), late: Iterable[Programme] = ()
) -> Submission:
    """A supplement to the scene's accepted report."""
    chosen = Chosen(WHY, {row.pk for row in corrections}, {row.pk for row in late})
    return supplement_open(
        submission=scene.submission, key=uuid.uuid4(), chosen=chosen, by=scene.focal
    )


def assessment_of(supplement: Submission, programme: Programme) -> Assessment:
    rows = Assessment.objects.select_related("programme", "submission__round__questionnaire")
    return rows.get(submission=supplement, programme=programme)


def sent(scene: Scene, supplement: Submission) -> None:
    """Cleared and submitted."""
    clear(fresh(supplement), scene.focal)
    submissions.submission_submit(submission=supplement, by=scene.focal)


def settled(scene: Scene, supplement: Submission) -> None:
    """Under review, every programme settled."""
    sent(scene, supplement)
    submissions.submission_claim(submission=supplement, by=scene.reviewer)
    for row in supplement.assessments.select_related("submission"):
        row.submission = fresh(supplement)
        reviews.assessment_settle(assessment=row, by=scene.reviewer)
    assert not ReviewComment.objects.unresolved().filter(packet__submission=supplement).exists()


def accepted(scene: Scene, supplement: Submission) -> None:
    settled(scene, supplement)
    submissions.submission_recommend(
        submission=supplement, recommendation="It can be accepted.", by=scene.reviewer
    )
    submissions.submission_accept(submission=supplement, by=scene.approver)
