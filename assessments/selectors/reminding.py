"""Who is to be reminded today: of reports that are out, of hand-outs and links about to end (36).

Nothing is written here. Each message has a key that names report, step, deadline and receiver: an
extension makes other keys, a second run finds the same ones.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from assessments.deadlines import Calendar, end_of, local_day
from assessments.enums import Counting, ExtensionState, RoundKind, SubmissionStatus
from assessments.models import ContributionLink, Extension, HandOut, Mail, Notice, Submission
from assessments.reminding import (
    STALE,
    TO_BOTH_SIDES,
    TO_OFFICER,
    TO_SEAT,
    Span,
    owed,
    step_name,
)
from assessments.selectors.due import Dues, dues
from nsss_gender.accounts.enums import Role, SeatKind
from nsss_gender.accounts.models import Seat

OUT = (
    SubmissionStatus.NOT_STARTED,
    SubmissionStatus.IN_PROGRESS,
    SubmissionStatus.CLEARED,
    SubmissionStatus.RETURNED,
)


@dataclass(frozen=True)
class Owed:
    """One message of the application to one seat; ``what`` is its word in the list of messages."""

    key: str
    what: str
    submission: Submission
    seat: Seat
    step: str
    due: dt.datetime


@dataclass(frozen=True)
class Letter:
    """One mail to somebody who needs no account; an empty address means that nobody knows one.

    ``template`` is its text below ``emails/``; ``link`` what a reader of a link was asked.
    """

    key: str
    template: str
    submission: Submission
    name: str
    address: str
    language: str
    due: dt.datetime
    seat: Seat | None = None
    link: ContributionLink | None = None


@dataclass(frozen=True)
class Telling:
    """Everything that is due and not yet told."""

    notices: tuple[Owed, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True)
class _Known:
    """What every reminder of a day rests on, read once."""

    today: dt.date
    dues: Dues
    seats: dict[Any, list[Seat]]
    granted: dict[tuple[uuid.UUID, uuid.UUID | None], list[tuple[dt.datetime, dt.date]]]

    def step(self, span: Span, steps: Sequence[int], submission: Submission) -> int | None:
        working = submission.round.reminders_count_in == Counting.WORKING
        return owed(span, steps, self.calendar, self.today, working=working)

    @property
    def calendar(self) -> Calendar:
        return self.dues.calendar

    def focal(self, submission: Submission) -> list[Seat]:
        """The ministry's focal points, the primary one first."""
        return self.seats.get(submission.ministry_id, [])

    def span(self, submission: Submission, due: dt.datetime) -> Span:
        """The deadline and the day on which it came to hold: opening, extension, or return."""
        days = [local_day(submission.round.opened_at or submission.created_at)]
        for whose in (submission.ministry_id, None):
            lines = self.granted.get((submission.round_id, whose), [])
            days += [decided for until, decided in lines if until == due]
        if submission.editing_status == SubmissionStatus.RETURNED and submission.returned_at:
            days.append(local_day(submission.returned_at))
        return Span(local_day(due), max(days))


def telling(today: dt.date) -> Telling:
    """What is owed on ``today`` and was not told before; the same number of queries for any round."""
    reports = list(_out().order_by("round__opened_at", "ministry__order", "ministry__code"))
    handed, links = _hand_outs(), _links(today)
    known = _Known(today, dues([*reports, *_reports(handed, links)]), _focal_points(), _granted())
    notices = [*_report_notices(reports, known), *_hand_out_notices(handed, known)]
    notices += _link_notices(links, known)
    letters = [*_officer_letters(reports, known), *_link_letters(links, known)]
    return Telling(tuple(_untold(notices, Notice)), tuple(_untold(letters, Mail)))


# ── Reports ─────────────────────────────────────────────────────────────────────────────────────


def _report_notices(reports: Iterable[Submission], known: _Known) -> Iterator[Owed]:
    for report in reports:
        due = known.dues.at(report.round, report.ministry_id)
        span = known.span(report, due)
        for days, what in (
            (known.step(span, TO_SEAT, report), "reminder"),
            (known.step(span, TO_OFFICER, report), "officer_told"),
        ):
            if days is None:
                continue
            word = "reminder_late" if what == "reminder" and days > 0 else what
            for seat in known.focal(report):
                yield Owed(
                    key=_key(word.partition("_")[0], report.pk, days, due, seat.pk),
                    what=word,
                    submission=report,
                    seat=seat,
                    step=step_name(days),
                    due=due,
                )


def _officer_letters(reports: Iterable[Submission], known: _Known) -> Iterator[Letter]:
    """One mail a ministry to the officer whom a focal point's seat names (T+3)."""
    for report in reports:
        due = known.dues.at(report.round, report.ministry_id)
        days = known.step(known.span(report, due), TO_OFFICER, report)
        seats = known.focal(report)
        if days is None:
            continue
        seat = next((one for one in seats if one.supervisor_mail), None)
        seat = seat or next((one for one in seats if one.supervisor_name), None)
        seat = seat or (seats[0] if seats else None)
        yield Letter(
            key=_key("officer", report.pk, days, due),
            template="officer.txt",
            submission=report,
            name=seat.supervisor_name if seat else "",
            address=seat.supervisor_mail if seat else "",
            language="bn",
            due=due,
            seat=seat,
        )


# ── Hand-outs and links ─────────────────────────────────────────────────────────────────────────


def _hand_out_notices(rows: Iterable[HandOut], known: _Known) -> Iterator[Owed]:
    """To the colleague who writes, and to the focal points who asked."""
    for row in rows:
        report, due = row.assessment.submission, end_of(row.due_on)
        days = known.step(Span(row.due_on, local_day(row.created_at)), TO_BOTH_SIDES, report)
        if days is None:
            continue
        for seat in (row.seat, *known.focal(report)):
            yield Owed(
                key=_key("hand_out", row.pk, days, due, seat.pk),
                what="hand_out_late" if days > 0 else "hand_out_due",
                submission=report,
                seat=seat,
                step=step_name(days),
                due=due,
            )


def _link_notices(rows: Iterable[ContributionLink], known: _Known) -> Iterator[Owed]:
    for row, days in _due_links(rows, known):
        report = row.assessment.submission
        for seat in known.focal(report):
            yield Owed(
                key=_key("link", row.pk, days, row.expires_at, seat.pk),
                what="link_late" if days > 0 else "link_due",
                submission=report,
                seat=seat,
                step=step_name(days),
                due=row.expires_at,
            )


def _link_letters(rows: Iterable[ContributionLink], known: _Known) -> Iterator[Letter]:
    """To the reader of a link while something can still be written under it."""
    for row, days in _due_links(rows, known):
        if days < 0 and row.mail:
            yield Letter(
                key=_key("link", row.pk, days, row.expires_at),
                template="link.txt",
                submission=row.assessment.submission,
                name=row.name,
                address=row.mail,
                language=row.language,
                due=row.expires_at,
                link=row,
            )


def _due_links(
    rows: Iterable[ContributionLink], known: _Known
) -> Iterator[tuple[ContributionLink, int]]:
    for row in rows:
        span = Span(local_day(row.expires_at), local_day(row.created_at))
        days = known.step(span, TO_BOTH_SIDES, row.assessment.submission)
        if days is not None:
            yield row, days


# ── What is read ────────────────────────────────────────────────────────────────────────────────


def _out() -> Any:
    """The reports of open rounds that have not come in; never those of a practice round."""
    rows = Submission.objects.current().filter(
        status__in=OUT, round__opened_at__isnull=False, round__kind=RoundKind.REAL
    )
    return rows.select_related("round", "ministry")


def _hand_outs() -> list[HandOut]:
    rows = HandOut.objects.running().filter(_in_hand("assessment__submission"))
    return list(
        rows.select_related(
            "seat__ministry",
            "assessment__programme",
            "assessment__submission__round",
            "assessment__submission__ministry",
        )
    )


def _links(today: dt.date) -> list[ContributionLink]:
    """The links by which nothing has come, as long as somebody may be reminded of them."""
    since = end_of(today - dt.timedelta(days=STALE * 2))
    rows = ContributionLink.objects.filter(
        _in_hand("assessment__submission"),
        revoked_at=None,
        contributions=None,
        expires_at__gte=since,
    )
    return list(
        rows.select_related(
            "assessment__programme",
            "assessment__submission__round",
            "assessment__submission__ministry",
        )
    )


def _in_hand(prefix: str) -> Q:
    return Q(
        **{
            f"{prefix}__status__in": OUT,
            f"{prefix}__round__opened_at__isnull": False,
            f"{prefix}__round__kind": RoundKind.REAL,
        }
    )


def _reports(handed: Iterable[HandOut], links: Iterable[ContributionLink]) -> list[Submission]:
    return [row.assessment.submission for row in handed] + [
        row.assessment.submission for row in links
    ]


def _focal_points() -> dict[Any, list[Seat]]:
    found: dict[Any, list[Seat]] = defaultdict(list)
    rows = Seat.objects.filter(role=Role.FOCAL_POINT, ended_at=None).select_related("ministry")
    for seat in sorted(rows, key=lambda row: (row.kind != SeatKind.PRIMARY, row.created_at)):
        found[seat.ministry_id].append(seat)
    return found


def _granted() -> dict[tuple[uuid.UUID, uuid.UUID | None], list[tuple[dt.datetime, dt.date]]]:
    """The moments granted in open rounds, each with the day on which it was decided."""
    found: dict[Any, list[tuple[dt.datetime, dt.date]]] = defaultdict(list)
    rows = Extension.objects.filter(
        state=ExtensionState.GRANTED, round__opened_at__isnull=False
    ).order_by()
    for round_, ministry, until, decided in rows.values_list(
        "round_id", "ministry_id", "until_at", "decided_at"
    ):
        if decided:
            found[round_, ministry].append((until, local_day(decided)))
    return found


def _untold(rows: "list[Any]", model: type[Notice] | type[Mail]) -> Iterator[Any]:
    """Those whose key stands nowhere yet; one query."""
    keys = [row.key for row in rows]
    told = set(model._default_manager.filter(key__in=keys).values_list("key", flat=True))
    return (row for row in rows if row.key not in told)


def _key(kind: str, of: uuid.UUID, days: int, due: dt.datetime, seat: Any = "") -> str:
    """Such as "reminder:<report>:T-3:20190215T1100Z:<seat>"."""
    moment = due.astimezone(dt.UTC).strftime("%Y%m%dT%H%MZ")
    return ":".join(str(part) for part in (kind, of, step_name(days), moment, seat) if part != "")
