"""Setting up rounds: administrators see expectations and states, never an answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.rounds import ExpectForm, RoundForm
from assessments.models import Round
from assessments.selectors import rounds as selectors
from assessments.services.rounds import expectation_set, round_create
from assessments.services.rounds import round_open as open_service
from assessments.views.moves import person
from nsss_gender.accounts.permissions import can_manage_rounds, refuse

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def rounds(request: HttpRequest) -> HttpResponse:
    """All rounds, the newest first."""
    can_manage_rounds(person(request)).require()
    return render(request, "assessments/round_list.html", {"rounds": selectors.rounds()})


@get_or_post
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A new round; it is opened on its own page, after the expected list was looked at."""
    can_manage_rounds(person(request)).require()
    form = RoundForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        round_ = round_create(
            key=data["key"],
            titles=(data["title_en"], data["title_bn"]),
            questionnaire=data["questionnaire"],
            deadline_at=form.deadline_at,
            consultation_minimum=data["consultation_minimum"],
            by=person(request),
        )
        messages.success(
            request, _("The round was created. Check the expected list, then open it.")
        )
        return redirect("assessments:round", round_.pk)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/round_create.html", {"form": form}, status=status)


def _load(request: HttpRequest, pk: uuid.UUID) -> Round:
    can_manage_rounds(person(request)).require()
    return get_object_or_404(Round.objects.select_related("questionnaire"), pk=pk)


@require_safe
@login_required
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The round and what it expects of each ministry."""
    return render(request, "assessments/round_detail.html", _context(_load(request, pk)))


def _context(round_: Round) -> dict[str, Any]:
    rows = selectors.expected_rows(round_)
    return {
        "round": round_,
        "rows": rows,
        "totals": selectors.totals(rows),
        "weekday": selectors.weekday_warning(round_),
    }


@get_or_post
@login_required
def expect(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """Change what is expected of one ministry, before the round is opened."""
    round_ = _load(request, pk)
    row = get_object_or_404(round_.expectations.select_related("ministry"), ministry_id=ministry)
    if round_.is_open:
        refuse(_("The round is already open."))
    start = {"expected": row.expected, "reason": row.reason}
    form = ExpectForm(request.POST or None, initial=start)
    if form.is_valid():
        expectation_set(
            round_=round_, ministry=row.ministry, by=person(request), **form.cleaned_data
        )
        messages.success(request, _("The expected list was changed."))
        return redirect("assessments:round", pk)
    context = {"round": round_, "row": row, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/round_expect.html", context, status=status)


@get_or_post
@login_required
def open_round(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what opening does; then open. Opening twice changes nothing."""
    round_ = _load(request, pk)
    if request.method == "POST":
        open_service(round_=round_, by=person(request))
        messages.success(request, _("The round is open. The ministries can begin."))
        return redirect("assessments:round", pk)
    return render(request, "assessments/round_open.html", _context(round_))
