"""Invitations: an offer of a seat, by mail and by hand. One use, a day at most, 256 bits (13)."""

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Invitation, Seat, User
from nsss_gender.accounts.permissions import can_manage_people, can_offer_seat, can_withdraw
from nsss_gender.accounts.services.seats import seat_sit
from nsss_gender.accounts.services.users import user_create
from nsss_gender.audit.services import record

LIFETIME = dt.timedelta(hours=24)
TOKEN_BYTES = 32


class Offer(NamedTuple):
    """A new invitation and its token, which is known only here; None when it was made before."""

    invitation: Invitation
    token: str | None


def invitation_create(
    *, by: User, seat: Seat, name: str, email: str, pk: uuid.UUID | None = None
) -> Offer:
    """Offer ``seat`` to somebody without an account; mails the link when the change is committed.

    The same ``pk`` again returns the same invitation without its token (86).
    """
    acting = can_offer_seat(by, seat).require()
    email = email.strip().lower()
    with transaction.atomic():
        existing = Invitation.objects.filter(pk=pk).first() if pk else None
        if existing:
            return Offer(existing, None)
        _check_address(email, manages=bool(can_manage_people(by)))
        token = secrets.token_urlsafe(TOKEN_BYTES)
        invitation = Invitation(
            pk=pk or uuid.uuid4(),
            seat=seat,
            name=name.strip(),
            email=email,
            token_digest=token_digest(token),
            created_by=by,
            expires_at=timezone.now() + LIFETIME,
        )
        invitation.save(force_insert=True)
        _log("seat.offered", invitation, by=by, acting=acting)
        transaction.on_commit(lambda: _send(invitation, token), robust=True)
    return Offer(invitation, token)


def invitation_accept(
    *, token: str, username: str, password: str, person: Mapping[str, str]
) -> User:
    """Turn the token into an account that holds the seat; returns the account.

    Raises Invitation.DoesNotExist for a token that is unknown, used, withdrawn or too old, and
    ValidationError, by field, for a name that is taken or a weak password.
    """
    with transaction.atomic():
        invitation = invitation_open(token, lock=True)
        user = user_create(
            by=None,
            username=username,
            password=password,
            person={"email": invitation.email, **person},
        )
        seat = Seat.objects.select_for_update().get(pk=invitation.seat_id)
        invitation.accepted_at, invitation.accepted_by = timezone.now(), user
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        seat_sit(by=user, acting=seat, seat=seat, user=user, reason="")
        _log("seat.offer_accepted", invitation, by=user, acting=seat)
    return user


def invitation_withdraw(*, by: User, invitation: Invitation) -> Invitation:
    """Take an open invitation back: its link stops working at once."""
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        acting = can_withdraw(by, row).require()
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        _log("seat.offer_withdrawn", row, by=by, acting=acting)
    return row


def invitation_open(token: str, *, lock: bool = False) -> Invitation:
    """The open invitation of a token; raises Invitation.DoesNotExist where there is none."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    invitation = rows.get(token_digest=token_digest(token))
    if not invitation.is_open or invitation.seat.ended_at:
        raise Invitation.DoesNotExist
    return invitation


def token_digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def invitation_link(token: str) -> str:
    """The whole address that the mail and the page show."""
    return settings.NSSS_SITE + reverse("accounts:invitation_accept", args=[token])


def _check_address(email: str, *, manages: bool) -> None:
    """Refuse an address that has an account; whose it is, only an administrator is told."""
    holder = User.objects.filter(email__iexact=email).first()
    if holder and not manages:
        text = _("This address has an account. Ask an administrator to hand the seat over to it.")
        raise ValidationError({"email": text})
    if holder:
        text = _("%(name)s already has an account with this address. Give them the seat instead.")
        raise ValidationError({"email": text % {"name": holder.name}})


def _send(invitation: Invitation, token: str) -> None:
    """One mail in both languages; a mail server that fails never undoes the invitation."""
    context = {"invitation": invitation, "link": invitation_link(token)}
    parts = []
    for language in ("bn", "en"):
        with translation.override(language):
            parts.append(render_to_string("emails/invitation.txt", context).strip())
    with translation.override("bn"):
        subject = _("Invitation to the gender assessment of social security")
    body = "\n\n--\n\n".join(parts)
    send_mail(subject, body, None, [invitation.email], fail_silently=False)


def _log(action: str, invitation: Invitation, *, by: User, acting: Seat) -> None:
    record(
        action,
        stream=f"seat:{invitation.seat_id}",
        target=f"invitation:{invitation.pk}",
        by=by,
        seat=acting,
        changes={"name": [None, invitation.name], "email": [None, invitation.email]},
    )
