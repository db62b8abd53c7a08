"""The register of programmes, reused every round (capabilities 1, 2, 5, 6).

Dated facts are validity rows (architecture decision 3): names, ministries and merges carry
``valid_from`` and ``valid_to``; the row that holds today has no ``valid_to``.
"""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, localized
from programmes.enums import CoverageUnit, MinistryPart


class Term(models.Model):
    """A bilingual word of a list that an administrator can extend."""

    code = models.SlugField(max_length=40, unique=True, allow_unicode=False)
    order = models.PositiveSmallIntegerField(default=0)
    name_en = models.CharField(max_length=200)
    name_bn = models.CharField(max_length=200, blank=True)
    aliases = models.TextField(blank=True, help_text="other wordings, one per line")
    confirmed = models.BooleanField(default=False, help_text="the Bangla name is official")

    class Meta:
        abstract = True
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)


class Cluster(Term):
    """One of the five thematic clusters, as the Cabinet Division's circular words them."""

    coordinator = models.ForeignKey(
        Ministry,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="coordinated_clusters",
    )
    coordinator_grade = models.CharField(
        max_length=1, choices=Grade.choices, default=Grade.OFFICIAL
    )


class LifecycleStage(Term):
    """A stage of life that a programme supports; "all ages" is every stage."""


class TargetGroup(Term):
    """A group of people that a programme is for."""


class ClusterMembership(models.Model):
    """A ministry sits in several clusters; each membership carries its own grade."""

    cluster = models.ForeignKey(Cluster, on_delete=models.PROTECT, related_name="memberships")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="memberships")
    grade = models.CharField(max_length=1, choices=Grade.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cluster", "ministry"], name="programmes_membership")
        ]

    def __str__(self) -> str:
        return f"{self.ministry} · {self.cluster}"


class Agency(models.Model):
    """An implementing directorate, trust or board."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name_en = models.CharField(max_length=200, unique=True)
    name_bn = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name_en"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)


class Programme(models.Model):
    """A social-security programme. Its code never changes; its names and ministries are dated."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(
        max_length=12, unique=True, help_text="stable code of the register: P001"
    )
    acronym = models.CharField(max_length=20, blank=True)
    name_en = models.CharField(max_length=300, help_text="the name that holds today")
    name_bn = models.CharField(max_length=300, blank=True)
    name_bn_confirmed = models.BooleanField(default=False)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    cluster_confirmed = models.BooleanField(default=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes"
    )
    stages = models.ManyToManyField(LifecycleStage, blank=True, related_name="programmes")
    groups = models.ManyToManyField(TargetGroup, blank=True, related_name="programmes")
    stage_note = models.CharField(
        max_length=300, blank=True, help_text="what the stages alone do not say: from pregnancy"
    )
    target_note = models.TextField(blank=True, help_text="the target group as the source words it")
    transfer_type = models.CharField(max_length=200, blank=True)
    benefit_rate = models.CharField(max_length=300, blank=True)
    gender_features = models.TextField(
        blank=True, help_text="existing gender features, as the source words them"
    )
    start = models.CharField(max_length=60, blank=True, help_text="as the source words it")
    start_fy = models.CharField(
        max_length=7, blank=True, help_text="fiscal year 1997-98 where known"
    )
    end_fy = models.CharField(max_length=7, blank=True)
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    @property
    def to_be_confirmed(self) -> bool:
        """Whether the programme itself rests on background knowledge only."""
        return self.grade == Grade.BACKGROUND

    @property
    def source_list(self) -> list[str]:
        """The sources one by one, as the register holds them."""
        return [source.strip() for source in self.source.split(" ; ") if source.strip()]

    def name_on(self, day: dt.date) -> "ProgrammeName | None":
        """The name that held on ``day``; reads ``names``, so prefetch them for a list."""
        return next((name for name in self.names.all() if name.holds_on(day)), None)

    def lead_on(self, day: dt.date) -> Ministry | None:
        """The ministry that led on ``day``; reads ``ministry_links``, so prefetch them for a list."""
        for link in self.ministry_links.all():
            if link.part == MinistryPart.LEAD and link.holds_on(day):
                return link.ministry
        return None


class ValidityRow(models.Model):
    """A fact and the days on which it held: from ``valid_from`` up to, not including, ``valid_to``."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact held on ``day``."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which the fact held; None while it holds."""
        return self.valid_to - dt.timedelta(days=1) if self.valid_to else None


class ProgrammeName(ValidityRow):
    """A name of a programme and the days on which it held."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="names")
    name_en = models.CharField(max_length=300)
    name_bn = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["programme", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"], condition=Q(valid_to=None), name="programmes_one_current_name"
            )
        ]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)


class ProgrammeMinistry(ValidityRow):
    """Which ministry leads or shares a programme, and when."""

    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="ministry_links"
    )
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="programme_links")
    part = models.CharField(max_length=10, choices=MinistryPart.choices, default=MinistryPart.LEAD)

    class Meta:
        ordering = ["programme", "part", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(valid_to=None, part=MinistryPart.LEAD),
                name="programmes_one_current_lead",
            ),
            models.UniqueConstraint(
                fields=["programme", "ministry"],
                condition=Q(valid_to=None),
                name="programmes_one_current_link",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} · {self.ministry}"


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

    class Meta:
        ordering = ["programme", "-fiscal_year", "-period"]

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
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["programme", "-fiscal_year", "-period"]

    def __str__(self) -> str:
        return f"{self.programme} · {self.period}"
