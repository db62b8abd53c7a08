"""Ending sessions: one, or all of a person at once."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_end_sessions
from nsss_gender.audit.services import record


def sessions_cut(user: User) -> int:
    """End every session of ``user`` by the next request; returns how many were listed.

    The epoch is part of each session's hash, so that sessions nobody listed end too.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    listed = UserSession.objects.filter(user_id=user.pk)
    keys = list(listed.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    listed.delete()
    return len(keys)


def user_sessions_end(*, by: User, user: User, reason: str = "") -> int:
    """End all sessions of ``user``; the caller may renew the one it answers to."""
    verdict = can_end_sessions(by, user)
    with transaction.atomic():
        if not verdict:
            verdict.require()
        ended = sessions_cut(user)
        _log("user.sessions_ended", user, by, verdict.seat, reason=reason, ended=ended)
    return ended


def user_session_end(*, by: User, user: User, session_id: int) -> bool:
    """End one session of ``user``; False where it is already gone."""
    verdict = can_end_sessions(by, user)
    with transaction.atomic():
        if not verdict:
            verdict.require()
        session = UserSession.objects.filter(pk=session_id, user_id=user.pk).first()
        if session is None:
            return False
        session.end()
        _log("user.session_ended", user, by, verdict.seat, ended=1)
    return True


def _log(action: str, user: User, by: User, seat: Any, *, reason: str = "", ended: int) -> None:
    place = f"user:{user.pk}"
    changes = {"sessions_ended": [None, ended]}
    record(action, stream=place, target=place, by=by, seat=seat, reason=reason, changes=changes)
