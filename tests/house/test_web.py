"""The web itself: spoofed hosts, refused methods, what an error page gives away (reliability 26, 27)."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from nsss_gender.accounts.enums import Role
from tests.people import make_user, signed_in

pytestmark = pytest.mark.django_db

PUBLIC = ("health", "language:components", "account_login", "account_reset_password")
OWN = ("accounts:home", "accounts:people", "programmes:list", "assessments:rounds", "reports:plans")
TELLING = ("Traceback", "Exception", "/site-packages/", "Django", "python", "gunicorn")


@pytest.mark.parametrize("name", [*PUBLIC, *OWN])
def test_trace_is_refused(name: str):
    client = Client() if name in PUBLIC else signed_in(make_user("alice", Role.ADMINISTRATOR))
    assert client.generic("TRACE", reverse(name)).status_code == 405


def test_a_foreign_host_is_refused():
    answer = Client().get(reverse("account_login"), headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_forwarded_names_change_no_link():
    alice = make_user("alice", Role.REVIEWER)
    spoofed = {"x-forwarded-host": "evil.example", "x-forwarded-for": "192.0.2.1"}
    answer = Client().post(
        reverse("account_reset_password"), {"email": alice.email}, headers=spoofed
    )
    assert answer.status_code == 302
    assert len(mail.outbox) == 1
    assert "evil.example" not in mail.outbox[0].body
    assert "http" in mail.outbox[0].body


def test_an_unknown_address_gives_nothing_away(client: Client):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert [word for word in TELLING if word in answer.content.decode()] == []


def test_a_broken_page_gives_nothing_away(monkeypatch: pytest.MonkeyPatch):
    def broken(*args: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("nsss_gender.accounts.selectors.administrators", broken)
    nobody = make_user("charlie")
    client = signed_in(nobody, raise_request_exception=False)
    answer = client.get(reverse("accounts:home"))
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "secret words" not in text
    assert [word for word in TELLING if word in text] == []
    assert "Content-Security-Policy" in answer.headers
