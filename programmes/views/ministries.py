"""Ministries and divisions as dated data (75)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nsss_gender.accounts.models import Ministry
from nsss_gender.accounts.permissions import Verdict, can_manage_register
from nsss_gender.audit.selectors import change_rows
from programmes import selectors
from programmes.forms import terms as forms
from programmes.forms.base import ReasonForm
from programmes.permissions import can_change_ministry, can_reopen_ministry, can_view_register
from programmes.services import ministries as services
from programmes.views.asking import Place, Words, ask, attempt, me, paged, status

ROWS, EVENTS = 50, 20
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def ministry_list(request: HttpRequest) -> HttpResponse:
    """All of them in official order, ended ones at their place."""
    can_view_register(me(request)).require()
    page = paged(request, selectors.ministry_list(), ROWS)
    context = {"page": page, "can_change": can_manage_register(me(request))}
    return render(request, "programmes/ministry_list.html", context)


@require_safe
@login_required
def ministry_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One ministry: names over time, what became of it, its seats where they have to be handed on."""
    by = me(request)
    can_view_register(by).require()
    ministry = get_object_or_404(selectors.ministry_whole(), pk=pk)
    page = paged(request, selectors.ministry_events(ministry), EVENTS)
    keeper = can_manage_register(by)
    context = {
        "ministry": ministry,
        "can_keep": keeper,
        "can_change": can_change_ministry(by, ministry),
        "can_reopen": can_reopen_ministry(by, ministry),
        "seats": selectors.seats_left(ministry) if keeper else (),
        "page": page,
        "rows": [(event, change_rows(event)) for event in page.object_list],
    }
    return render(request, "programmes/ministry_detail.html", context)


@read_or_write
def ministry_add(request: HttpRequest) -> HttpResponse:
    """A ministry or division that the register lacks."""
    by = me(request)
    can_manage_register(by).require()
    form = forms.MinistryFactsForm(request.POST or None)
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"] or uuid.uuid4()
        if attempt(form, lambda: services.ministry_add(key=key, values=form.values, by=by)):
            messages.success(request, _("The ministry is in the register."))
            return redirect("programmes:ministry", pk=key)
    words = {"title": _("Add a ministry or division"), "button": _("Add it")}
    back = Place(reverse("programmes:ministries"), _("Ministries and divisions"))
    page = {"form": form, "words": words, "back": back}
    return render(request, "programmes/ask.html", page, status=status(form))


@read_or_write
def ministry_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Acronym, other names, order: corrected, not dated."""
    by = me(request)
    verdict = can_manage_register(by)
    verdict.require()
    ministry = get_object_or_404(Ministry, pk=pk)
    form = forms.MinistryFactsForm(request.POST or None, instance=ministry)
    words = {
        "title": _("Correct the facts"),
        "text": _("A new name, or an end, has a page of its own, with its day."),
        "button": _("Save the facts"),
        "done": _("The facts were saved."),
    }
    return ask(
        request, form, verdict=verdict, words=words, back=_back(ministry),
        act=lambda _given: services.ministry_edit(ministry=ministry, values=form.values, by=by),
    )  # fmt: skip


@read_or_write
def ministry_rename(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new name from a day on."""
    words = {
        "title": _("Rename"),
        "text": _("The old name stays in the history, and reports sent before keep it."),
        "button": _("Give it the new name"),
        "done": _("The ministry has its new name."),
    }
    return _dated(request, pk, forms.MinistryRenameForm, services.ministry_rename, words)


@read_or_write
def ministry_close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It ends: merged, split or closed."""
    words = {
        "title": _("Merge, split or close"),
        "text": _("Its reports, seats and history stay. Its page then lists the seats that have to be handed on."),
        "button": _("End this ministry"),
        "done": _("The ministry has ended in the register."),
    }  # fmt: skip
    return _dated(request, pk, forms.MinistryCloseForm, services.ministry_close, words)


@read_or_write
def ministry_reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An end that was a mistake is taken back."""
    by = me(request)
    can_manage_register(by).require()
    ministry = get_object_or_404(Ministry, pk=pk)
    words = {
        "title": _("Reopen the ministry"),
        "text": _("For an end that was entered by mistake. Programmes that moved stay where they are."),
        "button": _("Reopen the ministry"),
        "done": _("The ministry stands again."),
    }  # fmt: skip
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda given: services.ministry_reopen(ministry=ministry, by=by, **given),
        verdict=can_reopen_ministry(by, ministry),
        words=words,
        back=_back(ministry),
    )


def _dated(
    request: HttpRequest,
    pk: uuid.UUID,
    form: type[Any],
    service: Callable[..., object],
    words: Words,
) -> HttpResponse:
    by = me(request)
    can_manage_register(by).require()
    ministry = get_object_or_404(Ministry, pk=pk)
    verdict: Verdict = can_change_ministry(by, ministry)
    return ask(
        request,
        form(request.POST or None, ministry=ministry),
        lambda given: service(ministry=ministry, by=by, **given),
        verdict=verdict,
        words=words,
        back=_back(ministry),
    )


def _back(ministry: Ministry) -> Place:
    return Place(reverse("programmes:ministry", args=[ministry.pk]), ministry)
