"""Figures and words of the register: entered, corrected, withdrawn by a person (2, 5, 6)."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import can_manage_register, refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.models import (
    Agency,
    Budget,
    Cluster,
    Coverage,
    LifecycleStage,
    Programme,
    TargetGroup,
    Term,
)
from programmes.permissions import can_change_figure, can_record_coverage
from programmes.services.acts import grounds
from programmes.services.facts import stale
from programmes.services.keys import search_keys_settle

STREAM = "register"
KINDS: dict[type[models.Model], str] = {
    Cluster: "cluster",
    LifecycleStage: "stage",
    TargetGroup: "group",
    Agency: "agency",
    Coverage: "coverage",
    Budget: "budget",
}
_M = TypeVar("_M", bound=models.Model)
_Figure = TypeVar("_Figure", Coverage, Budget)


def term_save(*, by: User, term: Term) -> Term:
    """Add or change a cluster, stage or target group. Out: the saved term.

    Raises PermissionDenied for anybody without a seat that keeps the register.
    """
    seat = can_manage_register(by).require()
    with transaction.atomic():
        saved = _save(term, by=by, seat=seat)
        if isinstance(term, TargetGroup):
            _settle(Programme.objects.filter(groups=term))
    return saved


def agency_save(*, by: User, agency: Agency) -> Agency:
    """Add or change an implementing agency; its programmes are found by the new name. Raises as ``term_save``."""
    seat = can_manage_register(by).require()
    with transaction.atomic():
        saved = _save(agency, by=by, seat=seat)
        _settle(Programme.objects.filter(agency=agency))
    return saved


def coverage_save(*, by: User, coverage: Coverage, base: int = 0) -> Coverage:
    """Enter or correct the people reached in one period. Out: the saved row.

    The programme's ministries and the keepers of the register may; others get PermissionDenied.
    Raises ValidationError for a row that says nothing, and as ``_figure_save``.
    """
    seat = can_record_coverage(by, coverage.programme).require()
    if coverage.total is None and not coverage.split_note:
        message = _("Enter at least one figure, or say in words why there is none.")
        raise ValidationError(message, code="empty")
    return _figure_save(coverage, by=by, seat=seat, base=base)


def budget_save(*, by: User, budget: Budget, base: int = 0) -> Budget:
    """Enter or correct the budget of one period. Raises as ``coverage_save``."""
    seat = can_record_coverage(by, budget.programme).require()
    return _figure_save(budget, by=by, seat=seat, base=base)


def figure_withdraw(*, by: User, figure: _Figure, reason: str) -> _Figure:
    """Take a row out of what is shown and reckoned; it stays in the history with the reason.

    A row that is withdrawn already stays so. Raises PermissionDenied, ValidationError without a reason.
    """
    with transaction.atomic():
        locked = type(figure)._default_manager.select_for_update().get(pk=figure.pk)
        seat = can_record_coverage(by, locked.programme).require()
        if locked.withdrawn_at:
            return locked
        reason, _source = grounds(reason, "")
        locked.withdrawn_at, locked.withdrawn_by = timezone.now(), by
        locked.number += 1
        locked.save(update_fields=["withdrawn_at", "withdrawn_by", "number"])
        changes = {"period": [locked.period, None], "programme": [locked.programme.code, None]}
        _tell("withdrawn", locked, by=by, seat=seat, changes=changes, reason=reason)
    return locked


def _figure_save(row: _Figure, *, by: User, seat: Seat, base: int) -> _Figure:
    """Compare-and-set: ``base`` is the number that the writer saw, 0 for a new row.

    A new row sent twice is the same row (86). Raises ValidationError with the code "stale" where the
    row has changed since, PermissionDenied where it was withdrawn.
    """
    with transaction.atomic():
        # Two clicks at once queue here: the row that they would both insert cannot be locked yet.
        Programme.objects.select_for_update().get(pk=row.programme_id)
        held = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
        if held and not base:
            return held
        if held and not (verdict := can_change_figure(by, held)):
            refuse(verdict.reason)
        if held and held.number != base and _changes(row, held):
            raise stale()
        row.number = held.number if held else 0
        if held is None or _changes(row, held):
            row.number += 1
        return _save(row, by=by, seat=seat)


def _changes(row: models.Model, held: models.Model) -> bool:
    left_out = {"number", "recorded_at"}
    names = [part.attname for part in row._meta.concrete_fields if part.attname not in left_out]
    return any(getattr(row, name) != getattr(held, name) for name in names)


def _settle(programmes: models.QuerySet[Programme]) -> None:
    search_keys_settle(programmes.values_list("pk", flat=True))


def _save(row: _M, *, by: User, seat: Seat) -> _M:
    """Save a row with its texts in NFC and record what changed; nothing changed, nothing recorded."""
    names = [part.attname for part in row._meta.concrete_fields]
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
            _tell("edited" if held else "added", row, by=by, seat=seat, changes=changes)
    return row


def _tell(
    verb: str,
    row: models.Model,
    *,
    by: User,
    seat: Seat,
    changes: dict[str, Any],
    reason: str = "",
) -> None:
    kind = KINDS[type(row)]
    record(
        f"{kind}.{verb}",
        stream=STREAM,
        target=f"{kind}:{row.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes=changes,
    )
