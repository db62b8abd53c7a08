"""Figures of a programme: people reached and money, each with year, unit and source (5, 6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import User
from programmes.enums import Counted, CoverageUnit
from programmes.models.programme import Programme


class Coverage(models.Model):
    """People reached in one fiscal year, by sex where it is known. Blank is unknown, never zero."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="coverages")
    period = models.CharField(
        max_length=60,
        blank=True,
        help_text="fiscal year 2025-26, or the period as the source words it; empty where it gives none",
    )
    fiscal_year = models.CharField(max_length=7, blank=True)
    unit = models.CharField(
        max_length=12, choices=CoverageUnit.choices, default=CoverageUnit.PERSONS
    )
    unit_note = models.CharField(
        max_length=60, blank=True, help_text="the unit as the source words it"
    )
    counted = models.CharField(
        max_length=12,
        choices=Counted.choices,
        blank=True,
        help_text="empty: the source does not say",
    )
    women = models.PositiveBigIntegerField(null=True, blank=True)
    men = models.PositiveBigIntegerField(null=True, blank=True)
    hijra = models.PositiveBigIntegerField(null=True, blank=True)
    not_disaggregated = models.PositiveBigIntegerField(null=True, blank=True)
    split_note = models.CharField(
        max_length=300, blank=True, help_text="the split as the source words it"
    )
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["programme", "-fiscal_year", "-period"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="programmes_coverage_withdrawn_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.period}"

    @property
    def total(self) -> int | None:
        """All people of the row; None where nothing is known."""
        parts = [self.women, self.men, self.hijra, self.not_disaggregated]
        known = [part for part in parts if part is not None]
        return sum(known) if known else None


class Budget(models.Model):
    """A budget amount of one fiscal year, in crore taka. Shown beside, never a weight (6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="budgets")
    period = models.CharField(max_length=60)
    fiscal_year = models.CharField(max_length=7, blank=True)
    crore_taka = models.DecimalField(max_digits=14, decimal_places=2)
    code = models.CharField(max_length=30, blank=True, help_text="iBAS++ code")
    women_percent = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="share of the amount that reaches women; empty is unknown",
    )
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)

    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["programme", "-fiscal_year", "-period"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="programmes_budget_withdrawn_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.period}"
