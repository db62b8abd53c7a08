"""The comments that technical support drafted and that wait for the reviewer."""

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from assessments.models import Assessment, CommentDraft, Submission
from nsss_gender.accounts.models import User


def drafts(user: User) -> QuerySet[CommentDraft]:
    """The drafts in reports the user may know of; who may read them: ``can_read_comments``."""
    visible = Assessment.objects.visible_to(user).values("pk")
    return CommentDraft.objects.filter(assessment__in=visible).select_related(
        "question", "packet", "comment", "assessment__submission__round__questionnaire"
    )


def drafts_by_question(**only: Any) -> dict[tuple[Any, str], list[CommentDraft]]:
    """The waiting drafts by assessment and question code, the oldest first; one query."""
    found: dict[tuple[Any, str], list[CommentDraft]] = {}
    rows = CommentDraft.objects.waiting().filter(**only).select_related("question", "by", "packet")
    for row in rows.order_by("created_at"):
        found.setdefault((row.assessment_id, row.question.code), []).append(row)
    return found


def drafts_waiting(submission: Submission) -> Counter[Any]:
    """How many drafts wait, by assessment; one query."""
    rows = CommentDraft.objects.waiting().filter(packet__submission=submission)
    return Counter(rows.values_list("assessment_id", flat=True))
