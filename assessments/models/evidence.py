"""What supports an answer, and the files beside a report; never required (capability 13)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import EvidenceKind, EvidenceVerdict
from assessments.models.beside import OwnStrategy
from assessments.models.clearance import Clearance
from assessments.models.questionnaire import Question
from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Seat, User
from nsss_gender.files.models import KeptFile


class Evidence(KeptFile):
    """A document with its page, a link or a statement behind one answer.

    A withdrawn one stays: a packet may name it. What the Cabinet Division found is kept beside.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    title = models.CharField(max_length=300)
    page = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    statement = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="evidence")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(max_length=12, choices=EvidenceVerdict.choices, blank=True)
    verdict_note = models.TextField(blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    verdict_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["question__position", "created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.FILE) & ~Q(sha256="")
                | Q(kind=EvidenceKind.LINK) & ~Q(url="")
                | Q(kind=EvidenceKind.STATEMENT) & ~Q(statement=""),
                name="evidence_has_its_thing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="evidence_withdrawn_pair",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", verdict_at=None, verdict_by=None)
                | ~Q(verdict="") & Q(verdict_at__isnull=False, verdict_by__isnull=False),
                name="evidence_verdict_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StrategyFile(KeptFile):
    """The ministry's own gender strategy or action plan, attached (decision 6.1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    strategy = models.ForeignKey(OwnStrategy, on_delete=models.PROTECT, related_name="files")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="strategy_file_withdrawn_pair",
            )
        ]

    def __str__(self) -> str:
        return self.file_name


class ClearanceScan(KeptFile):
    """The scan of the signed print of exactly the version that was cleared (capability 22)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="scans")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.file_name
