"""Who was asked, when, what they said and whether they concur (capability 21)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import ConsultedKind, Stance
from assessments.models.submission import Submission
from nsss_gender.accounts.models import User


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
