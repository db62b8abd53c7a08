"""Part A of the plan, the strategy text, and every version of whatever is typed into a plan (106; law 1)."""

import uuid

from django.db import models
from django.utils import timezone

from nsss_gender.accounts.models import Seat, User, localized
from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet
from reports.enums import PlanPart
from reports.models.plan import ActionPlan


class PlanText(models.Model):
    """One section of part A: background, how it was made, objectives … Compare-and-set on ``number``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="texts")
    part = models.CharField(max_length=20, choices=PlanPart.choices)
    position = models.PositiveSmallIntegerField()
    body_en = models.TextField(blank=True)
    body_bn = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "part"], name="plan_text_once")]

    def __str__(self) -> str:
        return str(self.get_part_display())

    @property
    def body(self) -> str:
        return localized(self.body_en, self.body_bn)

    @property
    def target_name(self) -> str:
        """How the log and the versions name it."""
        return f"text:{self.pk}"


class PlanVersion(FrozenModel):
    """What was typed into a plan, version by version: nothing is lost there either (law 1).

    ``target`` says of what ("item:ID", "text:ID"); a text that lost a clash is ``kept``. What stood before
    anybody typed, such as the wording that the questionnaire suggests, is nobody's (``by`` is None).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="versions")
    target = models.CharField(max_length=80, db_index=True)
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    kept = models.BooleanField(default=False)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = FrozenQuerySet["PlanVersion"].as_manager()

    class Meta:
        ordering = ["target", "-number", "-at"]
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="plan_version_number")
        ]

    def __str__(self) -> str:
        return f"{self.target} v{self.number}"
