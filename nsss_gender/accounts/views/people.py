"""People, for administrators: who there is, and one person with seats and sessions."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nsss_gender.accounts import permissions, selectors, services
from nsss_gender.accounts.forms.people import GrantForm, PersonForm, ReasonForm, SearchForm
from nsss_gender.accounts.models import User
from nsss_gender.accounts.views.asking import ask, attempt, me, paged, renew

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, searched and filtered."""
    permissions.can_manage_people(me(request)).require()
    form = SearchForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = selectors.people(
        words=wanted.get("q", ""),
        ministry=wanted.get("ministry", ""),
        role=wanted.get("role", ""),
    )
    context = {"form": form, "page": paged(request, rows), "narrowed": any(wanted.values())}
    return render(request, "accounts/person_list.html", context)


@read_or_write
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One person: data, seats, sessions, and what can be done."""
    by, user = me(request), _load(request, pk)
    form = PersonForm(request.POST or None, instance=get_object_or_404(User, pk=pk))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: services.user_update(by=by, user=user, person=data)):
            messages.success(request, _("The data were saved."))
            return redirect("accounts:person", pk=pk)
    context = {
        "person": user,
        "form": form,
        "holdings": user.holdings.select_related("seat__ministry"),
        "sessions": selectors.sessions(user),
        "second_factor": selectors.has_second_factor(user),
        "can_deactivate": permissions.can_deactivate(by, user),
        "stream": f"user:{user.pk}",
        "events": selectors.recent_events(f"user:{user.pk}"),
    }
    return render(request, "accounts/person_detail.html", context)


@read_or_write
def person_deactivate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Shut a person out, with a reason."""
    by, user = me(request), _load(request, pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.user_deactivate(by=by, user=user, **data),
        verdict=permissions.can_deactivate(by, user),
        words={
            "title": _("Deactivate %(name)s") % {"name": user},
            "text": _(
                "All sessions end at once. Seats, drafts and history stay and can be handed over."
            ),
            "button": _("Deactivate this account"),
            "done": _("The account is deactivated and all its sessions have ended."),
        },
        back=reverse("accounts:person", args=[pk]),
    )


@read_or_write
def person_reactivate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let a person in again, with a reason."""
    by, user = me(request), _load(request, pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.user_reactivate(by=by, user=user, **data),
        verdict=permissions.can_reactivate(by, user),
        words={
            "title": _("Reactivate %(name)s") % {"name": user},
            "text": _(
                "The person can sign in again and holds the seats not handed over meanwhile."
            ),
            "button": _("Reactivate this account"),
            "done": _("The account is active again."),
        },
        back=reverse("accounts:person", args=[pk]),
    )


@read_or_write
def person_second_factor_reset(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Forget a lost authenticator, with a reason."""
    by, user = me(request), _load(request, pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.second_factor_reset(by=by, user=user, **data),
        verdict=permissions.can_manage_people(by),
        words={
            "title": _("Reset the second factor of %(name)s") % {"name": user},
            "text": _("Make sure who asks: by phone, on a number that you already know."),
            "button": _("Reset the second factor"),
            "done": _("The second factor was reset and all sessions have ended."),
        },
        back=reverse("accounts:person", args=[pk]),
    )


@read_or_write
def person_grant(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a person a vacant seat, with a reason."""
    by, user = me(request), _load(request, pk)
    response = ask(
        request,
        GrantForm(request.POST or None),
        lambda data: services.seat_grant(by=by, user=user, **data),
        verdict=permissions.can_manage_people(by),
        words={
            "title": _("Give %(name)s a seat") % {"name": user},
            "text": _("All sessions of this person end, so that the next sign-in has the seat."),
            "button": _("Give the seat"),
            "done": _("The seat was given."),
        },
        back=reverse("accounts:person", args=[pk]),
    )
    if by.pk == user.pk and response.status_code == 302:  # noqa: PLR2004
        renew(request, by)
    return response


@require_POST
def person_sessions_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End every session of a person; of oneself, all others."""
    by, user = me(request), _load(request, pk)
    services.user_sessions_end(by=by, user=user)
    if by.pk == user.pk:
        renew(request, by)
    messages.success(request, _("All sessions of this person have ended."))
    return redirect("accounts:person", pk=pk)


@require_POST
def person_session_end(request: HttpRequest, pk: uuid.UUID, session: int) -> HttpResponse:
    """End one session of a person."""
    user = _load(request, pk)
    if not services.user_session_end(by=me(request), user=user, session_id=session):
        raise Http404
    messages.success(request, _("The session has ended."))
    return redirect("accounts:person", pk=pk)


def _load(request: HttpRequest, pk: uuid.UUID) -> User:
    """The person, for administrators; others get the reason why not."""
    permissions.can_manage_people(me(request)).require()
    return get_object_or_404(User, pk=pk)
