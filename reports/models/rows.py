"""The rows of the plan, who else supports them, and what they refer to (product.md section 5; 48–51, 105)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.models import AnswerVersion, Packet
from nsss_gender.accounts.enums import Grade, Permission
from nsss_gender.accounts.models import Ministry, User, localized
from programmes.models import Cluster
from reports.enums import (
    CycleStage,
    EntryState,
    InstitutionalKind,
    Lack,
    PlanStatus,
    PolicyKind,
    Priority,
    RowDisposition,
    RowKind,
    RowOrigin,
    StepObjective,
    SupportState,
)
from reports.models.plan import ActionPlan, PlanEntry, taking_part

CABINET = "CD"
LANGUAGES = ("en", "bn")
# Every row has these texts in both languages.
TEXTS = ("gap", "action", "indicator", "unit", "baseline", "target", "lead_post", "funds")


class PolicyReference(models.Model):
    """A line of the pick list: an objective or action of the gender policy, the women's policy 2011 or the
    NSSS action plan. Data of the administrator, each with its source; background is "to be confirmed"."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=PolicyKind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    name_en = models.CharField(max_length=300)
    name_bn = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=1, choices=Grade.choices, default=Grade.BACKGROUND)
    source = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "order", "code"]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    @property
    def to_be_confirmed(self) -> bool:
        return self.grade == Grade.BACKGROUND


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, user: User) -> "ActionItemQuerySet":
        """Rows of the plans and chapters that the user may read (law 2)."""
        if user.seats_with(Permission.READ_PLAN):
            return self.all()
        own = [seat.ministry_id for seat in user.seats_with(Permission.FILL)]
        reach = Q(ministry__in=own)
        for seat in user.seats_with(Permission.READ_CLUSTER):
            reach |= Q(entry__cluster__coordinator=seat.ministry_id)
            reach |= Q(cluster__coordinator=seat.ministry_id)
        if taking_part(user):
            reach |= ~Q(plan__status=PlanStatus.DRAFTING)
        return self.filter(reach)

    def standing(self) -> "ActionItemQuerySet":
        """Rows whose programme is settled now, and institutional ones: those that are shown and counted."""
        return self.filter(Q(entry__state=EntryState.SETTLED) | Q(entry=None))

    def lacking(self, lack: str) -> "ActionItemQuerySet":
        """Rows to be carried out in which this is still to be filled in."""
        return self.filter(TO_DO & lack_of(lack))

    def to_complete(self) -> "ActionItemQuerySet":
        """Rows to be carried out in which anything is still to be filled in."""
        return self.filter(lacks_any())

    def untranslated(self, language: str) -> "ActionItemQuerySet":
        """Rows of the plan with a text that stands in the other language only."""
        return self.filter(untranslated_in(language))


TO_DO = Q(disposition=RowDisposition.KEPT, gap_open=True)


def lack_of(name: str) -> Q:
    """Whether a field that both languages or one alone may fill is empty."""
    if name in TEXTS:
        return Q(**{f"{name}_{language}": "" for language in LANGUAGES})
    return Q(**{f"{name}__isnull": True})


def untranslated_in(language: str) -> Q:
    """Whether the row is printed in the plan and has a text that stands in the other language only."""
    (other,) = {*LANGUAGES} - {language}
    missing = Q()
    for name in TEXTS:
        missing |= Q(**{f"{name}_{language}": ""}) & ~Q(**{f"{name}_{other}": ""})
    return Q(disposition=RowDisposition.KEPT) & missing


def lacks_any() -> Q:
    """Whether the row is to be carried out and anything is still to be filled in."""
    empty = Q()
    for lack in Lack.values:
        empty |= lack_of(lack)
    return TO_DO & empty


class ActionItem(models.Model):
    """A row of the plan: one per fixable gap, never duplicated (48), or an institutional one (105).

    A row of an answer has ``entry``, ``packet`` and ``answer_version``, which pins the answer it rests on;
    ``kind`` and ``gain`` follow from that answer (gain 0 when its gap is gone). When a later packet changes
    the answer, the pins follow, ``source_changed_at`` waits for a decision beside ``previous_version``, and
    no text is overwritten (53). ``priority`` is reckoned at every refresh; ``priority_override`` with its
    reason stands before it (51). An institutional row belongs to a ministry, a cluster or the Cabinet
    Division, gains nothing, and must refer to a policy. Texts are saved with compare-and-set on ``number``;
    each text that ever stood is a PlanVersion.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(ActionPlan, on_delete=models.PROTECT, related_name="items")
    origin = models.CharField(max_length=10, choices=RowOrigin.choices, default=RowOrigin.ANSWER)
    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="action_items"
    )
    entry = models.ForeignKey(
        PlanEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    packet = models.ForeignKey(
        Packet, on_delete=models.PROTECT, null=True, blank=True, related_name="items"
    )
    answer_version = models.ForeignKey(
        AnswerVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    previous_version = models.ForeignKey(
        AnswerVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question_code = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="place of the question; of an institutional row its number"
    )
    kind = models.CharField(max_length=30, choices=RowKind.choices, blank=True)
    institutional_kind = models.CharField(
        max_length=20, choices=InstitutionalKind.choices, blank=True
    )
    gain = models.DecimalField(max_digits=3, decimal_places=1, default=0)
    priority = models.CharField(
        max_length=6, choices=Priority.choices, default=Priority.LOW, help_text="by the formula"
    )
    priority_override = models.CharField(max_length=6, choices=Priority.choices, blank=True)
    priority_reason = models.TextField(blank=True)
    disposition = models.CharField(
        max_length=7, choices=RowDisposition.choices, default=RowDisposition.KEPT
    )
    disposition_reason = models.TextField(blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_rows"
    )
    gap_en = models.TextField(blank=True)
    gap_bn = models.TextField(blank=True)
    action_en = models.TextField(blank=True)
    action_bn = models.TextField(blank=True)
    indicator_en = models.TextField(blank=True)
    indicator_bn = models.TextField(blank=True)
    unit_en = models.CharField(max_length=120, blank=True)
    unit_bn = models.CharField(max_length=120, blank=True)
    baseline_en = models.CharField(max_length=300, blank=True)
    baseline_bn = models.CharField(max_length=300, blank=True)
    target_en = models.CharField(max_length=300, blank=True)
    target_bn = models.CharField(max_length=300, blank=True)
    lead_post_en = models.CharField(max_length=200, blank=True)
    lead_post_bn = models.CharField(max_length=200, blank=True)
    funds_en = models.CharField(max_length=300, blank=True)
    funds_bn = models.CharField(max_length=300, blank=True)
    start_fy = models.CharField(max_length=7, blank=True, help_text="fiscal year 2019-20")
    end_fy = models.CharField(max_length=7, blank=True)
    cost_crore = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True, help_text="blank is unknown"
    )
    cycle_stage = models.CharField(max_length=20, choices=CycleStage.choices)
    step_objective = models.PositiveSmallIntegerField()
    references = models.ManyToManyField(PolicyReference, blank=True, related_name="items")
    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")
    gap_open = models.BooleanField(
        default=True, help_text="the answer still has the gap that the row closes"
    )
    source_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = [
            F("ministry__order").asc(nulls_last=True),
            F("ministry__code").asc(nulls_last=True),
            F("cluster__order").asc(nulls_last=True),
            F("entry__programme__code").asc(nulls_last=True),
            "position",
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "question_code"],
                condition=Q(origin=RowOrigin.ANSWER),
                name="action_item_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    origin=RowOrigin.ANSWER,
                    entry__isnull=False,
                    packet__isnull=False,
                    answer_version__isnull=False,
                    ministry__isnull=False,
                    institutional_kind="",
                )
                | Q(
                    origin=RowOrigin.MINISTRY,
                    entry=None,
                    ministry__isnull=False,
                    cluster=None,
                    gain=0,
                )
                | Q(
                    origin=RowOrigin.CLUSTER,
                    entry=None,
                    ministry=None,
                    cluster__isnull=False,
                    gain=0,
                )
                | Q(origin=RowOrigin.CABINET, entry=None, ministry=None, cluster=None, gain=0),
                name="action_item_origin",
            ),
            models.CheckConstraint(
                condition=Q(disposition=RowDisposition.MERGED, merged_into__isnull=False)
                | ~Q(disposition=RowDisposition.MERGED) & Q(merged_into=None),
                name="action_item_merged_pair",
            ),
            models.CheckConstraint(
                condition=Q(disposition=RowDisposition.KEPT) | ~Q(disposition_reason=""),
                name="action_item_disposition_reason",
            ),
            models.CheckConstraint(
                condition=Q(priority_override="") | ~Q(priority_reason=""),
                name="action_item_priority_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def institutional(self) -> bool:
        """Whether it rests on no answer (105)."""
        return self.origin != RowOrigin.ANSWER

    @property
    def source(self) -> PlanEntry:
        """The programme of whose answer it is. Raises ValueError for an institutional row."""
        if self.entry is None:
            raise ValueError(f"An institutional row has no programme: {self.reference}")
        return self.entry

    @property
    def owner_code(self) -> str:
        """Code of the ministry or cluster it belongs to; else of the Cabinet Division."""
        owner = self.ministry or self.cluster
        return owner.code if owner else CABINET

    @property
    def reference(self) -> str:
        """Ministry / programme / question, as printed; of an institutional row owner / I and its number."""
        if self.entry is None:
            return f"{self.owner_code}/I{self.position}"
        return f"{self.owner_code}/{self.entry.programme.code}/{self.question_code}"

    @property
    def stands_as(self) -> str:
        """The priority that counts: the override before the formula's (51)."""
        return self.priority_override or self.priority

    @property
    def priority_word(self) -> str:
        """The priority that counts, in words."""
        return str(Priority(self.stands_as).label)

    @property
    def step_label(self) -> str:
        return str(StepObjective(self.step_objective).label)

    @property
    def target_name(self) -> str:
        """How the log and the versions name it."""
        return f"item:{self.pk}"

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """What is still to be filled in, where the row is to be carried out."""
        if self.disposition != RowDisposition.KEPT or not self.gap_open:
            return ()
        return tuple(lack for lack in Lack if getattr(self, lack) in {"", None})

    def missing_in(self, language: str) -> tuple[str, ...]:
        """The texts that stand in the other language only, by name."""
        (other,) = {*LANGUAGES} - {language}
        said = {name: getattr(self, f"{name}_{other}") for name in TEXTS}
        return tuple(
            name for name in TEXTS if said[name] and not getattr(self, f"{name}_{language}")
        )

    @property
    def half_translated(self) -> bool:
        """Whether any text stands in one language only."""
        return any(self.missing_in(language) for language in LANGUAGES)

    @property
    def outlives_programme(self) -> bool:
        """Whether it ends after the programme does (3)."""
        ends = self.entry.programme.end_fy if self.entry else ""
        return bool(ends and self.end_fy and self.end_fy > ends)

    @property
    def gap(self) -> str:
        return localized(self.gap_en, self.gap_bn)

    @property
    def action(self) -> str:
        return localized(self.action_en, self.action_bn)

    @property
    def indicator(self) -> str:
        return localized(self.indicator_en, self.indicator_bn)

    @property
    def unit(self) -> str:
        return localized(self.unit_en, self.unit_bn)

    @property
    def baseline(self) -> str:
        return localized(self.baseline_en, self.baseline_bn)

    @property
    def target(self) -> str:
        return localized(self.target_en, self.target_bn)

    @property
    def lead_post(self) -> str:
        return localized(self.lead_post_en, self.lead_post_bn)

    @property
    def funds(self) -> str:
        return localized(self.funds_en, self.funds_bn)


class ItemSupport(models.Model):
    """Another ministry that shall support a row: named by the lead, confirmed or declined by itself (72)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="supports")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="supports")
    state = models.CharField(
        max_length=10, choices=SupportState.choices, default=SupportState.NAMED
    )
    note = models.TextField(blank=True, help_text="what the named ministry says")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["ministry__order", "ministry__code"]
        constraints = [
            models.UniqueConstraint(fields=["item", "ministry"], name="item_support_once"),
            models.CheckConstraint(
                condition=Q(state=SupportState.NAMED, decided_at=None, decided_by=None)
                | ~Q(state=SupportState.NAMED)
                & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="item_support_decided_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.ministry}"
