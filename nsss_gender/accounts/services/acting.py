"""Acting for a ministry, from its paper, with a reason (79). Begun in one act, ended in one click."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Acting, Seat, User
from nsss_gender.accounts.permissions import can_act_for, refuse
from nsss_gender.accounts.services.seats import reason_given
from nsss_gender.audit.services import record

LASTS = dt.timedelta(hours=8)


def acting_start(
    *, key: uuid.UUID, by: User, seat: Seat | None, about: str, reason: str, memo_number: str = ""
) -> Acting:
    """Begin to act in a ministry's seat; the same ``key`` again returns the same row (86).

    From now on ``by.seats`` is that seat alone. Raises PermissionDenied, ValidationError without a
    reason.
    """
    reason = reason_given(reason)
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=by.pk)
        made = Acting.objects.filter(pk=key, user=person).first()
        if made:
            return made
        own = can_act_for(by, seat).require()
        assert seat is not None  # noqa: S101 - narrows the type: the verdict refused None
        now = timezone.now()
        _close_overdue(person, now)
        acting = Acting(pk=key, user=person, own_seat=own, seat=seat, about=about, reason=reason)
        acting.memo_number, acting.since, acting.ends_at = memo_number.strip(), now, now + LASTS
        acting.save(force_insert=True)
        _log("acting.begun", acting, by=by, own=own, reason=reason)
    by.seats_forget()
    return acting


def acting_memo(*, by: User, memo_number: str) -> Acting:
    """Add the memo number of the paper; once it is there it stays."""
    with transaction.atomic():
        acting = Acting.objects.select_for_update().get(pk=_running(by).pk)
        if not acting.memo_number:
            acting.memo_number = memo_number.strip()
            acting.save(update_fields=["memo_number"])
            _log("acting.memo_given", acting, by=by, own=acting.own_seat)
    by.seats_forget()
    return acting


def acting_end(*, by: User) -> Acting | None:
    """End it; None where nothing runs: ending twice, or after it ended by itself, changes nothing."""
    with transaction.atomic():
        rows = Acting.objects.select_for_update(of=("self",)).select_related("own_seat")
        acting = rows.filter(user=by, until=None).first()
        if acting is None:
            return None
        acting.until = min(timezone.now(), acting.ends_at)
        acting.save(update_fields=["until"])
        _log("acting.ended", acting, by=by, own=acting.own_seat)
    by.seats_forget()
    return acting


def _running(user: User) -> Acting:
    if user.acting is None:
        refuse(_("You do not act for a ministry now."))
    return user.acting


def _close_overdue(person: User, now: dt.datetime) -> None:
    """What ended by itself, with its time or with the seat it was begun in, makes room."""
    for old in Acting.objects.filter(user=person, until=None):
        old.until = min(now, old.ends_at)
        old.save(update_fields=["until"])


def _log(action: str, acting: Acting, *, by: User, own: Seat, reason: str = "") -> None:
    """On the stream of the ministry's seat, in the seat of whoever acts."""
    record(
        action,
        stream=f"seat:{acting.seat_id}",
        target=f"acting:{acting.pk}",
        by=by,
        seat=own,
        reason=reason,
        changes={
            "memo_number": ["", acting.memo_number],
            "about": ["", acting.about],
            "ends_at": ["", acting.ends_at.isoformat()],
        },
    )
