"""The outbox: what could not be sent, and whom to ring instead (36)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from assessments.enums import MailState
from assessments.models import Mail

SAID_TOO_LATE = "too late"


@dataclass(frozen=True)
class Unsent:
    """A mail with why it was not sent, in plain words, and how to reach its receiver otherwise."""

    mail: Mail
    why: str
    name: str
    phone: str
    ring_instead: str


@dataclass(frozen=True)
class Outbox:
    """How many mails wait, went out and failed; when the last one went out."""

    waiting: int
    sent: int
    failed: int
    last_sent_at: dt.datetime | None


def unsent() -> QuerySet[Mail]:
    """The mails that failed, the newest first."""
    rows = Mail.objects.filter(state=MailState.FAILED)
    return rows.select_related("user", "seat__ministry", "submission__ministry").order_by(
        "-created_at", "pk"
    )


def unsent_in_words(rows: Iterable[Mail]) -> list[Unsent]:
    return [_unsent(row) for row in rows]


def outbox() -> Outbox:
    """One query."""
    found = Mail.objects.order_by().aggregate(
        last=Max("sent_at"),
        **{state: Count("pk", filter=Q(state=state)) for state in MailState.values},
    )
    return Outbox(
        waiting=found[MailState.WAITING],
        sent=found[MailState.SENT],
        failed=found[MailState.FAILED],
        last_sent_at=found["last"],
    )


def _unsent(row: Mail) -> Unsent:
    """An officer is rung at the number that the seat names; a person at their own or the office's."""
    if row.user:
        phones = (row.user.phone, row.seat.phone if row.seat else "")
    else:
        phones = (row.seat.supervisor_phone if row.seat else "", "")
    phone = next((number for number in phones if number), "")
    instead = "" if phone or not row.seat else row.seat.phone
    return Unsent(row, _why(row), row.name, phone, instead)


def _why(row: Mail) -> str:
    if not row.address:
        return _("Nobody has entered an address.")
    if row.problem == SAID_TOO_LATE:
        return _("It waited too long to be of use.")
    if row.attempts > 1:
        return _("The mail server could not be reached, or refused it, several times.")
    return _("The mail server refused the address.")
