"""The verdict that a guard, a button and a message share (habit 3 of the house)."""

from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nsss_gender.accounts.enums import MINISTRY_ROLES, ROLE_PERMISSIONS, Permission, Role
from nsss_gender.accounts.models import Invitation, Seat, SeatHolding, User

LAST_ADMINISTRATOR = gettext_lazy(
    "This is the last administrator. Give somebody else an administrator's seat first."
)
# Whoever may do one of these never acts for a ministry.
NEVER_ACT = frozenset({Permission.ACCEPT, Permission.MANAGE_PEOPLE})


@dataclass(frozen=True)
class Verdict:
    """Whether something may be done, the sentence that says why not, and the seat it is done in."""

    allowed: bool
    reason: str = ""
    seat: Seat | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> Seat:
        """The seat to act in; raises PermissionDenied with the reason where it is refused."""
        if not self.allowed or self.seat is None:
            refuse(self.reason)
        return self.seat

    def require_role(self) -> None:
        """Let through who may do this now or at another time; raises PermissionDenied for others.

        For a page that shows a refusal's reason beside the disabled button.
        """
        if not self.allowed and self.seat is None:
            refuse(self.reason)


def refuse(reason: str) -> NoReturn:
    raise PermissionDenied(reason)


def no(reason: str, seat: Seat | None = None) -> Verdict:
    return Verdict(allowed=False, reason=reason, seat=seat)


def yes(seat: Seat) -> Verdict:
    return Verdict(allowed=True, seat=seat)


def can(user: User, permission: Permission) -> Verdict:
    """Whether one of the user's seats carries ``permission``, whatever the object."""
    seats = user.seats_with(permission)
    if not seats:
        return no(_("None of your seats allows this."))
    return yes(seats[0])


def can_manage_people(user: User) -> Verdict:
    return can(user, Permission.MANAGE_PEOPLE)


def can_manage_register(user: User) -> Verdict:
    return can(user, Permission.MANAGE_REGISTER)


def can_manage_rounds(user: User) -> Verdict:
    return can(user, Permission.MANAGE_ROUNDS)


def can_read_audit(user: User) -> Verdict:
    return can(user, Permission.READ_AUDIT)


def can_change_person(user: User, person: User) -> Verdict:
    """Whether ``user`` may change name, phone, mail and language of ``person``."""
    if user.pk == person.pk and user.is_active:
        return Verdict(allowed=True, seat=user.seats[0] if user.seats else None)
    return can_manage_people(user)


def can_end_sessions(user: User, person: User) -> Verdict:
    """Everybody may end their own sessions, an administrator anybody's."""
    return can_change_person(user, person)


def can_deactivate(user: User, person: User) -> Verdict:
    """Whether ``person`` can be shut out now."""
    verdict = can_manage_people(user)
    if not verdict:
        return verdict
    if not person.is_active:
        return no(_("This account is already deactivated."))
    if _only_administrator(person):
        return no(str(LAST_ADMINISTRATOR))
    return verdict


def can_reactivate(user: User, person: User) -> Verdict:
    """Whether ``person`` can be let in again."""
    verdict = can_manage_people(user)
    if verdict and person.is_active:
        return no(_("This account is active."))
    return verdict


def can_change_seat(user: User, seat: Seat) -> Verdict:
    """Whether ``user`` may edit, grant or offer ``seat``."""
    verdict = can_manage_people(user)
    if verdict and seat.ended_at:
        return no(_("This seat has ended. Its history stays readable."))
    return verdict


def can_offer_seat(user: User, seat: Seat) -> Verdict:
    """Whether ``user`` may invite somebody into ``seat``: an administrator, or whoever sits in a
    ministry's seat and is to leave it (76)."""
    verdict = can_change_seat(user, seat)
    held = next((own for own in user.own_seats if own.pk == seat.pk), None)
    if held and not can_manage_people(user) and held.role in MINISTRY_ROLES:
        return yes(held)
    return verdict


def can_empty_seat(user: User, seat: Seat) -> Verdict:
    """Whether ``seat`` can be ended, or left without a holder, now."""
    verdict = can_change_seat(user, seat)
    holder = seat.holder
    if verdict and seat.role == Role.ADMINISTRATOR and holder and _only_administrator(holder):
        return no(str(LAST_ADMINISTRATOR))
    return verdict


def can_sit(user: User, seat: Seat, person: User) -> Verdict:
    """Whether ``user`` may put ``person`` into ``seat`` now."""
    verdict = can_change_seat(user, seat)
    if not verdict:
        return verdict
    if not person.is_active:
        return no(_("This account is deactivated. Reactivate it first."))
    holder = seat.holder
    if holder and holder.pk == person.pk:
        return no(_("This person already holds the seat."))
    return verdict


def can_withdraw(user: User, invitation: Invitation) -> Verdict:
    """Whether ``invitation`` can be taken back."""
    verdict = can_manage_people(user)
    if verdict and not invitation.is_open:
        return no(_("This invitation is no longer open."))
    return verdict


def can_act_at_all(user: User) -> Verdict:
    """Whether ``user`` may begin to act for a ministry (79).

    Reviewers and technical support may; nobody who also decides or administers, in whichever seat,
    because neither has power over answers. One ministry at a time.
    """
    own = [row for row in user.own_seats if Permission.ACT_FOR in ROLE_PERMISSIONS[Role(row.role)]]
    if not own:
        return no(_("None of your seats allows this."))
    if any(NEVER_ACT & ROLE_PERMISSIONS[Role(row.role)] for row in user.own_seats):
        return no(_("Who accepts reports or administers the system never writes answers."), own[0])
    if user.acting:
        text = _("You act for %(ministry)s now. End that first.")
        return no(text % {"ministry": user.acting.seat.ministry}, own[0])
    return yes(own[0])


def can_act_for(user: User, seat: Seat | None) -> Verdict:
    """Whether ``user`` may begin to act in ``seat`` for its ministry."""
    verdict = can_act_at_all(user)
    if not verdict or (seat and seat.role == Role.FOCAL_POINT and not seat.ended_at):
        return verdict
    text = _("This ministry has no focal point’s seat. Ask an administrator to open one.")
    return no(text, verdict.seat)


def _only_administrator(person: User) -> bool:
    """Whether nobody would administer the system if ``person`` could not."""
    ids = set(SeatHolding.objects.administrators().values_list("user_id", flat=True))
    return ids == {person.pk}
