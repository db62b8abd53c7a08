"""Decisions about a row: kept, merged or dropped; its priority; what follows from a changed answer (48, 51, 53)."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record
from reports.enums import Priority, RowDisposition
from reports.models import ActionItem
from reports.permissions import can_decide_row, can_edit_row
from reports.selectors.row_picks import mergeable
from reports.selectors.row_source import suggested_texts
from reports.selectors.rows import row_values
from reports.services.rows import row_locked, row_write
from reports.services.versions import Typed, version_save

OVERTAKEN = "overtaken"


@dataclass(frozen=True)
class Decision:
    """What shall happen with a row; ``seen`` is what stood on the page that asked."""

    disposition: str
    seen: str
    reason: str = ""
    into: ActionItem | None = None


def row_dispose(*, item: ActionItem, decision: Decision, by: User) -> ActionItem:
    """Keep, merge or drop a row; deciding the same again writes nothing. Its gain stays in the proof.

    Raises PermissionDenied, and ValidationError where the decision cannot stand or was overtaken.
    """
    with transaction.atomic():
        row = row_locked(item)
        seat = can_decide_row(by, row).require()
        kept = decision.disposition == RowDisposition.KEPT
        into = decision.into if decision.disposition == RowDisposition.MERGED else None
        reason = "" if kept else decision.reason
        before = (row.disposition, row.merged_into_id, row.disposition_reason)
        if before == (decision.disposition, into.pk if into else None, reason):
            return row
        _not_overtaken(row.disposition, decision.seen, row.get_disposition_display())
        _check(row, decision, into)
        changes = {
            "disposition": [row.disposition, decision.disposition],
            "merged_into": [row.merged_into_id, into.pk if into else None],
        }
        row.disposition, row.merged_into, row.disposition_reason = (
            decision.disposition,
            into,
            reason,
        )
        row.save(update_fields=["disposition", "merged_into", "disposition_reason"])
        record(
            f"row {decision.disposition}",
            stream=row.plan.stream,
            target=row.target_name,
            by=by,
            seat=seat,
            reason=decision.reason,
            changes=changes,
        )
    return row


def row_prioritise(
    *, item: ActionItem, priority: str, reason: str, seen: str, by: User
) -> ActionItem:
    """Set a priority before the formula's, with its reason; "" goes back to the formula."""
    with transaction.atomic():
        row = row_locked(item)
        seat = can_decide_row(by, row).require()
        stands = reason if priority else ""
        if (row.priority_override, row.priority_reason) == (priority, stands):
            return row
        _not_overtaken(row.priority_override, seen, row.priority_word)
        if priority and not reason:
            raise ValidationError(
                {"reason": _("Give the reason: it is printed beside the formula.")}
            )
        if priority and priority not in Priority.values:
            raise ValidationError({"priority": _("Choose one of the answers shown.")})
        changes = {"priority": [row.priority_override, priority]}
        row.priority_override, row.priority_reason = priority, stands
        row.save(update_fields=["priority_override", "priority_reason"])
        record(
            "row priority set",
            stream=row.plan.stream,
            target=row.target_name,
            by=by,
            seat=seat,
            reason=reason,
            changes=changes,
        )
    return row


def row_follow(*, item: ActionItem, take: bool, base: int, by: User) -> ActionItem:
    """Where the answer changed: take the wording that the questionnaire suggests now, or keep the own text.

    Either clears the mark; doing it again writes nothing. ``base`` is the number of the text that was
    compared: raises ValidationError where the row was edited since.
    """
    with transaction.atomic():
        row = row_locked(item)
        seat = can_edit_row(by, row).require()
        if row.source_changed_at is None:
            return row
        if row.number != base:
            raise ValidationError(
                _(
                    "Somebody has edited this row since you opened the page. Compare again, then decide."
                ),
                code=OVERTAKEN,
            )
        if take:
            standing = row_values(row)
            typed = Typed(base, suggested_texts(row))
            saved = version_save(row=row, standing=standing, typed=typed, by=by, seat=seat)
            row.number = saved.number
            row_write(row, {**standing, **saved.values})
        changed = {"source_changed_at": [row.source_changed_at, None], "number": row.number}
        row.source_changed_at = row.previous_version = None
        row.save(update_fields=["source_changed_at", "previous_version"])
        record(
            "row follows its answer" if take else "row keeps its text",
            stream=row.plan.stream,
            target=row.target_name,
            by=by,
            seat=seat,
            changes=changed,
        )
    return row


def _not_overtaken(stands: str, seen: str, word: str) -> None:
    """A decision is about what its page showed."""
    if stands != seen:
        raise ValidationError(
            _(
                "A colleague decided this since you opened the page; it is now “%(word)s”. Decide again."
            )
            % {"word": word},
            code=OVERTAKEN,
        )


def _check(row: ActionItem, decision: Decision, into: ActionItem | None) -> None:
    """Every mistake of a decision at once, at its field."""
    wrong: dict[str, str] = {}
    if decision.disposition not in RowDisposition.values:
        wrong["disposition"] = _("Choose one of the answers shown.")
    if decision.disposition != RowDisposition.KEPT and not decision.reason:
        wrong["reason"] = _("Give the reason: it is printed with the row.")
    if decision.disposition == RowDisposition.MERGED and not (
        into and mergeable(row).filter(pk=into.pk).exists()
    ):
        wrong["into"] = _("Choose the row that takes this one in: one of this plan that is kept.")
    if decision.disposition != RowDisposition.KEPT and row.merged_rows.exists():
        wrong["disposition"] = _(
            "Other rows were merged into this one. Decide about them first, or keep it."
        )
    if wrong:
        raise ValidationError(wrong)
