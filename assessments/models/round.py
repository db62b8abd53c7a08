"""A round and the list of what is expected from whom (product.md section 2.1)."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import Counting, Expected, ExtensionState, RoundKind
from assessments.models.questionnaire import Questionnaire
from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry, Seat, User, localized


class Round(models.Model):
    """``deadline_at`` is the original date of the round; extensions are a ledger beside it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=RoundKind.choices, default=RoundKind.REAL)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_bn = models.CharField(_("title in Bangla"), max_length=200)
    strategy_en = models.CharField(
        max_length=200, default="National Social Security Strategy (NSSS)"
    )
    strategy_bn = models.CharField(max_length=200, default="জাতীয় সামাজিক নিরাপত্তা কৌশল (এনএসএসএস)")
    strategy_end_fy = models.CharField(max_length=7, default="2025-26")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="rounds"
    )
    deadline_at = models.DateTimeField(_("deadline"))
    short_form_due_at = models.DateTimeField(
        _("date of the short form"), null=True, blank=True, help_text="empty: it has no own date"
    )
    reminders_count_in = models.CharField(
        _("reminders count in"), max_length=10, choices=Counting.choices, default=Counting.WORKING
    )
    consultation_minimum = models.PositiveSmallIntegerField(
        _("smallest number of consultations"), default=1
    )
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return localized(self.title_en, self.title_bn)

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None

    @property
    def mark(self) -> str:
        """A digest of what can be edited, for compare-and-set: another mark means another text."""
        due = self.deadline_at.astimezone(dt.UTC).isoformat()
        short = self.short_form_due_at
        asked = (
            self.questionnaire_id,
            self.consultation_minimum,
            short.astimezone(dt.UTC).isoformat() if short else "",
            self.reminders_count_in,
        )
        return _mark(self.title_en, self.title_bn, due, *asked)


class RoundMinistry(models.Model):
    """What the round expects from one ministry; "none" carries its reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="expectations")
    ministry = models.ForeignKey(Ministry, on_delete=models.PROTECT, related_name="expectations")
    expected = models.CharField(max_length=10, choices=Expected.choices)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["ministry__order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "ministry"], name="assessments_expected_once"),
            models.CheckConstraint(
                condition=~Q(expected=Expected.NONE) | ~Q(reason=""),
                name="assessments_none_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ministry} · {self.get_expected_display()}"

    @property
    def mark(self) -> str:
        """A digest of what can be edited, for compare-and-set."""
        return self.mark_of(self.expected, self.reason)

    @staticmethod
    def mark_of(expected: str, reason: str) -> str:
        """The mark that a line with these values has."""
        return _mark(expected, reason)


class Extension(models.Model):
    """One line of the ledger: more time for a ministry, or for all where ``ministry`` is empty (34).

    The round's own ``deadline_at`` never changes; the latest granted moment that applies is what counts.
    A line made by the Cabinet Division of its own accord is asked and granted in one act.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, null=True, blank=True, related_name="extensions"
    )
    state = models.CharField(
        max_length=10, choices=ExtensionState.choices, default=ExtensionState.ASKED
    )
    until_at = models.DateTimeField(
        help_text="the moment asked for; once granted, the new deadline"
    )
    reason = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_in = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ExtensionState.ASKED, decided_at=None, decided_by=None)
                | ~Q(state=ExtensionState.ASKED)
                & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="extension_decided_pair",
            ),
            models.UniqueConstraint(
                fields=["round", "ministry"],
                condition=Q(state=ExtensionState.ASKED),
                name="extension_one_open_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ministry or self.round}: {self.until_at:%d/%m/%Y %H:%M}"

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        tones = {ExtensionState.ASKED: "attention", ExtensionState.GRANTED: "ok"}
        return tones.get(ExtensionState(self.state), "problem")


class Holiday(models.Model):
    """A public holiday: data of the administrator, with its source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.DateField(unique=True)
    name_en = models.CharField(max_length=120)
    name_bn = models.CharField(max_length=120, blank=True)
    grade = models.CharField(max_length=1, choices=Grade.choices, default=Grade.BACKGROUND)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn)

    @property
    def to_be_confirmed(self) -> bool:
        return self.grade == Grade.BACKGROUND

    @property
    def mark(self) -> str:
        """A digest of what can be edited, for compare-and-set."""
        return _mark(self.day, self.name_en, self.name_bn, self.grade, self.source)


class Milestone(models.Model):
    """A day that everybody in a round works towards: the workshop, the strategy draft, the CMC (38).

    A milestone without ``day`` is planned and not yet fixed. Opening and deadline are no rows: the
    round itself and its extensions say them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="milestones")
    day = models.DateField(null=True, blank=True)
    name_en = models.CharField(max_length=150, blank=True)
    name_bn = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        # A day not yet fixed stands last, on every database.
        ordering = [models.F("day").asc(nulls_last=True), "name_en"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name_en="", name_bn=""), name="milestone_has_a_name"
            )
        ]

    def __str__(self) -> str:
        return localized(self.name_en, self.name_bn) or self.name_bn

    @staticmethod
    def mark_of(rows: "Iterable[Milestone]") -> str:
        """A digest of a whole list, whatever its order, for compare-and-set."""
        lines = sorted(f"{row.pk} {row.day} {row.name_en} {row.name_bn} {row.note}" for row in rows)
        return _mark(*lines)


def _mark(*values: object) -> str:
    return hashlib.sha256("\n".join(map(str, values)).encode()).hexdigest()[:16]


def local_day(moment: dt.datetime) -> dt.date:
    """The calendar day of ``moment`` in Dhaka."""
    return timezone.localtime(moment).date()
