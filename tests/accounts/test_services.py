"""Seats, invitations and people through the services alone."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role, SeatKind
from nsss_gender.accounts.models import Invitation, Seat, SeatHolding, User
from nsss_gender.accounts.services.invitations import token_digest
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from tests.people import PASSWORD, make_ministry, make_person, make_seat, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> User:
    return make_user("alice", Role.ADMINISTRATOR)


@pytest.fixture
def seat() -> Seat:
    return make_seat(make_person("bob"), Role.FOCAL_POINT, make_ministry())


def actions(stream: str) -> list[str]:
    return list(
        Event.objects.filter(stream=stream).order_by("sequence").values_list("action", flat=True)
    )


def invite(**given: Any) -> tuple[Invitation, Any]:
    """The invitation and its token (Any: it is None only for a repeated post)."""
    return services.invitation_create(**given)


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_seat_is_opened_given_left_and_ended_and_the_log_says_so(administrator):
    ministry, charlie = make_ministry(), make_person("charlie")
    seat = services.seat_open(
        by=administrator, role=Role.FOCAL_POINT, ministry=ministry, office={"post": "Secretary"}
    )
    services.seat_grant(by=administrator, seat=seat, user=charlie)
    assert fresh(charlie).seats == [seat]
    services.seat_vacate(by=administrator, seat=seat, reason="transferred")
    assert fresh(charlie).seats == []
    services.seat_end(by=administrator, seat=seat, reason="ministry dissolved")
    assert actions(f"seat:{seat.pk}") == [
        "seat.opened",
        "seat.granted",
        "seat.vacated",
        "seat.ended",
    ]
    ended = Event.objects.get(action="seat.ended")
    assert (ended.reason, ended.by_name, ended.seat_name) == (
        "ministry dissolved",
        "Alice",
        "System administrator",
    )
    assert log_breaks() == []


def test_opening_twice_with_one_id_gives_one_seat(administrator):
    pk = uuid.uuid4()
    first = services.seat_open(by=administrator, role=Role.REVIEWER, pk=pk)
    again = services.seat_open(by=administrator, role=Role.REVIEWER, pk=pk)
    assert first == again
    assert Event.objects.filter(action="seat.opened").count() == 1


def test_a_ministry_has_one_primary_focal_point_and_any_number_of_alternates(administrator, seat):
    with pytest.raises(ValidationError) as refused:
        services.seat_open(by=administrator, role=Role.FOCAL_POINT, ministry=seat.ministry)
    assert list(refused.value.message_dict) == ["kind"]
    alternate = services.seat_open(
        by=administrator, role=Role.FOCAL_POINT, ministry=seat.ministry, kind=SeatKind.ALTERNATE
    )
    assert str(alternate).startswith("Gender focal point (Alternate), ")


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.COORDINATOR])
def test_a_ministry_role_needs_a_ministry(administrator, role):
    with pytest.raises(ValidationError) as refused:
        services.seat_open(by=administrator, role=role)
    assert list(refused.value.message_dict) == ["ministry"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(role=role)


def test_handing_over_moves_the_person_and_nothing_else(administrator, seat):
    bob, charlie = seat.holder, make_person("charlie")
    services.seat_hand_over(by=administrator, seat=seat, user=charlie, reason="transfer order")
    assert (fresh(bob).seats, fresh(charlie).seats) == ([], [seat])
    first, second = SeatHolding.objects.filter(seat=seat).order_by("since")
    assert (first.user, first.until is None, first.reason) == (bob, False, "transfer order")
    assert (second.user, second.until) == (charlie, None)
    event = Event.objects.get(action="seat.handed_over")
    assert event.changes == {"holder": ["bob", "charlie"]}
    assert actions(f"user:{charlie.pk}") == ["user.seat.handed_over"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_nothing_delicate_happens_without_a_reason(administrator, seat, reason):
    charlie = make_person("charlie")
    calls = (
        lambda: services.seat_hand_over(by=administrator, seat=seat, user=charlie, reason=reason),
        lambda: services.seat_vacate(by=administrator, seat=seat, reason=reason),
        lambda: services.seat_end(by=administrator, seat=seat, reason=reason),
        lambda: services.user_deactivate(by=administrator, user=charlie, reason=reason),
    )
    for call in calls:
        with pytest.raises(ValidationError):
            call()
    assert Event.objects.count() == 0


def test_a_taken_seat_is_not_granted(administrator, seat):
    with pytest.raises(PermissionDenied, match="Hand the seat over"):
        services.seat_grant(by=administrator, seat=seat, user=make_person("charlie"))
    with pytest.raises(PermissionDenied, match="already holds"):
        services.seat_hand_over(by=administrator, seat=seat, user=seat.holder, reason="x")


def test_an_ended_seat_stays_ended(administrator, seat):
    services.seat_end(by=administrator, seat=seat, reason="over")
    seat.refresh_from_db()
    for call in (
        lambda: services.seat_end(by=administrator, seat=seat, reason="again"),
        lambda: services.seat_update(by=administrator, seat=seat, office={"post": "x"}),
        lambda: services.seat_hand_over(
            by=administrator, seat=seat, user=administrator, reason="x"
        ),
    ):
        with pytest.raises(PermissionDenied, match="has ended"):
            call()


def test_the_last_administrator_stays(administrator):
    own = administrator.seats[0]
    for call in (
        lambda: services.seat_end(by=administrator, seat=own, reason="x"),
        lambda: services.seat_vacate(by=administrator, seat=own, reason="x"),
        lambda: services.user_deactivate(by=administrator, user=administrator, reason="x"),
    ):
        with pytest.raises(PermissionDenied, match="last administrator"):
            call()
    second = make_user("second", Role.ADMINISTRATOR)
    services.user_deactivate(by=second, user=administrator, reason="left")
    with pytest.raises(PermissionDenied, match="last administrator"):
        services.user_deactivate(by=second, user=second, reason="x")


def test_an_administrators_seat_can_be_handed_over(administrator):
    charlie, own = make_person("charlie"), administrator.seats[0]
    services.seat_hand_over(by=administrator, seat=own, user=charlie, reason="transfer")
    assert fresh(charlie).seats == [own]


def test_office_data_are_recorded_field_by_field(administrator, seat):
    office = {"post": "Deputy Secretary", "supervisor_name": "M. Rahman", "phone": ""}
    services.seat_update(by=administrator, seat=seat, office=office)
    services.seat_update(by=administrator, seat=seat, office=office)
    event = Event.objects.get(action="seat.changed")
    assert event.changes == {
        "post": ["", "Deputy Secretary"],
        "supervisor_name": ["", "M. Rahman"],
    }


def test_switching_needs_a_seat_one_holds(seat):
    bob = seat.holder
    second = make_seat(bob, Role.OBSERVER)
    assert services.seat_switch(by=bob, seat_id=second.pk) == second
    with pytest.raises(Seat.DoesNotExist):
        services.seat_switch(by=make_person("charlie"), seat_id=second.pk)


def test_the_chosen_seat_comes_first(seat):
    bob = fresh(seat.holder)
    second = make_seat(bob, Role.OBSERVER)
    for chosen, expected in ((second.pk, [second, seat]), (str(second.pk), [second, seat])):
        bob.active_seat_id = chosen
        vars(bob).pop("seats", None)
        assert bob.seats == expected


def test_a_deactivated_person_holds_nothing(administrator, seat):
    bob = seat.holder
    services.user_deactivate(by=administrator, user=bob, reason="retired")
    assert fresh(bob).seats == []
    with pytest.raises(PermissionDenied, match="already deactivated"):
        services.user_deactivate(by=administrator, user=bob, reason="again")
    services.user_reactivate(by=administrator, user=bob, reason="back")
    assert fresh(bob).seats == [seat]
    assert actions(f"user:{bob.pk}") == ["user.deactivated", "user.reactivated"]


def test_an_invitation_is_accepted_once(
    administrator, mailoutbox, django_capture_on_commit_callbacks
):
    seat = services.seat_open(by=administrator, role=Role.REVIEWER)
    with django_capture_on_commit_callbacks(execute=True):
        _, token = invite(by=administrator, seat=seat, name="Dora", email="Dora@Example.org")
    assert token is not None
    assert len(token) * 6 >= 128
    assert token not in str(vars(Invitation.objects.get()))
    assert token in mailoutbox[0].body
    assert mailoutbox[0].to == ["dora@example.org"]
    data: dict[str, Any] = {
        "username": "Dora",
        "password": "seven blue umbrellas",
        "person": {"name": "Dora Khan"},
    }
    dora = services.invitation_accept(token=token, **data)
    assert (dora.username, dora.email, fresh(dora).seats) == ("dora", "dora@example.org", [seat])
    assert check_password("seven blue umbrellas", dora.password)
    with pytest.raises(Invitation.DoesNotExist):
        services.invitation_accept(token=token, **(data | {"username": "dora2"}))
    assert actions(f"seat:{seat.pk}") == [
        "seat.opened",
        "seat.offered",
        "seat.granted",
        "seat.offer_accepted",
    ]


def test_an_invitation_into_a_held_seat_hands_it_over(administrator, seat):
    bob = seat.holder
    _, token = invite(by=administrator, seat=seat, name="Dora", email="dora@example.org")
    dora = services.invitation_accept(
        token=token, username="dora", password="seven blue umbrellas", person={"name": "Dora"}
    )
    assert (fresh(bob).seats, fresh(dora).seats) == ([], [seat])


def test_a_link_lives_a_day_at_most(administrator, seat):
    offer = invite(by=administrator, seat=seat, name="D", email="d@example.org")
    assert offer[0].expires_at - offer[0].created_at <= dt.timedelta(hours=24, seconds=1)
    assert services.invitation_open(offer[1]) == offer[0]
    later = timezone.localtime() + dt.timedelta(hours=24, minutes=1)
    with time_machine.travel(later), pytest.raises(Invitation.DoesNotExist):
        services.invitation_open(offer[1])


def test_withdrawn_and_ended_offers_are_closed(administrator, seat):
    offer = invite(by=administrator, seat=seat, name="D", email="d@example.org")
    services.invitation_withdraw(by=administrator, invitation=offer[0])
    with pytest.raises(Invitation.DoesNotExist):
        services.invitation_open(offer[1])
    with pytest.raises(PermissionDenied, match="no longer open"):
        services.invitation_withdraw(by=administrator, invitation=offer[0])
    other = invite(by=administrator, seat=seat, name="D", email="d@example.org")
    services.seat_end(by=administrator, seat=seat, reason="over")
    with pytest.raises(Invitation.DoesNotExist):
        services.invitation_open(other[1])


def test_a_second_post_of_one_invitation_makes_nothing_new(administrator, seat):
    pk = uuid.uuid4()
    given = {"by": administrator, "seat": seat, "name": "D", "email": "d@example.org", "pk": pk}
    first, again = invite(**given), invite(**given)
    assert (first[0], again[1]) == (again[0], None)
    assert Invitation.objects.count() == 1


def test_somebody_with_an_account_is_not_invited(administrator, seat):
    with pytest.raises(ValidationError) as refused:
        invite(by=administrator, seat=seat, name="B", email="BOB@example.org")
    assert list(refused.value.message_dict) == ["email"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "BOB"}, "username"),
        ({"username": "a b"}, "username"),
        ({"password": "nsss"}, "password"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_by_field(administrator, seat, given, field):
    _, token = invite(by=administrator, seat=seat, name="D", email="d@example.org")
    data = {"username": "dora", "password": "seven blue umbrellas", "person": {"name": "D"}} | given
    with pytest.raises(ValidationError) as refused:
        services.invitation_accept(token=token, **data)
    assert field in refused.value.message_dict
    assert User.objects.filter(username="dora").count() == 0
    assert services.invitation_open(token).accepted_at is None


def test_a_forged_token_opens_nothing():
    for token in ("", "x" * 43, "\x00", "টোকেন", "\ud800"):
        with pytest.raises(Invitation.DoesNotExist):
            services.invitation_open(token)
    assert len(token_digest("x")) == 64


def test_personal_data_are_recorded_and_addresses_are_unique(administrator):
    bob, _ = make_person("bob"), make_person("charlie")
    services.user_update(by=administrator, user=bob, person={"email": "New@Example.org"})
    assert fresh(bob).email == "new@example.org"
    event = Event.objects.get(action="user.changed")
    assert event.changes == {"email": ["bob@example.org", "new@example.org"]}
    with pytest.raises(ValidationError):
        services.user_update(by=administrator, user=bob, person={"email": "Charlie@example.org"})
    with pytest.raises(PermissionDenied):
        services.user_update(by=make_person("dora"), user=bob, person={"name": "x"})


def test_the_first_administrator_comes_from_the_command_line(monkeypatch, capsys):
    assert not User.objects.exists()
    monkeypatch.setattr("sys.stdin", io.StringIO("seven blue umbrellas\n"))
    call_command("create_administrator", username="root", name="The First")
    user = User.objects.get()
    assert [seat.role for seat in user.seats] == [Role.ADMINISTRATOR]
    assert user.is_staff
    monkeypatch.setattr("sys.stdin", io.StringIO("nsss\n"))
    with pytest.raises(CommandError):
        call_command("create_administrator", username="weak", name="The Second")
    assert User.objects.count() == 1


def test_a_new_password_ends_every_session_hash():
    bob = make_person("bob")
    before = bob.get_session_auth_hash()
    services.password_set(user=bob, password=PASSWORD)
    assert bob.get_session_auth_hash() != before
    assert actions(f"user:{bob.pk}") == ["user.password_changed"]
