"""Comments on a packet and the ministry's reply to each (capabilities 25, 28, 29)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import CommentKind, Feasibility, Judgement, ReplyOutcome, answer_words
from assessments.models.packet import Packet
from assessments.models.questionnaire import Question
from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Seat, User

REMARK_REPLIES = (ReplyOutcome.ADDRESSED, ReplyOutcome.NOT_ADOPTED)
PROPOSAL_REPLIES = (ReplyOutcome.AGREED, ReplyOutcome.DIFFERS)


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def standing(self) -> "ReviewCommentQuerySet":
        """Comments that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def published(self) -> "ReviewCommentQuerySet":
        """Comments that the ministry has received with a return or an acceptance."""
        return self.standing().filter(published_at__isnull=False)

    def unresolved(self) -> "ReviewCommentQuerySet":
        return self.standing().filter(resolved_at=None)


class RemarkFields(models.Model):
    """What is said of one question, by the reviewer or as a draft of technical support (25, 32)."""

    kind = models.CharField(_("kind"), max_length=10, choices=CommentKind.choices)
    text = models.TextField(_("comment"))
    refuses_na = models.BooleanField(_("“not applicable” is not accepted"), default=False)
    proposed = models.CharField(
        _("proposed answer"), max_length=10, choices=Judgement.choices, blank=True
    )
    proposed_feasibility = models.CharField(
        _("proposed feasibility"), max_length=20, choices=Feasibility.choices, blank=True
    )

    class Meta:
        abstract = True

    @property
    def proposed_words(self) -> str:
        """The proposed answer in words: "No, with modification"."""
        return answer_words(self.proposed, self.proposed_feasibility)


class ReviewComment(RemarkFields):
    """A remark on one question of one assessment in one packet.

    It reaches the ministry when the submission is returned or accepted (``published_at``).
    ``refuses_na`` says that "not applicable" is not accepted for this question. With ``proposed`` it
    proposes another answer, its text the reason; the ministry agrees, or keeps its own (32).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="comments")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="comments")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="comments")
    on_not_assessed = models.BooleanField(
        default=False,
        help_text="said of a programme that was not assessed: a return opens all its questions",
    )
    created_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        ordering = ["question__position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="comment_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_resolved_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question.code}: {self.get_kind_display()}"

    @property
    def outcomes(self) -> tuple[ReplyOutcome, ...]:
        """What the ministry can reply: to a proposed answer something else than to a remark (32)."""
        return PROPOSAL_REPLIES if self.proposed else REMARK_REPLIES

    @property
    def differs(self) -> bool:
        """Whether the ministry keeps its own answer against a proposed one. Reads ``reply``."""
        given = getattr(self, "reply", None)
        return bool(given and given.outcome == ReplyOutcome.DIFFERS)


class ReviewReply(models.Model):
    """The ministry's answer to a comment: addressed, or not adopted with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    comment = models.OneToOneField(ReviewComment, on_delete=models.PROTECT, related_name="reply")
    outcome = models.CharField(_("what you did"), max_length=12, choices=ReplyOutcome.choices)
    text = models.TextField(_("reason or explanation"), blank=True)
    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome__in=[ReplyOutcome.NOT_ADOPTED, ReplyOutcome.DIFFERS])
                | ~Q(text=""),
                name="reply_not_adopted_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.get_outcome_display()}"

    @property
    def target(self) -> str:
        """What its versions are of: every reply that was sent, also one that lost a clash."""
        return f"reply:{self.comment_id}"


class Examined(models.Model):
    """The reviewer looked at an answer and agrees; what nobody marked is "not examined" (32)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="examined")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="examined")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["question__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "assessment", "question"],
                condition=Q(undone_at=None),
                name="examined_once",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="examined_undone_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.question.code}"


class Notice(models.Model):
    """One message to one seat about one move of a submission, written with the move itself.

    Shown in the application; mail is written from these rows afterwards, so that nothing depends on
    a mail server (capability 36). ``mailed_at``: a mail that tells it was written then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="notices")
    submission = models.ForeignKey(
        "assessments.Submission", on_delete=models.PROTECT, related_name="notices"
    )
    transition = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    key = models.CharField(
        max_length=120,
        null=True,
        blank=True,
        unique=True,
        help_text="names what is told at most once, such as one reminder (36)",
    )
    created_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["seat", "read_at"], name="notice_seat_unread"),
            models.Index(
                fields=["created_at"],
                condition=Q(read_at=None, mailed_at=None),
                name="notice_to_mail",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="notice_read_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.seat}: {self.transition}"
