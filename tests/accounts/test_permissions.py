"""Truth tables: who may do what with people and seats; every role, and Charlie, the stranger."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.accounts import permissions, services
from nsss_gender.accounts.enums import ROLE_PERMISSIONS, Permission, Role
from nsss_gender.accounts.models import Invitation, Seat, User
from nsss_gender.audit.models import Event
from tests.people import every_role, make_person, make_seat, make_user

pytestmark = pytest.mark.django_db

MANAGERS = {
    permissions.can_manage_people: {"administrator"},
    permissions.can_manage_register: {"administrator"},
    permissions.can_manage_rounds: {"administrator"},
    permissions.can_read_audit: {"administrator"},
}


@pytest.mark.parametrize("predicate", MANAGERS, ids=lambda predicate: predicate.__name__)
def test_only_administrators_manage(predicate):
    people = every_role()
    assert {role for role, user in people.items() if predicate(user)} == MANAGERS[predicate]
    stranger = predicate(make_person("charlie"))
    assert (stranger.allowed, stranger.seat) == (False, None)
    assert stranger.reason


def test_every_role_and_every_permission_stands_in_the_table():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set().union(*ROLE_PERMISSIONS.values()) == set(Permission)


def test_an_administrator_has_no_power_over_answers_or_decisions():
    powers = ROLE_PERMISSIONS[Role.ADMINISTRATOR]
    # The call letter of a round is set up with the round; it is neither an answer nor a decision.
    keeping = ("manage_", "read_audit", "write_letter")
    about_work = {P for P in Permission if not P.startswith(keeping)}
    assert powers & about_work == set()


def test_who_reviews_cannot_accept_by_role():
    for powers in ROLE_PERMISSIONS.values():
        assert not {Permission.REVIEW, Permission.ACCEPT} <= powers


CALLS: dict[str, Callable[[User, Seat, User], object]] = {
    "seat_open": lambda by, seat, person: services.seat_open(by=by, role=Role.OBSERVER),
    "seat_grant": lambda by, seat, person: services.seat_grant(by=by, seat=seat, user=person),
    "seat_hand_over": lambda by, seat, person: services.seat_hand_over(
        by=by, seat=seat, user=person, reason="x"
    ),
    "seat_update": lambda by, seat, person: services.seat_update(
        by=by, seat=seat, office={"post": "x"}
    ),
    "seat_vacate": lambda by, seat, person: services.seat_vacate(by=by, seat=seat, reason="x"),
    "seat_end": lambda by, seat, person: services.seat_end(by=by, seat=seat, reason="x"),
    "invitation_create": lambda by, seat, person: services.invitation_create(
        by=by, seat=seat, name="x", email="x@example.org"
    ),
    "user_deactivate": lambda by, seat, person: services.user_deactivate(
        by=by, user=person, reason="x"
    ),
    "user_update": lambda by, seat, person: services.user_update(
        by=by, user=person, person={"name": "x"}
    ),
    "user_sessions_end": lambda by, seat, person: services.user_sessions_end(by=by, user=person),
    "second_factor_reset": lambda by, seat, person: services.second_factor_reset(
        by=by, user=person, reason="x"
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_service_refuses_everybody_else_and_leaves_no_trace(name):
    people, bob = every_role(), make_person("bob")
    seat = make_seat(bob, Role.OBSERVER)
    strangers = [user for role, user in people.items() if role != "administrator"]
    for user in [*strangers, make_person("charlie")]:
        with pytest.raises(PermissionDenied):
            CALLS[name](user, seat, bob)
    assert Event.objects.count() == 0


def test_who_may_invite_into_a_seat():
    """An administrator into any; a person only into a ministry's seat that they hold themselves."""
    people = every_role()
    administrator = people.pop("administrator")
    seats = {role: user.own_seats[0] for role, user in people.items()}
    may = {
        (role, into)
        for role, user in people.items()
        for into, seat in seats.items()
        if permissions.can_offer_seat(user, seat)
    }
    assert may == {(role, role) for role in ("focal_point", "contributor", "coordinator")}
    assert all(permissions.can_offer_seat(administrator, seat) for seat in seats.values())
    charlie = make_person("charlie")
    assert not any(permissions.can_offer_seat(charlie, seat) for seat in seats.values())


def test_a_successor_whom_the_holder_invites_takes_the_seat_over():
    alice = make_user("alice", Role.FOCAL_POINT)
    seat = alice.own_seats[0]
    taken = make_person("bob")
    with pytest.raises(ValidationError, match="Ask an administrator") as refused:
        services.invitation_create(by=alice, seat=seat, name="Bob", email=taken.email)
    assert taken.name not in str(refused.value)
    offer = services.invitation_create(by=alice, seat=seat, name="Nadia", email="n@example.org")
    nadia = services.invitation_accept(
        token=offer.token,
        username="nadia",
        password="quiet river lantern 78",
        person={"name": "Nadia"},
    )
    seat.refresh_from_db()
    assert seat.holder == nadia
    offer.invitation.refresh_from_db()
    assert (offer.invitation.accepted_by, offer.invitation.withdrawn_at) == (nadia, None)


def test_an_invitation_ends_with_whoever_made_it():
    alice, keeper = make_user("alice", Role.FOCAL_POINT), make_user("keeper", Role.ADMINISTRATOR)
    seat = alice.own_seats[0]
    offer = services.invitation_create(by=alice, seat=seat, name="Nadia", email="n@example.org")
    services.seat_hand_over(by=keeper, seat=seat, user=make_person("bob"), reason="Moved.")
    with pytest.raises(Invitation.DoesNotExist):
        services.invitation_open(offer.token)


def test_everybody_changes_their_own_data_and_ends_their_own_sessions():
    charlie = make_person("charlie")
    services.user_update(by=charlie, user=charlie, person={"phone": "01700000000"})
    services.user_sessions_end(by=charlie, user=charlie)
    assert Event.objects.count() == 2


def test_a_deactivated_administrator_manages_nothing():
    user = make_user("alice", Role.ADMINISTRATOR, is_active=False)
    assert not permissions.can_manage_people(user)


def test_a_verdict_lends_its_seat_or_raises_its_reason():
    user = make_user("alice", Role.ADMINISTRATOR)
    assert permissions.can_manage_people(user).require() == user.seats[0]
    with pytest.raises(PermissionDenied, match="None of your seats"):
        permissions.can_manage_people(make_person("bob")).require()


def test_the_administration_opens_for_administrators_only():
    staff = {role for role, user in every_role().items() if user.is_staff}
    assert staff == {"administrator"}
    alice = make_user("alice", Role.ADMINISTRATOR)
    assert alice.has_perm("programmes.change_programme")
    assert not alice.has_perm("mfa.view_authenticator")
