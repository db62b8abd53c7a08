"""What the pages of the register share: who asks, a service tried, a page that asks before something is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict

Words = Mapping[str, str | Promise]


@dataclass(frozen=True)
class Place:
    """Where a page belongs: the page that it leads back to, and the name that the breadcrumb gives it."""

    url: str
    name: object


def me(request: HttpRequest) -> User:
    """Who asks; every view here is behind the sign-in."""
    assert isinstance(request.user, User)  # noqa: S101 - narrows the type
    return request.user


def attempt(form: forms.BaseForm, call: Callable[[], object]) -> bool:
    """Run a service; what it finds wrong with the data goes to the fields of the form."""
    try:
        call()
    except ValidationError as wrong:
        plain = not hasattr(wrong, "error_dict")
        by_field = {NON_FIELD_ERRORS: wrong.error_list} if plain else wrong.error_dict
        for name, errors in by_field.items():
            form.add_error(name if name in form.fields else None, errors)
        return False
    return True


def ask(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    *,
    verdict: Verdict,
    words: Words,
    back: Place,
    **context: Any,
) -> HttpResponse:
    """A page with a form before something is done. ``words``: title, text, button, done.

    Sent well: the service acts, asks its own permission, and knows a page that was sent twice. Else the
    verdict decides: 403 with its reason, or the page; 422 with mistakes, 409 after a colleague's change.
    """
    verdict.require_role()
    if form.is_bound and form.is_valid() and attempt(form, lambda: act(form.cleaned_data)):
        messages.success(request, str(words["done"]))
        return redirect(back.url)
    verdict.require()
    page = {"form": form, "words": words, "back": back, **context}
    return render(request, "programmes/ask.html", page, status=status(form))


def status(form: forms.BaseForm) -> int:
    """200, 422 where something is to be mended, 409 where a colleague was faster."""
    if getattr(form, "is_stale", False):
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def paged(request: HttpRequest, rows: Any, size: int) -> Page[Any]:
    """One page of a list; a page number that makes no sense gives the first or the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
