"""One question, asked of somebody without an account by a signed link (capability 20)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import ContributionState, Feasibility, Judgement
from assessments.models.answer import AnswerVersion
from assessments.models.questionnaire import Question
from assessments.models.submission import Assessment
from nsss_gender.accounts.models import Seat, User

DECIDED = frozenset(
    {ContributionState.ADOPTED, ContributionState.ADAPTED, ContributionState.DECLINED}
)


class ContributionLinkQuerySet(models.QuerySet["ContributionLink"]):
    def running(self) -> "ContributionLinkQuerySet":
        """The links under which somebody can still write."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class ContributionLink(models.Model):
    """Who is asked what, until when. The secret itself is never stored, only its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="links")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=150)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    mail = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(max_length=2, default="bn")
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True, help_text="first opened by its reader")

    objects = ContributionLinkQuerySet.as_manager()

    class Meta:
        ordering = ["expires_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="contribution_link_revoked_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.question.code} → {self.name}"

    @property
    def is_running(self) -> bool:
        """Whether something can still be written under it."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def is_used(self) -> bool:
        """Whether what came by it was decided; uses what was prefetched, else one query."""
        return any(row.state in DECIDED for row in self.contributions.all())

    @property
    def last(self) -> "Contribution | None":
        """What came by it last; as above."""
        return next(iter(self.contributions.all()), None)


class Contribution(models.Model):
    """What came by a link: a proposal beside the answer, never the answer itself.

    Each text that was sent stays; a later one of the same link replaces an undecided one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(
        ContributionLink, on_delete=models.PROTECT, related_name="contributions"
    )
    number = models.PositiveIntegerField()
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    feasibility = models.CharField(max_length=20, choices=Feasibility.choices, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=10, choices=ContributionState.choices, default=ContributionState.WAITING
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_in = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    version = models.ForeignKey(
        AnswerVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        help_text="the version of the answer that took it over",
    )

    class Meta:
        ordering = ["link", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["link", "number"], name="contribution_number"),
            models.UniqueConstraint(
                fields=["link"],
                condition=Q(state=ContributionState.WAITING),
                name="contribution_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, decided_in=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, decided_in__isnull=False),
                name="contribution_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=ContributionState.DECLINED) | ~Q(reason=""),
                name="contribution_declined_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link} v{self.number}"


class Presence(models.Model):
    """Who had a section open when; one row a person and section, written over and over (85)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="presences")
    section = models.CharField(max_length=40)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "section", "user"], name="presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.assessment} · {self.section}"
