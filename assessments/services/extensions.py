"""More time: asked for, granted, refused or given; the ledger is never rewritten (34)."""

import datetime as dt
import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import ExtensionState
from assessments.models import Extension, Round, Submission
from assessments.notifications import told_extension
from assessments.permissions import can_ask_extension, can_decide_extension, can_extend_round
from assessments.selectors.due import round_dues
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise


def extension_ask(
    *, key: uuid.UUID, submission: Submission, until: dt.datetime, reason: str, by: User
) -> Extension:
    """Ask for more time; ``key`` makes a repeated post harmless, one request can be open at a time.

    Raises ValidationError where ``until`` gives no more time, PermissionDenied where it is not the time.
    """
    with transaction.atomic():
        round_ = Round.objects.select_for_update().get(pk=submission.round_id)
        known = Extension.objects.filter(pk=key).first()
        if known:
            return known
        seat = can_ask_extension(by, submission).require()
        _check(round_, submission.ministry, until)
        return _write(
            Extension(
                id=key, round=round_, ministry=submission.ministry, until_at=until, reason=reason
            ),
            "extension asked",
            seat,
            by,
        )


def extension_give(
    *,
    key: uuid.UUID,
    round_: Round,
    ministry: Ministry | None,
    until: dt.datetime,
    reason: str,
    by: User,
) -> Extension:
    """Give more time of the Cabinet Division's own accord, to one ministry or (None) to all.

    Raises ValidationError where ``until`` gives no more time than there is.
    """
    with transaction.atomic():
        locked = Round.objects.select_for_update().get(pk=round_.pk)
        seat = can_extend_round(by, locked).require()
        known = Extension.objects.filter(pk=key).first()
        if known:
            return known
        _check(locked, ministry, until)
        line = _write(
            Extension(
                id=key,
                round=locked,
                ministry=ministry,
                until_at=until,
                reason=reason,
                state=ExtensionState.GRANTED,
                decided_at=timezone.now(),
                decided_by=by,
            ),
            "extension given",
            seat,
            by,
        )
        told_extension(line, "extension_given", reason=line.reason)
        return line


def extension_decide(
    *, extension: Extension, granted: bool, until: dt.datetime, note: str, by: User
) -> Extension:
    """Grant a request, until the day asked for or another one, or refuse it with a note.

    Raises ValidationError, and PermissionDenied where it was decided in the meantime.
    """
    with transaction.atomic():
        round_ = Round.objects.select_for_update().get(pk=extension.round_id)
        row = Extension.objects.select_for_update().get(pk=extension.pk)
        seat = can_decide_extension(by, row).require()
        asked = row.until_at
        if granted:
            _check(round_, row.ministry, until)
            row.until_at = until
        elif not note.strip():
            raise ValidationError({"note": _("Say why the request is refused.")})
        row.state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
        row.decision_note = normalise(note).strip()
        row.decided_at, row.decided_by = timezone.now(), by
        row.save()
        changes: dict[str, list[str]] = {"state": [ExtensionState.ASKED, row.state]}
        if row.until_at != asked:
            changes["until_at"] = [asked.isoformat(), row.until_at.isoformat()]
        what = "extension_granted" if granted else "extension_refused"
        told_extension(row, what, reason=row.decision_note)
        record(
            "extension granted" if granted else "extension refused",
            stream=f"round:{row.round_id}",
            target=f"extension:{row.pk}",
            by=by,
            seat=seat,
            reason=row.decision_note,
            changes=changes,
        )
    return row


def _check(round_: Round, ministry: Ministry | None, until: dt.datetime) -> None:
    """An extension gives time: later than the deadline in force, and later than now."""
    now = round_dues(round_).at(round_, ministry.pk if ministry else None)
    if until <= now:
        raise ValidationError({"deadline_on": _("Choose a moment after the deadline in force.")})
    if until <= timezone.now():
        raise ValidationError({"deadline_on": _("Choose a moment in the future.")})


def _write(row: Extension, action: str, seat: Seat, by: User) -> Extension:
    row.reason = normalise(row.reason).strip()
    if not row.reason:
        raise ValidationError({"reason": _("Say why more time is needed.")})
    row.asked_by, row.asked_in = by, seat
    row.save(force_insert=True)
    record(
        action,
        stream=f"round:{row.round_id}",
        target=f"extension:{row.pk}",
        by=by,
        seat=seat,
        reason=row.reason,
        changes={
            "ministry": [None, str(row.ministry or "all")],
            "until_at": [None, row.until_at.isoformat()],
        },
    )
    return row
