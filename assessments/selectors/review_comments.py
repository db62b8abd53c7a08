"""The comments a user may act on, and those that a return sends (25, 28)."""

from django.db.models import QuerySet

from assessments.enums import AssessmentStatus
from assessments.models import Assessment, ReviewComment, Submission
from nsss_gender.accounts.models import User


def comments(user: User) -> QuerySet[ReviewComment]:
    """The comments in reports the user may know of."""
    visible = Assessment.objects.visible_to(user).values("pk")
    return ReviewComment.objects.filter(assessment__in=visible).select_related(
        "question", "packet", "assessment__submission__round__questionnaire"
    )


def comments_to_open(submission: Submission) -> list[ReviewComment]:
    """The points that a return sends: their questions open, except in settled programmes."""
    points = ReviewComment.objects.unresolved().filter(packet__submission=submission)
    rows = points.exclude(assessment__status=AssessmentStatus.SETTLED)
    return list(
        rows.select_related("assessment__programme", "question").order_by(
            "assessment__programme__code", "question__position", "created_at"
        )
    )
