"""Mail on its way, and calendars that others subscribe to (36, 37, 99)."""

import uuid

from django.db import models
from django.utils import timezone

from assessments.enums import MailState
from assessments.models.submission import Submission
from nsss_gender.accounts.models import Ministry, Seat, User


class Mail(models.Model):
    """One mail of the outbox. ``key`` says what it is of: the same mail is never written twice.

    Written once what it tells is committed; sent later by the worker. A seat's mail goes to who
    sits there; a supervising officer, who needs no account, has an address alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=150, unique=True)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="mails"
    )
    name = models.CharField(max_length=200, blank=True)
    address = models.EmailField(blank=True, help_text="empty: nobody knows where to send it")
    language = models.CharField(max_length=2, default="bn")
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(
        null=True, blank=True, help_text="a process is sending it since then"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True, help_text="why it could not be sent, as the server said")

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_state_next_try")]

    def __str__(self) -> str:
        return self.subject


class CalendarFeed(models.Model):
    """The secret address of a ministry's calendar; the secret itself is never stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="calendar_feeds")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["ministry"],
                condition=models.Q(revoked_at=None),
                name="calendar_feed_one_a_ministry",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="calendar_feed_revoked_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.ministry)
