"""The answer is the unit of saving (architecture decision 1).

``Answer`` is the head; ``AnswerVersion`` rows are append-only. A version that lost a clash is
stored as *kept*: it never becomes the head by itself and is always shown.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models
from django.utils import timezone

from assessments.enums import Channel, Feasibility, Judgement, Origin
from assessments.models.questionnaire import Question
from assessments.models.submission import Assessment, Submission
from assessments.schema import Questionnaire
from assessments.sheet import Given, Sheet
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Acting, Seat, User
from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet


class AnswerQuerySet(models.QuerySet["Answer"]):
    def unlooked(self) -> "AnswerQuerySet":
        """What a colleague wrote last and the focal point has not looked at yet (19)."""
        return self.filter(
            head__seat__role=Role.CONTRIBUTOR, head__number__gt=models.F("adopted_number")
        )


class Answer(models.Model):
    """One question of one assessment. ``last_number`` counts all versions, kept ones included."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    head = models.OneToOneField(
        "AnswerVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_number = models.PositiveIntegerField(default=0)
    adopted_number = models.PositiveIntegerField(
        default=0, help_text="up to which version the focal point has looked (19)"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["question__position"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="answer_once"),
            models.CheckConstraint(
                condition=models.Q(adopted_at=None, adopted_by=None)
                | models.Q(adopted_at__isnull=False, adopted_by__isnull=False),
                name="answer_adopted_pair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} · {self.question.code}"

    @property
    def is_unlooked(self) -> bool:
        """The same for one row; reads ``head`` with its seat."""
        return self.head is not None and unlooked(
            self.head.seat.role, self.head.number, self.adopted_number
        )


def unlooked(role: str, number: int, adopted: int) -> bool:
    """Whether a version written from a seat with this role waits for the focal point's look."""
    return role == Role.CONTRIBUTOR and number > adopted


TEXTS = ("text", "missing", "detail", "reason")


class AnswerVersionQuerySet(FrozenQuerySet["AnswerVersion"]):
    """Versions never change, but for one thing: a wrongly pasted personal text can be taken out."""

    def redact(self, *, by: User, reason: str, at: dt.datetime) -> int:
        """Empty the typed texts of these versions and say so on them; returns how many.

        The only door in the frozen rows; ``services.redacting`` is the only one who uses it. The log
        holds digests of texts only, so that it verifies as before (decision 3).
        """
        said = {"redacted_at": at, "redacted_by": by, "redaction_reason": reason}
        rows: models.QuerySet[AnswerVersion] = models.QuerySet(self.model, using=self.db)
        rows = rows.filter(pk__in=self.values("pk"))
        return rows.update(**dict.fromkeys(TEXTS, ""), **said)


class AnswerVersion(FrozenModel):
    """What one save said. ``base`` is the head number that the writer had seen (0: none).

    Its id is made from the form's token and the question's code, so that a replayed post finds
    its own version instead of writing a second one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    kept = models.BooleanField(default=False)
    judgement = models.CharField(max_length=10, choices=Judgement.choices, blank=True)
    text = models.TextField(blank=True)
    missing = models.TextField(blank=True)
    feasibility = models.CharField(max_length=20, choices=Feasibility.choices, blank=True)
    detail = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    choices = models.JSONField(default=list, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.PAGE)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.TYPED)
    to_confirm = models.BooleanField(
        default=False,
        help_text="stands, but blocks clearance until somebody confirms or changes it",
    )
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.ForeignKey(
        Acting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="written for the ministry by somebody of the Cabinet Division (79)",
    )
    at = models.DateTimeField(default=timezone.now)
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    redaction_reason = models.TextField(blank=True)

    objects = AnswerVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="answer_version_number"),
            models.CheckConstraint(
                condition=models.Q(redacted_at=None, redacted_by=None, redaction_reason="")
                | models.Q(
                    redacted_at__isnull=False,
                    redacted_by__isnull=False,
                    **dict.fromkeys(TEXTS, ""),
                )
                & ~models.Q(redaction_reason=""),
                name="answer_version_redacted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer} v{self.number}"

    def given(self) -> Given:
        """The version as the rules read it."""
        return Given(
            judgement=self.judgement,
            text=self.text,
            missing=self.missing,
            feasibility=self.feasibility,
            detail=self.detail,
            reason=self.reason,
            choices=tuple(self.choices),
            number=self.number,
            version=str(self.pk),
            by=str(self.by),
            at=self.at.isoformat(),
            origin=self.origin,
            to_confirm=self.to_confirm,
            on_behalf=self.on_behalf_id is not None,
        )


SAID = ("judgement", "text", "missing", "feasibility", "detail", "reason")
HEAD = (
    *SAID,
    "choices",
    "number",
    "pk",
    "at",
    "by__name",
    "by__username",
    "origin",
    "to_confirm",
    "on_behalf_id",
    "seat__role",
)


class _Sheets:
    """Heads and marks of answers, gathered by assessment in one query.

    Plain values: a report has hundreds of heads, and building their rows costs more than the page.
    """

    def __init__(self, answers: models.QuerySet[Answer]) -> None:
        self.given: dict[uuid.UUID, dict[str, Given]] = {}
        self.unlooked: dict[uuid.UUID, set[str]] = {}
        rows = answers.filter(head__isnull=False).values_list(
            "assessment_id", "question__code", "adopted_number", *(f"head__{one}" for one in HEAD)
        )
        for key, code, adopted, *head, role in rows:
            given = _given(head)
            self.given.setdefault(key, {})[code] = given
            if unlooked(role, given.number, adopted):
                self.unlooked.setdefault(key, set()).add(code)

    def sheet(self, key: uuid.UUID, schema: Questionnaire) -> Sheet:
        return Sheet(schema, self.given.get(key, {}), frozenset(self.unlooked.get(key, ())))


def _given(head: Sequence[Any]) -> Given:
    """A head's values, in the order of HEAD without the seat, as ``AnswerVersion.given`` gives it."""
    *said, choices, number, version, at, name, username, origin, to_confirm, acting = head
    return Given(
        **dict(zip(SAID, said, strict=True)),
        choices=tuple(choices),
        number=number,
        version=str(version),
        by=name or username,
        at=at.isoformat(),
        origin=origin,
        to_confirm=to_confirm,
        on_behalf=acting is not None,
    )


def draft_sheets(submission: Submission) -> dict[uuid.UUID, Sheet]:
    """The draft's sheets by assessment id, one query for all answers of the submission.

    An assessment without a single answer is missing from the result: use ``empty_sheet``.
    """
    found = _Sheets(Answer.objects.filter(assessment__submission=submission))
    schema = submission.round.questionnaire.schema()
    return {key: found.sheet(key, schema) for key in found.given}


def sheets_of(submission: Submission, assessments: Iterable[Assessment]) -> dict[uuid.UUID, Sheet]:
    """The sheet of each of some of the submission's assessments, empty ones too; one query."""
    keys = [row.pk for row in assessments]
    found = _Sheets(Answer.objects.filter(assessment__in=keys))
    schema = submission.round.questionnaire.schema()
    return {key: found.sheet(key, schema) for key in keys}


def empty_sheet(submission: Submission) -> Sheet:
    return Sheet(submission.round.questionnaire.schema())


def draft_sheet(assessment: Assessment) -> Sheet:
    """The draft's sheet of one assessment (one query for its answers)."""
    found = _Sheets(Answer.objects.filter(assessment=assessment))
    return found.sheet(assessment.pk, assessment.submission.round.questionnaire.schema())
