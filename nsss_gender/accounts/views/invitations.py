"""Invitations: made and withdrawn by administrators, accepted by whoever holds the link."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nsss_gender.accounts import permissions, selectors, services
from nsss_gender.accounts.forms.people import AcceptForm, GuestForm, InviteForm
from nsss_gender.accounts.models import Invitation, Seat, User
from nsss_gender.accounts.views.asking import attempt, me, paged

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def invitation_list(request: HttpRequest) -> HttpResponse:
    """The invitations that nobody has answered yet."""
    permissions.can_manage_people(me(request)).require()
    context = {"page": paged(request, selectors.invitations_open())}
    return render(request, "accounts/invitation_list.html", context)


@read_or_write
def invite(request: HttpRequest) -> HttpResponse:
    """Open a seat and invite somebody into it."""
    permissions.can_manage_people(me(request)).require()
    form = InviteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return _offer(request, form, lambda: services.seat_open(by=me(request), **form.place))
    context = {"form": form, "manages": True}
    return render(request, "accounts/invitation_new.html", context)


@read_or_write
def seat_invite(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Invite somebody into a seat; who sits there now leaves it when the invitation is accepted."""
    by = me(request)
    seat = get_object_or_404(Seat.objects.with_holder(), pk=pk)
    permissions.can_offer_seat(by, seat).require()
    form = GuestForm(request.POST or None)
    if form.is_bound and form.is_valid():
        return _offer(request, form, lambda: seat)
    context = {"form": form, "seat": seat, "manages": permissions.can_manage_people(by)}
    return render(request, "accounts/invitation_new.html", context)


@require_POST
def invitation_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    by = me(request)
    permissions.can_manage_people(by).require()
    services.invitation_withdraw(by=by, invitation=get_object_or_404(Invitation, pk=pk))
    messages.success(request, _("The invitation was withdrawn; its link no longer works."))
    return redirect("accounts:invitation_list")


@login_not_required
@never_cache
@read_or_write
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: choose a user name and a password."""
    try:
        invitation = services.invitation_open(token)
    except Invitation.DoesNotExist:
        return render(request, "accounts/invitation_gone.html", status=404)
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if form.is_bound and form.is_valid() and attempt(form, lambda: _accept(token, form)):
        messages.success(
            request, _("Your account is ready. Sign in with the name and password you chose.")
        )
        return redirect("account_login")
    context = {"form": form, "invitation": invitation, "signed_in": request.user.is_authenticated}
    return render(request, "accounts/invitation_accept.html", context)


def _accept(token: str, form: forms.Form) -> User:
    data = form.cleaned_data
    person = {"name": data["name"], "phone": data["phone"]}
    try:
        return services.invitation_accept(
            token=token, username=data["username"], password=data["password"], person=person
        )
    except Invitation.DoesNotExist:
        raise Http404 from None


def _offer(request: HttpRequest, form: GuestForm, seat: Callable[[], Seat]) -> HttpResponse:
    """Make the invitation and show its link, this once; the page is the answer to the post, so
    that the link is stored nowhere, and a second post of the same form makes nothing new."""
    data, made = form.cleaned_data, []

    def act() -> None:
        with transaction.atomic():
            offer = services.invitation_create(
                by=me(request),
                seat=seat(),
                name=data["name"],
                email=data["email"],
                pk=data["invitation"],
            )
            made.append(offer)

    if not attempt(form, act):
        context = {"form": form, "manages": permissions.can_manage_people(me(request))}
        return render(request, "accounts/invitation_new.html", context)
    offer = made[0]
    link = services.invitation_link(offer.token) if offer.token else ""
    context = {"invitation": offer.invitation, "link": link}
    context["manages"] = permissions.can_manage_people(me(request))
    return render(request, "accounts/invitation_made.html", context)
