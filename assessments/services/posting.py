"""What was told in the application, put into the outbox as the person chose (37).

At once: one mail for each message. Daily: one mail with everything new. None: nothing. A message is
put into a mail once: its row is marked in the transaction that writes the mail.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone, translation

from assessments.models import Mail, Notice
from assessments.selectors.messages import messages
from assessments.selectors.posting import Post, posts
from assessments.selectors.waiting import todos
from assessments.services.texts import mail_text
from nsss_gender.accounts.enums import MailChoice
from nsss_gender.accounts.models import User


def at_once_write() -> int:
    """One mail for every new message of those who want it at once; returns how many."""
    return sum(
        _write(f"notice:{notice.pk}", post.user, [notice], "notice.txt")
        for post in posts(MailChoice.AT_ONCE)
        for notice in post.notices
    )


def digests_write(*, day: dt.date) -> int:
    """One mail a person and day with everything new, for those who want that; returns how many."""
    return sum(_digest(post, day) for post in posts(MailChoice.DAILY))


def _digest(post: Post, day: dt.date) -> bool:
    return _write(f"digest:{post.user.pk}:{day}", post.user, post.notices, "digest.txt")


def _write(key: str, user: User, notices: Sequence[Notice], template: str) -> bool:
    """Put the notices that no mail tells yet into one mail. False where another process was first."""
    with transaction.atomic():
        waiting = Notice.objects.select_for_update(of=("self",)).filter(
            pk__in=[row.pk for row in notices], mailed_at=None, read_at=None
        )
        fresh = {row.pk for row in waiting}
        if not fresh or Mail.objects.filter(key=key).exists():
            return False
        told = [row for row in notices if row.pk in fresh]
        subject, body = _text(user, told, template)
        mail = Mail(
            key=key,
            user=user,
            seat=told[0].seat,
            submission=told[0].submission if len(told) == 1 else None,
            name=user.name,
            address=user.email,
            language=user.language,
            subject=subject,
            body=body,
        )
        mail.save(force_insert=True)
        Notice.objects.filter(pk__in=fresh).update(mailed_at=timezone.now())
    return True


def _text(user: User, notices: Iterable[Notice], template: str) -> tuple[str, str]:
    with translation.override(user.language):
        context = {"user": user, "told": messages(notices), "todos": todos(user)}
        return mail_text(template, user.language, context)
