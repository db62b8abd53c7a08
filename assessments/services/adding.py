"""Programmes that a ministry misses on its list, and programmes of which two ministries speak (101)."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim, Submission
from assessments.permissions import can_list
from assessments.permissions.leads import can_answer_claim
from assessments.services.listing import claims_standing
from assessments.services.locking import report_locked
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.models import Cluster, Programme
from programmes.services.proposals import programme_propose


@dataclass(frozen=True)
class Missing:
    """A programme that the ministry runs and does not find: its key (86) and what is known of it."""

    key: uuid.UUID
    name_en: str
    name_bn: str
    cluster: Cluster | None
    start: str


def programme_add(*, submission: Submission, missing: Missing, by: User) -> Assessment:
    """Propose a programme to the register and put it on the own list, so that it can be filled at once.

    The same key again gives the same assessment. Raises ValidationError where there is no name,
    PermissionDenied with the reason.
    """
    with transaction.atomic():
        locked = report_locked(submission)
        seat = can_list(by, locked).require()
        programme = programme_propose(
            key=missing.key,
            ministry=locked.ministry,
            name_en=missing.name_en,
            name_bn=missing.name_bn,
            cluster=missing.cluster,
            start=missing.start,
            by=by,
            seat=seat,
        )
        row, created = Assessment.objects.get_or_create(submission=locked, programme=programme)
        if created:
            submission_touch(locked, by=by)
            _claim(row, ClaimKind.OURS, ClaimState.NOTED, by=by, seat=seat)
            _note("programme added", row, by=by, seat=seat)
    return row


def lead_claim(
    *, submission: Submission, programme: Programme, key: uuid.UUID, note: str, by: User
) -> ListClaim:
    """Say that the own ministry should lead a programme of the register that is not on its list.

    Where another ministry has it on its list this round, both sides then wait for a decision; where
    none has, it comes on the own list at once. The same key again changes nothing.
    """
    with transaction.atomic():
        locked = report_locked(submission)
        seat = can_list(by, locked).require()
        if again := ListClaim.objects.filter(pk=key).first():
            return again
        row = _theirs(locked, programme) or Assessment(submission=locked, programme=programme)
        if row.submission_id == locked.pk:
            row.save()
            submission_touch(locked, by=by)
        claim = _replace(row, ClaimKind.LEAD, key=key, note=note, by=by, seat=seat)
        _note("programme lead claimed", row, by=by, seat=seat, reason=note)
    return claim


def _theirs(locked: Submission, programme: Programme) -> Assessment | None:
    """Where the programme is assessed in this round; ValidationError where it is on the own list."""
    rows = Assessment.objects.filter(submission__round=locked.round, programme=programme)
    found = list(rows.filter(submission__number=0).select_related("submission"))
    if any(row.submission_id == locked.pk for row in found):
        raise ValidationError(_("This programme is on your list already."))
    return next((row for row in found if not row.left_out), next(iter(found), None))


def claim_answer(*, claim: ListClaim, key: uuid.UUID, agrees: bool, note: str, by: User) -> None:
    """The ministry that was named says that the programme is its own, or that it is not.

    Raises ValidationError where a "no" has no reason, PermissionDenied with the reason.
    """
    with transaction.atomic():
        locked = report_locked(claim.assessment.submission)
        row = ListClaim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if ListClaim.objects.filter(pk=key).exists():
            return
        seat = can_answer_claim(by, row).require()
        if not agrees and not note.strip():
            raise ValidationError({"note": _("Say why it is not yours, and whose it may be.")})
        assessment = locked.assessments.get(pk=row.assessment_id)
        assessment.submission = locked
        kind = ClaimKind.LEAD if agrees else ClaimKind.NOT_OURS
        _replace(assessment, kind, key=key, note=note, by=by, seat=seat)
        _note("programme claim answered", assessment, by=by, seat=seat, reason=note)


def _replace(
    row: Assessment, kind: str, *, key: uuid.UUID, note: str, by: User, seat: Seat
) -> ListClaim:
    """A new word of the seat's ministry; the one before is withdrawn by it."""
    claims = list(row.claims.filter(ministry=seat.ministry_id).select_for_update())
    if before := claims_standing(claims):
        before.state = ClaimState.WITHDRAWN
        before.save(update_fields=["state"])
    return _claim(row, kind, ClaimState.STANDING, by=by, seat=seat, key=key, note=note)


def _claim(
    row: Assessment,
    kind: str,
    state: str,
    *,
    by: User,
    seat: Seat,
    key: uuid.UUID | None = None,
    note: str = "",
) -> ListClaim:
    assert seat.ministry  # noqa: S101 - tells mypy that a focal point's seat has one
    return ListClaim.objects.create(
        id=key or uuid.uuid5(row.pk, kind),
        assessment=row,
        ministry=seat.ministry,
        kind=kind,
        state=state,
        note=normalise(note).strip(),
        created_by=by,
        seat=seat,
    )


def _note(action: str, row: Assessment, *, by: User, seat: Seat, reason: str = "") -> None:
    record(
        action,
        stream=row.submission.stream,
        target=f"assessment:{row.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes={"programme": [None, row.programme.code]},
    )
