"""The language switch keeps the place and never leaves the site."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

SWITCH = "/language/"
COOKIE = settings.LANGUAGE_COOKIE_NAME


@pytest.fixture
def visitor():
    return Client()


def test_the_switch_keeps_path_and_query(visitor):
    answer = visitor.post(SWITCH, {"language": "bn", "next": "/components/?page=3"})
    assert answer.status_code == 302
    assert answer["Location"] == "/components/?page=3"
    assert answer.cookies[COOKIE].value == "bn"
    assert 'lang="bn"' in visitor.get("/components/").content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "", "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example", "\\\\evil.example",
        "/\\evil.example", "https:evil.example", "javascript:alert(1)", "data:text/html,x", " //evil.example",
        "\t//evil.example", "http://testserver@evil.example/", "http://testserver.evil.example/", "\x00//evil.example",
        "ftp://testserver/", "//testserver:80@evil.example",
    ],
)  # fmt: skip
def test_the_switch_never_leaves_the_site(visitor, place):
    answer = visitor.post(SWITCH, {"language": "bn", "next": place})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["", "fr", "en-gb", "../bn", "<b>"])
def test_another_language_changes_nothing(visitor, language):
    answer = visitor.post(SWITCH, {"language": language, "next": "/components/"})
    assert answer["Location"] == "/components/"
    assert COOKIE not in answer.cookies


def test_looking_at_the_address_of_the_switch_changes_nothing(visitor):
    answer = visitor.get(SWITCH, {"language": "bn"})
    assert answer.status_code == 405
    assert COOKIE not in answer.cookies


def test_the_switch_wants_a_token():
    answer = Client(enforce_csrf_checks=True).post(SWITCH, {"language": "bn", "next": "/"})
    assert answer.status_code == 403
    assert COOKIE not in answer.cookies


def test_the_page_offers_both_languages_in_their_own_words(visitor):
    html = visitor.get(reverse("language:components")).content.decode()
    assert 'value="en" lang="en" aria-current="true">English</button>' in html
    assert 'value="bn" lang="bn">বাংলা</button>' in html


def test_the_components_page_has_one_heading_and_no_inline_code(visitor):
    html = visitor.get("/components/").content.decode()
    assert html.count("<h1") == 1
    assert "<style" not in html
    assert "style=" not in html
    assert " on" + "click=" not in html
    assert "https://" not in html


@pytest.mark.parametrize("page", ["1", "99", "", "x", "-1"])
def test_any_page_number_is_answered(visitor, page):
    assert visitor.get("/components/", {"page": page}).status_code == 200
