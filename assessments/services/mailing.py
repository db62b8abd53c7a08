"""The outbox: claimed, sent, noted; tried again with growing pauses; never lost, sent at least once (36).

Who sends claims a mail first, by writing the moment into its row: two processes never take the same
one. A process that dies in between leaves a claim that lapses; the mail is then sent again under the
same Message-ID, so that a mail program shows it once.
"""

import datetime as dt
import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from assessments.enums import MailState
from assessments.models import Mail
from assessments.permissions.mails import can_send_again
from assessments.selectors.mails import SAID_TOO_LATE
from assessments.selectors.posting import mail_server
from nsss_gender.accounts.models import DEMO_DOMAIN, User
from nsss_gender.audit.services import record

CLAIM_LAPSES = dt.timedelta(minutes=10)
PAUSES = tuple(dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 360, 1440))
TOO_OLD = dt.timedelta(days=3)
KEPT = dt.timedelta(days=180)
MOST_WORDS = 500
PERMANENT = 500  # an answer of 5xx says that trying again is of no use
logger = logging.getLogger(__name__)


def mail_claim() -> Mail | None:
    """Take the next mail whose time has come; None when there is none."""
    now = timezone.now()
    for row in _free(now).order_by("next_try_at", "pk")[:5]:
        mine = Mail.objects.filter(pk=row.pk, state=MailState.WAITING, claimed_at=row.claimed_at)
        if mine.update(claimed_at=now, attempts=F("attempts") + 1):
            row.refresh_from_db()
            return row
    return None


def mail_waits() -> bool:
    """Whether there is a mail to claim now, and a server to give it to."""
    return mail_server() and _free(timezone.now()).exists()


def _free(now: dt.datetime) -> QuerySet[Mail]:
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    rows = Mail.objects.filter(free, state=MailState.WAITING, next_try_at__lte=now)
    if settings.NSSS_DEMO:  # nobody is behind these addresses
        rows = rows.exclude(address__endswith=DEMO_DOMAIN)
    return rows


def mail_send(*, mail: Mail, connection: BaseEmailBackend) -> bool:
    """Hand a claimed mail to the server and note what became of it."""
    if timezone.now() - mail.created_at > TOO_OLD:
        _settle(mail, MailState.FAILED, problem=SAID_TOO_LATE)
        return False
    try:
        _message(mail, connection).send()
    except (OSError, ValueError) as error:  # every error of the mail library is an OSError
        _failed(mail, error)
        return False
    _settle(mail, MailState.SENT)
    return True


def mail_again(*, mail: Mail, by: User) -> None:
    """Put a mail that failed back into the outbox; asked twice, it is put there once."""
    with transaction.atomic():
        row = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
        seat = can_send_again(by, row).require()
        if row.state == MailState.WAITING:
            return
        row.state, row.attempts, row.problem = MailState.WAITING, 0, ""
        row.created_at = row.next_try_at = timezone.now()
        row.claimed_at = None
        row.save()
        place = f"mail:{row.pk}"
        record("mail tried again", stream=place, target=place, by=by, seat=seat)


def mails_let_go() -> int:
    """Let go of what was sent or failed half a year ago: names and addresses are not kept for ever.

    Messages and log stay. No key is needed so long: nothing is told again after two weeks.
    """
    old = Mail.objects.exclude(state=MailState.WAITING).filter(created_at__lt=timezone.now() - KEPT)
    return old.delete()[0]


def _message(mail: Mail, connection: BaseEmailBackend) -> EmailMessage:
    """One receiver a mail, so that nobody reads the address of another."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.address],
        connection=connection,
        headers={"Message-ID": f"<{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _failed(mail: Mail, error: Exception) -> None:
    """Try again later, or give up: when the server refuses this mail for good, or after the last pause.

    A wrong password of ours, or a server that is away, is no fault of the mail: it waits.
    """
    code, words = _said(error)
    refused = isinstance(error, SMTPRecipientsRefused | SMTPDataError) and code >= PERMANENT
    logger.warning("Mail %s could not be sent: %s %s", mail.pk, type(error).__name__, code)
    if refused or mail.attempts > len(PAUSES):
        _settle(mail, MailState.FAILED, problem=words)
        return
    later = timezone.now() + PAUSES[mail.attempts - 1]
    Mail.objects.filter(pk=mail.pk, claimed_at=mail.claimed_at).update(
        claimed_at=None, next_try_at=later, problem=words
    )


def _said(error: Exception) -> tuple[int, str]:
    """What the server answered: its code (0 without one) and its words."""
    match error:
        case SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()), (0, b""))
            return code, _words(code, words)
        case SMTPResponseException():
            return error.smtp_code, _words(error.smtp_code, error.smtp_error)
    return 0, str(error)[:MOST_WORDS]


def _words(code: int, words: bytes | str) -> str:
    text = words if isinstance(words, str) else words.decode(errors="replace")
    return f"{code} {text}".strip()[:MOST_WORDS]


def _settle(mail: Mail, state: MailState, *, problem: str = "") -> None:
    """Note the end; a claim that lapsed meanwhile belongs to another process."""
    sent_at = timezone.now() if state == MailState.SENT else None
    Mail.objects.filter(pk=mail.pk, claimed_at=mail.claimed_at).update(
        state=state, sent_at=sent_at, claimed_at=None, problem=problem
    )
