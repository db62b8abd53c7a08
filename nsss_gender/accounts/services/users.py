"""People: their own data, their password, their second factor, their way in and out."""

import uuid
from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import (
    can_change_person,
    can_deactivate,
    can_manage_people,
    can_reactivate,
)
from nsss_gender.accounts.services.seats import (
    reason_given,
    seat_grant,
    seat_locked_administrators,
    seat_open,
)
from nsss_gender.accounts.services.sessions import sessions_cut
from nsss_gender.audit.services import record

PERSON_FIELDS = ("name", "phone", "language", "email", "mail_choice")


def user_create(
    *,
    by: User | None,
    username: str,
    password: str,
    person: Mapping[str, str],
    pk: uuid.UUID | None = None,
) -> User:
    """Make an account and return it. ``person`` holds name, email, phone and language.

    Called by an accepted invitation and by the command line; both have checked who may.
    Raises ValidationError, by field, for a taken name or address and for a weak password.
    """
    data = {name: person[name].strip() for name in PERSON_FIELDS if name in person}
    data["email"] = data.get("email", "").lower()
    user = User(username=username.strip().lower(), **data)
    user.pk = pk or user.pk
    if "@" in user.username:  # an address is not a name: sign-in tells them apart by it
        raise ValidationError({"username": _("Choose a user name without @.")})
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise ValidationError({"password": weak.messages}) from weak
    user.set_password(password)
    user.full_clean(exclude=["password"])
    with transaction.atomic():
        user.save(force_insert=True)
        changes = {name: [None, getattr(user, name)] for name in ("username", "name", "email")}
        _log("user.created", user, by=by, changes=changes)
    return user


def administrator_create(*, username: str, password: str, name: str, email: str = "") -> User:
    """The first way in, for the command line: an account with an administrator's seat."""
    with transaction.atomic():
        user = user_create(
            by=None, username=username, password=password, person={"name": name, "email": email}
        )
        seat = seat_open(by=None, role=Role.ADMINISTRATOR)
        seat_grant(by=None, seat=seat, user=user, reason="command line")
    return user


def user_update(*, by: User, user: User, person: Mapping[str, str]) -> User:
    """Write name, phone, language and mail; unchanged data leaves no event."""
    verdict = can_change_person(by, user)
    if not verdict:
        verdict.require()
    wanted = {name: person[name].strip() for name in PERSON_FIELDS if name in person}
    if "email" in wanted:
        wanted["email"] = wanted["email"].lower()
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        changes = {
            name: [getattr(row, name), value]
            for name, value in wanted.items()
            if getattr(row, name) != value
        }
        for name, (_old, new) in changes.items():
            setattr(row, name, new)
        if changes:
            row.full_clean(exclude=["password"])
            row.save(update_fields=list(changes))
            _log("user.changed", row, by=by, seat=verdict.seat, changes=changes)
    return row


def user_deactivate(*, by: User, user: User, reason: str) -> User:
    """Shut ``user`` out at once. Seats stay and can be handed over; nothing they did changes."""
    reason = reason_given(reason)
    with transaction.atomic():
        seat_locked_administrators()
        row = User.objects.select_for_update().get(pk=user.pk)
        acting = can_deactivate(by, row).require()
        row.is_active = False
        row.save(update_fields=["is_active"])
        sessions_cut(row)
        changes = {"is_active": [True, False]}
        _log("user.deactivated", row, by=by, seat=acting, reason=reason, changes=changes)
    return row


def user_reactivate(*, by: User, user: User, reason: str) -> User:
    """Let ``user`` in again, with the seats that were not handed over meanwhile."""
    reason = reason_given(reason)
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        acting = can_reactivate(by, row).require()
        row.is_active = True
        row.save(update_fields=["is_active"])
        changes = {"is_active": [False, True]}
        _log("user.reactivated", row, by=by, seat=acting, reason=reason, changes=changes)
    return row


def password_set(*, user: User, password: str) -> None:
    """Write a password that was chosen and checked; every session and every reset link ends."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        sessions_cut(user)
        _log("user.password_changed", user, by=user)


def second_factor_reset(*, by: User, user: User, reason: str) -> None:
    """Forget the authenticator of somebody who lost it; they set up a new one at sign-in."""
    reason = reason_given(reason)
    acting = can_manage_people(by).require()
    with transaction.atomic():
        gone, _kinds = Authenticator.objects.filter(user=user).delete()
        if not gone:
            raise ValidationError(_("This person has no second factor."))
        sessions_cut(user)
        _log("user.second_factor_reset", user, by=by, seat=acting, reason=reason)


def user_event(action: str, user: User) -> None:
    """Record what a person did with their own account: signing in, a second factor."""
    with transaction.atomic():
        _log(action, user, by=user)


def _log(
    action: str,
    user: User,
    *,
    by: User | None,
    seat: Seat | None = None,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    place = f"user:{user.pk}"
    record(action, stream=place, target=place, by=by, seat=seat, reason=reason, changes=changes)
