"""The rows of a plan or of a chapter of it, as documents and chapter pages show them, in a number of
queries that does not grow with the rows (law 10)."""

import uuid
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q

from nsss_gender.accounts.models import Ministry
from programmes.models import Cluster
from reports.enums import EntryState
from reports.models import ActionItem, ActionPlan, PlanConstraint, PlanEntry
from reports.selectors.overview import Chapter, Figures, Overview, Scope, overview, steady
from reports.selectors.standings import MinistryStanding

_Row = TypeVar("_Row", ActionItem, PlanConstraint)


@dataclass(frozen=True)
class Draft:
    """All that a plan, or a chapter of it, shows. ``items`` are rows of answers, ``institutional`` the
    others; the figures of ``overview`` are sums of the database, apart from the rows that are listed."""

    plan: ActionPlan
    overview: Overview
    entries: tuple[PlanEntry, ...]
    items: tuple[ActionItem, ...]
    institutional: tuple[ActionItem, ...]
    constraints: tuple[PlanConstraint, ...]

    @property
    def ministry(self) -> Ministry | None:
        """Whose chapter it is, if a ministry's."""
        return self.overview.scope.ministry

    @property
    def cluster(self) -> Cluster | None:
        """Whose chapter it is, if a cluster's."""
        return self.overview.scope.cluster

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
    scope = Scope(ministry, cluster)
    return steady(plan, lambda: _draft(plan, scope, only))


def _draft(plan: ActionPlan, scope: Scope, only: Collection[uuid.UUID] | None) -> Draft:
    entries = plan.entries.filter(scope.entries)
    items = plan.items.standing().filter(scope.items).select_related("ministry", "cluster")
    if only is not None:
        entries = entries.filter(pk__in=only)
        items = items.filter(Q(entry__in=only) | Q(entry=None))
    constraints = PlanConstraint.objects.filter(
        entry__in=entries.filter(state=EntryState.SETTLED).order_by()
    )
    listed = list(
        entries.select_related(
            "ministry", "programme", "score", "cluster", "packet__submission"
        ).defer("packet__content")
    )
    by_id = {entry.pk: entry for entry in listed}
    rows = list(items)
    return Draft(
        plan=plan,
        overview=overview(plan, scope),
        entries=tuple(listed),
        items=tuple(_with_entries(rows, by_id)),
        institutional=tuple(row for row in rows if row.entry_id is None),
        constraints=tuple(_with_entries(constraints, by_id)),
    )


def _with_entries(rows: Iterable[_Row], entries: dict[uuid.UUID, PlanEntry]) -> Iterator[_Row]:
    """The rows with the entries that are already read; others came with a refresh in between."""
    for row in rows:
        if row.entry_id in entries:
            row.entry = entries[row.entry_id]
            yield row
