"""What a ministry keeps beside its answers: own documents, their commitments, and every text of it (100, law 1)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import StrategyKind, StrategyState
from assessments.models.submission import Assessment, Submission
from nsss_gender.accounts.models import Acting, Seat, User
from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet


class OwnStrategy(models.Model):
    """Decision 6.1: the ministry reviewed its own gender strategy and its NSSS action plan."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="strategies")
    kind = models.CharField(max_length=20, choices=StrategyKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=StrategyState.choices)
    title = models.CharField(_("title of the document"), max_length=300, blank=True)
    reference = models.CharField(
        _("memo number or place where it can be read"), max_length=300, blank=True
    )
    commitments = models.TextField(_("its commitments, one per line"), blank=True)
    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "kind"], name="own_strategy_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_state_display()}"

    @property
    def target(self) -> str:
        """How log and versions name it."""
        return f"strategy:{self.pk}"


class Commitment(models.Model):
    """One commitment of a document, as its line says; assessments cite it (decision 6.1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    strategy = models.ForeignKey(OwnStrategy, on_delete=models.PROTECT, related_name="listed")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["strategy", "position"]

    def __str__(self) -> str:
        return self.text


class Citation(models.Model):
    """An assessment cites a commitment of the ministry's own documents."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="citations")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="citations")

    class Meta:
        ordering = ["commitment"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "commitment"], name="citation_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.commitment}"


class BesideVersionQuerySet(FrozenQuerySet["BesideVersion"]):
    """They never change either, but for a personal text that is taken out."""

    def redact(
        self, values: Mapping[uuid.UUID, dict[str, Any]], *, by: User, reason: str, at: dt.datetime
    ) -> None:
        """Put ``values`` (by id, their texts emptied) in the place of these versions' and say so on them.

        The only door in the frozen rows; ``services.redacting`` is the only one who uses it.
        """
        said = {"redacted_at": at, "redacted_by": by, "redaction_reason": reason}
        for key, emptied in values.items():
            rows: models.QuerySet[BesideVersion] = models.QuerySet(self.model, using=self.db)
            rows.filter(pk__in=self.filter(pk=key).values("pk")).update(values=emptied, **said)


class BesideVersion(FrozenModel):
    """What was typed beside the answers, version by version: no word is lost there either (law 1).

    ``target`` says of what ("strategy:ID", "statement:ID"); a text that lost a clash is ``kept``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=80, db_index=True)
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    kept = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.ForeignKey(
        Acting, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    redaction_reason = models.TextField(blank=True)

    objects = BesideVersionQuerySet.as_manager()

    class Meta:
        ordering = ["target", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="beside_version_number"),
            models.CheckConstraint(
                condition=Q(redacted_at=None, redacted_by=None, redaction_reason="")
                | Q(redacted_at__isnull=False, redacted_by__isnull=False) & ~Q(redaction_reason=""),
                name="beside_version_redacted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} v{self.number}"
