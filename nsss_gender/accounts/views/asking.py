"""What the pages of this room share: who asks, a service tried, a question with a reason."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict

PAGE_SIZE = 50


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


def renew(request: HttpRequest, user: User) -> None:
    """Keep this session, with a new id, after a change that ended all sessions of its person."""
    user.refresh_from_db(fields=["session_epoch", "password"])
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


def ask(
    request: HttpRequest,
    form: forms.BaseForm,
    act: Callable[[dict[str, Any]], object],
    *,
    verdict: Verdict,
    words: dict[str, str | Promise],
    back: str,
) -> HttpResponse:
    """A page that asks for a reason (and what else the form holds) before something is done.

    ``words``: title, text, button, done. Where the verdict says no, the page is a 403 with its reason.
    """
    verdict.require()
    if form.is_bound and form.is_valid() and attempt(form, lambda: act(form.cleaned_data)):
        messages.success(request, str(words["done"]))
        return redirect(back)
    return render(request, "accounts/ask.html", {"form": form, "words": words, "back": back})


def paged(
    request: HttpRequest, rows: QuerySet[Any] | list[Any], size: int = PAGE_SIZE
) -> Page[Any]:
    """One page of a list; a page number that makes no sense gives the first or the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
