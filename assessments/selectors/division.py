"""What the Cabinet Division's lists read: the queue, what is still out, decisions, accepted work."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.deadlines import Standing, local_day
from assessments.enums import AssessmentStatus, SubmissionStatus
from assessments.models import Answer, Assessment, Notice, Packet, ReviewReply, Round, Submission
from assessments.models import Questionnaire as QuestionnaireRow
from assessments.permissions.moving import UNDO_WITHIN
from assessments.schema import Questionnaire
from assessments.selectors.due import Dues, dues
from assessments.selectors.moves import MOVES
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Seat, SeatHolding, User

LAST_MOVES = 8
S = SubmissionStatus
NO_ID = "00000000-0000-0000-0000-000000000000"  # stands in an address for each report's own
WAITING = frozenset({S.SUBMITTED, S.UNDER_REVIEW, S.RECOMMENDED})

# state → tone of its tag: what is the reader's to do stands out
TONES: dict[str, str] = {
    S.NOT_STARTED: "neutral",
    S.IN_PROGRESS: "neutral",
    S.CLEARED: "neutral",
    S.SUBMITTED: "attention",
    S.UNDER_REVIEW: "attention",
    S.RETURNED: "info",
    S.RECOMMENDED: "attention",
    S.ACCEPTED: "ok",
}
ASSESSMENT_TONES: dict[str, str] = {
    AssessmentStatus.UNREAD: "neutral",
    AssessmentStatus.POINTS_OPEN: "attention",
    AssessmentStatus.SETTLED: "ok",
}


@dataclass(frozen=True)
class Beside:
    """What a list says of a report beside its state: its packets, its programmes, the remarks answered."""

    packets: int = 1
    programmes: int = 0
    settled: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Row:
    """One submitted report in a list: where it stands, since when, and the one next click.

    ``days``: working days since it last came in, or was recommended. ``mine``: whether it waits on the reader.
    """

    submission: Submission
    first_at: dt.datetime
    standing: Standing
    holder: User | None
    action: str
    url: str
    days: int
    mine: bool
    beside: Beside

    @property
    def word(self) -> str:
        return str(S(self.submission.status).label)

    @property
    def tone(self) -> str:
        return TONES[self.submission.status]

    @property
    def waits(self) -> bool:
        """Whether the Cabinet Division has it."""
        return self.submission.status in WAITING


def holders(seat: str = "reviewer") -> "Prefetch[str, QuerySet[SeatHolding], str]":
    """Who sits on the reviewer's seat now; ``seat`` is the way to it."""
    sitting = SeatHolding.objects.filter(until=None).select_related("user")
    return Prefetch(f"{seat}__holdings", sitting)


def submissions(user: User) -> QuerySet[Submission]:
    """The reports the user may know of; whether their packet may be read is asked beside."""
    # The reach is asked in a statement of its own, so that no row is compared with all its columns.
    known = Submission.objects.visible_to(user).order_by().values("pk")
    rows = Submission.objects.filter(pk__in=known).select_related(
        "round__questionnaire", "ministry", "reviewer", "recommended_by"
    )
    return rows.prefetch_related(holders())


def submitted(user: User) -> QuerySet[Submission]:
    """The reports with a packet, the longest waiting first. ``first_at``: when one first came."""
    rows = submissions(user).filter(packets__number=1)
    return rows.annotate(first_at=F("packets__created_at")).order_by("submitted_at", "pk")


def rows(
    user: User,
    found: Iterable[Submission],
    known: Dues | None = None,
    sitting: Mapping[Any, User] | None = None,
) -> list[Row]:
    """The reports as rows, in two queries: their deadlines, where ``known`` does not bring them, and what stands
    beside them. ``sitting``: who holds which reviewer's seat; without it as the reports were loaded."""
    listed = list(found)
    known, told, reader = known or dues(listed), beside(listed), _Reader(user)
    return [_row(reader, row, known, _holder(row, sitting), told[row.pk]) for row in listed]


def beside(found: Sequence[Submission]) -> dict[Any, Beside]:
    """What is said beside the state of each report; one query for the page that shows them."""
    listed = Assessment.objects.listed().filter(submission=OuterRef("pk"), not_assessed_reason="")
    last = Packet.objects.filter(submission=OuterRef("pk")).order_by("-number").values("number")[:1]
    replies = ReviewReply.objects.filter(
        comment__packet__submission=OuterRef("pk"),
        comment__packet__number=OuterRef("packets_made") - 1,
        comment__withdrawn_at=None,
    )
    rows = Submission.objects.filter(pk__in=[row.pk for row in found]).order_by()
    counted = rows.annotate(packets_made=Subquery(last)).values_list(
        "pk",
        "packets_made",
        _count(listed),
        _count(listed.filter(status=AssessmentStatus.SETTLED)),
        _count(replies),
    )
    return {pk: Beside(*counts) for pk, *counts in counted}


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many rows the query finds for each outer one."""
    whole = rows.order_by().annotate(whole=Value(1)).values("whole")
    counted = whole.annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _holder(submission: Submission, sitting: Mapping[Any, User] | None) -> User | None:
    """Who reads it, or whose turn it is to claim it."""
    if sitting is not None:
        return sitting.get(submission.reviewer_id or submission.assigned_to_id)
    return submission.reviewer.holder if submission.reviewer else None


class _Reader:
    """Whoever reads a list, with what each line asks of them found once."""

    def __init__(self, user: User) -> None:
        self.mine = {seat.pk for seat in user.seats_with(Permission.REVIEW)}
        self.accepts = bool(user.seats_with(Permission.ACCEPT))
        self.read, self.decide = (
            reverse(name, args=[NO_ID]) for name in ("assessments:read", "assessments:decision")
        )
        self.claiming, self.going_on, self.reading, self.deciding = (
            _("Claim"),
            _("Go on reading"),
            _("Read"),
            _("Decide"),
        )
        self.today = timezone.localdate()

    def waited_for(self, report: Submission) -> bool:
        """Whether this report waits on the reader: under review, or to claim, in a seat of theirs; or to decide."""
        if report.status == S.UNDER_REVIEW:
            return report.reviewer_id in self.mine
        if report.status == S.SUBMITTED:
            return report.assigned_to_id in self.mine
        return report.status == S.RECOMMENDED and self.accepts

    def next_click(self, report: Submission, *, mine: bool) -> tuple[str, str]:
        """The one next click: its address and its word."""
        page, word = self.read, self.reading
        if report.status == S.RECOMMENDED and self.accepts:
            page, word = self.decide, self.deciding
        elif report.status == S.SUBMITTED and self.mine:
            word = self.claiming
        elif report.status == S.UNDER_REVIEW and mine:
            word = self.going_on
        return page.replace(NO_ID, str(report.pk)), word


def _row(
    reader: _Reader, submission: Submission, known: Dues, holder: User | None, told: Beside
) -> Row:
    first_at: dt.datetime = vars(submission)["first_at"]
    mine = reader.waited_for(submission)
    url, action = reader.next_click(submission, mine=mine)
    return Row(
        submission=submission,
        first_at=first_at,
        standing=known.standing(submission, first_at),
        holder=holder,
        action=action,
        url=url,
        days=_days(submission, first_at, known, reader.today),
        mine=mine,
        beside=told,
    )


def _days(submission: Submission, first_at: dt.datetime, known: Dues, today: dt.date) -> int:
    """Working days since it last came in, or was recommended; 0 where it waits on nobody here."""
    if submission.status not in WAITING:
        return 0
    came = submission.submitted_at or first_at
    if submission.status == S.RECOMMENDED:
        came = submission.recommended_at or came
    return known.calendar.working_days(local_day(came), today)


# ── What is still out: state and percent, never an answer (decision 11) ─────────────────────────


def percents(reports: Sequence[Submission], programmes: Mapping[Any, int]) -> dict[Any, int]:
    """How much of each report is answered, in per cent; nothing for one without programmes.

    ``programmes``: how many programmes each assesses. One query; the questionnaires are loaded.
    """
    given = _given(reports)
    found = {
        row.pk: percent(row, given.get(row.pk, 0), programmes.get(row.pk, 0)) for row in reports
    }
    return {key: figure for key, figure in found.items() if figure is not None}


def percent(report: Submission, given: int, programmes: int) -> int | None:
    """How much of a report is answered, of ``programmes`` programmes; None without any."""
    asked = programmes * len(judged_codes(report.round.questionnaire.schema()))
    return min(given * 100 // asked, 100) if asked else None


def answered(questionnaire: QuestionnaireRow) -> Coalesce:
    """How many of the judged answers of each outer report are given; for a query of reports."""
    rows = _standing(judged_codes(questionnaire.schema()))
    return _count(rows.filter(assessment__submission=OuterRef("pk")))


def answered_of(questionnaire: QuestionnaireRow) -> Coalesce:
    """The same of each outer assessment."""
    rows = _standing(judged_codes(questionnaire.schema()))
    return _count(rows.filter(assessment=OuterRef("pk")))


def still_out() -> list[tuple[Round, int]]:
    """The open rounds, the newest first, with how many reports of each never came in; one query."""
    waiting = Submission.objects.current().filter(round=OuterRef("pk"), submitted_at=None)
    rounds = Round.objects.filter(opened_at__isnull=False).order_by("-opened_at")
    found = rounds.annotate(out=_count(waiting))
    return [(row, vars(row)["out"]) for row in found]


def judged_codes(schema: Questionnaire) -> set[str]:
    """The codes that everybody judges: items, or their parts where they have some."""
    return {
        row.code
        for question in schema.judged
        for row in (question.parts or (question,))
        if not getattr(row, "na_when_one_sex", False)
    }


def _given(found: Sequence[Submission]) -> dict[Any, int]:
    schemas = {row.round.questionnaire_id: row.round.questionnaire for row in found}
    codes = {code for row in schemas.values() for code in judged_codes(row.schema())}
    rows = _standing(codes).filter(assessment__submission__in=[row.pk for row in found])
    return dict(rows.order_by().values_list("assessment__submission").annotate(Count("pk")))


def _standing(codes: Iterable[str]) -> QuerySet[Answer]:
    """The judged answers that count for how much is answered."""
    rows = Answer.objects.filter(
        assessment__not_assessed_reason="", assessment__left_out=False, question__code__in=codes
    )
    return rows.exclude(Q(head=None) | Q(head__judgement=""))


# ── What happened ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Move:
    """One notice to one of the user's seats, in words."""

    text: str
    notice: Notice


def last_moves(user: User) -> list[Move]:
    """The last notices of the user's central seats, the newest first; one query."""
    seats = [seat.pk for seat in user.seats_with(Permission.READ_SUBMITTED)]
    found = Notice.objects.filter(seat__in=seats).select_related("submission__ministry")
    found = found.only(
        *("transition", "reason", "created_at", "submission_id"),
        *(f"submission__ministry__name_{language}" for language in ("en", "bn")),
    )
    return [Move(str(MOVES[row.transition]), row) for row in found[:LAST_MOVES]]


# ── Decisions, hand-over, accepted work ─────────────────────────────────────────────────────────


def decisions(user: User) -> QuerySet[Submission]:
    """What waits for a decision, and what was accepted and can still be undone."""
    since = timezone.now() - UNDO_WITHIN
    wanted = Q(status=S.RECOMMENDED) | Q(status=S.ACCEPTED, accepted_at__gte=since)
    found = submitted(user).filter(wanted).select_related("recommended_by", "accepted_by")
    return found.order_by("-status", "recommended_at", "pk")


def reviewer_seats(submission: Submission) -> list[Seat]:
    """The other reviewers' seats in which somebody sits."""
    seats = Seat.objects.with_holder().filter(role=Role.REVIEWER, ended_at=None)
    return [seat for seat in seats if seat.holder and seat.pk != submission.reviewer_id]


def accepted(user: User) -> QuerySet[Assessment]:
    """Programmes in accepted reports, by cluster; for a coordinator in all submitted ones."""
    reach = Q(pk__in=[])
    if user.seats_with(Permission.READ_SUBMITTED) or user.seats_with(Permission.READ_ACCEPTED):
        reach |= Q(submission__status=S.ACCEPTED)
    for seat in user.seats_with(Permission.READ_CLUSTER):
        reach |= Q(
            submission__submitted_at__isnull=False,
            programme__cluster__coordinator=seat.ministry_id,
        )
    found = Assessment.objects.filter(reach).select_related(
        "programme__cluster", "submission__ministry", "submission__round"
    )
    return found.order_by(
        "programme__cluster__order",
        "programme__cluster__code",
        "submission__ministry__order",
        "programme__code",
    )
