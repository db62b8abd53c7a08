"""Plans and their rows (architecture decision 6)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import RoundKind, SubmissionStatus
from assessments.models import Assessment, Packet, Round, Score
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Ministry, User, localized
from programmes.enums import CoverageUnit
from programmes.models import Cluster, Programme
from reports.enums import EntryState, PlanStatus


class ActionPlanQuerySet(models.QuerySet["ActionPlan"]):
    def visible_to(self, user: User) -> "ActionPlanQuerySet":
        """The plans that the user may read as a whole: drafts are the Cabinet Division's; from
        circulation on everybody reads whose seat has a part in the process."""
        if user.seats_with(Permission.READ_PLAN):
            return self.all()
        return self.exclude(status=PlanStatus.DRAFTING) if taking_part(user) else self.none()

    def chapter_visible_to(self, user: User, ministry_id: uuid.UUID) -> "ActionPlanQuerySet":
        """The plans of which the user may read this ministry's chapter: a focal point reads the
        own one also while the plan is drafted."""
        if any(seat.ministry_id == ministry_id for seat in user.seats_with(Permission.FILL)):
            return self.all()
        return self.visible_to(user)

    def cluster_visible_to(self, user: User, cluster: Cluster) -> "ActionPlanQuerySet":
        """The plans of which the user may read this cluster's chapter: its coordinator reads it also
        while the plan is drafted (law 2)."""
        seats = user.seats_with(Permission.READ_CLUSTER)
        if any(seat.ministry_id == cluster.coordinator_id for seat in seats if seat.ministry_id):
            return self.all()
        return self.visible_to(user)

    def with_schema(self) -> "ActionPlanQuerySet":
        """With the round and the questionnaire that the answers belong to."""
        return self.select_related("round__questionnaire")

    def listed_for(self, user: User) -> "ActionPlanQuerySet":
        """The plans of which the user may read at least a chapter."""
        own = user.seats_with(Permission.FILL) or user.seats_with(Permission.READ_CLUSTER)
        return self.all() if own else self.visible_to(user)


def taking_part(user: User) -> bool:
    """Whether one of the seats has a part in the process; an administrator's alone has none."""
    return any(seat.role != Role.ADMINISTRATOR for seat in user.seats)


class ActionPlan(models.Model):
    """One plan per round; ministry and cluster plans are chapters of it (decision 6).

    Practice rounds are kept out by a constraint of the service that creates plans (decision 13).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="plan")
    round_kind = models.CharField(max_length=10, default=RoundKind.REAL, editable=False)
    status = models.CharField(
        max_length=12, choices=PlanStatus.choices, default=PlanStatus.DRAFTING
    )
    draft_number = models.PositiveSmallIntegerField(default=1)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ActionPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(round_kind=RoundKind.REAL), name="plan_never_of_practice"
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def stream(self) -> str:
        return f"plan:{self.pk}"

    @property
    def code(self) -> str:
        """The short form under which the draft is printed."""
        return f"GAP-{self.pk.hex[:8].upper()}-D{self.draft_number}"


class PlanEntryQuerySet(models.QuerySet["PlanEntry"]):
    def visible_to(self, user: User) -> "PlanEntryQuerySet":
        """The programmes of which the user may know in a plan; whether to see levels is asked beside."""
        if user.seats_with(Permission.READ_PLAN):
            return self.all()
        reach = Q(ministry__in=[seat.ministry_id for seat in user.seats_with(Permission.FILL)])
        for seat in user.seats_with(Permission.READ_CLUSTER):
            reach |= Q(cluster__coordinator=seat.ministry_id)
        if taking_part(user):
            reach |= ~Q(plan__status=PlanStatus.DRAFTING)
        return self.filter(reach)


class PlanEntry(models.Model):
    """A programme in the draft, and on which packet and score its rows rest since the last refresh.

    Names, cluster and coverage are those of the packet (75; decision 5): of the coverage the newest
    year; blank is unknown, never zero. ``waiting``: the programme was settled once and
    its points were opened again; its rows are kept and not shown until it is settled.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="entries")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="entries")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="entries")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="entries")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="entries")
    score = models.ForeignKey(
        Score, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    state = models.CharField(max_length=12, choices=EntryState.choices)
    not_assessed_reason = models.TextField(blank=True)
    ministry_en = models.CharField(max_length=200)
    ministry_bn = models.CharField(max_length=200, blank=True)
    programme_en = models.CharField(max_length=300)
    programme_bn = models.CharField(max_length=300, blank=True)
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    coverage_period = models.CharField(max_length=60, blank=True)
    coverage_unit = models.CharField(max_length=12, choices=CoverageUnit.choices, blank=True)
    women = models.PositiveBigIntegerField(null=True, blank=True)
    men = models.PositiveBigIntegerField(null=True, blank=True)
    hijra = models.PositiveBigIntegerField(null=True, blank=True)
    not_disaggregated = models.PositiveBigIntegerField(null=True, blank=True)

    objects = PlanEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "plan entries"
        ordering = ["ministry__order", "ministry__code", "programme__code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "assessment"], name="plan_entry_once"),
            models.CheckConstraint(
                condition=~Q(state=EntryState.SETTLED) | Q(score__isnull=False),
                name="plan_entry_settled_has_score",
            ),
        ]

    def __str__(self) -> str:
        return self.programme_name

    @property
    def ministry_name(self) -> str:
        return localized(self.ministry_en, self.ministry_bn)

    @property
    def programme_name(self) -> str:
        return localized(self.programme_en, self.programme_bn)

    @property
    def accepted(self) -> bool:
        """False while the report is settled here and not yet accepted as a whole."""
        return self.packet.submission.status == SubmissionStatus.ACCEPTED


class PlanConstraint(models.Model):
    """A gap that cannot be closed, with the ministry's reason: a line of the annex (52).

    It only repeats what the packet says, so that a refresh may write it anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    entry = models.ForeignKey(PlanEntry, on_delete=models.PROTECT, related_name="constraints")
    question_code = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField(help_text="place of the question")
    label_en = models.CharField(max_length=200)
    label_bn = models.CharField(max_length=200)
    reason = models.TextField(help_text="as the ministry typed it")

    class Meta:
        ordering = ["entry__ministry__order", "entry__programme__code", "position"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "question_code"], name="plan_constraint_once")
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.question_code}"

    @property
    def label(self) -> str:
        return localized(self.label_en, self.label_bn)
