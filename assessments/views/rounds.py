"""Setting up rounds: administrators see expectations and states, never an answer."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.rounds import OpenForm, RoundForm
from assessments.models import Round
from assessments.permissions import can_edit_round
from assessments.selectors import rounds as selectors
from assessments.selectors.opening import dues, opening, reminders
from assessments.selectors.opening_checks import checks
from assessments.services import rounds as services
from assessments.views.moves import acted, person
from nsss_gender.accounts.permissions import can_manage_rounds

CREATED = gettext_lazy("The round was created. Check the expected list, then open it.")
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    can_manage_rounds(person(request)).require()
    return render(request, "assessments/round_list.html", {"rounds": selectors.rounds()})


def load(request: HttpRequest, pk: uuid.UUID) -> Round:
    """A round, for those who keep rounds. Raises PermissionDenied, Http404."""
    can_manage_rounds(person(request)).require()
    return get_object_or_404(Round.objects.select_related("questionnaire"), pk=pk)


@get_or_post
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A new round; it is opened on its own page, after the expected list was looked at."""
    can_manage_rounds(person(request)).require()
    form = RoundForm(request.POST or None)

    def act() -> Round:
        key = form.cleaned_data["key"]
        return services.round_create(key=key, by=person(request), **form.values)

    return _form(request, form, act, {})


@get_or_post
@login_required
def clone(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new round with the expected list of an earlier one."""
    source = load(request, pk)
    form = RoundForm(request.POST or None, source=source)

    def act() -> Round:
        key, by = form.cleaned_data["key"], person(request)
        return services.round_clone(source=source, key=key, by=by, **form.values)

    return _form(request, form, act, {"source": source})


@get_or_post
@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a round that is not open yet."""
    round_ = load(request, pk)
    can_edit_round(person(request), round_).require()
    form = RoundForm(request.POST or None, round_=round_)

    def act() -> Round:
        base, by = form.cleaned_data["base"], person(request)
        return services.round_edit(round_=round_, base=base, by=by, **form.values)

    return _form(request, form, act, {"round": round_})


def _form(
    request: HttpRequest, form: RoundForm, act: Callable[[], Round], context: dict[str, Any]
) -> HttpResponse:
    """Show the form, or save and go to the round."""
    if form.is_valid() and acted(form, act):
        messages.success(request, _("The round was saved.") if "round" in context else CREATED)
        key = context["round"].pk if "round" in context else form.cleaned_data["key"]
        return redirect("assessments:round", key)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/round_form.html", {"form": form, **context}, status=status)


@require_safe
@login_required
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The round and what it expects of each ministry."""
    return render(request, "assessments/round_detail.html", _context(load(request, pk)))


def _context(round_: Round) -> dict[str, Any]:
    rows = selectors.expected_rows(round_)
    return {
        "round": round_,
        "rows": rows,
        "totals": selectors.totals(rows),
        "warning": selectors.deadline_warning(round_),
    }


@get_or_post
@login_required
def open_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what opening will do; then open exactly that. Opening twice changes nothing."""
    round_ = load(request, pk)
    form = OpenForm(request.POST if request.method == "POST" else None)

    def act() -> Round:
        seen = form.cleaned_data["seen"]
        return services.round_open(round_=round_, by=person(request), seen=seen)

    if form.is_bound and form.is_valid() and acted(form, act):
        messages.success(request, _("The round is open. The ministries can begin."))
        return redirect("assessments:round", pk)
    found = opening(round_)
    context = {"round": round_, "opening": found, "form": form, "dues": dues(round_)}
    context["reminders"] = reminders(round_)
    context |= {"checks": [] if round_.is_open else checks(found)}
    status = 409 if form.is_bound else 200
    return render(request, "assessments/round_open.html", context, status=status)
