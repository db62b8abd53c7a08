"""The register of programmes, reused every round (capabilities 1, 4).

Dated facts are validity rows (architecture decision 3): names, ministries and merges carry
``valid_from`` and ``valid_to``; the row that holds today has no ``valid_to``.
"""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, localized
from programmes.enums import Approach, EndKind, Function, MinistryPart, ProgrammeState
from programmes.models.terms import Agency, Cluster, LifecycleStage, TargetGroup


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
    approach = models.CharField(max_length=20, choices=Approach.choices, blank=True)
    grade = models.CharField(max_length=1, choices=Grade.choices)
    source = models.TextField(blank=True)
    note = models.TextField(blank=True)
    proposed = models.BooleanField(
        default=False, help_text="added by a ministry; an administrator confirms or merges it"
    )
    proposed_by = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_on = models.DateField(
        null=True, blank=True, help_text="the first day on which it no longer runs"
    )
    end_kind = models.CharField(max_length=10, choices=EndKind.choices, blank=True)
    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")
    search_key = models.TextField(
        blank=True, editable=False, help_text="all it is found by, folded; written by the services"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, end_kind="")
                | Q(ended_on__isnull=False) & ~Q(end_kind=""),
                name="programmes_end_pair",
            )
        ]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    def state_on(self, day: dt.date) -> ProgrammeState:
        """Whether it runs, is only proposed, or has ended on ``day``."""
        if self.ended_on and self.ended_on <= day:
            return ProgrammeState.ENDED
        return ProgrammeState.PROPOSED if self.proposed else ProgrammeState.RUNNING

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


class ProgrammeFunction(models.Model):
    """One function of a programme; several, never ranked."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="functions")
    function = models.CharField(max_length=20, choices=Function.choices)

    class Meta:
        ordering = ["programme", "function"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "function"], name="programmes_function_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_function_display())


class Succession(models.Model):
    """A programme that went over into another one on a day: a merger, or one part of a split."""

    predecessor = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="precedents")
    day = models.DateField()
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="programmes_succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


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
