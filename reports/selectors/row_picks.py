"""Into which row another can be merged: the same chapter first, any row of the plan by its reference (48)."""

from reports.enums import RowDisposition, RowOrigin
from reports.models import ActionItem, ActionItemQuerySet
from reports.models.rows import CABINET


def mergeable(item: ActionItem) -> ActionItemQuerySet:
    """The rows of the plan that can take this one in: kept themselves, and standing."""
    rows = ActionItem.objects.filter(plan=item.plan_id, disposition=RowDisposition.KEPT)
    found = rows.standing().exclude(pk=item.pk)
    return found.select_related("ministry", "cluster", "entry__programme")


def in_chapter(item: ActionItem) -> tuple[ActionItem, ...]:
    """Those of the same chapter, which a list can offer."""
    same = mergeable(item).filter(ministry=item.ministry_id, cluster=item.cluster_id)
    return tuple(same)


def by_reference(item: ActionItem, text: str) -> ActionItem | None:
    """The row that can take this one in and has this reference; None where there is none."""
    owner, _slash, rest = text.strip().upper().partition("/")
    programme, slash, question = rest.partition("/")
    rows = mergeable(item)
    if slash:
        found = rows.filter(
            ministry__code__iexact=owner,
            entry__programme__code__iexact=programme,
            question_code__iexact=question,
        )
        return found.first()
    if not (rest[:1] == "I" and rest[1:].isdecimal()):
        return None
    numbered = rows.exclude(origin=RowOrigin.ANSWER).filter(position=int(rest[1:]))
    if owner == CABINET:
        return numbered.filter(origin=RowOrigin.CABINET).first()
    of_ministry = numbered.filter(ministry__code__iexact=owner).first()
    return of_ministry or numbered.filter(cluster__code__iexact=owner).first()
