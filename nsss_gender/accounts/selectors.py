"""What the pages about people read. Nothing here writes."""

import datetime as dt
import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from nsss_gender.accounts.models import Invitation, Seat, SeatHolding, User
from nsss_gender.audit.models import Event


def needs_second_factor(user: User) -> bool:
    """Whether one of the seats that ``user`` holds demands an authenticator."""
    return any(seat.role in settings.NSSS_TOTP_ROLES for seat in user.own_seats)


def people(*, words: str = "", ministry: str = "", role: str = "") -> QuerySet[User]:
    """Everybody who matches, by name, with their open seats in ``open_holdings``."""
    held = SeatHolding.objects.open().select_related("seat__ministry")
    found = User.objects.prefetch_related(
        Prefetch("holdings", queryset=held, to_attr="open_holdings")
    )
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(username__icontains=words) | Q(email__icontains=words)
        )
    if ministry or role:
        wanted = SeatHolding.objects.open().filter(user_id=OuterRef("pk"))
        wanted = wanted.filter(seat__ministry__code=ministry) if ministry else wanted
        wanted = wanted.filter(seat__role=role) if role else wanted
        found = found.filter(Exists(wanted))
    return found.order_by("name", "username")


def seats_open(
    *, q: str = "", ministry: str = "", role: str = "", vacant: bool = False
) -> QuerySet[Seat]:
    """The open seats that match, in official order, with ministry and holders."""
    found = Seat.objects.with_holder().filter(ended_at=None)
    if q:
        holders = SeatHolding.objects.open().filter(
            Q(user__name__icontains=q) | Q(user__username__icontains=q)
        )
        found = found.filter(Q(pk__in=holders.values("seat_id")) | Q(post__icontains=q))
    found = found.filter(ministry__code=ministry) if ministry else found
    found = found.filter(role=role) if role else found
    return found.vacant() if vacant else found


def has_second_factor(user: User) -> bool:
    """Whether ``user`` has set up an authenticator."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def sessions(user: User) -> QuerySet[UserSession]:
    """The sessions in which ``user`` is signed in now, the last used first."""
    now = timezone.now()
    idle = now - dt.timedelta(minutes=settings.NSSS_SESSION_IDLE_MINUTES + 5)
    oldest = now - dt.timedelta(hours=settings.NSSS_SESSION_HOURS)
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    found: QuerySet[UserSession] = UserSession.objects.filter(
        Exists(alive), user_id=user.pk, last_seen_at__gte=idle, created_at__gte=oldest
    )
    return found.order_by("-last_seen_at")


def invitations_open() -> QuerySet[Invitation]:
    """The invitations that can still be accepted, the newest first."""
    return Invitation.objects.filter(
        accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).select_related("seat__ministry", "created_by")


def administrators() -> list[dict[str, Any]]:
    """Whom to ask: name, office phone and mail of every administrator."""
    held = SeatHolding.objects.administrators().select_related("user", "seat").order_by("since")
    return [
        {
            "name": holding.user.name,
            "phone": holding.seat.phone or holding.user.phone,
            "mail": holding.seat.mail or holding.user.email,
        }
        for holding in held
    ]


def seat_to_brief(user: User) -> uuid.UUID | None:
    """The first seat that ``user`` took over and whose briefing is not read yet; one query."""
    if user.acting:
        return None
    return (
        SeatHolding.objects.to_brief(user).values_list("seat", flat=True).order_by("since").first()
    )


def recent_events(stream: str, limit: int = 20) -> list[Event]:
    """The last events of one stream, the newest first."""
    return list(Event.objects.filter(stream=stream).order_by("-sequence")[:limit])
