"""The lists of the register that an administrator can extend (capability 2)."""

import uuid

from django.db import models

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, localized


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
    aliases = models.TextField(blank=True, help_text="other names it is known by, one per line")

    class Meta:
        ordering = ["name_en"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)
