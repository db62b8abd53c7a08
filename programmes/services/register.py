"""Single writes to the register by a person."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.models import Cluster, Coverage, LifecycleStage, TargetGroup, Term
from programmes.permissions import can_record_coverage

STREAM = "register"
KINDS: dict[type[models.Model], str] = {
    Cluster: "cluster",
    LifecycleStage: "stage",
    TargetGroup: "group",
    Coverage: "coverage",
}
_M = TypeVar("_M", bound=models.Model)


def term_save(*, by: User, term: Term) -> Term:
    """Add or change a cluster, stage or target group. Out: the saved term.

    Raises PermissionDenied for anybody without a seat that keeps the register.
    """
    seat = can_manage_register(by).require()
    return _save(term, by=by, seat=seat)


def coverage_save(*, by: User, coverage: Coverage) -> Coverage:
    """Enter or correct the people reached in one period. Out: the saved row.

    The programme's ministries and the keepers of the register may; others get PermissionDenied.
    Raises ValidationError for a row that says nothing.
    """
    seat = can_record_coverage(by, coverage.programme).require()
    if coverage.total is None and not coverage.split_note:
        message = _("Enter at least one figure, or say in words why there is none.")
        raise ValidationError(message, code="empty")
    return _save(coverage, by=by, seat=seat)


def _save(row: _M, *, by: User, seat: Any) -> _M:
    """Save a row with its texts in NFC and record what changed; nothing changed, nothing recorded."""
    kind, names = KINDS[type(row)], [part.attname for part in row._meta.concrete_fields]
    for name in names:
        if isinstance(text := getattr(row, name), str):
            setattr(row, name, normalise(text).strip())
    with transaction.atomic():
        held = type(row)._default_manager.filter(pk=row.pk).values(*names).first() or {}
        changes = {
            name: [held.get(name), getattr(row, name)]
            for name in names
            if not held or held[name] != getattr(row, name)
        }
        if changes:
            row.save()
            record(
                f"{kind}.{'edited' if held else 'added'}",
                stream=STREAM,
                target=f"{kind}:{row.pk}",
                by=by,
                seat=seat,
                changes=changes,
            )
    return row
