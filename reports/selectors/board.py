"""The board of a round: where each ministry's report stands, whom to ring, and by when (33-35, 38).

States and percentages only, never an answer (decision 11). The number of queries does not grow.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.deadlines import Standing, local_day
from assessments.enums import Expected, RoundKind, SubmissionStatus
from assessments.models import Assessment, Milestone, Packet, Round, Submission
from assessments.selectors.contacts import Contact, contacts
from assessments.selectors.division import answered, percent
from assessments.selectors.due import Dues, round_dues
from assessments.selectors.rounds import expectations
from nsss_gender.accounts.models import Ministry, localized

S = SubmissionStatus
NOBODY = Contact(name=None)
REVIEWING = frozenset({S.SUBMITTED, S.UNDER_REVIEW})


@dataclass(frozen=True)
class Share:
    """Programmes of one ministry in one cluster; ``cluster`` is its order and names, None outside."""

    cluster: tuple[int, str, str] | None
    assessed: int
    not_assessed: int

    @property
    def name(self) -> str:
        return localized(self.cluster[1], self.cluster[2]) if self.cluster else ""


@dataclass(frozen=True)
class Line:
    """One ministry of the round; ``stream`` is where the log tells of its report. ``standing`` is reckoned at the receipt, or now while it is out."""

    ministry: Ministry
    expected: str
    reason: str = ""
    status: str = ""
    percent: int | None = None
    due: dt.datetime | None = None
    extended: bool = False
    received_at: dt.datetime | None = None
    standing: Standing | None = None
    shares: tuple[Share, ...] = ()
    contact: Contact = NOBODY
    stream: str = ""

    @property
    def wanted(self) -> bool:
        """Whether anything is expected of the ministry."""
        return self.expected != Expected.NONE

    @property
    def received(self) -> bool:
        """Whether a report, or a nil report, came in at least once."""
        return self.wanted and self.received_at is not None

    @property
    def unexpected(self) -> bool:
        """Whether something came in although nothing is expected."""
        return not self.wanted and self.received_at is not None

    @property
    def nil(self) -> bool:
        """Whether what came in is a nil report: no programme is on its list."""
        return self.received and not self.shares

    @property
    def out(self) -> bool:
        """Whether it is expected and never came."""
        return self.wanted and not self.received

    @property
    def late(self) -> bool:
        """Whether it came, or is, after the deadline in force."""
        return self.wanted and bool(self.standing and self.standing.late)

    @property
    def overdue(self) -> bool:
        """Whether it is out although its deadline is over: a reminder is due."""
        return self.out and self.late

    @property
    def assessed(self) -> int:
        return sum(share.assessed for share in self.shares)

    @property
    def not_assessed(self) -> int:
        return sum(share.not_assessed for share in self.shares)


@dataclass(frozen=True)
class Mark:
    """A day of the timeline; ``known`` says what the round itself tells: opened, deadline, extended."""

    day: dt.date | None
    known: str = ""
    milestone: Milestone | None = None


@dataclass(frozen=True)
class Board:
    """Everything the board of a round shows, as of ``today``."""

    round: Round
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    today: dt.date

    @property
    def deadline(self) -> dt.datetime:
        """The deadline of all who have no line of their own."""
        return self.round.deadline_at

    @property
    def wanted(self) -> tuple[Line, ...]:
        """The ministries of which something is expected, in official order."""
        return tuple(line for line in self.lines if line.wanted)

    def excused(self) -> dict[str, list[str]]:
        """The names of the others by the reason why nothing is expected."""
        found: dict[str, list[str]] = defaultdict(list)
        for line in self.lines:
            if not line.wanted:
                found[line.reason].append(str(line.ministry))
        return found

    def clusters(self) -> list[tuple[Share, list[Line]]]:
        """Each cluster in its order with the ministries that have a programme in it, several times
        where a ministry sits in several clusters; the counts are of that cluster alone."""
        found: dict[Any, list[tuple[Share, Line]]] = defaultdict(list)
        for line in self.lines:
            for share in line.shares:
                found[share.cluster].append((share, line))
        ordered = sorted(found, key=lambda key: (key is None, key or ()))
        return [(_sum(found[key]), [line for _share, line in found[key]]) for key in ordered]


def _sum(rows: Sequence[tuple[Share, Line]]) -> Share:
    shares = [share for share, _line in rows]
    assessed, not_assessed = (
        sum(getattr(share, name) for share in shares) for name in ("assessed", "not_assessed")
    )
    return Share(shares[0].cluster, assessed, not_assessed)


def boards() -> QuerySet[Round]:
    """The rounds that have a board: open ones, the newest first, practice last."""
    found = Round.objects.filter(opened_at__isnull=False).select_related("questionnaire")
    return found.order_by("-kind", "-opened_at")


def newest() -> Round | None:
    """The round whose board is shown first: the real one that was opened last."""
    return boards().filter(kind=RoundKind.REAL).first() or boards().first()


def board(
    round_: Round, known: Dues | None = None, people: Mapping[Any, Contact] | None = None
) -> Board:
    """The board as it stands now; six queries, two fewer where deadlines and people are known already."""
    reports, known = reports_of(round_), known or round_dues(round_)
    shares, known_people = _shares(round_), contacts() if people is None else people
    lines = []
    for row in expectations(round_):
        report = reports.get(row.ministry_id)
        told: dict[str, Any] = {"expected": row.expected, "reason": row.reason}
        if report and row.expected != Expected.NONE:
            told |= reported(report, known) | {"shares": tuple(shares.get(report.pk, ()))}
            told["percent"] = _percent(report, told["shares"])
        elif report and vars(report)["first_at"]:
            told["received_at"] = vars(report)["first_at"]
        contact = known_people.get(row.ministry_id, NOBODY)
        lines.append(Line(row.ministry, contact=contact, **told))
    return Board(round_, tuple(lines), tuple(_marks(round_, known)), timezone.localdate())


def reports_of(round_: Round, ministry: Any = None) -> dict[Any, Submission]:
    """The reports by ministry, without supplements; of those never sent in, how much is answered.
    ``ministry`` leaves one of them. One query."""
    first = Packet.objects.filter(submission=OuterRef("pk"), number=1).values("created_at")
    given = When(submitted_at=None, then=answered(round_.questionnaire))
    wanted = {"ministry": ministry} if ministry else {}
    found = round_.submissions.filter(number=0, **wanted).annotate(
        first_at=Subquery(first), given=Case(given, default=0, output_field=IntegerField())
    )
    return {row.ministry_id: row for row in found.select_related("round__questionnaire")}


def _percent(report: Submission, shares: Iterable[Share]) -> int | None:
    """How much of a report that never came in is answered."""
    if vars(report)["first_at"]:
        return None
    return percent(report, vars(report)["given"], sum(share.assessed for share in shares))


def reported(report: Submission, known: Dues) -> dict[str, Any]:
    """Where a report stands, as the fields of its line."""
    first_at: dt.datetime | None = vars(report)["first_at"]
    due = known.at(report.round, report.ministry_id)
    return {
        "status": report.status,
        "stream": report.stream,
        "due": due,
        "extended": due > report.round.deadline_at,
        "received_at": first_at,
        "standing": known.standing(report, first_at or timezone.now()),
    }


def _shares(round_: Round) -> Mapping[Any, list[Share]]:
    """The listed programmes of each report by cluster; one query."""
    cluster = [f"programme__cluster__{name}" for name in ("order", "name_en", "name_bn")]
    rows = (
        Assessment.objects.listed()
        .filter(submission__round=round_, submission__number=0)
        .order_by()
        .values_list("submission_id", *cluster)
        .annotate(
            yes=Count("pk", filter=Q(not_assessed_reason="")),
            no=Count("pk", filter=~Q(not_assessed_reason="")),
        )
    )
    found: dict[Any, list[Share]] = defaultdict(list)
    for key, order, english, bangla, yes, no in rows:
        where = None if order is None else (order, english, bangla)
        found[key].append(Share(where, yes, no))
    return found


def _marks(round_: Round, known: Dues) -> list[Mark]:
    """The timeline: what the round tells of itself, and its milestones; one query."""
    marks = [Mark(local_day(round_.deadline_at), "deadline")]
    if round_.short_form_due_at:
        marks.append(Mark(local_day(round_.short_form_due_at), "short_form"))
    if round_.opened_at:
        marks.append(Mark(local_day(round_.opened_at), "opened"))
    marks += _extended(round_, known)
    marks += [Mark(row.day, milestone=row) for row in round_.milestones.all()]
    return sorted(marks, key=lambda mark: (mark.day is None, mark.day or dt.date.min))


def _extended(round_: Round, known: Dues) -> Iterable[Mark]:
    """The latest extension for all, and the latest one of a single ministry where it lies later."""
    for_all = known.at(round_)
    if for_all > round_.deadline_at:
        yield Mark(local_day(for_all), "extended")
    single = [until for (_round, ministry), until in known.granted.items() if ministry]
    if single and max(single) > for_all:
        yield Mark(local_day(max(single)), "last_extension")


@dataclass(frozen=True)
class Group:
    """Ministries of which the same was expected and the same came; ``tone`` says how well that fits."""

    key: str
    title: Any
    tone: str
    lines: tuple[Line, ...]


# what was expected and what came → its name, its tone, and which lines are meant
COMPARED: dict[str, tuple[Any, str, Callable[[Line], bool]]] = {
    "report_out": (
        _("Report expected, nothing came"),
        "problem",
        lambda line: line.expected == Expected.REPORT and line.out,
    ),
    "nil_out": (
        _("Nil confirmation expected, nothing came"),
        "problem",
        lambda line: line.expected == Expected.NIL and line.out,
    ),
    "report_nil": (
        _("Report expected, a nil report came"),
        "attention",
        lambda line: line.expected == Expected.REPORT and line.nil,
    ),
    "nil_report": (
        _("Nil confirmation expected, a report came"),
        "attention",
        lambda line: line.expected == Expected.NIL and line.received and not line.nil,
    ),
    "unexpected": (_("Nothing expected, a report came"), "attention", lambda line: line.unexpected),
    "report": (
        _("Report expected and received"),
        "ok",
        lambda line: line.expected == Expected.REPORT and line.received and not line.nil,
    ),
    "nil": (
        _("Nil confirmation expected and received"),
        "ok",
        lambda line: line.expected == Expected.NIL and line.nil,
    ),
    "none": (
        _("Nothing expected, and nothing came"),
        "neutral",
        lambda line: not line.wanted and not line.unexpected,
    ),
}


def compared(board: Board) -> list[Group]:
    """The expected list against what came, by name; every ministry of the round is in one group."""
    return [
        Group(key, title, tone, tuple(filter(meant, board.lines)))
        for key, (title, tone, meant) in COMPARED.items()
    ]
