"""One ministry of the board: its programmes, who holds what since when, and whom to ring (38).

State and per cent of each programme, never an answer (decision 11).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from assessments.enums import Expected
from assessments.models import AnswerVersion, Assessment, HandOut, Round, RoundMinistry, Submission
from assessments.selectors.contacts import contact_of
from assessments.selectors.division import answered_of, judged_codes
from assessments.selectors.due import round_dues
from assessments.selectors.reminded import LastReminder, last_reminders
from nsss_gender.accounts.enums import MINISTRY_ROLES, Role, SeatKind
from nsss_gender.accounts.models import Seat, SeatHolding, User
from reports.selectors.board import NOBODY, Line, Share, reported, reports_of

ORDER = (Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Holding:
    """A part of a programme in a colleague's hands; ``name`` is None where nobody sits in the seat."""

    name: str | None
    scope: str
    since: dt.datetime
    due: dt.date
    overdue: bool


@dataclass(frozen=True)
class Programme:
    """One programme of the report: how far it is, who wrote in it last, who has it."""

    assessment: Assessment
    percent: int
    saved_at: dt.datetime | None
    saved_by: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Sitting:
    """One seat of the ministry and who sits there; None in a vacant one."""

    seat: Seat
    user: User | None
    since: dt.datetime | None

    @property
    def phone(self) -> str:
        return self.seat.phone or (self.user.phone if self.user else "")

    @property
    def mail(self) -> str:
        return self.seat.mail or (self.user.email if self.user else "")


@dataclass(frozen=True)
class Drilled:
    """Everything that the page of one ministry shows."""

    line: Line
    report: Submission | None
    programmes: tuple[Programme, ...]
    people: tuple[Sitting, ...]
    reminded: LastReminder | None = None


def expectation(round_: Round) -> QuerySet[RoundMinistry]:
    """The ministries of the round's list."""
    return round_.expectations.select_related("ministry")


def drilled(round_: Round, row: RoundMinistry) -> Drilled:
    """One ministry of the board, in eight queries."""
    report = reports_of(round_, row.ministry_id).get(row.ministry_id)
    programmes = tuple(_programmes(round_, report)) if report else ()
    people = tuple(_sitting(seat) for seat in _seats(row.ministry_id))
    told: dict[str, Any] = {"expected": row.expected, "reason": row.reason}
    if report and row.expected != Expected.NONE:
        told |= reported(report, round_dues(round_))
    if programmes:
        told["percent"] = sum(one.percent for one in programmes) // len(programmes)
    listed = sum(not one.assessment.not_assessed for one in programmes)
    told["shares"] = (Share(None, listed, len(programmes) - listed),) if programmes else ()
    focal = [one.seat for one in people if one.seat.role == Role.FOCAL_POINT]
    contact = contact_of(focal) if focal else NOBODY
    reminded = last_reminders([report.pk]).get(report.pk) if report else None
    line = Line(row.ministry, contact=contact, **told)
    return Drilled(line, report, programmes, people, reminded)


def _programmes(round_: Round, report: Submission) -> list[Programme]:
    """The programmes on its list; two queries."""
    versions = AnswerVersion.objects.filter(answer__assessment=OuterRef("pk")).order_by("-at")
    rows = (
        Assessment.objects.listed()
        .filter(submission=report)
        .select_related("programme__cluster")
        .annotate(
            given=answered_of(round_.questionnaire),
            saved_at=Subquery(versions.values("at")[:1]),
            saved_by=Subquery(versions.values("by__name")[:1]),
        )
        .order_by("programme__code")
    )
    held, asked = _holdings(report), len(judged_codes(round_.questionnaire.schema()))
    return [
        Programme(
            row,
            min(vars(row)["given"] * 100 // asked, 100) if asked else 0,
            vars(row)["saved_at"],
            vars(row)["saved_by"] or "",
            tuple(held.get(row.pk, ())),
        )
        for row in rows
    ]


def _holdings(report: Submission) -> Mapping[Any, list[Holding]]:
    """The running hand-outs of a report by programme; one query."""
    sits = SeatHolding.objects.filter(seat=OuterRef("seat"), until=None)
    rows = HandOut.objects.running().filter(assessment__submission=report)
    today = timezone.localdate()
    found: dict[Any, list[Holding]] = defaultdict(list)
    for row in rows.select_related("question").annotate(
        who=Subquery(sits.values("user__name")[:1])
    ):
        scope = row.question.code if row.question else row.section
        overdue = row.due_on < today and report.editable
        held = Holding(vars(row)["who"], scope, row.created_at, row.due_on, overdue)
        found[row.assessment_id].append(held)
    return found


def _seats(ministry: Any) -> list[Any]:
    """The open seats of the ministry with who sits there, the focal point first; one query."""
    sitting = FilteredRelation("holdings", condition=Q(holdings__until=None))
    rows = Seat.objects.filter(ministry=ministry, role__in=MINISTRY_ROLES, ended_at=None)
    # the stubs know no filtered relation
    found = rows.annotate(sitting=sitting).select_related("sitting__user")  # type: ignore[misc]
    return sorted(found, key=lambda seat: (ORDER.index(seat.role), seat.kind != SeatKind.PRIMARY))


def _sitting(seat: Any) -> Sitting:
    """Any: the type checker does not know what a query adds to a row; nothing where nobody sits."""
    held = getattr(seat, "sitting", None)
    return Sitting(seat, held.user if held else None, held.since if held else None)
