"""The door: sign-in, lock-out, passwords, reset links, second factor (6, 7, 9 to 14, 25)."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from nsss_gender.audit.models import Event
from tests.people import PASSWORD, browser, make_person, make_user, signed_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
NEW = "seven blue umbrellas"


@pytest.fixture(autouse=True)
def _quiet_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def bob() -> User:
    return make_person("bob")


def sign_in(client: Any, login: str = "bob", password: str = PASSWORD, **more):
    return client.post(LOGIN, {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["bob", "BOB", "bob@example.org", "Bob@Example.org"])
def test_sign_in_by_name_or_address(client, bob, login):
    response = sign_in(client, login)
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/account/").status_code == 200
    assert Event.objects.get().action == "user.signed_in"


def test_there_is_no_account_and_no_sign_up_at_first(client):
    assert not User.objects.exists()
    data = {"username": "x", "email": "x@example.org", "password1": NEW, "password2": NEW}
    for response in (client.get("/accounts/signup/"), client.post("/accounts/signup/", data)):
        assert "by invitation" in response.content.decode()
    assert not User.objects.exists()


def test_the_session_gets_a_new_id_at_sign_in(client, bob):
    client.get(LOGIN)
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.session.session_key != session.session_key


def test_signing_out_ends_the_session_on_the_server(client, bob):
    sign_in(client)
    old = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = old
    assert client.get("/account/").url == f"{LOGIN}?next=/account/"


def test_a_get_signs_nobody_out(client, bob):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("login", ["bob", "bob@example.org"])
def test_after_five_wrong_tries_the_right_password_waits(client, bob, login):
    for _ in range(5):
        assert "is not right" in sign_in(client, login, "wrong").content.decode()
    assert "Too many wrong tries" in sign_in(client, login).content.decode()
    with time_machine.travel(timezone.localtime() + dt.timedelta(minutes=15, seconds=1)):
        assert sign_in(client, login).status_code == 302


def test_an_unknown_name_is_answered_like_a_known_one(client, bob):
    def body(login: str) -> str:
        text = sign_in(client, login, "wrong").content.decode()
        return re.sub(r'value="[^"]*"', "", text)

    for _ in range(6):
        assert body("bob") == body("nobody")
        assert body("bob@example.org") == body("nobody@example.org")


class CountingHasher(MD5PasswordHasher):
    calls = 0

    def encode(self, password, salt):
        CountingHasher.calls += 1
        return super().encode(password, salt)


@pytest.mark.parametrize("pair", [("bob", "nobody"), ("bob@example.org", "nobody@example.org")])
def test_an_unknown_name_costs_as_many_hashes_as_a_known_one(client, bob, settings, pair):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    costs = []
    for login in pair:
        CountingHasher.calls = 0
        sign_in(client, login, "wrong")
        costs.append(CountingHasher.calls)
    assert costs[0] == costs[1] > 0


def test_a_deactivated_account_is_answered_like_an_unknown_one(client):
    make_person("gone", is_active=False)
    assert "closed" in client.get("/accounts/inactive/").content.decode()
    sign_in(client, "gone")
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "http:///evil.example",
        "https:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " https://evil.example",
        "\thttps://evil.example",
        "https://testserver@evil.example",
        "https://testserver.evil.example",
        "/\t/evil.example",
        "//evil%E3%80%82example",
    ],
)
def test_nobody_is_led_off_the_site(client, bob, target):
    response = sign_in(client, next=target)
    assert response.status_code == 302
    assert response.url in {"/", "/account/kept/"} or (
        response.url.startswith("/") and not re.match(r"^/[\\/\s]", response.url)
    )


@pytest.mark.parametrize(
    "password",
    [
        "short1",
        "password123",
        "NSSSgender2026",
        "bangladesh1971",
        "MinistryGender",
        "bob-bob-bob-1",
        "1234567890",
        "qwertyuiop",
    ],
)
def test_weak_passwords_are_refused(bob, password):
    with pytest.raises(ValidationError):
        validate_password(password, bob)


@pytest.mark.parametrize(
    "password", [NEW, "গোলাপ নদী জানালা সাত", "x" * 40 + "yz 12345", "gender talk at seven by the river"]
)
def test_long_phrases_are_fine_without_rules_of_composition(bob, password):
    validate_password(password, bob)


def test_sixty_four_characters_and_more_are_accepted_and_all_count(client, bob):
    long = "a quiet river " * 8
    services.password_set(user=bob, password=long)
    assert sign_in(client, password=long[:-1].rstrip() + "x").status_code == 200
    assert sign_in(client, password=long).status_code == 302


def test_changing_the_password_needs_the_old_one_and_ends_the_other_sessions(bob):
    here, there = browser(), browser()
    sign_in(here)
    sign_in(there)
    url = "/accounts/password/change/"
    data = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "not your current password" in here.post(url, data).content.decode()
    here.post(url, data | {"oldpassword": PASSWORD})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert "user.password_changed" in Event.objects.values_list("action", flat=True)


def reset_link(client, mailoutbox) -> str:
    client.post("/accounts/password/reset/", {"email": "bob@example.org"})
    found = re.findall(r"http://\S+?(/accounts/password/reset/key/\S+)", mailoutbox[-1].body)
    return str(found[0])


def test_a_reset_link_works_once(client, bob, mailoutbox):
    link = reset_link(client, mailoutbox)
    page = client.get(link, follow=True)
    response = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert response.status_code == 302
    assert sign_in(browser(), password=NEW).status_code == 302
    assert "used before" in browser().get(link).content.decode()


def test_a_reset_link_lives_a_day_and_ends_with_a_password_change(
    client, bob, mailoutbox, settings
):
    assert settings.PASSWORD_RESET_TIMEOUT <= 24 * 3600
    link = reset_link(client, mailoutbox)
    with time_machine.travel(timezone.localtime() + dt.timedelta(hours=24, minutes=1)):
        assert "used before" in browser().get(link).content.decode()
    services.password_set(user=bob, password=NEW)
    assert "used before" in browser().get(link).content.decode()


def test_a_reset_for_nobody_looks_the_same_and_mails_nothing(client, bob, mailoutbox):
    for address in ("bob@example.org", "nobody@example.org"):
        response = client.post("/accounts/password/reset/", {"email": address})
        assert (response.status_code, response.url) == (302, "/accounts/password/reset/done/")
    assert [mail.to for mail in mailoutbox] == [["bob@example.org"]]


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def set_up(client: Any) -> Any:
    page = client.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert response.url == "/accounts/2fa/recovery-codes/"
    return secret


@pytest.fixture
def reviewer(settings) -> User:
    settings.NSSS_TOTP_ROLES = ["reviewer"]
    return make_user("bob", Role.REVIEWER)


def test_a_role_that_needs_a_second_factor_sets_it_up_first(client, reviewer):
    sign_in(client)
    for address in ("/", "/account/", "/account/seats/", "/programmes/"):
        assert client.get(address).url == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert client.post("/language/", {"language": "bn", "next": "/"}).status_code == 302
    set_up(client)
    assert client.get("/account/").status_code == 200
    assert "user.second_factor_on" in Event.objects.values_list("action", flat=True)


def test_people_hear_of_changes_to_their_account(client, bob, mailoutbox):
    sign_in(client)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/accounts/password/change/", data)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["bob@example.org"], "Your password was changed.")
    ]


def test_other_roles_are_left_alone(client, reviewer):
    make_user("carol", Role.OBSERVER)
    sign_in(client, "carol")
    assert client.get("/account/").status_code == 200


def test_a_code_is_asked_for_and_works_once(reviewer, settings):
    client = browser()
    sign_in(client)
    secret = set_up(client)
    cache.clear()
    first, second = browser(), browser()
    assert sign_in(first).url == "/accounts/2fa/authenticate/"
    assert first.get("/account/").status_code == 302
    used = code(secret)
    assert first.post("/accounts/2fa/authenticate/", {"code": used}).url == "/"
    sign_in(second)
    response = second.post("/accounts/2fa/authenticate/", {"code": used})
    assert "This code is not right" in response.content.decode()


def test_a_recovery_code_works_once(reviewer):
    client = browser()
    sign_in(client)
    set_up(client)
    spare = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        again = browser()
        sign_in(again)
        response = again.post("/accounts/2fa/authenticate/", {"code": spare})
        assert response.status_code == expected


def test_the_secret_is_not_readable_in_the_database(reviewer):
    client = browser()
    sign_in(client)
    secret = set_up(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_guessing_codes_is_slowed_down(reviewer):
    client = browser()
    sign_in(client)
    set_up(client)
    cache.clear()
    again = browser()
    sign_in(again)
    for _ in range(12):
        response = again.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "Too many wrong tries" in response.content.decode()


def test_the_second_factor_stays_while_the_seat_needs_it(reviewer):
    client = browser()
    sign_in(client)
    set_up(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_an_administrator_resets_a_lost_second_factor(reviewer):
    client = browser()
    sign_in(client)
    set_up(client)
    alice = make_user("alice", Role.ADMINISTRATOR)
    services.second_factor_reset(by=alice, user=reviewer, reason="telephone lost")
    assert client.get("/account/").url.startswith(LOGIN)
    assert not Authenticator.objects.exists()
    sign_in(client)
    assert client.get("/account/").url == "/accounts/2fa/totp/activate/"


@pytest.mark.parametrize("language", ["en", "bn"])
def test_every_page_of_the_door_opens(client, bob, language):
    client.cookies["language"] = language
    public = ["account_login", "account_reset_password", "account_reset_password_done"]
    public += ["account_reset_password_from_key_done", "account_inactive", "account_signup"]
    for name in public:
        assert client.get(reverse(name)).status_code == 200
    sign_in(client)
    for name in ("account_change_password", "mfa_index", "mfa_activate_totp", "account_logout"):
        assert client.get(reverse(name)).status_code == 200
    set_up(client)
    for name in ("mfa_index", "mfa_generate_recovery_codes", "mfa_deactivate_totp"):
        assert client.get(reverse(name)).status_code == 200
    with time_machine.travel(timezone.localtime() + dt.timedelta(minutes=20)):
        assert client.get(reverse("account_reauthenticate")).status_code == 200
        assert client.get(reverse("mfa_reauthenticate")).status_code == 200
    assert client.get("/accounts/2fa/recovery-codes/download/")["Content-Type"].startswith(
        "text/plain"
    )


def test_doors_of_the_library_that_we_do_not_use_are_shut(client, bob):
    sign_in(client)
    for address in (
        "email/",
        "confirm-email/",
        "password/set/",
        "login/code/confirm/",
        "sessions/",
    ):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_a_signed_in_person_is_remembered_as_seen(bob):
    client = signed_in(bob)
    client.get("/account/")
    seen = User.objects.get(pk=bob.pk).last_seen_at
    assert seen is not None
    client.get("/account/")
    assert User.objects.get(pk=bob.pk).last_seen_at == seen
    with time_machine.travel(timezone.localtime() + dt.timedelta(minutes=6)):
        client.get("/account/")
    latest = User.objects.get(pk=bob.pk).last_seen_at
    assert latest
    assert latest > seen
