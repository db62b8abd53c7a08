"""Sessions: their clock, their list, their end (5, 7, 8, 15)."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.utils import timezone

from nsss_gender.accounts import selectors, services
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from tests.people import make_person, make_seat, make_user, signed_in

pytestmark = pytest.mark.django_db
PROFILE = "/account/"


def later(**ago: float) -> dt.datetime:
    return timezone.localtime() + dt.timedelta(**ago)


def alive(client: Any) -> bool:
    return bool(client.get(PROFILE).status_code == 200)


@pytest.fixture
def alice() -> User:
    return make_user("alice", Role.ADMINISTRATOR)


@pytest.fixture
def bob() -> User:
    return make_user("bob", Role.FOCAL_POINT)


def test_an_idle_session_ends(bob, settings):
    settings.NSSS_SESSION_IDLE_MINUTES = 30
    client = signed_in(bob)
    assert alive(client)
    for minutes in (29, 58):
        with time_machine.travel(later(minutes=minutes)):
            assert alive(client)
    with time_machine.travel(later(minutes=58 + 31)):
        assert client.get(PROFILE).url == "/accounts/login/?next=/account/"
    assert not alive(client)


def test_a_busy_session_ends_too_after_its_hours(bob, settings):
    settings.NSSS_SESSION_IDLE_MINUTES, settings.NSSS_SESSION_HOURS = 60, 2
    client = signed_in(bob)
    for minutes, expected in ((0, True), (50, True), (100, True), (119, True), (121, False)):
        with time_machine.travel(later(minutes=minutes)):
            assert alive(client) is expected


def seat_of(user: User) -> Seat:
    return user.seats[0]


CHANGES = {
    "deactivated": lambda by, bob: services.user_deactivate(by=by, user=bob, reason="x"),
    "seat ended": lambda by, bob: services.seat_end(by=by, seat=seat_of(bob), reason="x"),
    "seat left": lambda by, bob: services.seat_vacate(by=by, seat=seat_of(bob), reason="x"),
    "handed over": lambda by, bob: services.seat_hand_over(
        by=by, seat=seat_of(bob), user=make_person("charlie"), reason="x"
    ),
    "another seat": lambda by, bob: services.seat_grant(
        by=by, seat=make_seat(None, Role.OBSERVER), user=bob
    ),
    "ended": lambda by, bob: services.user_sessions_end(by=by, user=bob),
    "password": lambda by, bob: services.password_set(user=bob, password="seven blue umbrellas"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_all_sessions_end_by_the_next_request(alice, bob, change):
    here, there, other = signed_in(bob), signed_in(bob), signed_in(alice)
    assert alive(here)  # the second was never listed; it ends all the same
    CHANGES[change](alice, bob)
    assert (alive(here), alive(there), alive(other)) == (False, False, True)
    assert not UserSession.objects.filter(user=bob).exists()


def test_a_lost_seat_is_lost_at_once(alice, bob):
    client = signed_in(alice)
    second = make_user("second", Role.ADMINISTRATOR)
    assert client.get("/people/").status_code == 200
    services.seat_end(by=second, seat=seat_of(alice), reason="x")
    client.force_login(User.objects.get(pk=alice.pk))
    assert client.get("/people/").status_code == 403


def test_the_new_holder_of_a_seat_signs_in_again(alice, bob):
    charlie = make_person("charlie")
    client = signed_in(charlie)
    services.seat_hand_over(by=alice, seat=seat_of(bob), user=charlie, reason="x")
    assert not alive(client)


def test_a_person_sees_and_ends_their_own_sessions(bob):
    here, there = signed_in(bob), signed_in(bob)
    assert alive(here)
    assert alive(there)
    rows = selectors.sessions(bob)
    assert rows.count() == 2
    other = rows.exclude(session_key=here.session.session_key).get()
    assert here.get("/account/sessions/").status_code == 200
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert (alive(here), alive(there)) == (True, False)


def test_ending_all_others_keeps_this_one_under_a_new_id(bob):
    here, there = signed_in(bob), signed_in(bob)
    assert alive(here)
    before = here.session.session_key
    here.post("/account/sessions/end-others/")
    assert (alive(here), alive(there)) == (True, False)
    assert here.session.session_key != before
    assert [row.session_key for row in selectors.sessions(bob)] == [here.session.session_key]


def test_a_strangers_session_is_not_found(alice, bob):
    assert alive(signed_in(alice))
    session = UserSession.objects.get(user=alice)
    assert signed_in(bob).post(f"/account/sessions/{session.pk}/end/").status_code == 404
    assert UserSession.objects.filter(pk=session.pk).exists()


def test_an_administrator_ends_one_or_all_sessions_of_a_person(alice, bob):
    here, there, admin = signed_in(bob), signed_in(bob), signed_in(alice)
    assert alive(here)
    row = UserSession.objects.get(user=bob)
    assert admin.post(f"/people/{bob.pk}/sessions/{row.pk}/end/").status_code == 302
    assert (alive(here), alive(there)) == (False, True)
    assert admin.post(f"/people/{bob.pk}/sessions/end/").status_code == 302
    assert (alive(there), alive(admin)) == (False, True)
    assert admin.post(f"/people/{bob.pk}/sessions/{row.pk}/end/").status_code == 404


def test_sessions_that_ran_out_are_not_listed(bob, settings):
    client = signed_in(bob)
    assert alive(client)
    with time_machine.travel(later(hours=settings.NSSS_SESSION_HOURS + 1)):
        assert selectors.sessions(bob).count() == 0
    client.post("/accounts/logout/")
    assert selectors.sessions(bob).count() == 0


def test_switching_the_seat_changes_the_session_id_and_the_first_seat(bob):
    second = make_seat(bob, Role.OBSERVER)
    client = signed_in(bob)
    page = client.get("/account/seats/")
    assert page.context["active_seat"].role == Role.FOCAL_POINT
    before = client.session.session_key
    client.post(f"/account/seats/{second.pk}/use/")
    assert client.session.session_key != before
    page = client.get("/account/seats/")
    assert page.context["active_seat"] == second
    assert page.context["several_seats"] is True


def test_a_strangers_seat_cannot_be_used(alice, bob):
    assert signed_in(bob).post(f"/account/seats/{seat_of(alice).pk}/use/").status_code == 404


def test_no_personal_page_is_kept_by_a_browser_or_proxy(bob):
    client = signed_in(bob)
    for address in (PROFILE, "/account/seats/", "/no/such/page/", "/people/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_a_page_costs_few_queries_once_the_session_is_warm(bob, django_assert_max_num_queries):
    cache.clear()
    client = signed_in(bob)
    client.get(PROFILE)
    with django_assert_max_num_queries(4):
        client.get(PROFILE)
