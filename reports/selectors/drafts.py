"""What plans and their pages read, in a number of queries that does not grow with the rows (law 10)."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import Any, TypeVar

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum

from assessments.enums import (
    AssessmentStatus,
    Expected,
    RoundKind,
    SubmissionStatus,
)
from assessments.models import Round, RoundMinistry
from assessments.scoring import GRADUATION
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User
from reports.enums import EntryState, RowDisposition, Standing
from reports.models import ActionItem, ActionPlan, PlanConstraint, PlanEntry

ZERO = Decimal(0)
TRIES = 3
COUNTS = ("settled", "unsettled", "not_assessed")
_Row = TypeVar("_Row", ActionItem, PlanConstraint)
SENT = frozenset(
    {
        SubmissionStatus.SUBMITTED,
        SubmissionStatus.UNDER_REVIEW,
        SubmissionStatus.RETURNED,
        SubmissionStatus.RECOMMENDED,
        SubmissionStatus.ACCEPTED,
    }
)


@dataclass(frozen=True)
class MinistryStanding:
    """Where one ministry's report stands; the counts are of its programmes."""

    ministry: Ministry
    standing: Standing
    expected: str
    status: str = ""
    reason: str = ""
    settled: int = 0
    unsettled: int = 0
    not_assessed: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Totals:
    """Sums made by the database, apart from the rows that are listed."""

    programmes: int = 0
    rows: int = 0
    graduation: int = 0
    current: Decimal = ZERO
    potential: Decimal = ZERO
    gains: dict[str, Decimal] = field(default_factory=dict)

    def gain(self, disposition: RowDisposition) -> Decimal:
        """Gains of the rows with this disposition."""
        return self.gains.get(disposition.value, ZERO)


@dataclass(frozen=True)
class Draft:
    """All that a plan, or one ministry's chapter of it, shows."""

    plan: ActionPlan
    ministry: Ministry | None
    entries: tuple[PlanEntry, ...]
    items: tuple[ActionItem, ...]
    constraints: tuple[PlanConstraint, ...]
    standings: tuple[MinistryStanding, ...]
    totals: Totals

    @property
    def settled(self) -> tuple[PlanEntry, ...]:
        """The programmes whose rows stand in the draft."""
        return tuple(entry for entry in self.entries if entry.state == EntryState.SETTLED)

    @property
    def not_assessed(self) -> tuple[PlanEntry, ...]:
        """The programmes that were not assessed, by name."""
        return tuple(entry for entry in self.entries if entry.state == EntryState.NOT_ASSESSED)

    @property
    def waiting(self) -> tuple[PlanEntry, ...]:
        """The programmes whose points were opened again."""
        return tuple(entry for entry in self.entries if entry.state == EntryState.WAITING)

    @property
    def with_rows(self) -> tuple[MinistryStanding, ...]:
        """The ministries that have rows, in official order."""
        return tuple(one for one in self.standings if one.rows)

    def ministry_name(self, ministry: Ministry) -> str:
        """The name of the packet's day; today's where nothing was submitted."""
        for entry in self.entries:
            if entry.ministry_id == ministry.pk:
                return entry.ministry_name
        return str(ministry)


def draft(plan: ActionPlan, ministry: Ministry | None = None) -> Draft:
    """The national draft, or a ministry's chapter; read again when a refresh came in between."""
    for _attempt in range(TRIES):
        found, now = _draft(plan, ministry)
        if now == plan.refreshed_at:
            break
        plan.refreshed_at = now
    return found


def _draft(plan: ActionPlan, ministry: Ministry | None) -> tuple[Draft, dt.datetime | None]:
    """The draft, and when the plan was refreshed last as read after everything else."""
    entries = plan.entries.filter(Q(ministry=ministry) if ministry else Q())
    items = plan.items.standing().filter(Q(ministry=ministry) if ministry else Q())
    items = items.exclude(entry=None).select_related("ministry")
    constraints = PlanConstraint.objects.filter(
        entry__in=entries.filter(state=EntryState.SETTLED).order_by()
    )
    listed = list(
        entries.select_related("ministry", "programme", "score", "packet__submission").defer(
            "packet__content"
        )
    )
    by_id = {entry.pk: entry for entry in listed}
    sums = _sums(items)
    found = Draft(
        plan=plan,
        ministry=ministry,
        entries=tuple(listed),
        items=tuple(_with_entries(items, by_id)),
        constraints=tuple(_with_entries(constraints, by_id)),
        standings=tuple(_standings(plan.round, ministry, sums)),
        totals=_totals(scores := _scores(plan, ministry), sums.values()),
    )
    return found, scores["refreshed_at"]


def _with_entries(rows: Iterable[_Row], entries: dict[uuid.UUID, PlanEntry]) -> Iterator[_Row]:
    """The rows with the entries that are already read; others came with a refresh in between."""
    for row in rows:
        if row.entry_id in entries:
            row.entry = entries[row.entry_id]
            yield row


def _sums(items: QuerySet[ActionItem]) -> dict[uuid.UUID, Mapping[str, Any]]:
    """What the database makes of the rows of each ministry: counts, and gains by disposition."""
    gains = {
        disposition.value: Sum("gain", filter=Q(disposition=disposition))
        for disposition in RowDisposition
    }
    counted = (
        items.order_by()
        .values("ministry")
        .annotate(
            rows=Count("pk"), graduation=Count("pk", filter=Q(question_code=GRADUATION)), **gains
        )
    )
    return {row["ministry"]: row for row in counted}


def _scores(plan: ActionPlan, ministry: Ministry | None) -> Mapping[str, Any]:
    """What the database makes of the scores of the settled programmes, and the last refresh."""
    settled = Q(entries__state=EntryState.SETTLED)
    if ministry:
        settled &= Q(entries__ministry=ministry)
    counted = ActionPlan.objects.filter(pk=plan.pk).annotate(
        programmes=Count("entries", filter=settled),
        current=Sum("entries__score__current", filter=settled),
        potential=Sum("entries__score__potential", filter=settled),
    )
    return counted.values("refreshed_at", "programmes", "current", "potential").get()


def _totals(scores: Mapping[str, Any], sums: Collection[Mapping[str, Any]]) -> Totals:
    gains = {
        disposition.value: sum((row[disposition.value] or ZERO for row in sums), ZERO)
        for disposition in RowDisposition
    }
    return Totals(
        programmes=scores["programmes"],
        rows=sum(row["rows"] for row in sums),
        graduation=sum(row["graduation"] for row in sums),
        current=scores["current"] or ZERO,
        potential=scores["potential"] or ZERO,
        gains=gains,
    )


def _standings(
    round_: Round, ministry: Ministry | None, sums: Mapping[uuid.UUID, Mapping[str, Any]]
) -> Iterator[MinistryStanding]:
    """Every ministry of the round's list with its report, in official order, in one query."""
    rows = _expected(round_).filter(Q(ministry=ministry) if ministry else Q())
    for _key, group in groupby(rows, key=attrgetter("ministry_id")):
        found = list(group)
        row, status = found[0], vars(found[0])["status"] or ""
        counts = _counts(found)
        told = {name: counts[name] for name in COUNTS} if status in SENT else {}
        yield MinistryStanding(
            ministry=row.ministry,
            standing=_standing(row.expected, told),
            expected=row.expected,
            status=status,
            reason=row.reason,
            rows=sums[row.ministry_id]["rows"] if row.ministry_id in sums else 0,
            **told,
        )


def _expected(round_: Round) -> QuerySet[RoundMinistry]:
    """What is expected of whom: one row for each programme in the report and in accepted supplements,
    those of the report first; one row alone where there is none."""
    there = "ministry__submissions"
    counted = Q(**{f"{there}__number": 0}) | Q(**{f"{there}__status": SubmissionStatus.ACCEPTED})
    report = FilteredRelation(there, condition=Q(**{f"{there}__round": round_}) & counted)
    return (
        RoundMinistry.objects.filter(round=round_)
        .annotate(report=report)
        .annotate(
            status=F("report__status"),
            programme=F("report__assessments__programme"),
            state=F("report__assessments__status"),
            out=F("report__assessments__not_assessed_reason"),
            gone=F("report__assessments__left_out"),
        )
        .select_related("ministry")
        .order_by("ministry__order", "ministry__code", "ministry", "report__number")
    )


def _counts(rows: Iterable[RoundMinistry]) -> Counter[str]:
    """How many programmes are in which state, each counted once: what an accepted supplement says of
    a programme stands before what the report says (104)."""
    facts = [vars(row) for row in rows]
    listed = [row for row in facts if row["programme"] and not row["gone"]]
    return Counter({row["programme"]: _state(row["state"], row["out"]) for row in listed}.values())


def _state(status: str, not_assessed: str) -> str:
    if not_assessed:
        return "not_assessed"
    return "settled" if status == AssessmentStatus.SETTLED else "unsettled"


def _standing(expected: str, told: Mapping[str, int]) -> Standing:
    """Where a ministry stands; nothing is told of a report that was not submitted."""
    if not told:
        return Standing.NOT_EXPECTED if expected == Expected.NONE else Standing.MISSING
    if not any(told.values()):
        return Standing.NIL
    return Standing.UNSETTLED if told["unsettled"] else Standing.SETTLED


# ── Lists and single things ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Listed:
    """A plan in the list, with how many rows it has and the chapter to open where not the whole."""

    plan: ActionPlan
    rows: int
    whole: bool
    chapters: tuple[Ministry, ...] = ()


def plans(user: User) -> tuple[Listed, ...]:
    """The plans of which the user may read something, newest first."""
    whole = set(ActionPlan.objects.visible_to(user).values_list("pk", flat=True))
    own = tuple(seat.ministry for seat in user.seats_with(Permission.FILL) if seat.ministry)
    found = ActionPlan.objects.listed_for(user).select_related("round").order_by("-created_at")
    rows = ActionItem.objects.standing()
    if not user.seats_with(Permission.READ_PLAN):
        rows = rows.filter(ministry__in=own)
    counts = dict(rows.order_by().values_list("plan").annotate(count=Count("pk")))
    return tuple(Listed(plan, counts.get(plan.pk, 0), plan.pk in whole, own) for plan in found)


def rounds_without_plan(user: User) -> tuple[Round, ...]:
    """The open real rounds whose plan the user could start."""
    return tuple(startable_rounds(user).filter(plan=None))


def startable_rounds(user: User) -> QuerySet[Round]:
    """The rounds that may have a plan, for those who read plans; nothing for others."""
    if not user.seats_with(Permission.READ_PLAN):
        return Round.objects.none()
    return Round.objects.filter(kind=RoundKind.REAL, opened_at__isnull=False)
