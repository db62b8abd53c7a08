"""A plan, or a chapter of it, in figures: every sum is made by the database, whatever the rows (law 10)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Max, Q, Sum

from assessments.enums import SubmissionStatus
from assessments.scoring import GRADUATION
from nsss_gender.accounts.models import Ministry, localized
from programmes.models import Cluster
from reports.enums import EntryState, Lack, RowDisposition, RowOrigin, Standing
from reports.models import ActionPlan
from reports.models.rows import LANGUAGES, TO_DO, lack_of, untranslated_in
from reports.selectors.scope import Scope
from reports.selectors.standings import MinistryStanding, standings

ZERO = Decimal(0)
CLUSTERED = (RowOrigin.ANSWER, RowOrigin.CLUSTER)
Group = Mapping[str, Any]
TRIES = 3
OFFICIAL = ("ministry__order", "ministry__code", "programme__code")  # never by points
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Figures:
    """What is counted of programmes and rows. Rows lack something only while they are to be carried out."""

    programmes: int = 0
    early: int = 0
    not_assessed: int = 0
    waiting: int = 0
    current: Decimal = ZERO
    potential: Decimal = ZERO
    rows: int = 0
    answered: int = 0
    graduation: int = 0
    kept: int = 0
    merged: int = 0
    dropped: int = 0
    gain_kept: Decimal = ZERO
    gain_merged: Decimal = ZERO
    gain_dropped: Decimal = ZERO
    changed: int = 0
    untranslated_en: int = 0
    untranslated_bn: int = 0
    no_indicator: int = 0
    no_unit: int = 0
    no_baseline: int = 0
    no_target: int = 0
    no_lead_post: int = 0
    no_cost_crore: int = 0

    def gain(self, disposition: RowDisposition) -> Decimal:
        """Gains of the rows with this disposition."""
        found: Decimal = getattr(self, f"gain_{disposition.value}")
        return found

    def untranslated(self, language: str) -> int:
        """How many rows lack their words in this language."""
        found: int = getattr(self, f"untranslated_{language}")
        return found

    @property
    def to_do(self) -> bool:
        """Whether anything is still to be filled in or translated."""
        return any(getattr(self, f"no_{lack}") for lack in Lack.values) or self.untranslated_bn > 0

    @property
    def institutional(self) -> int:
        """Rows that rest on no answer (105)."""
        return self.rows - self.answered


NAMES = tuple(field.name for field in fields(Figures))


@dataclass(frozen=True)
class Chapter:
    """One ministry's or cluster's chapter in figures; of a ministry also where its report stands, and its
    names on the day of its packet."""

    place: Ministry | Cluster
    figures: Figures
    report: MinistryStanding | None = None
    names: tuple[str, str] = ("", "")

    @property
    def name(self) -> str:
        """The name in the language of the reader: of the packet's day; today's where nothing was taken in."""
        return localized(*self.names) if self.names[0] else str(self.place)


@dataclass(frozen=True)
class Overview:
    """All that a plan, or a chapter of it, says in figures. ``clusters``: of the whole plan only; ``cabinet``: rows of the Cabinet Division;
    ``unclustered``: programmes whose packet names no cluster, with their rows."""

    scope: Scope
    totals: Figures
    ministries: tuple[Chapter, ...]
    clusters: tuple[Chapter, ...]
    cabinet: Figures
    unclustered: Figures

    @property
    def standings(self) -> tuple[MinistryStanding, ...]:
        """Every ministry of the round's list, in official order."""
        return tuple(one.report for one in self.ministries if one.report)

    @property
    def with_rows(self) -> tuple[Chapter, ...]:
        """The ministries that have rows."""
        return tuple(one for one in self.ministries if one.figures.rows)

    @property
    def of_ministries(self) -> int:
        """Rows in the chapters of ministries."""
        return sum(one.figures.rows for one in self.ministries)

    @property
    def of_clusters(self) -> int:
        """Institutional rows of clusters."""
        return sum(one.figures.institutional for one in self.clusters)

    def of(self, chapter: Chapter) -> "Overview":
        """The same of one ministry's chapter alone."""
        place = chapter.place if isinstance(chapter.place, Ministry) else None
        return Overview(
            Scope(self.scope.plan, ministry=place),
            totals=chapter.figures,
            ministries=(chapter,),
            clusters=(),
            cabinet=Figures(),
            unclustered=Figures(),
        )

    def reported(self, standing: Standing) -> tuple[Chapter, ...]:
        """The ministries whose report stands so."""
        return tuple(
            one for one in self.ministries if one.report and one.report.standing == standing
        )


def steady(plan: ActionPlan, read: Callable[[], _Read]) -> _Read:
    """What ``read`` reads; read again when a refresh came in between. The plan then knows of it."""
    for _attempt in range(TRIES):
        found = read()
        now = ActionPlan.objects.values_list("refreshed_at", flat=True).get(pk=plan.pk)
        came, plan.refreshed_at = now != plan.refreshed_at, now
        if not came:
            break
    return found


def overview(scope: Scope) -> Overview:
    """The plan, or what ``scope`` names of it, in five queries."""
    plan = scope.plan
    entries, items = list(_entries(scope)), list(_items(scope))
    names = {row["ministry"]: (row["name_en"], row["name_bn"]) for row in entries}
    owned = [row for row in items if row["ministry"]]
    sums = _by("ministry", entries, owned)
    rows = {key: found.rows for key, found in sums.items()}
    reports = standings(plan.round, _ministries(scope), rows)
    of_clusters = [_clustered(row) for row in items if row["origin"] in CLUSTERED]
    by_cluster = _by("cluster", entries, of_clusters)
    return Overview(
        scope=scope,
        totals=_figures([*entries, *items]),
        ministries=tuple(
            Chapter(
                one.ministry,
                sums.get(one.ministry.pk, Figures()),
                one,
                names.get(one.ministry.pk, ("", "")),
            )
            for one in reports
        ),
        clusters=() if scope.narrow else tuple(_clusters(by_cluster)),
        cabinet=_figures(row for row in items if row["origin"] == RowOrigin.CABINET),
        unclustered=by_cluster.get(None, Figures()),
    )


def owned(scope: Scope) -> Q:
    """The rows of the scope: those of its programmes, and its own institutional ones (105)."""
    if scope.ministry:
        return Q(ministry=scope.ministry)
    if scope.cluster:
        return Q(entry__cluster=scope.cluster) | Q(cluster=scope.cluster)
    return Q()


def _ministries(scope: Scope) -> Q:
    """The lines of the round's list that concern it; a ministry can sit in several clusters."""
    if scope.cluster:
        members = scope.cluster.memberships.values("ministry")
        return Q(ministry__in=members) | Q(ministry__in=scope.entries().values("ministry"))
    return Q(ministry=scope.ministry) if scope.ministry else Q()


def _clustered(row: Group) -> Group:
    """The row of sums under the cluster it counts for: that of its programme, or its own."""
    return {**row, "cluster": row["entry__cluster"] or row["cluster"]}


def _clusters(sums: Mapping[Any, Figures]) -> Iterator[Chapter]:
    for cluster in Cluster.objects.filter(pk__in=[key for key in sums if key]).select_related(
        "coordinator"
    ):
        yield Chapter(cluster, sums[cluster.pk])


def _by(name: str, *groups: Iterable[Group]) -> dict[Any, Figures]:
    """The sums of all that have the same value under the name."""
    found: dict[Any, list[Group]] = {}
    for row in (row for group in groups for row in group):
        found.setdefault(row[name], []).append(row)
    return {key: _figures(rows) for key, rows in found.items()}


def _figures(rows: Iterable[Group]) -> Figures:
    sums: dict[str, Any] = {}
    for row in rows:
        for name in NAMES:
            if row.get(name):
                sums[name] = sums.get(name, 0) + row[name]
    return Figures(**sums)


def _entries(scope: Scope) -> Iterable[Group]:
    """Programmes by ministry and cluster, with the names of their packets."""
    settled = Q(state=EntryState.SETTLED)
    accepted = Q(packet__submission__status=SubmissionStatus.ACCEPTED)
    return (
        scope.entries()
        .values("ministry", "cluster")
        .annotate(
            programmes=Count("pk", filter=settled),
            early=Count("pk", filter=settled & ~accepted),
            not_assessed=Count("pk", filter=Q(state=EntryState.NOT_ASSESSED)),
            waiting=Count("pk", filter=Q(state=EntryState.WAITING)),
            current=Sum("score__current", filter=settled),
            potential=Sum("score__potential", filter=settled),
            name_en=Max("ministry_en"),
            name_bn=Max("ministry_bn"),
        )
    )


def _items(scope: Scope) -> Iterable[Group]:
    """Rows by owner and by the cluster of their programme."""
    counts = {one.value: Count("pk", filter=Q(disposition=one)) for one in RowDisposition}
    gains = {f"gain_{one}": Sum("gain", filter=Q(disposition=one)) for one in RowDisposition}
    lacking = {f"no_{lack}": Count("pk", filter=TO_DO & lack_of(lack)) for lack in Lack.values}
    foreign = {
        f"untranslated_{language}": Count("pk", filter=untranslated_in(language))
        for language in LANGUAGES
    }
    return (
        scope.plan.items.standing()
        .filter(owned(scope))
        .order_by()
        .values("origin", "ministry", "cluster", "entry__cluster")
        .annotate(
            rows=Count("pk"),
            answered=Count("pk", filter=Q(entry__isnull=False)),
            graduation=Count("pk", filter=Q(question_code=GRADUATION)),
            changed=Count("pk", filter=Q(source_changed_at__isnull=False)),
            **counts,
            **gains,
            **lacking,
            **foreign,
        )
    )
