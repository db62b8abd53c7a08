"""Seats: opened, given, handed over, left, ended. The seat stays; people come and go (76)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.enums import MINISTRY_ROLES, Role, SeatKind
from nsss_gender.accounts.models import Acting, Ministry, Seat, SeatHolding, User
from nsss_gender.accounts.permissions import (
    Verdict,
    can_change_seat,
    can_empty_seat,
    can_manage_people,
    can_sit,
    refuse,
)
from nsss_gender.accounts.services.sessions import sessions_cut
from nsss_gender.audit.services import record

SEAT = "seat"  # where a session keeps the id of the seat in use
OFFICE_FIELDS = (
    "post",
    "phone",
    "mail",
    "supervisor_name",
    "supervisor_post",
    "supervisor_phone",
    "supervisor_mail",
)


def seat_open(
    *,
    by: User | None,
    role: Role,
    ministry: Ministry | None = None,
    kind: SeatKind = SeatKind.PRIMARY,
    office: Mapping[str, str] | None = None,
    pk: uuid.UUID | None = None,
) -> Seat:
    """Open a vacant seat and return it; the same ``pk`` again returns the same seat (86).

    ``by`` is None only where the command line acts. Raises ValidationError where the place is
    taken or a ministry is missing.
    """
    acting = _acting(by)
    with transaction.atomic():
        existing = Seat.objects.filter(pk=pk).first() if pk else None
        if existing:
            return existing
        _check_place(role, ministry, kind)
        seat = Seat(role=role, ministry=ministry, kind=kind, created_by=by, **_office(office))
        seat.pk = pk or seat.pk
        seat.save(force_insert=True)
        facts = {"role": role, "ministry": ministry.code if ministry else "", "kind": kind}
        changes = {name: ["", value] for name, value in (facts | _office(office)).items() if value}
        _log("seat.opened", seat, by=by, acting=acting, changes=changes)
    return seat


def seat_grant(*, by: User | None, seat: Seat, user: User, reason: str = "") -> SeatHolding:
    """Put ``user`` into a vacant seat; their sessions end, so that the next one has the seat."""
    with transaction.atomic():
        seat = _locked(seat)
        acting = _acting(by, can_sit(by, seat, user) if by else None)
        if seat.holding:
            refuse(_("Somebody sits here. Hand the seat over instead."))
        return seat_sit(by=by, acting=acting, seat=seat, user=user, reason=reason)


def seat_hand_over(*, by: User, seat: Seat, user: User, reason: str) -> SeatHolding:
    """Give the seat to ``user``. Drafts, open items and history belong to the seat and stay."""
    reason = reason_given(reason)
    with transaction.atomic():
        seat = _locked(seat)
        acting = can_sit(by, seat, user).require()
        return seat_sit(by=by, acting=acting, seat=seat, user=user, reason=reason)


def seat_vacate(*, by: User, seat: Seat, reason: str) -> Seat:
    """The holder leaves; the seat stays open and waits for the next one."""
    reason = reason_given(reason)
    with transaction.atomic():
        seat = _locked(seat)
        acting = can_empty_seat(by, seat).require()
        holder = _leave(seat, reason)
        if holder is None:
            refuse(_("Nobody sits here."))
        changes = {"holder": [holder.username, None]}
        _log("seat.vacated", seat, by=by, acting=acting, reason=reason, changes=changes)
    return seat


def seat_end(*, by: User, seat: Seat, reason: str) -> Seat:
    """End the seat: nobody can sit in it again; its history stays."""
    reason = reason_given(reason)
    with transaction.atomic():
        seat = _locked(seat)
        acting = can_empty_seat(by, seat).require()
        holder = _leave(seat, reason)
        seat.ended_at, seat.ended_by = timezone.now(), by
        seat.save(update_fields=["ended_at", "ended_by"])
        seat.invitations.filter(accepted_at=None, withdrawn_at=None).update(
            withdrawn_at=seat.ended_at
        )
        changes = {"holder": [holder.username if holder else None, None]}
        _log("seat.ended", seat, by=by, acting=acting, reason=reason, changes=changes)
    return seat


def seat_update(*, by: User, seat: Seat, office: Mapping[str, str]) -> Seat:
    """Write the office data; unchanged data leaves no event."""
    with transaction.atomic():
        seat = _locked(seat)
        acting = can_change_seat(by, seat).require()
        changes = {
            name: [getattr(seat, name), value]
            for name, value in _office(office).items()
            if getattr(seat, name) != value
        }
        if changes:
            for name, (_old, new) in changes.items():
                setattr(seat, name, new)
            seat.save(update_fields=list(changes))
            _log("seat.changed", seat, by=by, acting=acting, changes=changes)
    return seat


def seat_switch(*, by: User, seat_id: uuid.UUID) -> Seat:
    """The seat that ``by`` acts in from now on; the caller keeps its id in the session.

    Raises Seat.DoesNotExist for a seat that ``by`` does not hold.
    """
    seat = Seat.objects.held_by(by).get(pk=seat_id)
    with transaction.atomic():
        record(
            "user.seat_chosen",
            stream=f"user:{by.pk}",
            target=f"seat:{seat.pk}",
            by=by,
            seat=seat,
        )
    return seat


def seat_briefing_read(*, by: User, seat: Seat) -> SeatHolding | None:
    """Note that who sits here has read the briefing; again, or by another person, it changes nothing."""
    with transaction.atomic():
        rows = SeatHolding.objects.select_for_update().filter(seat=seat, user=by, until=None)
        holding = rows.first()
        if holding is None or holding.briefed_at:
            return holding
        holding.briefed_at = timezone.now()
        holding.save(update_fields=["briefed_at"])
        _log("seat.briefing_read", seat, by=by, acting=seat)
    return holding


def seat_sit(
    *, by: User | None, acting: Seat | None, seat: Seat, user: User, reason: str
) -> SeatHolding:
    """Close the open holding, open one for ``user``, end the sessions of both. Checks nothing."""
    before = _leave(seat, reason)
    holding = SeatHolding.objects.create(seat=seat, user=user, reason=reason)
    sessions_cut(user)
    user.seats_forget()
    changes = {"holder": [before.username if before else None, user.username]}
    action = "seat.handed_over" if before else "seat.granted"
    _log(action, seat, by=by, acting=acting, reason=reason, changes=changes)
    record(
        f"user.{action}",
        stream=f"user:{user.pk}",
        target=f"seat:{seat.pk}",
        by=by,
        seat=acting,
        reason=reason,
    )
    return holding


def reason_given(reason: str) -> str:
    """The reason without its edges; raises ValidationError where there is none."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. The reason is kept in the log.")})
    return reason.strip()


def seat_locked_administrators() -> None:
    """Lock every open administrator's seat: two administrators cannot remove each other at once."""
    seats = Seat.objects.filter(role=Role.ADMINISTRATOR, ended_at=None).order_by("pk")
    list(seats.select_for_update().values_list("pk"))


def _locked(seat: Seat) -> Seat:
    if seat.role == Role.ADMINISTRATOR:
        seat_locked_administrators()
    return Seat.objects.select_for_update().get(pk=seat.pk)


def _leave(seat: Seat, reason: str) -> User | None:
    """Close the open holding and end the sessions of who sat there; returns that person."""
    holding = seat.holdings.filter(until=None).select_related("user").first()
    if holding is None:
        return None
    holding.until = timezone.now()
    holding.reason = "\n".join(filter(None, [holding.reason, reason]))
    holding.save(update_fields=["until", "reason"])
    Acting.objects.filter(own_seat=seat, until=None).update(until=holding.until)
    offered = seat.invitations.filter(created_by=holding.user, accepted_at=None, withdrawn_at=None)
    offered.update(withdrawn_at=holding.until)  # who has left invites nobody any more
    sessions_cut(holding.user)
    return holding.user


def _check_place(role: Role, ministry: Ministry | None, kind: SeatKind) -> None:
    if role in MINISTRY_ROLES and ministry is None:
        raise ValidationError({"ministry": _("Choose the ministry of this seat.")})
    taken = Seat.objects.filter(
        role=Role.FOCAL_POINT, kind=SeatKind.PRIMARY, ministry=ministry, ended_at=None
    )
    if role == Role.FOCAL_POINT and kind == SeatKind.PRIMARY and taken.exists():
        raise ValidationError(
            {
                "kind": _(
                    "This ministry has a primary focal point. Choose alternate, or use that seat."
                )
            }
        )


def _office(office: Mapping[str, str] | None) -> dict[str, str]:
    given = office or {}
    return {name: given[name].strip() for name in OFFICE_FIELDS if name in given}


def _acting(by: User | None, verdict: Verdict | None = None) -> Seat | None:
    """The seat ``by`` acts in, where they may; None for the command line."""
    if by is None:
        return None
    return (verdict or can_manage_people(by)).require()


def _log(
    action: str,
    seat: Seat,
    *,
    by: User | None,
    acting: Seat | None,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    record(
        action,
        stream=f"seat:{seat.pk}",
        target=f"seat:{seat.pk}",
        by=by,
        seat=acting,
        reason=reason,
        changes=changes,
    )
