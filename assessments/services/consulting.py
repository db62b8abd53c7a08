"""Why a report goes with fewer consultations than its round asks for (capability 21)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.models import ConsultationWaiver, Submission
from assessments.permissions import can_fill, can_waive
from assessments.services.locking import report_locked
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise


def waiver_record(
    *, submission: Submission, key: uuid.UUID, reason: str, memo_number: str = "", by: User
) -> ConsultationWaiver:
    """Record the waiver; ``key`` makes a repeated post harmless.

    Raises ValidationError at ``reason`` without one, PermissionDenied with the reason: where the minimum
    is met, or a waiver stands already.
    """
    why = normalise(reason).strip()
    if not why:
        raise ValidationError({"reason": _("Give a reason.")})
    with transaction.atomic():
        locked = report_locked(submission)
        known = ConsultationWaiver.objects.filter(pk=key).first()
        if known:
            if known.submission_id != locked.pk:
                refuse(_("This form belongs to another report. Reload the page."))
            return known
        seat = can_waive(by, locked).require()
        row = ConsultationWaiver.objects.create(
            id=key,
            submission=locked,
            reason=why,
            memo_number=normalise(memo_number).strip(),
            created_by=by,
            seat=seat,
        )
        submission_touch(locked, by=by)
        _note("consultation waived", row, by, seat)
    return row


def waiver_withdraw(*, waiver: ConsultationWaiver, by: User) -> None:
    """Take the waiver back; it stays readable. The same again changes nothing."""
    with transaction.atomic():
        locked = report_locked(waiver.submission)
        seat = can_fill(by, locked).require()
        row = ConsultationWaiver.objects.get(pk=waiver.pk)
        if row.withdrawn_at is None:
            _withdraw(row, by, seat)
            submission_touch(locked, by=by)


def waiver_outgrown(submission: Submission, *, by: User, seat: Seat) -> None:
    """After a consultation was recorded in a locked report: a waiver that is not needed any more goes."""
    held = submission.consultations.filter(withdrawn_at=None).count()
    row = submission.waivers.filter(withdrawn_at=None).first()
    if row and held >= submission.round.consultation_minimum:
        _withdraw(row, by, seat)


def _withdraw(row: ConsultationWaiver, by: User, seat: Seat) -> None:
    row.withdrawn_at, row.withdrawn_by = timezone.now(), by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _note("consultation waiver withdrawn", row, by, seat)


def _note(action: str, row: ConsultationWaiver, by: User, seat: Seat) -> None:
    record(
        action,
        stream=row.submission.stream,
        target=f"waiver:{row.pk}",
        by=by,
        seat=seat,
        reason=row.reason,
        changes={"memo_number": [None, row.memo_number]} if row.memo_number else {},
    )
