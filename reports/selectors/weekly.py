"""The week of a round for the Secretary: figures now and a week ago, what came, what is late, stuck or to decide (38).

What stood a week ago is read from the log and the stamps as of that moment, never remembered beside them.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assessments.deadlines import Calendar, in_force, standing
from assessments.enums import ExtensionState, SubmissionStatus
from assessments.models import Extension, Round, Submission
from assessments.selectors.contacts import contacts
from assessments.selectors.due import round_dues
from nsss_gender.audit.models import Event
from reports.selectors.board import Board, Line, board
from reports.selectors.stuck import Stuck, stuck

WEEK = dt.timedelta(days=7)
Granted = Sequence[tuple[Any, dt.datetime]]


@dataclass(frozen=True)
class Weekly:
    """Everything that the summary says of a round at ``now``; ``before`` are the same ministries a week earlier."""

    board: Board
    now: dt.datetime
    before: tuple[Line, ...]
    stuck: tuple[Stuck, ...]
    waiting: tuple[tuple[Submission, int], ...]

    @property
    def since(self) -> dt.datetime:
        return self.now - WEEK

    @property
    def came(self) -> tuple[Line, ...]:
        """What came in for the first time within the week, the latest first."""
        found = [
            row for row in self.board.lines if row.received_at and row.received_at > self.since
        ]
        return tuple(sorted(found, key=lambda row: row.received_at or self.now, reverse=True))

    @property
    def overdue(self) -> tuple[Line, ...]:
        """What is overdue, the longest first."""
        found = [row for row in self.board.lines if row.overdue]
        return tuple(sorted(found, key=_due))

    @property
    def requests(self) -> tuple[Stuck, ...]:
        """Requests for more time that wait for a decision."""
        return tuple(one for one in self.stuck if one.key == "extension")


def _due(line: Line) -> tuple[Any, int]:
    return line.due, line.ministry.order


def weekly(round_: Round) -> Weekly:
    """The summary as things stand now."""
    now = timezone.now()
    dues, people = round_dues(round_), contacts()
    shown, matters = board(round_, dues, people), stuck(round_, dues, people)
    known = dues.calendar
    recommended = [(row, row.recommended_at) for row in _recommended(round_)]
    today = timezone.localdate(now)
    return Weekly(
        board=shown,
        now=now,
        before=as_of(shown, now - WEEK, known),
        stuck=tuple(one for one in matters if one.key != "undecided"),  # told as decisions
        waiting=tuple(
            (row, known.working_days(timezone.localdate(at), today))
            for row, at in recommended
            if at
        ),
    )


def _recommended(round_: Round) -> QuerySet[Submission]:
    """What waits for the approver, the longest first."""
    rows = round_.submissions.filter(status=SubmissionStatus.RECOMMENDED)
    return rows.select_related("ministry", "recommended_by").order_by("recommended_at")


# ── A week ago ──────────────────────────────────────────────────────────────────────────────────


def as_of(shown: Board, moment: dt.datetime, known: Calendar) -> tuple[Line, ...]:
    """The lines of the board as they stood at a moment; none before the round opened. Two queries."""
    opened = shown.round.opened_at
    if opened is None or opened > moment:
        return ()
    states = _states([line.stream for line in shown.lines if line.stream], moment)
    granted = _granted(shown.round, moment)
    return tuple(
        _earlier(line, shown.round, states, granted, moment, known) for line in shown.lines
    )


def _states(streams: Iterable[str], moment: dt.datetime) -> dict[str, str]:
    """The state of each report after the last move that the log holds before the moment."""
    moves = Event.objects.filter(
        stream__in=list(streams), action__startswith="submission ", at__lte=moment
    )
    rows = moves.order_by("stream", "sequence").values_list("stream", "changes")
    return {stream: changes["status"][1] for stream, changes in rows if "status" in changes}


def _granted(round_: Round, moment: dt.datetime) -> Granted:
    """What had been granted by then: for whom (None: for all) and until when."""
    rows = Extension.objects.filter(
        round=round_, state=ExtensionState.GRANTED, decided_at__lte=moment
    )
    return list(rows.values_list("ministry_id", "until_at"))


def _earlier(
    line: Line,
    round_: Round,
    states: Mapping[Any, str],
    granted: Granted,
    moment: dt.datetime,
    known: Calendar,
) -> Line:
    """One ministry at the moment. What is expected of it is today's list: the list has no history."""
    if not line.wanted:
        return replace(line, received_at=None)
    key = line.ministry.pk
    came = line.received_at if line.received_at and line.received_at <= moment else None
    due = in_force(round_.deadline_at, (until for whose, until in granted if whose in {None, key}))
    return replace(
        line,
        status=states.get(line.stream, SubmissionStatus.NOT_STARTED),
        received_at=came,
        due=due,
        standing=standing(due, known, came or moment),
    )
