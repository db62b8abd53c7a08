"""Which messages are still to be put into a mail, and for whom (37)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from assessments.models import Notice
from nsss_gender.accounts.enums import MailChoice
from nsss_gender.accounts.models import DEMO_DOMAIN, SeatHolding, User

# An older message was seen, or rung about: no choice made today brings it back by mail.
FRESH = dt.timedelta(days=7)
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


@dataclass(frozen=True)
class Post:
    """The new messages of one person, the oldest first."""

    user: User
    notices: tuple[Notice, ...]


def mail_server() -> bool:
    """Whether mail goes anywhere; with ``EMAIL_URL=dummymail://`` it does not, and all else works."""
    return settings.EMAIL_BACKEND != NOWHERE


def at_once_waits() -> bool:
    """Whether somebody is to be told something at once."""
    return bool(posts(MailChoice.AT_ONCE))


def posts(choice: MailChoice) -> list[Post]:
    """Everybody of that choice who has an address and something new; two queries.

    Nothing is told of the time before the person sat in the seat. Without a mail server nobody is
    written to, and never the people of the demonstration: everything stands in the application.
    """
    if not mail_server():
        return []
    rows = Notice.objects.filter(
        mailed_at=None, read_at=None, created_at__gte=timezone.now() - FRESH
    ).select_related("seat__ministry", "submission__ministry", "submission__round")
    by_seat: dict[Any, list[Notice]] = defaultdict(list)
    for row in rows.order_by("created_at", "pk"):
        by_seat[row.seat_id].append(row)
    held = SeatHolding.objects.open().filter(
        seat__in=by_seat, user__is_active=True, user__mail_choice=choice
    )
    found: dict[User, list[Notice]] = defaultdict(list)
    held = held.exclude(user__email="").exclude(user__email__endswith=DEMO_DOMAIN)
    for holding in held.select_related("user").order_by("user__username"):
        told = [row for row in by_seat[holding.seat_id] if row.created_at >= holding.since]
        found[holding.user] += told
    return [Post(user, tuple(told)) for user, told in found.items() if told]
