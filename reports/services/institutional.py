"""Rows that rest on no answer: what ministries, clusters and the Cabinet Division do as institutions (105)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record, text_digest
from reports.models import ActionItem, ActionPlan
from reports.permissions import can_add_row
from reports.selectors.rows import TYPED
from reports.services.rows import row_check, row_write


def institutional_add(
    *, key: uuid.UUID, item: ActionItem, values: Mapping[str, Any], by: User
) -> ActionItem:
    """Add an institutional row; posting the same form again gives the same row.

    ``item`` is not saved yet: plan, origin, and the ministry or cluster. Its number is the next of its
    owner. Raises PermissionDenied, and ValidationError where no policy is named.
    """
    with transaction.atomic():
        plan = ActionPlan.objects.select_for_update().get(pk=item.plan_id)
        row = ActionItem(pk=key, plan=plan, **_owner(item))
        seat = can_add_row(by, row).require()
        there = ActionItem.objects.filter(pk=key).first()
        if there:
            return _same(there, row)
        row_check(values, institutional=True)
        owned = ActionItem.objects.filter(plan=plan, **_owner(item))
        row.position = int(owned.aggregate(last=Max("position"))["last"] or 0) + 1
        row.cycle_stage, row.step_objective = values["cycle_stage"], int(values["step_objective"])
        row.save(force_insert=True)
        row_write(row, values)
        record(
            "institutional row added",
            stream=plan.stream,
            target=row.target_name,
            by=by,
            seat=seat,
            changes=_noted(row, values),
        )
    return row


def _owner(item: ActionItem) -> dict[str, Any]:
    return {"origin": item.origin, "ministry": item.ministry, "cluster": item.cluster}


def _same(there: ActionItem, row: ActionItem) -> ActionItem:
    """The row that was made by the same form; a key that belongs to another is refused."""
    mine = (row.plan_id, row.origin, row.ministry_id, row.cluster_id)
    if (there.plan_id, there.origin, there.ministry_id, there.cluster_id) != mine:
        raise ValidationError(_("This form is from another page. Reload it."))
    return there


def _noted(row: ActionItem, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the log keeps: plain fields, and digests of the texts."""
    plain = {name: value for name, value in values.items() if name not in TYPED}
    digests = {name: text_digest(values[name]) for name in TYPED if values[name]}
    return {"reference": row.reference, "digests": digests, **plain}
