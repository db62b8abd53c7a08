"""Rows as lists: by chapter and filter, with what each still lacks, and which comes next (48, 50)."""

import uuid
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from django.db.models import Count, Q

from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Ministry, User
from programmes.models import Cluster
from reports.enums import Lack, RowOrigin
from reports.models import ActionItem, ActionItemQuerySet, ActionPlan, ActionPlanQuerySet
from reports.models.rows import TO_DO, lack_of, lacks_any

TO_COMPLETE, UNTRANSLATED, CHANGED = "to_complete", "untranslated", "changed"


@dataclass(frozen=True)
class RowFilter:
    """What limits a list of rows; "" limits nothing. ``show``: to complete, untranslated, changed, or a
    ``Lack``."""

    ministry: str = ""
    origin: str = ""
    kind: str = ""
    priority: str = ""
    disposition: str = ""
    show: str = ""

    @property
    def narrowed(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))


def plans_with_rows(user: User) -> ActionPlanQuerySet:
    """The plans of which the user may look for rows; which rows, ``ActionItem.visible_to`` says."""
    own = user.seats_with(Permission.FILL) or user.seats_with(Permission.READ_CLUSTER)
    return ActionPlan.objects.all() if own else ActionPlan.objects.visible_to(user)


def row_list(user: User, plan: ActionPlan, limits: RowFilter, language: str) -> ActionItemQuerySet:
    """The rows of the plan that the user may read, in official order, with what their lines show."""
    found = ActionItem.objects.visible_to(user).filter(plan=plan).standing()
    found = _shown(found.filter(_limits(limits)), limits.show, language)
    return found.select_related(
        "ministry", "cluster", "entry__ministry", "entry__programme", "merged_into__entry"
    )


def _limits(limits: RowFilter) -> Q:
    """The conditions of the lists to choose from."""
    asked = {
        "ministry__code": limits.ministry,
        "origin": limits.origin,
        "kind": limits.kind,
        "disposition": limits.disposition,
    }
    found = Q(**{name: value for name, value in asked.items() if value})
    if limits.priority:
        found &= Q(priority_override=limits.priority) | Q(
            priority_override="", priority=limits.priority
        )
    return found


def _shown(rows: ActionItemQuerySet, show: str, language: str) -> ActionItemQuerySet:
    """What is still to be done with a row."""
    if show == TO_COMPLETE:
        return rows.to_complete()
    if show == UNTRANSLATED:
        return rows.untranslated("en") | rows.untranslated("bn")
    if show == CHANGED:
        return rows.filter(source_changed_at__isnull=False)
    return rows.lacking(show) if show in Lack.values else rows


def listed_ministries(user: User, plan: ActionPlan) -> tuple[Ministry, ...]:
    """The ministries whose rows the user may list, in official order."""
    rows = ActionItem.objects.visible_to(user).filter(plan=plan)
    keys = rows.order_by().values("ministry").distinct()
    return tuple(Ministry.objects.filter(pk__in=keys).order_by("order", "code"))


def lacking(rows: ActionItemQuerySet) -> dict[str, int]:
    """How many rows are to be completed, and how many lack what; one query."""
    counts: dict[str, Any] = {
        lack.value: Count("pk", filter=TO_DO & lack_of(lack)) for lack in Lack
    }
    return rows.order_by().aggregate(to_complete=Count("pk", filter=lacks_any()), **counts)


def lacking_lines(user: User, plan: ActionPlan, limits: RowFilter) -> list[tuple[str, str, int]]:
    """What is lacking in the chapter: the filter that shows it, its words, and how many rows; one query."""
    chapter = RowFilter(ministry=limits.ministry)
    counts = lacking(row_list(user, plan, chapter, "en"))
    return [(lack.value, str(lack.label), counts[lack]) for lack in Lack if counts[lack]]


def next_row(user: User, item: ActionItem, limits: RowFilter, language: str) -> uuid.UUID | None:
    """The row after this one in its chapter, under the same filter; None after the last one."""
    chapter = {"ministry": item.ministry_id, "cluster": item.cluster_id}
    found = ActionItem.objects.filter(plan=item.plan_id, **chapter)
    limited = row_list(user, item.plan, limits, language).order_by().values("pk")
    keys = list(found.filter(Q(pk__in=limited) | Q(pk=item.pk)).values_list("pk", flat=True))
    return dict(pairwise(keys)).get(item.pk)


def own_places(user: User, plan: ActionPlan) -> list[ActionItem]:
    """For whom the user could add institutional rows (105): rows that are not saved, with their owner."""
    own = [seat.ministry for seat in user.seats_with(Permission.FILL) if seat.ministry]
    found = [ActionItem(plan=plan, origin=RowOrigin.MINISTRY, ministry=one) for one in own]
    clusters = Cluster.objects.order_by("order")
    drafts = bool(user.seats_with(Permission.DRAFT_PLAN))
    if not drafts:
        led = [seat.ministry_id for seat in user.seats_with(Permission.READ_CLUSTER)]
        clusters = clusters.filter(coordinator__in=[key for key in led if key])
    found += [ActionItem(plan=plan, origin=RowOrigin.CLUSTER, cluster=one) for one in clusters]
    return [*found, ActionItem(plan=plan, origin=RowOrigin.CABINET)] if drafts else found
