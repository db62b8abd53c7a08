"""The demonstration's people sign in nowhere else: their password is published."""

import pytest
from django.test import Client

from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import DEMO_DOMAIN
from tests.people import PASSWORD, make_user, signed_in

pytestmark = pytest.mark.django_db

DOOR = "/accounts/login/"


def sign_in(name: str) -> Client:
    client = Client()
    client.post(DOOR, {"login": name, "password": PASSWORD})
    return client


@pytest.mark.parametrize(("demo", "entered"), [(True, True), (False, False)])
def test_a_demo_person_signs_in_only_at_the_demonstration(settings, demo: bool, entered: bool):
    settings.NSSS_DEMO = demo
    make_user("focal-demo", Role.FOCAL_POINT, email=f"focal-demo{DEMO_DOMAIN}")
    assert ("_auth_user_id" in sign_in("focal-demo").session) is entered


def test_a_session_of_theirs_ends_when_the_demonstration_does(settings):
    settings.NSSS_DEMO = True
    demo = make_user("focal-demo", Role.FOCAL_POINT, email=f"focal-demo{DEMO_DOMAIN}")
    client = signed_in(demo)
    assert client.get("/account/").status_code == 200
    settings.NSSS_DEMO = False
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("demo", [True, False])
def test_everybody_else_signs_in_either_way(settings, demo: bool):
    settings.NSSS_DEMO = demo
    make_user("alice", Role.REVIEWER)
    assert "_auth_user_id" in sign_in("alice").session
