"""Why answers that seem not to fit together are right after all (capability 17)."""

import uuid

from django.db import models
from django.utils import timezone

from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Seat, User


class Explanation(models.Model):
    """What the ministry says to one contradiction of one assessment; its versions are BesideVersions.

    ``rule`` is the code of the questionnaire's rule. It stays when the contradiction goes, and is
    shown again when that comes back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, related_name="explanations"
    )
    rule = models.CharField(max_length=40)
    text = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=0, help_text="for compare-and-set")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assessment", "rule"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "rule"], name="explanation_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.rule}"

    @property
    def target(self) -> str:
        """How log and versions name it."""
        return f"explanation:{self.pk}"
