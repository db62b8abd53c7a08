"""Writing in the rows of a plan: their fields with compare-and-set, every text a version (50; decision 6)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.merge import same
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.audit.services import record, text_digest
from reports.models import ActionItem, ActionPlan, ItemSupport, PlanVersion, PolicyReference
from reports.permissions import can_edit_row
from reports.selectors.rows import TYPED, row_values
from reports.services.versions import Outcome, Typed, version_save


def row_edit(*, item: ActionItem, typed: Typed, by: User) -> Outcome:
    """Save what a form says of a row; merged with what a colleague saved since (law 1).

    Raises PermissionDenied, and ValidationError by field where the merged row contradicts itself.
    """
    with transaction.atomic():
        row = row_locked(item)
        seat = can_edit_row(by, row).require()
        standing = row_values(row)
        saved = version_save(row=row, standing=standing, typed=typed, by=by, seat=seat)
        if saved.written:
            row_check(saved.values, institutional=row.institutional)
            row.number = saved.number
            row_write(row, saved.values)
            _note(row, standing, saved.values, by=by, seat=seat)
    return saved


def row_restore(*, version: PlanVersion, item: ActionItem, by: User) -> Outcome:
    """Bring an earlier or kept text back as a new version; where it stands already nothing is written."""
    with transaction.atomic():
        row = row_locked(item)
        typed = Typed(row.number, version.values)
        return row_edit(item=row, typed=typed, by=by)


def row_locked(item: ActionItem) -> ActionItem:
    """The row as it stands now, locked behind its plan, so that nobody moves the plan under it."""
    ActionPlan.objects.select_for_update().get(pk=item.plan_id)
    rows = ActionItem.objects.select_for_update(of=("self",))
    return rows.select_related(
        "plan__round__questionnaire", "ministry", "cluster", "entry__programme"
    ).get(pk=item.pk)


def row_write(row: ActionItem, values: Mapping[str, Any]) -> None:
    """Set the fields of a locked row, and let what it refers to and who supports it follow."""
    for name in (*TYPED, "start_fy", "end_fy", "cycle_stage"):
        setattr(row, name, values[name])
    row.cost_crore = Decimal(values["cost_crore"]) if values["cost_crore"] else None
    row.step_objective = int(values["step_objective"])
    row.institutional_kind = values.get("institutional_kind", "")
    row.save()
    row.references.set(PolicyReference.objects.filter(code__in=values["references"]))
    named = Ministry.objects.filter(code__in=values["supports"])
    row.supports.exclude(ministry__in=named).delete()
    known = {row.ministry_id, *row.supports.values_list("ministry", flat=True)}
    ItemSupport.objects.bulk_create(
        ItemSupport(item=row, ministry=ministry) for ministry in named if ministry.pk not in known
    )


def row_check(values: Mapping[str, Any], *, institutional: bool) -> None:
    """What two people typed apart can contradict each other only together; what an institutional row needs.

    Raises ValidationError by field.
    """
    if institutional and not values["references"]:
        raise ValidationError({"references": _("Choose at least one policy that it carries out.")})
    if values["start_fy"] and values["end_fy"] and values["end_fy"] < values["start_fy"]:
        raise ValidationError({"end_fy": _("The end is before the start. Mend one of the two.")})


def _note(
    row: ActionItem,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    by: User,
    seat: Seat,
) -> None:
    """The event of a save: plain fields old and new, of texts the digests."""
    changed = [name for name in after if not same(before[name], after[name])]
    digests = {
        name: [text_digest(before[name]), text_digest(after[name])]
        for name in changed
        if name in TYPED
    }
    plain = {name: [before[name], after[name]] for name in changed if name not in TYPED}
    record(
        "row edited",
        stream=row.plan.stream,
        target=row.target_name,
        by=by,
        seat=seat,
        changes={"number": row.number, "digests": digests, **plain},
    )
