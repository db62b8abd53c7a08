"""A round and the list of what is expected from whom (product.md section 2.1)."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Expected, RoundKind
from assessments.models.questionnaire import Questionnaire
from nsss_gender.accounts.models import Ministry, User, localized


class Round(models.Model):
    """``deadline_at`` is the original date of the round; extensions are a ledger beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=RoundKind.choices, default=RoundKind.REAL)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_bn = models.CharField(_("title in Bangla"), max_length=200)
    strategy_en = models.CharField(
        max_length=200, default="National Social Security Strategy (NSSS)"
    )
    strategy_bn = models.CharField(max_length=200, default="জাতীয় সামাজিক নিরাপত্তা কৌশল (এনএসএসএস)")
    strategy_end_fy = models.CharField(max_length=7, default="2025-26")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="rounds"
    )
    deadline_at = models.DateTimeField(_("deadline"))
    consultation_minimum = models.PositiveSmallIntegerField(
        _("smallest number of consultations"), default=1
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return localized(self.title_en, self.title_bn)

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None


class RoundMinistry(models.Model):
    """What the round expects from one ministry; "none" carries its reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="expectations")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="expectations")
    expected = models.CharField(max_length=10, choices=Expected.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["ministry__order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "ministry"], name="assessments_expected_once"),
            models.CheckConstraint(
                condition=~Q(expected=Expected.NONE) | ~Q(reason=""),
                name="assessments_none_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ministry} · {self.get_expected_display()}"


def local_day(moment: dt.datetime) -> dt.date:
    """The calendar day of ``moment`` in Dhaka."""
    return timezone.localtime(moment).date()
