"""The pick list of policies: loaded from its file, corrected by an administrator (50, 105)."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.services import record
from reports.models import PolicyReference

STREAM = "register"
FIELDS = ("kind", "order", "name_en", "name_bn", "grade", "source")


def references_load(*, path: Path) -> tuple[int, int]:
    """Create what the file names and the list lacks; what stands is an administrator's and is kept.

    Gives how many were created and kept. Raises ValidationError for a line that cannot be.
    """
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    with transaction.atomic():
        known = set(PolicyReference.objects.values_list("code", flat=True))
        new = [_read(line) for line in lines if line["code"] not in known]
        for row in new:
            row.save()
        if new:
            codes = [row.code for row in new]
            record(
                "references loaded",
                stream=STREAM,
                target="references",
                by=None,
                changes={"codes": [None, codes]},
            )
    return len(new), len(lines) - len(new)


def reference_save(*, reference: PolicyReference, by: User) -> PolicyReference:
    """Add or correct a line of the list. Raises PermissionDenied, ValidationError by field."""
    seat = can_manage_register(by).require()
    with transaction.atomic():
        old = PolicyReference.objects.select_for_update().filter(pk=reference.pk).first()
        reference.full_clean()
        changes = dict(_changes(old, reference))
        if not changes:
            return reference
        reference.save()
        record(
            "reference changed" if old else "reference added",
            stream=STREAM,
            target=f"reference:{reference.code}",
            by=by,
            seat=seat,
            changes=changes,
        )
    return reference


def _read(line: Mapping[str, str]) -> PolicyReference:
    row = PolicyReference(code=line["code"], **{name: line[name] for name in FIELDS})
    try:
        row.full_clean()
    except ValidationError as wrong:
        told = "; ".join(wrong.messages)
        raise ValidationError(
            _("%(code)s cannot be loaded: %(told)s") % {"code": row.code, "told": told}
        ) from wrong
    return row


def _changes(
    old: PolicyReference | None, new: PolicyReference
) -> Iterable[tuple[str, list[object]]]:
    for name in ("code", *FIELDS):
        before, after = getattr(old, name, None), getattr(new, name)
        if before != after:
            yield name, [before, after]
