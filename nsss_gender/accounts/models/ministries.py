"""Ministries and divisions, their dated names and what became of them (product.md section 3; 75)."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from nsss_gender.accounts.enums import Grade, MinistryKind


def localized(english: str, bangla: str) -> str:
    """The text in the active language; English where no Bangla is known."""
    return bangla if bangla and get_language() == "bn" else english


class Ministry(models.Model):
    """A ministry or division. Its names are dated rows; ``order`` is the official order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        max_length=12, unique=True, help_text="stable code of the register: M01"
    )
    acronym = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=10, choices=MinistryKind.choices)
    order = models.PositiveSmallIntegerField()
    parent_name = models.CharField(max_length=200, blank=True)
    role_in_nsss = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=200, help_text="the name that holds today")
    name_bn = models.CharField(max_length=200, blank=True)
    aliases = models.TextField(blank=True, help_text="other names it is known by, one per line")
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    closed_on = models.DateField(
        null=True, blank=True, help_text="the first day on which it no longer exists"
    )

    class Meta:
        ordering = ["order", "code"]
        verbose_name_plural = "ministries"

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    @property
    def to_be_confirmed(self) -> bool:
        return self.grade == Grade.BACKGROUND


class MinistryName(models.Model):
    """A name and the days on which it held (75: old submissions keep the old name)."""

    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="names")
    name_en = models.CharField(max_length=200)
    name_bn = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField(
        null=True, blank=True, help_text="empty: since before the register"
    )
    valid_to = models.DateField(null=True, blank=True, help_text="empty: holds today")
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["ministry", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["ministry"], condition=Q(valid_to=None), name="accounts_one_current_name"
            )
        ]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    def holds_on(self, day: dt.date) -> bool:
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)


class MinistrySuccession(models.Model):
    """A ministry that went over into another one on a day: a merger, or one part of a split (75)."""

    predecessor = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="precedents")
    day = models.DateField()
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="accounts_ministry_succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
