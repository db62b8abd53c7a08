"""The points that a return sent to the ministry: all of them, what is open, what stands beside an answer (28, 29)."""

from collections.abc import Iterable

from assessments.enums import SubmissionStatus
from assessments.models import Assessment, ReviewComment, Submission


def comments_open(submission: Submission) -> list[ReviewComment]:
    """What the Cabinet Division sent and the ministry has not answered yet."""
    returned = submission.editing_status == SubmissionStatus.RETURNED
    if not (returned and submission.editable):
        return []
    rows = ReviewComment.objects.published().unresolved()
    return list(
        rows.filter(packet__submission=submission, reply=None).select_related(
            "question", "assessment__programme"
        )
    )


def comments_open_on(assessment: Assessment) -> list[ReviewComment]:
    """The same for one assessment."""
    rows = comments_open(assessment.submission)
    return [row for row in rows if row.assessment_id == assessment.pk]


def points(submission: Submission) -> list[ReviewComment]:
    """Every comment the ministry received; what must be fixed and is unanswered first."""
    rows = ReviewComment.objects.published().filter(packet__submission=submission)
    found = rows.select_related(
        "question",
        "assessment__programme",
        "assessment__submission",
        "packet__submission__round__questionnaire",
        "packet__submission__ministry",
        "reply__by",
    )
    order = {"must_fix": 0, "question": 1, "suggestion": 2}
    return sorted(
        found,
        key=lambda row: (
            row.resolved_at is not None,
            order[row.kind],
            row.assessment.programme.code,
            row.question.position,
        ),
    )


def comments_beside(assessment: Assessment, codes: Iterable[str]) -> dict[str, list[ReviewComment]]:
    """The comments received on the questions ``codes`` of one assessment, by question."""
    if not assessment.submission.submitted_at:
        return {}
    rows = ReviewComment.objects.published().filter(
        assessment=assessment, question__code__in=set(codes)
    )
    found: dict[str, list[ReviewComment]] = {}
    for row in rows.select_related("question", "reply").order_by("created_at"):
        found.setdefault(row.question.code, []).append(row)
    return found
