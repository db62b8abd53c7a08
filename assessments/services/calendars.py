"""The secret address of a ministry's calendar: made, replaced, ended, followed (99)."""

import datetime as dt
import secrets
import uuid
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from assessments.models import CalendarFeed
from assessments.permissions.calendars import can_keep_calendar
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.accounts.services.invitations import token_digest
from nsss_gender.audit.services import record

TOKEN_BYTES = 32
NOTED_EVERY = dt.timedelta(hours=1)


class Address(NamedTuple):
    """A feed and its secret, which is known only here; None when it was made before."""

    feed: CalendarFeed
    token: str | None


def feed_make(*, key: uuid.UUID, by: User) -> Address:
    """A new address for the ministry of the seat in use; the one before stops working at once.

    The same ``key`` again returns the same feed without its secret (86).
    """
    seat = can_keep_calendar(by).require()
    with transaction.atomic():
        ministry = _locked(seat)
        known = CalendarFeed.objects.filter(pk=key, ministry=ministry).first()
        if known:
            return Address(known, None)
        _end(ministry, by, seat)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        feed = CalendarFeed(
            id=key, ministry=ministry, token_digest=token_digest(token), created_by=by
        )
        feed.save(force_insert=True)
        _record("calendar address made", feed, by, seat)
    return Address(feed, token)


def feed_end(*, by: User) -> None:
    """Let the ministry's address stop working; a second time changes nothing."""
    seat = can_keep_calendar(by).require()
    with transaction.atomic():
        _end(_locked(seat), by, seat)


def feed_follow(*, token: str) -> CalendarFeed | None:
    """The standing feed of a secret, None for any other; notes about once an hour that it is read."""
    feed = (
        CalendarFeed.objects.select_related("ministry")
        .filter(token_digest=token_digest(token), revoked_at=None)
        .first()
    )
    now = timezone.now()
    if feed and (feed.last_read_at is None or now - feed.last_read_at > NOTED_EVERY):
        CalendarFeed.objects.filter(pk=feed.pk).update(last_read_at=now)
    return feed


def _locked(seat: Seat) -> Ministry:
    """The seat's ministry: who makes and who ends an address wait for each other."""
    return Ministry.objects.select_for_update().get(seats=seat)


def _end(ministry: Ministry, by: User, seat: Seat) -> None:
    for feed in CalendarFeed.objects.select_for_update().filter(ministry=ministry, revoked_at=None):
        feed.revoked_at, feed.revoked_by = timezone.now(), by
        feed.save(update_fields=["revoked_at", "revoked_by"])
        _record("calendar address ended", feed, by, seat)


def _record(action: str, feed: CalendarFeed, by: User, seat: Seat) -> None:
    place = f"calendar:{feed.ministry_id}"
    record(action, stream=place, target=f"calendar:{feed.pk}", by=by, seat=seat)
