"""The worker's side of messages: reminders each morning, mail every minute (36, 37).

Nothing here decides who is told what; the rows and their services do. Each may run at any time, any
number of times, in several processes at once.
"""

import datetime as dt
import logging

from django.core.mail import get_connection
from django.utils import timezone
from django_tasks import task

from assessments.selectors.posting import at_once_waits, mail_server
from assessments.services.mailing import mail_claim, mail_send, mail_waits, mails_let_go
from assessments.services.posting import at_once_write, digests_write
from assessments.services.reminding import reminders_write
from nsss_gender.files.queue import queue_once

MOST_AT_A_TIME = 200
logger = logging.getLogger(__name__)


@task
def remind(day: str = "") -> str:
    """What is due on a day (today without one), then the day's digests, then the mail."""
    today = dt.date.fromisoformat(day) if day else timezone.localdate()
    told = reminders_write(today=today)
    digests = digests_write(day=today)
    mails_let_go()
    return (
        f"{told.notices} messages, {told.letters} letters, {digests} digests, {post()} mails sent"
    )


@task
def deliver() -> str:
    """Mails for those who want them at once, and everything that waits in the outbox."""
    return f"{post()} mails sent"


def wake() -> bool:
    """Have the worker see to the mail, where there is any to see to."""
    return (mail_waits() or at_once_waits()) and queue_once(deliver)


def post() -> int:
    """Write what is wanted at once and send what waits; returns how many were sent."""
    at_once_write()
    if not mail_server():
        return 0
    sent, connection = 0, get_connection()
    for _turn in range(MOST_AT_A_TIME):
        mail = mail_claim()
        if mail is None:
            break
        sent += mail_send(mail=mail, connection=connection)
    return sent
