"""The pages that refuse or apologise: they say what to do, and nothing about the machine."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from django.views import defaults

from nsss_gender.urls import urlpatterns as house

REASON = "The deadline has passed. Ask for an extension <first>."


@login_not_required
def refuse(request):
    """A view that refuses with a reason."""
    raise PermissionDenied(REASON)


@login_not_required
def fail(request):
    """A view that breaks."""
    raise RuntimeError("secret detail")


@login_not_required
def garble(request):
    """A view that cannot read what it got."""
    raise BadRequest("secret detail")


@login_not_required
def hide(request):
    """A view that finds nothing."""
    raise Http404("secret detail")


urlpatterns = [
    *house,
    path("refuse/", refuse),
    path("fail/", fail),
    path("garble/", garble),
    path("hide/", hide),
]
handler500 = defaults.server_error


@pytest.fixture
def visitor(db):
    with override_settings(ROOT_URLCONF=__name__, DEBUG=False):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status"),
    [("/refuse/", 403), ("/fail/", 500), ("/garble/", 400), ("/hide/", 404), ("/nothing/", 404)],
)
def test_an_error_page_is_whole_and_tells_nothing_of_the_machine(visitor, address, status):
    answer = visitor.get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert html.count("<h1") == 1
    assert 'href="/"' in html
    for secret in ("Traceback", "secret detail", "Django", "Version", "/site-packages"):
        assert secret not in html


def test_a_refusal_says_why(visitor):
    html = visitor.get("/refuse/").content.decode()
    assert "The deadline has passed. Ask for an extension &lt;first&gt;." in html


def without_token(answer):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)


def test_a_missing_thing_and_a_hidden_thing_look_the_same(visitor):
    hidden, missing = visitor.get("/hide/"), visitor.get("/nothing/")
    assert without_token(hidden) == without_token(missing)
