"""What is stuck in a round: where, since when, whom to ring, and the one next step (38).

The rules are data: each says after how many working days something counts as stuck. States, days and people only,
never an answer (decision 11). The number of queries does not grow with the reports.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.deadlines import end_of, local_day
from assessments.enums import Expected, ExtensionState, SubmissionStatus
from assessments.models import (
    Clearance,
    Extension,
    HandOut,
    ReviewReply,
    Round,
    RoundMinistry,
    Submission,
)
from assessments.selectors.contacts import Contact, contacts
from assessments.selectors.due import Dues, round_dues
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Ministry, Seat, User

S = SubmissionStatus
NOBODY = Contact(name=None)
WRITING = frozenset({S.NOT_STARTED, S.IN_PROGRESS, S.CLEARED, S.RETURNED})


@dataclass(frozen=True)
class Rule:
    """One way of being stuck: its name, from how many working days on, and the next step."""

    after: int
    title: Any
    step: Any


RULES: dict[str, Rule] = {
    "overdue": Rule(
        0, _("The deadline is over and nothing came"), _("Ring, and send the reminder letter")
    ),
    "not_opened": Rule(
        3,
        _("The report was not begun"),
        _("Ring: does the focal point have an account and the letter?"),
    ),
    "list_unconfirmed": Rule(
        3,
        _("The list of programmes is not confirmed"),
        _("Ring: which programme holds the list up?"),
    ),
    "no_save": Rule(5, _("Nobody has written in it"), _("Ring: who has it, and what is missing?")),
    "not_sent": Rule(
        2, _("Cleared, but not submitted"), _("Ring: one click in “Our report” submits it")
    ),
    "hand_outs": Rule(
        0, _("A colleague’s part is overdue"), _("Ring the focal point: remind the colleague")
    ),
    "no_reply": Rule(
        5, _("Returned, and no remark was answered"), _("Ring: go through the remarks together")
    ),
    "unclaimed": Rule(2, _("Nobody reads it yet"), _("Claim it, or give it to a colleague")),
    "points": Rule(
        7, _("Under review for long"), _("Settle it, or return it with what must be fixed")
    ),
    "undecided": Rule(2, _("Recommended, not decided"), _("Decide, or send it back")),
    "extension": Rule(1, _("More time was asked for, not decided"), _("Grant it, or refuse it")),
}


@dataclass(frozen=True)
class Person:
    """Whom to ring; ``name`` is None where nobody sits in the seat."""

    name: str | None
    phone: str = ""


@dataclass(frozen=True)
class Stuck:
    """One thing that does not move. ``url`` leads to the next step; ``number`` counts what it is about;
    ``late``: by how many working days its report is overdue."""

    key: str
    ministry: Ministry
    since: dt.datetime
    days: int
    person: Person | None
    officer: Person | None = None
    url: str = ""
    named: str = ""
    number: int = 0
    late: int | None = None

    @property
    def rule(self) -> Rule:
        return RULES[self.key]

    def is_of(self, key: str) -> bool:
        """Whether it belongs to a kind: what holds an overdue report up is also overdue."""
        return key == self.key or (key == "overdue" and self.late is not None)


@dataclass(frozen=True)
class _Told:
    """Everything read once for a round."""

    round: Round
    dues: Dues
    now: dt.datetime
    people: Mapping[Any, Contact]
    seats: Mapping[Any, Person]
    approvers: Person

    def days(self, since: dt.datetime) -> int:
        """Working days since a moment."""
        return self.dues.calendar.working_days(local_day(since), local_day(self.now))

    def with_focal_point(self, one: Stuck) -> Stuck:
        """The ministry's focal point to ring, the supervising officer beside."""
        known = self.people.get(one.ministry.pk, NOBODY)
        officer = Person(known.officer, known.officer_phone) if known.officer else None
        return replace(one, person=Person(known.name, known.phone), officer=officer)


def stuck(
    round_: Round, known: Dues | None = None, people: Mapping[Any, Contact] | None = None
) -> list[Stuck]:
    """All of it, the longest first; in six queries, two fewer where deadlines and people are known already."""
    seats = list(_seats())
    sitting = {seat.pk: _person(seat) for seat in seats}
    deciding = [sitting[seat.pk] for seat in seats if seat.role == Role.APPROVER]
    reports = list(_reports(round_))
    told = _Told(
        round=round_,
        dues=known or round_dues(round_),
        now=timezone.now(),
        people=contacts() if people is None else people,
        seats=sitting,
        approvers=next((one for one in deciding if one.name), Person(None)),
    )
    found = [one for row in reports for one in _of(row, told)]
    found += _hand_outs(round_, told)
    found += _extensions(round_, told)
    return sorted(found, key=lambda one: (one.since, one.ministry.order, one.key))


def _reports(round_: Round) -> QuerySet[Submission]:
    """The reports of which something is expected, and supplements, with what the rules ask; one query."""
    none = RoundMinistry.objects.filter(
        round=round_, ministry=OuterRef("ministry"), expected=Expected.NONE
    )
    cleared = Clearance.objects.filter(submission=OuterRef("pk"), voided_at=None)
    replies = ReviewReply.objects.filter(
        comment__packet__submission=OuterRef("pk"), at__gt=OuterRef("returned_at")
    )
    rows = round_.submissions.filter(~Exists(none) | ~Q(status=S.NOT_STARTED))
    return (
        rows.exclude(status=S.ACCEPTED)
        .annotate(
            cleared_at=Subquery(cleared.order_by("-created_at").values("created_at")[:1]),
            replied=Exists(replies),
        )
        .select_related("ministry", "round")
    )


def _seats() -> Iterable[Any]:
    """The seats of reviewers and approvers with who sits there; one query."""
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    rows = Seat.objects.filter(role__in=[Role.REVIEWER, Role.APPROVER], ended_at=None)
    # the stubs know no filtered relation
    return rows.annotate(sitting=sitting).select_related("sitting__user")  # type: ignore[misc]


def _person(seat: Any) -> Person:
    """Any: the type checker does not know what a query adds to a row; nothing where nobody sits."""
    user: User | None = seat.sitting.user if hasattr(seat, "sitting") else None
    phone = seat.phone or (user.phone if user else "")
    return Person(str(user) if user else None, phone)


def _of(row: Submission, told: _Told) -> Iterator[Stuck]:
    """What is stuck with one report. That it is overdue is said with what holds it up, if anything does."""
    found = [
        Stuck(key, row.ministry, since, told.days(since), person, url=url, named=row.named)
        for key, since, person, url in _candidates(row, told)
    ]
    late = next((one.days for one in found if one.key == "overdue"), None)
    held = [one for one in found if one.days >= one.rule.after and one.key != "overdue"]
    for one in held or [one for one in found if one.key == "overdue"]:
        yield replace(one if one.person else told.with_focal_point(one), late=late)


def _candidates(
    row: Submission, told: _Told
) -> Iterator[tuple[str, dt.datetime, Person | None, str]]:
    """Key, since when, whom to ring (None: the focal point) and where the next step is."""
    read = reverse("assessments:read", args=[row.pk])
    if row.status in WRITING:
        yield from _with_ministry(row, told)
    elif row.status == S.SUBMITTED and row.submitted_at:
        seat = told.seats.get(row.assigned_to_id, Person(""))
        yield "unclaimed", row.submitted_at, seat, read
    elif row.status == S.UNDER_REVIEW and row.claimed_at:
        yield "points", row.claimed_at, told.seats.get(row.reviewer_id, Person(None)), read
    elif row.status == S.RECOMMENDED and row.recommended_at:
        yield "undecided", row.recommended_at, told.approvers, read


def _with_ministry(
    row: Submission, told: _Told
) -> Iterator[tuple[str, dt.datetime, Person | None, str]]:
    """What the ministry has in hand: the first thing that holds it up, and whether it is overdue."""
    letter = reverse("assessments:reminder", args=[row.round_id, row.ministry_id])
    due = told.dues.at(row.round, row.ministry_id)
    if row.submitted_at is None and told.now > due and not row.number:
        yield "overdue", due, None, letter
    extra = vars(row)
    if row.status == S.NOT_STARTED and told.round.opened_at and not row.number:
        yield "not_opened", told.round.opened_at, None, letter
    elif row.status == S.CLEARED and extra["cleared_at"]:
        yield "not_sent", extra["cleared_at"], None, letter
    elif row.status == S.RETURNED and row.returned_at and not extra["replied"]:
        yield "no_reply", row.returned_at, None, ""
    elif row.status == S.IN_PROGRESS:
        yield from _in_progress(row, letter)


def _in_progress(
    row: Submission, letter: str
) -> Iterator[tuple[str, dt.datetime, Person | None, str]]:
    begun = row.opened_at or row.created_at
    if row.list_confirmed_at is None and not row.number:
        yield "list_unconfirmed", begun, None, letter
    yield "no_save", row.changed_at or begun, None, letter


def _hand_outs(round_: Round, told: _Told) -> Iterator[Stuck]:
    """Overdue parts in colleagues' hands, counted by ministry; one query."""
    today = local_day(told.now)
    rows = (
        HandOut.objects.running()
        .filter(
            assessment__submission__round=round_,
            assessment__submission__status__in=WRITING,
            due_on__lt=today,
        )
        .select_related("assessment__submission__ministry")
        .order_by("due_on")
    )
    by_ministry: dict[Any, list[HandOut]] = {}
    for row in rows:
        by_ministry.setdefault(row.assessment.submission.ministry_id, []).append(row)
    for late in by_ministry.values():
        first = late[0]
        ministry = first.assessment.submission.ministry
        since = end_of(first.due_on)
        found = Stuck("hand_outs", ministry, since, told.days(since), None, number=len(late))
        yield told.with_focal_point(found)


def _extensions(round_: Round, told: _Told) -> Iterator[Stuck]:
    """Requests for more time that wait; one query."""
    rows = Extension.objects.filter(round=round_, state=ExtensionState.ASKED)
    for row in rows.select_related("ministry"):
        days, url = told.days(row.asked_at), reverse("assessments:extension", args=[row.pk])
        if row.ministry and days >= RULES["extension"].after:
            yield Stuck("extension", row.ministry, row.asked_at, days, told.approvers, url=url)


def counted(found: Sequence[Stuck]) -> list[tuple[str, Any, int]]:
    """How many things each rule finds, in the order of the rules; those that find nothing are left out."""
    numbers = {key: sum(one.is_of(key) for one in found) for key in RULES}
    return [(key, RULES[key].title, number) for key, number in numbers.items() if number]
