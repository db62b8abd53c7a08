"""What the Cabinet Division's lists read: the queue, what is still out, decisions, accepted work."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.deadlines import Standing
from assessments.enums import AssessmentStatus, SubmissionStatus
from assessments.models import Answer, Assessment, Notice, Round, Submission
from assessments.permissions.moving import UNDO_WITHIN
from assessments.schema import Questionnaire
from assessments.selectors.due import Dues, dues
from assessments.selectors.ministry import MOVES
from assessments.selectors.workload import Whose
from nsss_gender.accounts.enums import Permission, Role
from nsss_gender.accounts.models import Seat, SeatHolding, User

LAST_MOVES = 8
S = SubmissionStatus
EVERYBODY = Q()

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
# filter of the queue → its name and the states it shows
QUEUE_TABS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "open": (gettext_lazy("To review"), (S.SUBMITTED, S.UNDER_REVIEW)),
    "returned": (
        gettext_lazy("With the ministry again"),
        (S.RETURNED, S.IN_PROGRESS, S.CLEARED),
    ),
    "recommended": (gettext_lazy("Recommended"), (S.RECOMMENDED,)),
    "accepted": (gettext_lazy("Accepted"), (S.ACCEPTED,)),
    "all": (pgettext_lazy("reports", "All"), tuple(S.values)),
}


@dataclass(frozen=True)
class Row:
    """One submitted report in a list: where it stands, since when, and the one next click."""

    submission: Submission
    first_at: dt.datetime
    standing: Standing
    holder: User | None
    action: str
    url: str

    @property
    def word(self) -> str:
        return str(S(self.submission.status).label)

    @property
    def tone(self) -> str:
        return TONES[self.submission.status]

    @property
    def waits(self) -> bool:
        """Whether the Cabinet Division has it."""
        return self.submission.status in {S.SUBMITTED, S.UNDER_REVIEW, S.RECOMMENDED}

    @property
    def days(self) -> int:
        """Calendar days since it last came in."""
        came = self.submission.submitted_at or self.first_at
        return (timezone.localdate() - timezone.localtime(came).date()).days


@dataclass(frozen=True)
class Tab:
    """One filter of a list, as the tabs component takes it."""

    url: str
    label: str
    current: bool
    count: int


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


def queue(user: User, tab: str, who: Q = EVERYBODY) -> QuerySet[Submission]:
    """The submitted reports in the states of ``tab`` with ``who``: the user's own work first, then
    the longest waiting. Who holds the reviewers' seats is known from the workload."""
    mine = [seat.pk for seat in user.seats_with(Permission.REVIEW)]
    own = Case(When(status=S.UNDER_REVIEW, reviewer__in=mine, then=Value(0)), default=Value(1))
    found = submitted(user).filter(who, status__in=QUEUE_TABS[tab][1])
    bare = found.select_related(None).select_related("round", "ministry").prefetch_related(None)
    return bare.order_by(own, "submitted_at", "pk")


def queue_tabs(user: User, tab: str, whose: Whose) -> list[Tab]:
    """The filters with their counts; one query. Whose reports are shown stays in their addresses."""
    known = Submission.objects.visible_to(user).order_by().values("pk")
    sent = Submission.objects.filter(whose.reports(user), pk__in=known, packets__number=1)
    states = dict(sent.order_by().values_list("status").annotate(Count("pk")))
    return [
        Tab(
            url=f"{reverse('assessments:queue')}?state={name}{whose.query}",
            label=str(label),
            current=name == tab,
            count=sum(states.get(state, 0) for state in shown),
        )
        for name, (label, shown) in QUEUE_TABS.items()
    ]


def rows(
    user: User,
    found: Iterable[Submission],
    known: Dues | None = None,
    sitting: Mapping[Any, User] | None = None,
) -> list[Row]:
    """The reports as rows; one query for their deadlines where ``known`` does not bring them.
    ``sitting``: who holds which reviewer's seat; without it as the reports were loaded."""
    listed = list(found)
    known = known or dues(listed)
    return [_row(user, row, known, _holder(row, sitting)) for row in listed]


def _holder(submission: Submission, sitting: Mapping[Any, User] | None) -> User | None:
    if sitting is not None:
        return sitting.get(submission.reviewer_id)
    return submission.reviewer.holder if submission.reviewer else None


def _row(user: User, submission: Submission, known: Dues, holder: User | None) -> Row:
    first_at: dt.datetime = vars(submission)["first_at"]
    page, action = _next_click(user, submission)
    return Row(
        submission=submission,
        first_at=first_at,
        standing=known.standing(submission, first_at),
        holder=holder,
        action=action,
        url=reverse(page, args=[submission.pk]),
    )


def _next_click(user: User, submission: Submission) -> tuple[str, str]:
    if submission.status == S.RECOMMENDED and user.seats_with(Permission.ACCEPT):
        return "assessments:decision", _("Decide")
    if submission.status == S.SUBMITTED and user.seats_with(Permission.REVIEW):
        return "assessments:read", _("Claim")
    mine = {seat.pk for seat in user.seats_with(Permission.REVIEW)}
    if submission.status == S.UNDER_REVIEW and submission.reviewer_id in mine:
        return "assessments:read", _("Go on reading")
    return "assessments:read", _("Read")


# ── What is still out: state and percent, never an answer (decision 11) ─────────────────────────


def percents(reports: Sequence[Submission], programmes: Mapping[Any, int]) -> dict[Any, int]:
    """How much of each report is answered, in per cent; nothing for one without programmes.

    ``programmes``: how many programmes each assesses. One query; the questionnaires are loaded.
    """
    given = _given(reports)
    found = {}
    for row in reports:
        asked = programmes.get(row.pk, 0) * len(_asked(row.round.questionnaire.schema()))
        if asked:
            found[row.pk] = min(given.get(row.pk, 0) * 100 // asked, 100)
    return found


def still_out() -> list[tuple[Round, int]]:
    """The open rounds of which reports never came in, with how many, the newest first; one query."""
    waiting = Q(submissions__number=0, submissions__packets=None)
    rounds = Round.objects.filter(opened_at__isnull=False).order_by("-opened_at")
    found = rounds.annotate(out=Count("submissions", filter=waiting, distinct=True))
    return [(row, vars(row)["out"]) for row in found.filter(out__gt=0)]


def _asked(schema: Questionnaire) -> set[str]:
    """The codes that everybody judges: items, or their parts where they have some."""
    return {
        row.code
        for question in schema.judged
        for row in (question.parts or (question,))
        if not getattr(row, "na_when_one_sex", False)
    }


def _given(found: Sequence[Submission]) -> dict[Any, int]:
    schemas = {row.round.questionnaire_id: row.round.questionnaire for row in found}
    codes = {code for row in schemas.values() for code in _asked(row.schema())}
    counted = (
        Answer.objects.filter(
            assessment__submission__in=[row.pk for row in found],
            assessment__not_assessed_reason="",
            assessment__left_out=False,
            question__code__in=codes,
        )
        .exclude(Q(head=None) | Q(head__judgement=""))
        .order_by()
        .values_list("assessment__submission")
        .annotate(Count("pk"))
    )
    return dict(counted)


# ── What happened ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Move:
    """One notice to one of the user's seats, in words."""

    text: str
    notice: Notice


def last_moves(user: User) -> list[Move]:
    """The last notices of the user's central seats, the newest first; one query."""
    seats = [seat.pk for seat in user.seats_with(Permission.READ_SUBMITTED)]
    found = Notice.objects.filter(seat__in=seats).select_related(
        "submission__ministry", "submission__round"
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
