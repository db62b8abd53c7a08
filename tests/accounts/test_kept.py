"""No typed word is lost when a session ends or a form is too old (8; law 1)."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import User
from nsss_gender.accounts.services.kept import LIMIT
from tests.accounts.test_sign_in import code
from tests.people import PASSWORD, browser, make_person, make_user, signed_in

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {
    "name": "আলিস  <b>&\"'",
    "phone": "line one\r\nline two",
    "language": "bn",
    "mail_choice": "daily",
}


@pytest.fixture(autouse=True)
def _quiet_cache():
    cache.clear()


@pytest.fixture
def bob() -> User:
    return make_person("bob")


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of a page, as a browser reads them."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', html)
    return {unescape(name): unescape(value) for name, value in found}


def sign_in_with(client: Any, page, **more):
    fields = hidden(page.content.decode())
    return client.post(
        "/accounts/login/",
        {"login": "bob", "password": PASSWORD, "kept": fields["kept"], **more},
    )


def test_an_ended_session_loses_no_character(bob, settings):
    client = signed_in(bob)
    client.get("/account/")
    with time_machine.travel(
        timezone.localtime() + dt.timedelta(minutes=settings.NSSS_SESSION_IDLE_MINUTES + 1)
    ):
        page = client.post("/account/", TYPED)
        assert page.status_code == 401
        assert User.objects.get(pk=bob.pk).phone == ""
        wrong = sign_in_with(client, page, password="wrong")
        assert wrong.status_code == 200
        assert sign_in_with(client, wrong).url == "/account/kept/"
        offer = client.get("/account/kept/")
        fields = hidden(offer.content.decode())
        assert {name: fields[name] for name in TYPED} == TYPED
        assert 'action="/account/"' in offer.content.decode()
        assert client.post("/account/", fields).status_code == 302
    saved = User.objects.get(pk=bob.pk)
    assert (saved.name, saved.language) == (TYPED["name"], "bn")
    assert client.get("/account/kept/").url == "/"


def test_a_refused_save_keeps_the_offer(bob):
    client = browser()
    page = client.post("/account/", TYPED | {"name": ""})
    sign_in_with(client, page)
    fields = hidden(client.get("/account/kept/").content.decode())
    assert fields["phone"] == TYPED["phone"]


def test_what_was_kept_can_be_thrown_away(bob):
    client = browser()
    sign_in_with(client, client.post("/account/", TYPED))
    client.post("/account/kept/discard/")
    assert client.get("/account/kept/").url == "/"


def test_the_words_of_one_person_are_not_shown_to_another(bob, settings):
    alice = make_user("alice", Role.OBSERVER)
    client = signed_in(alice)
    client.get("/account/")
    with time_machine.travel(
        timezone.localtime() + dt.timedelta(minutes=settings.NSSS_SESSION_IDLE_MINUTES + 1)
    ):
        page = client.post("/account/", TYPED)
        assert sign_in_with(client, page).url == "/"
        assert client.get("/account/kept/").url == "/"


def test_the_second_factor_comes_between_and_nothing_is_lost(bob):
    secret = generate_totp_secret()
    TOTP.activate(bob, secret)
    client = browser()
    page = client.post("/account/", TYPED)
    assert sign_in_with(client, page).url == "/accounts/2fa/authenticate/"
    assert client.get("/account/kept/").status_code == 302
    response = client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
    assert response.url == "/account/kept/"
    assert TYPED["name"] in hidden(client.get("/account/kept/").content.decode()).values()


@pytest.mark.parametrize("forged", ["x", "a:b:c", "{}", ""])
def test_a_forged_packet_is_ignored(bob, forged):
    client = browser()
    data = {"login": "bob", "password": PASSWORD, "kept": forged}
    assert client.post("/accounts/login/", data).url == "/"


def test_passwords_are_never_kept(bob):
    page = browser().post(
        "/account/", {"name": "x", "password1": "secret one", "oldpassword": "two"}
    )
    client = browser()
    sign_in_with(client, page)
    text = client.get("/account/kept/").content.decode()
    assert "secret one" not in text
    assert "two" not in hidden(text).values()


def test_more_than_two_hundred_kilobytes_are_not_kept(bob):
    response = browser().post("/account/", {"name": "x" * (LIMIT + 1)})
    assert (response.status_code, response.url) == (302, "/accounts/login/")
    assert browser().post("/account/", {"name": "x" * (LIMIT - 10)}).status_code == 401


def test_a_form_from_an_older_tab_offers_to_save(bob):
    client = browser(enforce_csrf_checks=True)
    client.force_login(bob)
    page = client.post("/account/", TYPED, **HERE)
    assert page.status_code == 403
    fields = hidden(page.content.decode())
    assert {name: fields[name] for name in TYPED} == TYPED
    assert client.post("/account/", fields, **HERE).status_code == 302
    assert User.objects.get(pk=bob.pk).name == TYPED["name"]


def test_an_older_tab_without_a_session_asks_to_sign_in_first(bob):
    client = browser(enforce_csrf_checks=True)
    page = client.post("/account/", TYPED, **HERE)
    assert page.status_code == 403
    fields = hidden(page.content.decode())
    data = {"login": "bob", "password": PASSWORD, **fields}
    assert client.post("/accounts/login/", data, **HERE).url == "/account/kept/"


@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_REFERER": "https://evil.example/"}, {}],
)
def test_another_site_is_offered_nothing(bob, headers):
    client = browser(enforce_csrf_checks=True)
    client.force_login(bob)
    page = client.post("/account/", TYPED, **headers)
    assert page.status_code == 403
    assert "phone" not in hidden(page.content.decode())


def test_a_token_of_another_session_is_refused(bob):
    client, other = (browser(enforce_csrf_checks=True) for _ in range(2))
    client.force_login(bob)
    token = hidden(other.get("/accounts/login/").content.decode())["csrfmiddlewaretoken"]
    response = client.post("/account/", TYPED | {"csrfmiddlewaretoken": token}, **HERE)
    assert response.status_code == 403
    assert User.objects.get(pk=bob.pk).phone == ""


def test_a_refused_sign_in_shows_no_password(bob):
    client = browser(enforce_csrf_checks=True)
    page = client.post("/accounts/login/", {"login": "bob", "password": PASSWORD}, **HERE)
    assert page.status_code == 403
    assert PASSWORD not in page.content.decode()


def test_files_are_named_so_that_they_can_be_chosen_again(bob):
    client = browser()
    page = client.post("/account/", TYPED | {"scan": SimpleUploadedFile("memo.pdf", b"x")})
    sign_in_with(client, page)
    assert "memo.pdf" in client.get("/account/kept/").content.decode()
