"""Pages for what happens to a programme on a day: for the keepers of the register (1, 101)."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nsss_gender.accounts.models import Ministry, User
from nsss_gender.accounts.permissions import can_manage_register
from programmes import permissions, selectors, services
from programmes.forms import acts as forms
from programmes.forms.base import ReasonForm
from programmes.models import Programme
from programmes.services.endings import PartOf
from programmes.views.asking import Place, Words, ask, me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def programme_rename(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """A new name from a day on."""
    words = {
        "title": _("Rename"),
        "text": _("The old name stays in the history, and reports sent before keep it."),
        "button": _("Give it the new name"),
        "done": _("The programme has its new name."),
    }
    return _dated(request, programme_id, forms.RenameForm, services.programme_rename, words)


@read_or_write
def programme_move(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Another lead ministry from a day on."""
    words = {
        "title": _("Move to another lead ministry"),
        "text": _("From that day on the ministry assesses the programme. The old lead stays in the history."),
        "button": _("Move the programme"),
        "done": _("The programme has its new lead ministry."),
    }  # fmt: skip
    return _dated(request, programme_id, forms.MinistryForm, services.programme_move, words)


@read_or_write
def partner_add(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """A partner ministry from a day on."""
    words = {
        "title": _("Add a partner ministry"),
        "text": _("A partner answers for its own component; the programme counts once, with its lead."),
        "button": _("Add the partner"),
        "done": _("The ministry shares the programme."),
    }  # fmt: skip
    return _dated(request, programme_id, forms.PartnerForm, services.partner_add, words)


@read_or_write
def partner_end(request: HttpRequest, programme_id: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """A partner leaves on a day."""
    _keeper(request)
    partner = get_object_or_404(Ministry, pk=ministry)
    words = {
        "title": _("End the part of %(ministry)s") % {"ministry": partner},
        "text": _("Its part stays in the history."),
        "button": _("End its part"),
        "done": _("The ministry no longer shares the programme."),
    }

    def act(**given: Any) -> Programme:
        return services.partner_end(ministry=partner, **given)

    return _dated(request, programme_id, forms.PartnerEndForm, act, words)


@read_or_write
def programme_merge(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """It goes over into another programme; a proposed one where its answers go along (101)."""
    if Programme.objects.filter(pk=programme_id, proposed=True).exists():
        _keeper(request)
        return redirect("assessments:list_proposal", programme_id)
    words = {
        "title": _("Merge into another programme"),
        "text": _("This programme ends on that day; what was answered for it and its history stay."),
        "button": _("Merge the programme"),
        "done": _("The programme went over into the other one."),
    }  # fmt: skip
    return _dated(request, programme_id, forms.MergeForm, services.programme_merge, words)


@read_or_write
def programme_split(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """It becomes several programmes."""
    words = {
        "title": _("Split into several programmes"),
        "text": _("Each new programme starts with the facts of this one, which ends on that day."),
        "button": _("Split the programme"),
        "done": _("The programme was split; its parts are in the register."),
    }

    def act(*, parts: list[Any], **given: Any) -> list[Programme]:
        return services.programme_split(parts=[PartOf(*part) for part in parts], **given)

    return _dated(request, programme_id, forms.SplitForm, act, words)


@read_or_write
def programme_close(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """It no longer runs."""
    words = {
        "title": _("Close the programme"),
        "text": _("It is no longer assessed in new rounds. Everything about it stays readable."),
        "button": _("Close the programme"),
        "done": _("The programme is closed."),
    }
    return _dated(request, programme_id, forms.CloseForm, services.programme_end, words)


@read_or_write
def programme_reopen(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """An end that was a mistake is taken back."""
    by = _keeper(request)
    programme = get_object_or_404(selectors.programme_whole(), pk=programme_id)
    words = {
        "title": _("Reopen the programme"),
        "text": _("For an end that was entered by mistake. Programmes that a split made stay; close them there."),
        "button": _("Reopen the programme"),
        "done": _("The programme runs again."),
    }  # fmt: skip

    def act(given: dict[str, Any]) -> Programme:
        return services.programme_reopen(programme=programme, by=by, **given)

    return ask(
        request, ReasonForm(request.POST or None), act, words=words, back=_back(programme),
        verdict=permissions.can_reopen_programme(by, programme), programme=programme,
    )  # fmt: skip


@require_POST
def programme_confirm(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """A proposed programme becomes one of the register."""
    by = _keeper(request)
    programme = get_object_or_404(Programme, pk=programme_id)
    services.programme_confirm(programme=programme, by=by)
    messages.success(request, _("The programme is confirmed."))
    return redirect("programmes:detail", programme_id=programme_id)


def _dated(
    request: HttpRequest,
    programme_id: uuid.UUID,
    form: type[forms.ActForm],
    service: Callable[..., object],
    words: Words,
) -> HttpResponse:
    """The page of one act: its form, its service, its words."""
    by = _keeper(request)
    programme = get_object_or_404(selectors.programme_whole(), pk=programme_id)
    return ask(
        request,
        form(request.POST or None, programme=programme),
        lambda given: service(programme=programme, by=by, **given),
        verdict=permissions.can_change_programme(by, programme),
        words=words,
        back=_back(programme),
        programme=programme,
    )


def _keeper(request: HttpRequest) -> User:
    """Who asks, where they keep the register; others get the reason why not."""
    can_manage_register(me(request)).require()
    return me(request)


def _back(programme: Programme) -> Place:
    return Place(reverse("programmes:detail", args=[programme.pk]), programme)
