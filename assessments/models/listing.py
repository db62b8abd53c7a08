"""What ministries say of the programmes on their lists, and of those they share (101, 103)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import ClaimKind, ClaimState, Judgement, PartnerStance
from assessments.models.questionnaire import Question
from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Ministry, Seat, User
from programmes.models import Programme


class ListClaim(models.Model):
    """What one ministry says of one programme on a list. At most one of them stands at a time.

    "Ours" and "shared" are noted; the register's keeper decides what changes the register; a lead
    that two ministries dispute is decided by the Cabinet Division. A new claim withdraws the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="claims")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ClaimKind.choices)
    other_ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    other_programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    partners = models.ManyToManyField(Ministry, blank=True, related_name="+")
    day = models.DateField(
        null=True, blank=True, help_text="since when, where it changes something"
    )
    name_en = models.CharField(max_length=300, blank=True)
    name_bn = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.STANDING)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "ministry"],
                condition=Q(state__in=[ClaimState.STANDING, ClaimState.NOTED]),
                name="list_claim_one_standing",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="list_claim_decided_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.get_kind_display()}"


class PartnerStatement(models.Model):
    """A partner ministry's component of a shared programme, and whether it concurs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="statements")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="+")
    component = models.TextField(blank=True, help_text="what the partner runs of the programme")
    stance = models.CharField(max_length=10, choices=PartnerStance.choices, blank=True)
    said = models.TextField(blank=True, help_text="why it dissents, or what it adds")
    number = models.PositiveIntegerField(default=0, help_text="for compare-and-set")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["ministry__order"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "ministry"], name="partner_statement_once"
            ),
            models.CheckConstraint(
                condition=~Q(stance=PartnerStance.DISSENT) | ~Q(said=""),
                name="partner_dissent_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.ministry}"


class PartnerAnswer(models.Model):
    """What a partner answers for its component to one judged question; shown beside, never scored."""

    statement = models.ForeignKey(
        PartnerStatement, on_delete=models.PROTECT, related_name="answers"
    )
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["question__position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "question"], name="partner_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.statement} · {self.question.code}"
