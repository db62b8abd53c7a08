"""A question asked of somebody without an account, by a secret address (capability 20).

256 bits; only the digest is stored, so that the address is known once, to whoever made it.
"""

import datetime as dt
import hashlib
import secrets
import uuid
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessments.models import Assessment, ContributionLink, Question, Submission
from assessments.permissions import can_ask_by_link, can_change_link
from assessments.selectors.links import MOST_DAYS, askable
from assessments.services.locking import report_locked
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Guest:
    """Who is asked, with which words, until the end of which day."""

    name: str
    organisation: str
    mail: str
    language: str
    note: str
    until: dt.date


class Offer(NamedTuple):
    """A link and its secret, which is known only here; None when it was made before."""

    link: ContributionLink
    token: str | None


def link_create(
    *, assessment: Assessment, key: uuid.UUID, code: str, guest: Guest, by: User
) -> Offer:
    """Ask ``guest`` the question ``code`` of one programme; mails the address where one is given.

    The same ``key`` again gives the same link without its secret. Raises PermissionDenied, and
    ValidationError for a question that cannot be asked so or a day out of bounds.
    """
    with transaction.atomic():
        locked = report_locked(assessment.submission)
        seat = can_ask_by_link(by, locked).require()
        existing = ContributionLink.objects.filter(pk=key, assessment=assessment).first()
        if existing:
            return Offer(existing, None)
        question, token = _question(locked, code), secrets.token_urlsafe(TOKEN_BYTES)
        link = ContributionLink(
            pk=key,
            assessment=assessment,
            question=question,
            token_digest=token_digest(token),
            name=normalise(guest.name),
            organisation=normalise(guest.organisation),
            mail=guest.mail,
            language=guest.language,
            note=normalise(guest.note),
            expires_at=_end_of(guest.until),
            created_by=by,
            seat=seat,
        )
        link.save(force_insert=True)
        _log("question asked by link", link, locked, by=by, seat=seat)
        transaction.on_commit(lambda: _send(link, token), robust=True)
    return Offer(link, token)


def link_renew(*, link: ContributionLink, until: dt.date, by: User) -> Offer:
    """A new secret for the same question; the old address stops working at once."""
    with transaction.atomic():
        locked = report_locked(link.assessment.submission)
        row = _link(link)
        seat = can_change_link(by, row).require()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        row.token_digest, row.expires_at = token_digest(token), _end_of(until)
        row.save(update_fields=["token_digest", "expires_at"])
        _log("link made anew", row, locked, by=by, seat=seat)
        transaction.on_commit(lambda: _send(row, token), robust=True)
    return Offer(row, token)


def link_revoke(*, link: ContributionLink, by: User) -> None:
    """End a link: nothing can be written under it. What came by it stays to be decided."""
    with transaction.atomic():
        locked = report_locked(link.assessment.submission)
        row = _link(link)
        seat = can_ask_by_link(by, locked).require()
        if row.revoked_at:
            return
        row.revoked_at, row.revoked_by = timezone.now(), by
        row.save(update_fields=["revoked_at", "revoked_by"])
        _log("link ended", row, locked, by=by, seat=seat)


def token_digest(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def link_address(token: str) -> str:
    """The whole address that the mail and the page show."""
    return settings.NSSS_SITE + reverse("assessments:contribute", args=[token])


def _link(link: ContributionLink) -> ContributionLink:
    rows = ContributionLink.objects.select_for_update(of=("self",))
    return rows.select_related(
        "question", "assessment__programme", "assessment__submission__round"
    ).get(pk=link.pk)


def _question(submission: Submission, code: str) -> Question:
    """Raises ValidationError for a question that is answered by choosing, or that there is not."""
    questionnaire = submission.round.questionnaire
    known = {one.code for one in questionnaire.schema().questions if askable(one)}
    if code not in known:
        raise ValidationError(_("This question cannot be asked by a link."))
    return Question.objects.get(questionnaire=questionnaire, parent=None, code=code)


def _end_of(day: dt.date) -> dt.datetime:
    """The last moment of ``day`` on the site's clock. Raises ValidationError where it is out of bounds."""
    days = (day - timezone.localdate()).days
    if not 0 <= days <= MOST_DAYS:
        raise ValidationError({"until": _("Choose a day from today on, at most 60 days ahead.")})
    return timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59, 59)))


def _send(link: ContributionLink, token: str) -> None:
    """The mail with the address, in the guest's language; a server that fails never undoes the link."""
    if not link.mail:
        return
    context = {"link": link, "address": link_address(token)}
    with translation.override(link.language):
        body = render_to_string("emails/contribution.txt", context).strip()
        subject = _("A question on the gender assessment of social security")
    send_mail(subject, f"{body}\n", None, [link.mail], fail_silently=False)


def _log(
    action: str, link: ContributionLink, submission: Submission, *, by: User, seat: Seat
) -> None:
    """One event without the guest's name: the log keeps for ever what a link may not."""
    record(
        action,
        stream=submission.stream,
        target=f"link:{link.pk}",
        by=by,
        seat=seat,
        changes={
            "question": [None, link.question.code],
            "assessment": [None, str(link.assessment_id)],
            "expires_at": [None, link.expires_at.isoformat()],
        },
    )
