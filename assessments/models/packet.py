"""One submission round, frozen (architecture decision 2; laws 4 and 6)."""

import json
import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from assessments.enums import Basis
from assessments.models.submission import Assessment, Submission
from assessments.schema import Questionnaire as Schema
from assessments.sheet import Given, Sheet
from nsss_gender.accounts.models import User
from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet
from nsss_gender.audit.models import Checkpoint


class Packet(FrozenModel):
    """``content`` is the canonical JSON that was hashed, byte for byte; see services.packets."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="packets")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = FrozenQuerySet["Packet"].as_manager()

    class Meta:
        ordering = ["submission", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="packet_number")
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number}"

    @cached_property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded

    @cached_property
    def assessments(self) -> dict[str, dict[str, Any]]:
        """The frozen assessments by id, in register order."""
        return {entry["id"]: entry for entry in self.data["assessments"]}

    def sheet(self, assessment_id: object, schema: Schema) -> Sheet:
        """The frozen answers of one assessment. Raises KeyError for one that is not in it."""
        answers = self.assessments[str(assessment_id)]["answers"]
        return Sheet(schema, {code: Given.from_dict(data) for code, data in answers.items()})

    @property
    def code(self) -> str:
        """The printed short form of the digest."""
        return self.sha256[:12].upper()


class Score(FrozenModel):
    """A score of one frozen assessment, recomputable (decision 8; capability 46)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="scores")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="scores")
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.REPORTED)
    rule_set = models.CharField(max_length=20)
    current = models.DecimalField(max_digits=4, decimal_places=1)
    of = models.PositiveSmallIntegerField()
    na = models.PositiveSmallIntegerField()
    potential = models.DecimalField(max_digits=4, decimal_places=1)
    long_term = models.DecimalField(max_digits=4, decimal_places=1)
    level = models.PositiveSmallIntegerField()
    potential_level = models.PositiveSmallIntegerField()
    graduation = models.CharField(max_length=10, blank=True)

    objects = FrozenQuerySet["Score"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "assessment", "basis", "rule_set"], name="score_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.current} / {self.of}"
