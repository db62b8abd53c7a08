"""One report per ministry and round, its assessments, and who holds what (product.md section 2)."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import (
    AssessmentStatus,
    CommentKind,
    SubmissionStatus,
)
from assessments.models.questionnaire import Question
from assessments.models.round import Round
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.language.numbers import digits
from programmes.enums import MinistryPart
from programmes.models import Programme, ProgrammeMinistry

STAMPS = (
    "opened",
    "list_confirmed",
    "voided",
    "submitted",
    "recalled",
    "claimed",
    "returned",
    "recommended",
    "sent_back",
    "accepted",
    "undone",
    "assigned",
)


def _at() -> "models.DateTimeField[dt.datetime | None, dt.datetime | None]":
    return models.DateTimeField(null=True, blank=True)


def _by() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


def _pair(name: str) -> models.CheckConstraint:
    both = Q(**{f"{name}_at__isnull": False, f"{name}_by__isnull": False})
    neither = Q(**{f"{name}_at__isnull": True, f"{name}_by__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=f"submission_{name}_pair")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: User) -> "SubmissionQuerySet":
        """The submissions that the user's seats may open, in whatever state (law 2, decision 11).

        Own ministry always; the Cabinet Division once something was submitted; a coordinator the
        submitted work of the cluster; an observer accepted work; an administrator nothing.
        """
        return self.filter(submission_reach(user)).distinct()

    def current(self) -> "SubmissionQuerySet":
        return self.filter(number=0)


def submission_reach(user: User, prefix: str = "") -> Q:
    """The condition under which a submission, reached over ``prefix``, is visible to ``user``."""
    reach = Q(pk__in=[])
    for seat in user.seats_with(Permission.FILL):
        reach |= Q(**{f"{prefix}ministry": seat.ministry_id, **_acted_round(seat, prefix)})
    handed = [seat.pk for seat in user.seats_with(Permission.CONTRIBUTE)]
    if handed:
        reach |= Q(
            **{
                f"{prefix}pk__in": HandOut.objects.running()
                .filter(seat__in=handed)
                .values("assessment__submission")
            }
        )
    sent = Q(**{f"{prefix}submitted_at__isnull": False})
    if user.seats_with(Permission.READ_SUBMITTED):
        reach |= sent
    for seat in user.seats_with(Permission.READ_CLUSTER):
        cluster = f"{prefix}assessments__programme__cluster__coordinator"
        reach |= sent & Q(**{cluster: seat.ministry_id})
    if user.seats_with(Permission.READ_ACCEPTED):
        reach |= Q(**{f"{prefix}status": SubmissionStatus.ACCEPTED})
    return reach


def _acted_round(seat: Seat, prefix: str) -> dict[str, uuid.UUID]:
    """What narrows a ministry's seat in which somebody acts for it: to the round it was begun for (79)."""
    if seat.on_behalf is None:
        return {}
    return {f"{prefix}round": seat.on_behalf.about_id}


class Submission(models.Model):
    """A ministry's report. ``number`` 0 is the report, 1… its supplements.

    ``status`` has one writer, ``services.submissions``. ``editing_status`` is the state to which
    voiding, recall and undo go back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="submissions")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(
        max_length=20, choices=SubmissionStatus.choices, default=SubmissionStatus.NOT_STARTED
    )
    editing_status = models.CharField(
        max_length=20, choices=SubmissionStatus.choices, default=SubmissionStatus.IN_PROGRESS
    )
    reviewer = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="claimed"
    )
    assigned_to = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned",
        help_text="whose turn it is to claim it; no state, any reviewer may still claim",
    )
    assigned_at, assigned_by = _at(), _by()
    recommendation = models.TextField(_("recommendation"), blank=True)
    return_note = models.TextField(_("overall note of the return"), blank=True)
    supplement_reason = models.TextField(
        blank=True, help_text="why a supplement was opened; empty for the report itself"
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="last edit of anything that a packet holds"
    )
    circulated_at = models.DateTimeField(
        null=True, blank=True, help_text="when a plan that holds it was first circulated"
    )
    opened_at, opened_by = _at(), _by()
    list_confirmed_at, list_confirmed_by = _at(), _by()
    voided_at, voided_by = _at(), _by()
    submitted_at, submitted_by = _at(), _by()
    recalled_at, recalled_by = _at(), _by()
    claimed_at, claimed_by = _at(), _by()
    returned_at, returned_by = _at(), _by()
    recommended_at, recommended_by = _at(), _by()
    sent_back_at, sent_back_by = _at(), _by()
    accepted_at, accepted_by = _at(), _by()
    undone_at, undone_by = _at(), _by()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["ministry__order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "ministry", "number"], name="assessments_one_submission"
            ),
            *[_pair(name) for name in STAMPS],
        ]
        indexes = [models.Index(fields=["round", "status"], name="submission_round_status")]

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.ministry, self.round, self.named) if part)

    @property
    def named(self) -> str:
        """ "Supplement 1" for a supplement; empty for the report itself."""
        if not self.number:
            return ""
        return gettext("Supplement %(number)s") % {
            "number": digits(str(self.number), get_language() or "en")
        }

    @property
    def stream(self) -> str:
        return f"submission:{self.pk}"

    @cached_property
    def is_nil(self) -> bool:
        """Whether the list has no programme, so that a nil report is all there is to file."""
        return not self.assessments.listed().exists()

    @cached_property
    def must_fix_open(self) -> bool:
        """Whether a must-fix comment is unresolved; a page that has the comments says so itself."""
        unresolved = {"comments__withdrawn_at": None, "comments__resolved_at": None}
        return self.packets.filter(comments__kind=CommentKind.MUST_FIX, **unresolved).exists()

    @property
    def editable(self) -> bool:
        """Whether the ministry can write in it (a cleared report can: the clearance is voided)."""
        return self.status in {
            SubmissionStatus.NOT_STARTED,
            SubmissionStatus.IN_PROGRESS,
            SubmissionStatus.CLEARED,
            SubmissionStatus.RETURNED,
        }


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: User) -> "AssessmentQuerySet":
        """Assessments of visible submissions; for a contributor only what was handed out, for a
        coordinator only programmes of the cluster."""
        reach = Q(pk__in=[])
        for seat in user.seats_with(Permission.FILL):
            own = {"submission__ministry": seat.ministry_id, **_acted_round(seat, "submission__")}
            reach |= Q(**own)
        seats = [seat.pk for seat in user.seats_with(Permission.CONTRIBUTE)]
        if seats:
            reach |= Q(pk__in=HandOut.objects.running().filter(seat__in=seats).values("assessment"))
        sent = Q(submission__submitted_at__isnull=False)
        if user.seats_with(Permission.READ_SUBMITTED):
            reach |= sent
        for seat in user.seats_with(Permission.READ_CLUSTER):
            reach |= sent & Q(programme__cluster__coordinator=seat.ministry_id)
        if user.seats_with(Permission.READ_ACCEPTED):
            reach |= Q(submission__status=SubmissionStatus.ACCEPTED)
        return self.filter(reach)

    def shared_with(self, user: User) -> "AssessmentQuerySet":
        """What other ministries lead and the user's ministry shares today: the only exception of law
        2 for drafts, kept apart from ``visible_to`` so that no other page opens by it (103)."""
        filling = user.seats_with(Permission.FILL)
        ministries = [seat.ministry_id for seat in filling if seat.on_behalf is None]
        today = timezone.localdate()
        links = ProgrammeMinistry.objects.filter(
            Q(valid_from=None) | Q(valid_from__lte=today),
            Q(valid_to=None) | Q(valid_to__gt=today),
            programme=models.OuterRef("programme"),
            part=MinistryPart.PARTNER,
            ministry__in=ministries,
        )
        rows = self.listed().filter(
            models.Exists(links), submission__round__opened_at__isnull=False
        )
        return rows.exclude(submission__ministry__in=ministries)

    def listed(self) -> "AssessmentQuerySet":
        """Those that the ministry counts as its own."""
        return self.filter(left_out=False)


class Assessment(models.Model):
    """The assessment of one programme. A programme "not assessed" carries its reason.

    ``left_out``: the ministry says that the programme is not on its list now (not ours, ended,
    merged); its answers stay, and it blocks nothing. ``models.listing`` holds the claims.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="assessments")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(
        max_length=12, choices=AssessmentStatus.choices, default=AssessmentStatus.UNREAD
    )
    not_assessed_reason = models.TextField(blank=True)
    left_out = models.BooleanField(default=False)
    strategy_not_covered = models.BooleanField(
        default=False, help_text="the ministry's own documents say nothing of this programme"
    )
    settled_at, settled_by = _at(), _by()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["programme__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "programme"], name="assessments_programme_once"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="assessment_settled_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.programme)

    @property
    def not_assessed(self) -> bool:
        return bool(self.not_assessed_reason)


class HandOutQuerySet(models.QuerySet["HandOut"]):
    def running(self) -> "HandOutQuerySet":
        return self.filter(ended_at=None)


class HandOut(models.Model):
    """What a colleague's seat is to write, with a due date (capability 19).

    A whole programme; with ``section`` (its code) one section of it; with ``question`` one question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="hand_outs")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="hand_outs")
    section = models.CharField(max_length=40, blank=True)
    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_outs"
    )
    due_on = models.DateField(_("due date"))
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at, ended_by = _at(), _by()

    objects = HandOutQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "seat", "section"],
                condition=Q(ended_at=None, question=None),
                name="hand_out_once",
            ),
            models.UniqueConstraint(
                fields=["assessment", "seat", "question"],
                condition=Q(ended_at=None, question__isnull=False),
                name="hand_out_question_once",
            ),
            models.CheckConstraint(
                condition=Q(section="") | Q(question=None), name="hand_out_one_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} → {self.seat}"
