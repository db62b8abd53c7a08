"""What every act upon a programme shares: who may, the lock, the day, the record."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.accounts.permissions import Verdict, refuse
from nsss_gender.accounts.services.seats import reason_given
from nsss_gender.audit.services import record
from nsss_gender.language.templatetags.language import day as written
from nsss_gender.language.text import normalise
from programmes.models import Programme
from programmes.permissions import programme_block
from programmes.services.keys import search_keys_settle

STREAM = "register"

Changes = dict[str, Any]


def act_begin(
    programme: Programme,
    *,
    by: User,
    seat: Seat | None,
    rule: Callable[[User, Programme], Verdict],
) -> tuple[Programme, Seat]:
    """The programme, locked and read again, and the seat that acts.

    ``seat`` is given where the caller has asked a permission of its own (a claim decided by the Cabinet
    Division); then only the state of the programme is asked. Raises PermissionDenied.
    """
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    if seat is None:
        return locked, rule(by, locked).require()
    if reason := programme_block(locked):
        refuse(reason)
    return locked, seat


def act_end(
    action: str,
    programme: Programme,
    *,
    by: User,
    seat: Seat,
    changes: Changes,
    reason: str = "",
) -> Programme:
    """Save the programme one number on, settle what it is found by, record. Out: the programme as it is now."""
    programme.number += 1
    programme.save()
    search_keys_settle([programme.pk])
    record(
        f"programme.{action}",
        stream=STREAM,
        target=f"programme:{programme.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes=changes,
    )
    programme.refresh_from_db(fields=["search_key"])
    return programme


def day_come(day: dt.date, *, since: dt.date | None = None) -> dt.date:
    """The day, where it has come and is not before ``since``; else ValidationError at "day"."""
    if day > timezone.localdate():
        message = _(
            "This day has not come yet. The register says what holds today; enter the change on its day."
        )
        raise ValidationError({"day": message})
    if since and day < since:
        message = _("What holds now began on %(day)s. Choose that day or a later one.")
        raise ValidationError({"day": message % {"day": written(since)}})
    return day


def words(text: str) -> str:
    """A typed text as the register keeps it: NFC, no edges."""
    return normalise(text).strip()


def grounds(reason: str, source: str) -> tuple[str, str]:
    """Reason and source as they are kept; raises ValidationError where there is no reason."""
    return reason_given(words(reason)), words(source)


def standing(ministry: Ministry, day: dt.date) -> Ministry:
    """The ministry, where it exists on ``day``; else ValidationError at "ministry"."""
    if ministry.closed_on and ministry.closed_on <= day:
        message = _("This ministry no longer exists on that day. Choose its successor.")
        raise ValidationError({"ministry": message})
    return ministry
