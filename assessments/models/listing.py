"""What ministries say of the programmes on their lists, and of those they share (101, 103)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import ClaimKind, ClaimState, Judgement, PartnerStance
from assessments.models.questionnaire import Question
from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Ministry, Seat, User
from programmes.models import Programme

# What takes a programme off the list of the ministry that says it; its answers stay.
LEAVING = frozenset({ClaimKind.NOT_OURS, ClaimKind.ENDED, ClaimKind.MERGED})
DATED = frozenset({ClaimKind.ENDED, ClaimKind.RENAMED, ClaimKind.MERGED})
NEEDS: dict[str, tuple[str, ...]] = {
    ClaimKind.NOT_OURS: ("other_ministry",),
    ClaimKind.ENDED: ("day",),
    ClaimKind.RENAMED: ("name_en", "name_bn", "day"),
    ClaimKind.MERGED: ("other_programme", "day"),
    ClaimKind.SHARED: ("partners",),
}
NEEDED = {
    "other_ministry": gettext_lazy("Say whose it is, or write below what you know of it."),
    "other_programme": gettext_lazy(
        "Give the code of the programme it went into, as the register writes it."
    ),
    "day": gettext_lazy("Give the day, month and year."),
    "name_en": gettext_lazy("Write the new name in English."),
    "name_bn": gettext_lazy("Write the new name in Bangla."),
    "partners": gettext_lazy("Tick the ministries with which you share it."),
}


def claim_lacks(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What a claim still needs, by field: the same for the form and for the service."""
    found = {
        name: str(NEEDED[name])
        for name in NEEDS.get(kind, ())
        if not (values.get(name) or (name == "other_ministry" and values.get("note")))
    }
    if kind in DATED and values.get("day") and values["day"] > timezone.localdate():
        found["day"] = _("This day is still to come. Say it when it has happened.")
    return found


class ListClaimQuerySet(models.QuerySet["ListClaim"]):
    def holding(self) -> "ListClaimQuerySet":
        """Those that count: waiting, noted or accepted."""
        return self.filter(state__in=[ClaimState.STANDING, ClaimState.NOTED, ClaimState.ACCEPTED])

    def waiting(self) -> "ListClaimQuerySet":
        return self.filter(state=ClaimState.STANDING)


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

    objects = ListClaimQuerySet.as_manager()

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

    @property
    def is_open(self) -> bool:
        """Whether the ministry itself can still replace it or take it back."""
        return self.state in {ClaimState.STANDING, ClaimState.NOTED}

    @property
    def leaves(self) -> bool:
        """Whether it takes the programme off the list."""
        return self.kind in LEAVING


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

    @property
    def target(self) -> str:
        """What its versions are kept under."""
        return f"statement:{self.pk}"

    def values(self) -> dict[str, Any]:
        """Component, stance, said, and the answers given by code; reads ``answers``."""
        given = {
            row.question.code: {"judgement": row.judgement, "text": row.text}
            for row in self.answers.all()
            if row.judgement or row.text
        }
        return {
            "component": self.component,
            "stance": self.stance,
            "said": self.said,
            "answers": given,
        }


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
