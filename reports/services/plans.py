"""Drafting the plan: started once per round, refreshed from what is settled (decision 6; 48, 53)."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.models import Round
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record, text_digest
from reports.enums import RowDisposition
from reports.models import (
    ActionItem,
    ActionPlan,
    EntryAnswer,
    EntryFacet,
    PlanConstraint,
    PlanEntry,
)
from reports.permissions import can_refresh, can_start
from reports.services.changes import Changes, changes_of

TEXTS = ("gap", "action", "indicator")
BATCH = 100
ENTRY_FIELDS = (
    "assessment",
    "packet",
    "score",
    "state",
    "not_assessed_reason",
    "ministry_en",
    "ministry_bn",
    "programme_en",
    "programme_bn",
    "cluster",
    "coverage_period",
    "coverage_unit",
    "women",
    "men",
    "hijra",
    "not_disaggregated",
)
ITEM_FIELDS = (
    "packet",
    "answer_version",
    "previous_version",
    "kind",
    "gain",
    "gap_open",
    "priority",
    "source_changed_at",
)


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: references of rows added and flagged, programmes that came and went."""

    added: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    changed: bool = False


def plan_start(*, round_: Round, by: User) -> ActionPlan:
    """Start the plan of a real round; starting it again returns the same plan."""
    seat = can_start(by, round_).require()
    with transaction.atomic():
        plan, created = ActionPlan.objects.get_or_create(
            round=round_, defaults={"round_kind": round_.kind, "created_by": by}
        )
        if created:
            record(
                "plan started",
                stream=plan.stream,
                target=f"plan:{plan.pk}",
                by=by,
                seat=seat,
                changes={"round": [None, str(round_.pk)], "status": [None, plan.status]},
            )
    return plan


def plan_refresh(*, plan: ActionPlan, by: User) -> Refreshed:
    """Take the latest settled answers into the draft; without news nothing is written."""
    with transaction.atomic():
        rows = ActionPlan.objects.select_for_update(of=("self",))
        locked = rows.select_related("round__questionnaire").get(pk=plan.pk)
        seat = can_refresh(by, locked).require()
        work = changes_of(locked)
        if not work.changed and locked.refreshed_at:
            return Refreshed()
        _write(work)
        locked.refreshed_at = timezone.now()
        locked.save(update_fields=["refreshed_at"])
        added = {item.reference: _created(item) for item in work.new_items}
        record(
            "plan refreshed",
            stream=locked.stream,
            target=f"plan:{locked.pk}",
            by=by,
            seat=seat,
            changes={"added": added, "flagged": work.flagged, "programmes": work.states},
        )
    return Refreshed(tuple(added), tuple(work.flagged), tuple(work.states), changed=work.changed)


def _write(work: Changes) -> None:
    PlanEntry.objects.bulk_create(work.new_entries, batch_size=BATCH)
    if work.entries:
        PlanEntry.objects.bulk_update(work.entries, ENTRY_FIELDS, batch_size=BATCH)
    ActionItem.objects.bulk_create(work.new_items, batch_size=BATCH)
    if work.items:
        ActionItem.objects.bulk_update(work.items, ITEM_FIELDS, batch_size=BATCH)
    EntryAnswer.objects.filter(entry__in=work.counted).delete()
    EntryAnswer.objects.bulk_create(work.answers, batch_size=BATCH)
    EntryFacet.objects.filter(entry__in=work.counted).delete()
    EntryFacet.objects.bulk_create(work.facets, batch_size=BATCH)
    PlanConstraint.objects.filter(pk__in=work.old_constraints).delete()
    PlanConstraint.objects.bulk_create(work.new_constraints, batch_size=BATCH)


def _created(item: ActionItem) -> dict[str, Any]:
    """What the log keeps of a new row: its pins, and digests of its texts."""
    texts = {name: text_digest(getattr(item, f"{name}_en")) for name in TEXTS}
    return {
        "version": item.answer_version_id,
        "kind": item.kind,
        "gain": item.gain,
        "disposition": RowDisposition.KEPT,
        "digests": texts,
    }
