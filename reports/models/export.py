"""Files that the worker makes (architecture decisions 9, 10): of a plan, of a report, of a round."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.models import Assessment, Packet, Round, Submission
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.files import store
from nsss_gender.files.models import FileOwner
from nsss_gender.files.queue import SILENT_AFTER
from programmes.models import Cluster
from reports.enums import ExportFormat, ExportKind, ExportState
from reports.models.plan import ActionPlan

OF_PLAN = (ExportKind.PLAN, ExportKind.CHAPTER, ExportKind.CLUSTER, ExportKind.PROGRAMME)
OF_REPORT = (
    ExportKind.FILLED_FORM,
    ExportKind.RECEIPT,
    ExportKind.RETURN_LETTER,
    ExportKind.PACKET,
)
OF_SEAT = (ExportKind.BRIEFING,)
OF_ROUND = (
    ExportKind.BLANK_FORM,
    ExportKind.CALL_LETTER,
    ExportKind.REMINDER,
    ExportKind.BOARD,
    ExportKind.WEEKLY,
    ExportKind.LEDGER,
)


def keep_files() -> dt.timedelta:
    """For how long made files are kept, and printed parts that nobody uses."""
    return dt.timedelta(days=settings.KEEP_FILES_DAYS)


@dataclass(frozen=True)
class Subject:
    """What a file is of: one owner (plan, report or round), and what narrows it.

    ``ministry`` or ``cluster`` narrows a plan to a chapter, ``assessment`` a plan or a report to one
    programme, ``packet`` says which of a report's packets a receipt is for.
    """

    kind: ExportKind
    plan: ActionPlan | None = None
    ministry: Ministry | None = None
    cluster: Cluster | None = None
    submission: Submission | None = None
    assessment: Assessment | None = None
    packet: Packet | None = None
    round: Round | None = None
    seat: Seat | None = None

    @classmethod
    def of_plan(cls, plan: ActionPlan, ministry: Ministry | None = None) -> "Subject":
        """The national draft, or a ministry's chapter of it."""
        kind = ExportKind.CHAPTER if ministry else ExportKind.PLAN
        return cls(kind, plan=plan, ministry=ministry)

    @classmethod
    def of_cluster(cls, plan: ActionPlan, cluster: Cluster) -> "Subject":
        """A cluster's chapter of the plan."""
        return cls(ExportKind.CLUSTER, plan=plan, cluster=cluster)

    @classmethod
    def of_programme(cls, plan: ActionPlan, assessment: Assessment) -> "Subject":
        """One programme as the plan shows it."""
        return cls(ExportKind.PROGRAMME, plan=plan, assessment=assessment)

    @classmethod
    def of_board(cls, round_: Round) -> "Subject":
        """The board of a round."""
        return cls(ExportKind.BOARD, round=round_)

    @classmethod
    def of_week(cls, round_: Round) -> "Subject":
        """The weekly summary of a round."""
        return cls(ExportKind.WEEKLY, round=round_)

    @classmethod
    def of_ledger(cls, round_: Round) -> "Subject":
        """The ledger of extensions of a round."""
        return cls(ExportKind.LEDGER, round=round_)

    @classmethod
    def of_reminder(cls, round_: Round, ministry: Ministry) -> "Subject":
        """A reminder letter to one ministry."""
        return cls(ExportKind.REMINDER, round=round_, ministry=ministry)

    @classmethod
    def of_report(cls, submission: Submission, assessment: Assessment | None = None) -> "Subject":
        """A report as it stands now, or one programme of it."""
        return cls(ExportKind.FILLED_FORM, submission=submission, assessment=assessment)

    @classmethod
    def of_packet(cls, packet: Packet) -> "Subject":
        """The receipt of a packet."""
        return cls(ExportKind.RECEIPT, submission=packet.submission, packet=packet)

    @classmethod
    def of_return(cls, packet: Packet) -> "Subject":
        """The letter about the last return of a packet."""
        return cls(ExportKind.RETURN_LETTER, submission=packet.submission, packet=packet)

    @classmethod
    def of_sent(cls, packet: Packet, assessment: Assessment | None = None) -> "Subject":
        """A packet as it was sent and what was decided about it, whole or one programme of it."""
        return cls(
            ExportKind.PACKET, submission=packet.submission, packet=packet, assessment=assessment
        )

    @classmethod
    def of_round(cls, round_: Round) -> "Subject":
        """The empty form of a round."""
        return cls(ExportKind.BLANK_FORM, round=round_)

    @classmethod
    def of_letter(cls, round_: Round, ministry: Ministry) -> "Subject":
        """The call letter of a round to one ministry."""
        return cls(ExportKind.CALL_LETTER, round=round_, ministry=ministry)

    @classmethod
    def of_seat(cls, seat: Seat) -> "Subject":
        """The briefing of a seat."""
        return cls(ExportKind.BRIEFING, seat=seat)

    def fields(self) -> dict[str, Any]:
        """The columns of the row."""
        return dict(vars(self))

    @property
    def stream(self) -> str:
        """Where the log keeps what happens to the file: with its owner."""
        if self.seat:
            return f"seat:{self.seat.pk}"
        owner = self.plan or self.submission
        return owner.stream if owner else f"round:{self.round.pk if self.round else ''}"

    @property
    def code(self) -> str:
        """Codes alone, for a file name that every old program can read."""
        if self.plan:
            narrowed = (self.ministry, self.cluster, self.assessment and self.assessment.programme)
            return "-".join([self.plan.code, *(one.code for one in narrowed if one)])
        if self.submission:
            parts = [self.submission.ministry.code, self.kind.replace("_", "-")]
            if self.submission.number:
                parts.append(f"S{self.submission.number}")
            if self.assessment:
                parts.append(self.assessment.programme.code)
            return "-".join(parts)
        place = [self.ministry.code] if self.ministry else []
        return "-".join([self.kind.replace("_", "-"), *place])


class ExportQuerySet(models.QuerySet["Export"]):
    def visible_to(self, user: User) -> "ExportQuerySet":
        """A file holds what its asker could see: only the asker fetches it (reliability 38). The weekly summary
        of a round is for everybody who may read the board."""
        shared = user.seats_with(Permission.READ_SUBMITTED) or user.seats_with(
            Permission.MANAGE_ROUNDS
        )
        weekly = Q(kind=ExportKind.WEEKLY) if shared else Q(pk__in=[])
        return self.filter(Q(asked_by_id=user.pk) | weekly)

    def with_owner(self) -> "ExportQuerySet":
        """With everything that says what the file is of, in one query."""
        return self.select_related(
            "plan__round",
            "ministry",
            "cluster",
            "submission__round__questionnaire",
            "submission__ministry",
            "assessment__programme",
            "packet",
            "round__questionnaire",
            "seat__ministry",
        ).defer("packet__content")


def _owned(kinds: tuple[ExportKind, ...], owner: str) -> Q:
    """Files of these kinds have this owner and no other."""
    there = {f"{name}__isnull": name != owner for name in ("plan", "submission", "round", "seat")}
    return Q(kind__in=kinds, **there)


class Export(FileOwner):
    """One file being made by the worker: the truth about it stands here (decision 9).

    ``heartbeat_at`` is silent when the worker died; a sweeper then queues it again. ``digest`` is
    the Document's; ``file_digest`` the file's own SHA-256 (decision 10). Exactly one of plan, report,
    round and seat owns it.
    """

    kept_as: ClassVar = "file_digest"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=ExportKind.choices)
    format = models.CharField(max_length=5, choices=ExportFormat.choices)
    language = models.CharField(max_length=2)
    plan = models.ForeignKey(
        ActionPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    ministry = models.ForeignKey(
        Ministry, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    cluster = models.ForeignKey(
        Cluster, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    assessment = models.ForeignKey(
        Assessment, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    packet = models.ForeignKey(
        Packet, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, null=True, blank=True, related_name="exports"
    )
    seat = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exports",
        help_text="whose briefing it is",
    )
    version = models.CharField(
        max_length=64, blank=True, help_text="digest of the draft whose code the print carries"
    )
    state = models.CharField(
        max_length=10, choices=ExportState.choices, default=ExportState.WAITING
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_asked = models.BooleanField(default=False)
    problem = models.TextField(blank=True, help_text="what went wrong, in plain words")
    digest = models.CharField(max_length=64, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    task_id = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="exports")
    asked_in = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="export_state")]
        constraints = [
            models.CheckConstraint(
                condition=_owned(OF_PLAN, "plan")
                | _owned(OF_REPORT, "submission")
                | _owned(OF_ROUND, "round")
                | _owned(OF_SEAT, "seat"),
                name="export_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(
                    kind__in=[ExportKind.RECEIPT, ExportKind.RETURN_LETTER, ExportKind.PACKET]
                )
                | Q(packet__isnull=False),
                name="export_receipt_of_packet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_format_display()}"

    @property
    def subject(self) -> Subject:
        """What the file is of."""
        return Subject(
            ExportKind(self.kind),
            plan=self.plan,
            ministry=self.ministry,
            cluster=self.cluster,
            submission=self.submission,
            assessment=self.assessment,
            packet=self.packet,
            round=self.round,
            seat=self.seat,
        )

    @property
    def version_code(self) -> str:
        """The code at the foot of the print, as a clearance repeats it."""
        return self.version[:12].upper()

    @classmethod
    def needing(cls, sha256: str) -> bool:
        """Whether a file that can still be fetched has this digest; an expired row keeps it as a record only."""
        kept = cls.objects.filter(file_digest=sha256)
        return kept.exclude(state=ExportState.EXPIRED).exists()

    @property
    def kept_until(self) -> dt.datetime:
        """Until when the finished file can be fetched."""
        return (self.finished_at or self.asked_at) + keep_files()

    @property
    def last_day(self) -> dt.date:
        """The day of that moment."""
        return timezone.localdate(self.kept_until)

    @property
    def expired(self) -> bool:
        """Whether the file was let go, or may be at any moment."""
        late = self.state == ExportState.DONE and timezone.now() >= self.kept_until
        return late or self.state == ExportState.EXPIRED

    @property
    def ended(self) -> bool:
        """Whether nothing can be fetched any more, so that it may be asked for again."""
        return self.expired or self.state in {ExportState.FAILED, ExportState.CANCELLED}

    @property
    def busy(self) -> bool:
        """Whether the worker still has to do with it."""
        return self.state in {ExportState.WAITING, ExportState.RUNNING}

    @property
    def silent(self) -> bool:
        """Whether nothing was heard of it for a minute although it is still to be made."""
        last = self.heartbeat_at or self.asked_at
        return self.busy and timezone.now() - last > SILENT_AFTER

    @property
    def path(self) -> Path:
        """Where the finished file lies: by its own digest, so that it is never overwritten (14)."""
        return store.path(self.file_digest)

    @property
    def kilobytes(self) -> int:
        """The size of the file, rounded up."""
        return -(-self.size // 1024)

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 0
