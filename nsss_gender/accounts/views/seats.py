"""Seats: one's own with the switch, and for administrators all of them with their history."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nsss_gender.accounts import permissions, selectors, services
from nsss_gender.accounts.forms.people import (
    HolderForm,
    PlaceForm,
    ReasonForm,
    SeatForm,
    SeatSearchForm,
)
from nsss_gender.accounts.models import Seat
from nsss_gender.accounts.views.asking import ask, attempt, me, paged, renew

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def seat_list(request: HttpRequest) -> HttpResponse:
    """The seats one holds; the first is in use."""
    user = me(request)
    context = {"held": user.own_seats, "manages": permissions.can_manage_people(user)}
    return render(request, "accounts/seat_list.html", context)


@require_POST
def seat_switch(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Act in another of one's seats; the session gets a new id."""
    try:
        seat = services.seat_switch(by=me(request), seat_id=pk)
    except Seat.DoesNotExist:
        raise Http404 from None
    request.session[services.SEAT] = str(seat.pk)
    renew(request, me(request))
    messages.success(request, _("You now act as: %(seat)s") % {"seat": seat})
    return redirect("accounts:home")


@require_safe
def seats(request: HttpRequest) -> HttpResponse:
    """Every open seat, with who sits there; vacant ones can be picked out."""
    permissions.can_manage_people(me(request)).require()
    form = SeatSearchForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = selectors.seats_open(**wanted)
    context = {"form": form, "page": paged(request, rows), "narrowed": any(wanted.values())}
    return render(request, "accounts/seat_table.html", context)


@read_or_write
def seat_new(request: HttpRequest) -> HttpResponse:
    """Open a vacant seat."""
    by = me(request)
    permissions.can_manage_people(by).require()
    form = PlaceForm(request.POST or None)
    if form.is_bound and form.is_valid():
        place = form.place
        if attempt(form, lambda: services.seat_open(by=by, **place)):
            messages.success(request, _("The seat is open and vacant."))
            return redirect("accounts:seat", pk=place["pk"])
    return render(request, "accounts/seat_new.html", {"form": form})


@read_or_write
def seat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One seat: office data, who sits and sat there, and what can be done."""
    by, row = me(request), _load(request, pk)
    form = SeatForm(request.POST or None, instance=get_object_or_404(Seat, pk=pk))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: services.seat_update(by=by, seat=row, office=data)):
            messages.success(request, _("The office data were saved."))
            return redirect("accounts:seat", pk=pk)
    context = {
        "seat": row,
        "form": form,
        "can_change": permissions.can_change_seat(by, row),
        "can_empty": permissions.can_empty_seat(by, row),
        "invitations": row.invitations.select_related("seat__ministry"),
        "stream": f"seat:{row.pk}",
        "events": selectors.recent_events(f"seat:{row.pk}"),
    }
    return render(request, "accounts/seat_detail.html", context)


@read_or_write
def seat_hand_over(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Give a seat to somebody else, with a reason."""
    by, row = me(request), _load(request, pk)
    return ask(
        request,
        HolderForm(request.POST or None),
        lambda data: services.seat_hand_over(by=by, seat=row, **data),
        verdict=permissions.can_change_seat(by, row),
        words={
            "title": _("Hand over: %(seat)s") % {"seat": row},
            "text": _(
                "Drafts, open items and history stay with the seat. Both people sign in again."
            ),
            "button": _("Hand the seat over"),
            "done": _("The seat was handed over."),
        },
        back=reverse("accounts:seat", args=[pk]),
    )


@read_or_write
def seat_vacate(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The holder leaves, with a reason; the seat waits."""
    by, row = me(request), _load(request, pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.seat_vacate(by=by, seat=row, **data),
        verdict=permissions.can_empty_seat(by, row),
        words={
            "title": _("Leave vacant: %(seat)s") % {"seat": row},
            "text": _("The seat stays open with its drafts and waits for the next person."),
            "button": _("Leave the seat vacant"),
            "done": _("The seat is vacant."),
        },
        back=reverse("accounts:seat", args=[pk]),
    )


@read_or_write
def seat_end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a seat, with a reason."""
    by, row = me(request), _load(request, pk)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: services.seat_end(by=by, seat=row, **data),
        verdict=permissions.can_empty_seat(by, row),
        words={
            "title": _("End: %(seat)s") % {"seat": row},
            "text": _("Nobody can sit in this seat again. Its history stays readable."),
            "button": _("End the seat"),
            "done": _("The seat has ended."),
        },
        back=reverse("accounts:seat", args=[pk]),
    )


def _load(request: HttpRequest, pk: uuid.UUID) -> Seat:
    """The seat with its people, for administrators; others get the reason why not."""
    permissions.can_manage_people(me(request)).require()
    return get_object_or_404(Seat.objects.with_holder(), pk=pk)
