"""The rows of a plan or of a chapter of it, as documents and chapter pages show them, in a number of
queries that does not grow with the rows (law 10)."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet

from assessments.enums import ReplyOutcome
from assessments.models import ReviewComment
from nsss_gender.accounts.models import Ministry
from programmes.models import Cluster
from reports.enums import EntryState, PlanStatus
from reports.models import (
    ActionItem,
    ActionPlan,
    EntryAnswer,
    ItemSupport,
    PlanConstraint,
    PlanEntry,
    PolicyReference,
)
from reports.selectors.overview import (
    OFFICIAL,
    Chapter,
    Figures,
    Overview,
    overview,
    owned,
    steady,
)
from reports.selectors.rows import merged_names, references, supports
from reports.selectors.scope import Scope
from reports.selectors.standings import MinistryStanding
from reports.selectors.texts import Section, sections

_Row = TypeVar("_Row", ActionItem, PlanConstraint)
_Any = TypeVar("_Any")


@dataclass(frozen=True)
class Draft:
    """All that a plan, or a chapter of it, shows. ``items`` are rows of answers, ``institutional`` the
    others, ``texts`` part A of the whole plan; the figures of ``overview`` are sums of the database, apart from
    the rows that are listed."""

    plan: ActionPlan
    overview: Overview
    entries: tuple[PlanEntry, ...]
    items: tuple[ActionItem, ...]
    institutional: tuple[ActionItem, ...]
    constraints: tuple[PlanConstraint, ...]
    differing: tuple[ReviewComment, ...]
    supports: Mapping[uuid.UUID, Sequence[ItemSupport]]
    references: Mapping[uuid.UUID, Sequence[PolicyReference]]
    merged: Mapping[uuid.UUID, str]
    texts: tuple[Section, ...] = ()

    @property
    def scope(self) -> Scope:
        """Whose programmes and rows it holds."""
        return self.overview.scope

    def chapters(self) -> Iterator["Draft"]:
        """Each ministry's chapter of a national draft, in official order, as it is read by itself."""
        entries, items = _by_ministry(self.entries), _by_ministry(self.items)
        own = _by_ministry(row for row in self.institutional if row.ministry_id)
        constraints = _by_ministry(self.constraints, "entry.ministry_id")
        differing = _by_ministry(self.differing, "assessment.submission.ministry_id")
        for one in self.overview.ministries:
            key = one.report.ministry.pk if one.report else None
            if key and (key in entries or key in own):
                yield replace(
                    self,
                    overview=self.overview.of(one),
                    entries=tuple(entries.get(key, ())),
                    items=tuple(items.get(key, ())),
                    institutional=tuple(own.get(key, ())),
                    constraints=tuple(constraints.get(key, ())),
                    differing=tuple(differing.get(key, ())),
                )

    @property
    def ministry(self) -> Ministry | None:
        """Whose chapter it is, if a ministry's."""
        return self.overview.scope.ministry

    @property
    def cluster(self) -> Cluster | None:
        """Whose chapter it is, if a cluster's."""
        return self.overview.scope.cluster

    @property
    def together(self) -> bool:
        """Whether points and levels may be told of its programmes together: of the nation always, of a
        chapter until others read it, too (product.md section 5)."""
        return not self.scope.narrow or self.plan.status == PlanStatus.DRAFTING

    @property
    def one_by_one(self) -> bool:
        """Whether they may be told of each programme: never to other ministries, coordinators among them."""
        return self.cluster is None and self.plan.status == PlanStatus.DRAFTING

    @property
    def totals(self) -> Figures:
        """The sums of the whole draft or chapter."""
        return self.overview.totals

    @property
    def standings(self) -> tuple[MinistryStanding, ...]:
        """Where the reports of its ministries stand, in official order."""
        return self.overview.standings

    @property
    def with_rows(self) -> tuple[Chapter, ...]:
        """The ministries that have rows, in official order."""
        return self.overview.with_rows

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

    def ministry_name(self, ministry: Ministry) -> str:
        """The name of the packet's day; today's where nothing was submitted."""
        for one in self.overview.ministries:
            if one.place.pk == ministry.pk:
                return one.name
        return str(ministry)


def draft(
    plan: ActionPlan,
    ministry: Ministry | None = None,
    cluster: Cluster | None = None,
    *,
    only: Collection[uuid.UUID] | None = None,
) -> Draft:
    """The national draft, or a ministry's or cluster's chapter; read again when a refresh came in between.

    ``only`` narrows programmes and their rows to these entries, for a page of a long chapter; the figures
    stay those of the whole chapter.
    """
    scope = Scope(plan, ministry, cluster)
    return steady(plan, lambda: _draft(scope, only))


def _draft(scope: Scope, only: Collection[uuid.UUID] | None) -> Draft:
    plan = scope.plan
    entries = scope.entries().order_by(*OFFICIAL)
    items = plan.items.standing().filter(owned(scope)).select_related("ministry", "cluster")
    if only is not None:
        entries = entries.filter(pk__in=only)
        items = items.filter(Q(entry__in=only) | Q(entry=None))
    constraints = PlanConstraint.objects.filter(
        entry__in=entries.filter(state=EntryState.SETTLED).order_by()
    )
    listed = list(
        entries.select_related("ministry", "programme", "score", "cluster", "packet__submission")
        .defer("packet__content")
        .prefetch_related(Prefetch("answers", EntryAnswer.objects.order_by("position")))
    )
    by_id = {entry.pk: entry for entry in listed}
    rows = list(items)
    return Draft(
        plan=plan,
        overview=overview(scope),
        entries=tuple(listed),
        items=tuple(_with_entries(rows, by_id)),
        institutional=tuple(row for row in rows if row.entry_id is None),
        constraints=tuple(_with_entries(constraints, by_id)),
        differing=tuple(_differing(entries)),
        supports=supports(plan),
        references=references(plan),
        merged=merged_names(rows),
        texts=() if scope.narrow else sections(plan),
    )


def _by_ministry(rows: Iterable[_Any], name: str = "ministry_id") -> dict[uuid.UUID, list[_Any]]:
    found: dict[uuid.UUID, list[_Any]] = {}
    for row in rows:
        found.setdefault(attrgetter(name)(row), []).append(row)
    return found


def _differing(entries: QuerySet[PlanEntry]) -> QuerySet[ReviewComment]:
    """The proposed answers that the ministry did not take: reported and proposed stand side by side (32)."""
    settled = entries.filter(state=EntryState.SETTLED).order_by()
    found = ReviewComment.objects.standing().exclude(proposed="")
    return (
        found.filter(
            reply__outcome=ReplyOutcome.DIFFERS, assessment__in=settled.values("assessment")
        )
        .select_related("assessment__programme", "assessment__submission", "question", "reply")
        .order_by(
            "assessment__submission__ministry__order",
            "assessment__programme__code",
            "question__position",
            "created_at",
        )
    )


def _with_entries(rows: Iterable[_Row], entries: dict[uuid.UUID, PlanEntry]) -> Iterator[_Row]:
    """The rows with the entries that are already read; others came with a refresh in between."""
    for row in rows:
        if row.entry_id in entries:
            row.entry = entries[row.entry_id]
            yield row
