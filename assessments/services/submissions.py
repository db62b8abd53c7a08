"""The only writer of a submission's status (decision 7; habit 1).

Each function takes the submission as it was loaded, locks its row, asks ``can_move`` again inside
the transaction, and raises PermissionDenied with the reason where it refuses. Times are UTC.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import workflow
from assessments.enums import SubmissionStatus
from assessments.models import Clearance, Packet, ReviewComment, Submission
from assessments.models.clearance import printed_code
from assessments.notifications import notices_write
from assessments.permissions import can_move, clearing_arrow, seat_acted
from assessments.permissions.moving import _belongs
from assessments.selectors.versions import other_version
from assessments.services.packet_records import packet_record_write
from assessments.services.packets import draft_digest, packet_build, packet_store
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record

STAMP = {
    "open": "opened",
    "void_clearance": "voided",
    "submit": "submitted",
    "resubmit": "submitted",
    "recall": "recalled",
    "claim": "claimed",
    "return": "returned",
    "undo_return": "undone",
    "recommend": "recommended",
    "send_back": "sent_back",
    "accept": "accepted",
    "undo_accept": "undone",
}


def _locked(submission: Submission) -> Submission:
    rows = Submission.objects.select_for_update(of=("self",))
    return rows.select_related("round__questionnaire", "ministry", "reviewer").get(pk=submission.pk)


def _target(row: workflow.Transition, submission: Submission) -> str:
    """Where the arrow leads; "back to the state before clearing" is the editing state."""
    return row.target if isinstance(row.target, str) else submission.editing_status


def _move(
    submission: Submission,
    name: str,
    *,
    by: User,
    reason: str = "",
    fields: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Seat:
    """Take one arrow on a locked row: check, set, stamp, record, tell. Returns the seat used."""
    row = workflow.find(workflow.SUBMISSION, name)
    seat = can_move(by, submission, name).require()
    if row.reason_required and not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    before, former = submission.status, submission.reviewer_id
    submission.status = _target(row, submission)
    written = {"status", *(fields or {})}
    if name in STAMP:
        setattr(submission, f"{STAMP[name]}_at", timezone.now())
        setattr(submission, f"{STAMP[name]}_by", by)
        written |= {f"{STAMP[name]}_at", f"{STAMP[name]}_by"}
    for field, value in (fields or {}).items():
        setattr(submission, field, value)
    submission.save(update_fields=sorted(written))
    notices_write(submission, row, reason=reason, former=former)
    kept = packet_record_write(submission, name, by=by, seat=seat, reason=reason)
    record(
        f"submission {name}",
        stream=submission.stream,
        target=f"submission:{submission.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes={
            "status": [before, submission.status],
            **({"record": [None, kept.sha256]} if kept else {}),
            **(changes or {}),
        },
    )
    return seat


# ── The ministry ────────────────────────────────────────────────────────────────────────────────


def submission_touch(submission: Submission, *, by: User) -> None:
    """Note an edit of a locked row: opens a new report, voids the clearance of a cleared one."""
    if submission.status == SubmissionStatus.NOT_STARTED:
        _move(submission, "open", by=by)
    elif submission.status == SubmissionStatus.CLEARED:
        _void_clearance(submission, by=by)
    submission.changed_at = timezone.now()
    submission.save(update_fields=["changed_at"])


def _void_clearance(submission: Submission, *, by: User) -> None:
    now = timezone.now()
    valid = submission.clearances.filter(voided_at=None).order_by("-created_at").first()
    if valid:
        valid.voided_at, valid.voided_by = now, by
        valid.save(update_fields=["voided_at", "voided_by"])
    _move(submission, "void_clearance", by=by)


@dataclass(frozen=True)
class Signed:
    """What the signed print says. ``code`` stands at its foot; a nil report has no print, only its
    sentence."""

    name: str
    post: str
    memo_number: str
    cleared_on: dt.date
    code: str = ""
    nil_statement: str = ""


def submission_clear(*, submission: Submission, signed: Signed, by: User) -> Clearance:
    """Record the authority's clearance of exactly the draft that stands now (22).

    Raises ValidationError where the signed print is of another version. With a nil statement it is
    the nil report of a ministry without programmes.
    """
    with transaction.atomic():
        locked = _locked(submission)
        arrow = clearing_arrow(locked, nil=bool(signed.nil_statement))
        can_move(by, locked, arrow).require()
        clearance = _clearance(locked, signed, by)
        returned = locked.status == SubmissionStatus.RETURNED
        editing = SubmissionStatus.RETURNED if returned else SubmissionStatus.IN_PROGRESS
        _move(
            locked,
            arrow,
            by=by,
            fields={"editing_status": editing} | _emptiness(signed.nil_statement, by),
            changes={
                "memo_number": [None, clearance.memo_number],
                "draft_digest": [None, clearance.draft_digest],
            },
        )
        clearance.save()
    return clearance


def _clearance(submission: Submission, signed: Signed, by: User) -> Clearance:
    """The clearance of a locked draft, not yet stored; the code must be that of this very draft."""
    if not signed.nil_statement and submission.is_nil:
        raise ValidationError({"nil_statement": _("Write the sentence of the nil report.")})
    version = draft_digest(submission, nil_statement=signed.nil_statement)
    if not signed.nil_statement and signed.code != printed_code(version):
        raise ValidationError({"code": other_version(submission, signed.code, version)})
    return Clearance(
        submission=submission,
        name=signed.name,
        post=signed.post,
        memo_number=signed.memo_number,
        cleared_on=signed.cleared_on,
        nil_statement=signed.nil_statement,
        draft_digest=version,
        created_by=by,
    )


def _emptiness(nil_statement: str, by: User) -> dict[str, Any]:
    """A nil report confirms the empty list in the same act (condition of the arrow "nil")."""
    return {"list_confirmed_at": timezone.now(), "list_confirmed_by": by} if nil_statement else {}


def submission_submit(*, submission: Submission, by: User) -> Packet:
    """Freeze the draft into the next packet and send it. Submitting twice gives one packet.

    From "cleared" it is a submission, from "returned" a resubmission under the last clearance.
    """
    with transaction.atomic():
        locked = _locked(submission)
        if locked.status == SubmissionStatus.SUBMITTED and _sits(by, locked):
            return locked.packets.latest("number")
        name = "resubmit" if locked.status == SubmissionStatus.RETURNED else "submit"
        if name == "submit" and not _clearance_holds(locked):
            refuse(_("The draft changed after it was cleared: have it cleared again."))
        can_move(by, locked, name).require()
        packet = packet_build(locked, by=by)
        _move(
            locked,
            name,
            by=by,
            fields={"reviewer": None, "assigned_to": _again(locked)},
            changes={"packet": [None, packet.number], "sha256": [None, packet.sha256]},
        )
        packet_store(packet)
    return packet


def _again(submission: Submission) -> Seat | None:
    """Whose turn it is to claim what comes in again: whoever returned it, where the seat still stands (39)."""
    seat = submission.reviewer or submission.assigned_to
    return seat if seat and not seat.ended_at else None


def _sits(user: User, submission: Submission) -> bool:
    return any(s.role == Role.FOCAL_POINT and _belongs(s, submission) for s in user.seats)


def _clearance_holds(submission: Submission) -> bool:
    clearance = submission.clearances.filter(voided_at=None).order_by("-created_at").first()
    if clearance is None:
        return False
    now = draft_digest(submission, nil_statement=clearance.nil_statement)
    return clearance.draft_digest == now


def submission_recall(*, submission: Submission, reason: str, by: User) -> None:
    with transaction.atomic():
        _move(_locked(submission), "recall", by=by, reason=reason)


# ── The Cabinet Division ────────────────────────────────────────────────────────────────────────


def submission_claim(*, submission: Submission, by: User) -> None:
    with transaction.atomic():
        locked = _locked(submission)
        seat = can_move(by, locked, "claim").require()
        _move(
            locked,
            "claim",
            by=by,
            fields={"reviewer": seat, "assigned_to": None},
            changes={"reviewer": [None, str(seat.pk)]},
        )


def submission_hand_over(*, submission: Submission, to: Seat, reason: str, by: User) -> None:
    """Give the review to another reviewer's seat."""
    with transaction.atomic():
        locked = _locked(submission)
        if to.role != Role.REVIEWER or to.ended_at or to.pk == locked.reviewer_id:
            raise ValidationError({"to": _("Choose another reviewer.")})
        if seat_acted(to, locked):
            raise ValidationError({"to": _("This person entered answers for the ministry.")})
        old = str(locked.reviewer_id)
        _move(
            locked,
            "hand_over",
            by=by,
            reason=reason,
            fields={"reviewer": to},
            changes={"reviewer": [old, str(to.pk)]},
        )


def submission_return(*, submission: Submission, reason: str, by: User) -> None:
    """Return the report: the commented questions open, everything else stays locked (26)."""
    with transaction.atomic():
        locked = _locked(submission)
        comments = _publish(locked)
        _move(
            locked,
            "return",
            by=by,
            reason=reason,
            fields={"editing_status": SubmissionStatus.RETURNED, "return_note": reason},
            changes={"comments": [None, comments]},
        )


def _publish(submission: Submission) -> list[str]:
    """Let the ministry see the comments written so far; returns their ids."""
    fresh = ReviewComment.objects.standing().filter(
        packet__submission=submission, published_at=None
    )
    keys = [str(key) for key in fresh.values_list("pk", flat=True)]
    fresh.update(published_at=timezone.now())
    return keys


def submission_undo_return(*, submission: Submission, reason: str, by: User) -> None:
    with transaction.atomic():
        _move(_locked(submission), "undo_return", by=by, reason=reason)


def submission_recommend(*, submission: Submission, recommendation: str, by: User) -> None:
    with transaction.atomic():
        _move(_locked(submission), "recommend", by=by, fields={"recommendation": recommendation})


def submission_send_back(*, submission: Submission, reason: str, by: User) -> None:
    with transaction.atomic():
        _move(_locked(submission), "send_back", by=by, reason=reason)


def submission_accept(*, submission: Submission, by: User) -> None:
    """Accept the last packet. From here on nothing in it changes."""
    with transaction.atomic():
        locked = _locked(submission)
        can_move(by, locked, "accept").require()
        packet = locked.packets.latest("number")
        comments = _publish(locked)
        _move(
            locked,
            "accept",
            by=by,
            changes={
                "packet": [None, packet.number],
                "sha256": [None, packet.sha256],
                "comments": [None, comments],
            },
        )


def submission_undo_accept(*, submission: Submission, reason: str, by: User) -> None:
    with transaction.atomic():
        _move(_locked(submission), "undo_accept", by=by, reason=reason)
