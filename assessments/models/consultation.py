"""Who was asked, when, what they said and whether they concur (capability 21)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import ConsultedKind, Stance
from assessments.models.submission import Submission
from nsss_gender.accounts.models import Seat, User


class Consultation(models.Model):
    """One consultation. A withdrawn one stays readable; it no longer counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="consultations"
    )
    kind = models.CharField(_("who was consulted"), max_length=20, choices=ConsultedKind.choices)
    who = models.CharField(_("name of the body or group"), max_length=200)
    held_on = models.DateField(_("date"))
    women = models.PositiveIntegerField(_("women present"), null=True, blank=True)
    men = models.PositiveIntegerField(_("men present"), null=True, blank=True)
    said = models.TextField(_("what they said"), blank=True)
    stance = models.CharField(_("their position"), max_length=10, choices=Stance.choices)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["held_on", "created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.who}"


class ConsultationWaiver(models.Model):
    """Why a ministry sends its report with fewer consultations than the round asks for (21)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="waivers")
    reason = models.TextField(_("reason"))
    memo_number = models.CharField(_("memo number"), max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(withdrawn_at=None),
                name="consultation_waiver_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="consultation_waiver_has_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consultation_waiver_withdrawn_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.reason[:60]}"
