"""What whoever comes new into a seat has to know: what waits, who sat here, whom to ask (76).

Everything hangs on the seat, so that nothing of it is lost with the person who leaves. Read in the
active language; the number of queries does not depend on how much there is.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, FilteredRelation, Q
from django.urls import reverse

from assessments.enums import CommentKind, ContributionState, SubmissionStatus
from assessments.models import ContributionLink, Notice, ReviewComment, Submission
from assessments.models.answer import sheets_of
from assessments.selectors.due import Due, dues
from assessments.selectors.hands import part_name, running
from assessments.selectors.messages import Message, messages
from assessments.selectors.ministry import GridRow, grid_row
from assessments.selectors.places import short_code
from assessments.selectors.points import comments_open
from assessments.selectors.reminding import OUT
from assessments.selectors.waiting import Todo, todos
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, SeatHolding, User

HAPPENED = 12  # messages of the seat that tell what happened so far
ASKED = (Role.REVIEWER, Role.APPROVER, Role.ADMINISTRATOR)  # whom to ask


@dataclass(frozen=True)
class Handed:
    """What is in a colleague's hands."""

    programme: str
    part: str
    holder: str
    until: dt.date
    url: str


@dataclass(frozen=True)
class Asked:
    """What somebody without an account was asked by a link, and how much of it waits to be looked at."""

    programme: str
    question: str
    reader: str
    until: dt.date
    waiting: int


@dataclass(frozen=True)
class Draft:
    """The newest report that the seat's ministry is writing."""

    submission: Submission
    due: Due
    rows: Sequence[GridRow]
    points: Sequence[ReviewComment]
    handed: Sequence[Handed]
    asked: Sequence[Asked]

    @property
    def lacking(self) -> list[GridRow]:
        """The programmes that still lack answers, each with the section to go on with."""
        return [row for row in self.rows if row.next_cell]


@dataclass(frozen=True)
class Held:
    """A report that lies in the seat, or in its cluster: how many remarks are open, since when it is there."""

    submission: Submission
    open: int

    @property
    def word(self) -> str:
        return str(SubmissionStatus(self.submission.status).label)


@dataclass(frozen=True)
class Contact:
    """Somebody of the Cabinet Division or an administrator."""

    role: str
    name: str
    post: str
    phone: str
    mail: str


@dataclass(frozen=True)
class Briefing:
    """What a newcomer reads first."""

    seat: Seat
    waiting: Sequence[Todo]
    draft: Draft | None
    held: Sequence[Held]
    sittings: Sequence[SeatHolding]
    happened: Sequence[Message]
    contacts: Sequence[Contact]

    @property
    def former(self) -> SeatHolding | None:
        """Who sat here last."""
        return next((row for row in self.sittings if row.until), None)

    @property
    def ways(self) -> list[tuple[str, str, str]]:
        """What can be opened at once: words, of what, address."""
        found = [(todo.text, str(todo.of or ""), todo.url) for todo in self.waiting]
        if self.draft:
            found += [
                (cell.title, str(row.assessment), cell.url)
                for row in self.draft.lacking
                if (cell := row.next_cell)
            ]
        return found


def briefing(seat: Seat) -> Briefing:
    """Everything for one seat, of whatever role."""
    return Briefing(
        seat=seat,
        waiting=todos(_alone(seat)),
        draft=_draft(seat) if seat.role == Role.FOCAL_POINT else None,
        held=_held(seat),
        sittings=list(seat.holdings.select_related("user").order_by("-since")),
        happened=_happened(seat),
        contacts=_contacts(),
    )


def _alone(seat: Seat) -> User:
    """Somebody who holds this seat and no other: what waits on the seat, whoever sits in it."""
    anybody = User()
    vars(anybody)["seats"] = [seat]
    return anybody


# ── The ministry's draft ────────────────────────────────────────────────────────────────────────


def _draft(seat: Seat) -> Draft | None:
    rows = Submission.objects.filter(
        ministry=seat.ministry_id, status__in=OUT, round__opened_at__isnull=False
    ).select_related("round__questionnaire", "ministry")
    submission = rows.order_by("-round__opened_at", "number").first()
    if submission is None:
        return None
    points = comments_open(submission)
    return Draft(
        submission=submission,
        due=dues([submission]).of(submission),
        rows=_rows(submission, points),
        points=points,
        handed=_handed(submission),
        asked=_asked(submission),
    )


def _rows(submission: Submission, points: Sequence[ReviewComment]) -> list[GridRow]:
    """The programmes of the list that are assessed, as the report's own page shows them."""
    listed = submission.assessments.listed().filter(not_assessed_reason="")
    found = list(listed.select_related("programme").order_by("programme__code"))
    sheets = sheets_of(submission, found)
    commented: dict[Any, set[str]] = {}
    for point in points:
        commented.setdefault(point.assessment_id, set()).add(point.question.code)
    return [grid_row(row, sheets[row.pk], commented.get(row.pk, set())) for row in found]


def _handed(submission: Submission) -> list[Handed]:
    schema = submission.round.questionnaire.schema()
    rows = running().filter(assessment__submission=submission)
    return [
        Handed(
            programme=str(row.assessment),
            part=part_name(row, schema),
            holder=str(row.seat.holder or row.seat),
            until=row.due_on,
            url=reverse("assessments:hand_out", args=[row.assessment_id]),
        )
        for row in rows.select_related("assessment__programme")
    ]


def _asked(submission: Submission) -> list[Asked]:
    waits = Count("contributions", filter=Q(contributions__state=ContributionState.WAITING))
    rows = ContributionLink.objects.filter(assessment__submission=submission, revoked_at=None)
    return [
        Asked(
            programme=str(row.assessment),
            question=short_code(row.question.code),
            reader=", ".join(filter(None, (row.name, row.organisation))),
            until=row.expires_at.date(),
            waiting=vars(row)["waiting"],
        )
        for row in rows.select_related("assessment__programme", "question")
        .annotate(waiting=waits)
        .order_by("expires_at")
        if vars(row)["waiting"] or row.is_running
    ]


# ── What lies in other seats ────────────────────────────────────────────────────────────────────


def _held(seat: Seat) -> list[Held]:
    """A reviewer's claimed reports with their open remarks; a coordinator's submitted ones of the cluster."""
    remarks = Count(
        "packets__comments",
        filter=Q(packets__comments__resolved_at=None, packets__comments__withdrawn_at=None)
        & ~Q(packets__comments__kind=CommentKind.SUGGESTION),
        distinct=True,
    )
    if seat.role == Role.REVIEWER:
        rows = Submission.objects.filter(Q(reviewer=seat) | Q(assigned_to=seat))
        rows = rows.exclude(status=SubmissionStatus.ACCEPTED)
    elif seat.role == Role.COORDINATOR:
        cluster = {"assessments__programme__cluster__coordinator": seat.ministry_id}
        rows = Submission.objects.filter(submitted_at__isnull=False, **cluster).distinct()
    else:
        return []
    found = rows.select_related("ministry", "round").annotate(remarks=remarks)
    shown = seat.role == Role.REVIEWER  # a coordinator reads no comments
    return [
        Held(row, vars(row)["remarks"] if shown else 0)
        for row in found.order_by("submitted_at", "ministry__order")
    ]


def _happened(seat: Seat) -> list[Message]:
    rows = Notice.objects.filter(seat=seat).select_related(
        "seat__ministry", "submission__ministry", "submission__round", "read_by"
    )
    return messages(rows.order_by("-created_at", "pk")[:HAPPENED])


def _contacts() -> list[Contact]:
    """Reviewers, approvers and administrators with who sits there; one query."""
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    seats: Any = Seat.objects.filter(role__in=ASKED, ended_at=None).annotate(sitting=sitting)
    found = [
        _contact(seat)
        for seat in seats.filter(sitting__isnull=False).select_related("sitting__user")
        if seat.sitting.user.is_active
    ]
    order = {str(role.label): place for place, role in enumerate(ASKED)}
    return sorted(found, key=lambda one: (order[one.role], one.name))


def _contact(seat: Any) -> Contact:
    """Any: the type checker does not know what a query adds to a row."""
    person: User = seat.sitting.user
    return Contact(
        role=str(Role(seat.role).label),
        name=str(person),
        post=seat.post,
        phone=seat.phone or person.phone,
        mail=seat.mail or person.email,
    )
