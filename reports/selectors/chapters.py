"""The page of a chapter: its programmes a page at a time, each with its rows (law 10)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from assessments.models import RoundMinistry
from nsss_gender.accounts.models import User
from reports.enums import EntryState
from reports.models import ActionItem, ActionPlan, PlanConstraint, PlanEntry
from reports.selectors.overview import OFFICIAL, Overview, overview, owned
from reports.selectors.scope import Scope

PAGE_SIZE = 20
_Row = TypeVar("_Row", ActionItem, PlanConstraint)


@dataclass(frozen=True)
class Programme:
    """A programme of the page with its rows and what cannot be done."""

    entry: PlanEntry
    items: tuple[ActionItem, ...]
    constraints: tuple[PlanConstraint, ...]

    @property
    def settled(self) -> bool:
        """Whether its rows stand in the draft."""
        return self.entry.state == EntryState.SETTLED


@dataclass(frozen=True)
class ChapterPage:
    """A page of a chapter. The figures are those of the whole chapter."""

    overview: Overview
    page: Page[PlanEntry]
    programmes: tuple[Programme, ...]
    institutional: tuple[ActionItem, ...]


class _Entries(Paginator[PlanEntry]):
    """Pages of programmes whose number was already counted with everything else."""

    def __init__(self, rows: QuerySet[PlanEntry], count: int) -> None:
        super().__init__(rows, PAGE_SIZE)
        self.counted = count

    @property
    def count(self) -> int:
        """How many programmes there are."""
        return self.counted


def places(user: User, plan: uuid.UUID, ministry: uuid.UUID) -> QuerySet[RoundMinistry]:
    """The line of the round's list that a ministry's chapter is about, with ministry, round and plan, where
    the user may read the chapter."""
    visible = ActionPlan.objects.chapter_visible_to(user, ministry).filter(pk=plan)
    found = RoundMinistry.objects.filter(ministry=ministry, round__plan__in=visible)
    return found.select_related("ministry", "round__plan")


def chapter_page(scope: Scope, number: str | None) -> ChapterPage:
    """One page of a ministry's or cluster's chapter, programmes in official order."""
    plan, found = scope.plan, overview(scope)
    totals = found.totals
    entries = (
        scope.entries()
        .order_by(*OFFICIAL)
        .select_related("ministry", "programme", "score", "packet__submission")
        .defer("packet__content")
    )
    count = totals.programmes + totals.not_assessed + totals.waiting
    page = _Entries(entries, count).get_page(number)
    listed = {entry.pk: entry for entry in page}
    shown = Q(entry__in=listed)
    if page.number == 1:
        shown |= owned(scope) & Q(entry=None)  # what the institution itself does comes first
    rows = list(plan.items.standing().filter(shown).select_related("ministry", "cluster"))
    items = _by_entry((row for row in rows if row.entry_id), listed)
    constraints = _by_entry(PlanConstraint.objects.filter(entry__in=listed), listed)
    return ChapterPage(
        overview=found,
        page=page,
        programmes=tuple(
            Programme(entry, tuple(items.get(key, ())), tuple(constraints.get(key, ())))
            for key, entry in listed.items()
        ),
        institutional=tuple(row for row in rows if row.entry_id is None),
    )


def _by_entry(
    rows: Iterable[_Row], entries: Mapping[uuid.UUID, PlanEntry]
) -> dict[uuid.UUID, list[_Row]]:
    """The rows of each programme, each knowing the programme that is already read."""
    found: dict[uuid.UUID, list[_Row]] = {}
    for row in rows:
        row.entry = entries[row.entry_id]  # type: ignore[index]  # asked for by just these
        found.setdefault(row.entry.pk, []).append(row)
    return found
