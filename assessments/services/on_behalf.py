"""Entering what a ministry sent on paper: begun for one report, told to the ministry at once (79)."""

import uuid

from django.db import transaction

from assessments.models import Submission
from assessments.notifications import told_ministry
from assessments.permissions import can_act, seat_to_act_in
from nsss_gender.accounts.models import Acting, User
from nsss_gender.accounts.services import acting_start
from nsss_gender.audit.services import record

BEGUN = "acted_for"  # how the ministry's notice is named


def on_behalf_begin(
    *, submission: Submission, key: uuid.UUID, reason: str, memo_number: str, by: User
) -> Acting:
    """Begin to act for the report's ministry, in its round; the same ``key`` again changes nothing.

    Raises PermissionDenied where it is refused, ValidationError without a reason.
    """
    with transaction.atomic():
        locked = (
            Submission.objects.select_for_update(of=("self",))
            .select_related("round")
            .get(pk=submission.pk)
        )
        made = Acting.objects.filter(pk=key, user=by).first()
        if made:
            return made
        seat = seat_to_act_in(locked)
        own = can_act(by, locked, seat).require()
        about = f"round:{locked.round_id}"
        acting = acting_start(
            key=key, by=by, seat=seat, about=about, reason=reason, memo_number=memo_number
        )
        told_ministry(locked, BEGUN, reason=acting.reason)
        record(
            "acting begun",
            stream=locked.stream,
            target=f"acting:{acting.pk}",
            by=by,
            seat=own,
            reason=acting.reason,
            changes={
                "memo_number": ["", acting.memo_number],
                "for_seat": ["", str(acting.seat_id)],
            },
        )
    return acting
