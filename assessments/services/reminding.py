"""Reminders are written once each, whoever runs them and however often (36).

Each message is a transaction of its own, and its key decides whether it was written before: a process
that dies between two messages is simply run again, and two at once write each message once.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from assessments.enums import MailState
from assessments.models import Mail, Notice, Submission
from assessments.selectors.reminding import Letter, Owed, telling
from assessments.services.texts import mail_text
from nsss_gender.audit.services import record


@dataclass(frozen=True)
class Told:
    """How many messages were written, and how many mails to people without an account."""

    notices: int
    letters: int


def reminders_write(*, today: dt.date) -> Told:
    """Write everything that is due on ``today`` and was not told before."""
    due = telling(today)
    notices = sum(reminder_write(owed=row) for row in due.notices)
    return Told(notices, sum(letter_write(letter=row) for row in due.letters))


def reminder_write(*, owed: Owed) -> bool:
    """Write one message of the application; False where it stands already, or the report came in."""
    with transaction.atomic():
        if not _still_out(owed.submission):
            return False
        _row, made = Notice.objects.get_or_create(
            key=owed.key,
            defaults={
                "seat": owed.seat,
                "submission": owed.submission,
                "transition": owed.what,
            },
        )
        if made:
            _record(owed, "reminder written", f"seat:{owed.seat.pk}")
    return made


def letter_write(*, letter: Letter) -> bool:
    """Put one mail into the outbox; without an address it stands there as not sent, to be rung."""
    with transaction.atomic():
        if not _still_out(letter.submission):
            return False
        subject, body = mail_text(letter.template, letter.language, {"letter": letter})
        row, made = Mail.objects.get_or_create(
            key=letter.key,
            defaults={
                "seat": letter.seat,
                "submission": letter.submission,
                "name": letter.name,
                "address": letter.address,
                "language": letter.language,
                "subject": subject,
                "body": body,
                "state": MailState.WAITING if letter.address else MailState.FAILED,
            },
        )
        if made:
            _record(letter, "reminder mailed", f"mail:{row.pk}")
    return made


def _still_out(submission: Submission) -> bool:
    """Whether the report is the ministry's to send at this moment; its row stays locked."""
    return Submission.objects.select_for_update().get(pk=submission.pk).editable


def _record(told: Owed | Letter, action: str, target: str) -> None:
    record(
        action,
        stream=told.submission.stream,
        target=target,
        by=None,
        changes={"key": [None, told.key], "due": [None, told.due.isoformat()]},
    )
