"""Comments that technical support drafts; none reaches a ministry by itself (product.md section 1)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import DraftState
from assessments.models.packet import Packet
from assessments.models.questionnaire import Question
from assessments.models.review import RemarkFields, ReviewComment
from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Seat, User


class CommentDraftQuerySet(models.QuerySet["CommentDraft"]):
    def waiting(self) -> "CommentDraftQuerySet":
        """Drafts that nobody took over, dropped or withdrew."""
        return self.filter(state=DraftState.WAITING)


class CommentDraft(RemarkFields):
    """A proposal for a comment on one question of one assessment in one packet.

    A row of its own and not a comment with a mark: whatever opens, counts, sends or prints comments
    cannot know of it. Taken over it becomes the reviewer's ``comment``, word by word or changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="drafts")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="drafts")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    comment = models.OneToOneField(
        ReviewComment, on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )

    objects = CommentDraftQuerySet.as_manager()

    class Meta:
        ordering = ["question__position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DraftState.WAITING, decided_at=None, decided_by=None)
                | ~Q(state=DraftState.WAITING)
                & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="comment_draft_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.TAKEN, comment__isnull=False)
                | ~Q(state=DraftState.TAKEN) & Q(comment=None),
                name="comment_draft_taken_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.get_kind_display()}"
