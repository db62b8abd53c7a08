"""Extensions: a ministry asks, the Cabinet Division decides or gives, and all of it stands in a ledger (34)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.extensions import AskForm, DecideForm, GiveForm
from assessments.models import Extension, Round
from assessments.permissions import (
    can_ask_extension,
    can_decide_extension,
    can_extend,
    can_extend_round,
    can_read_ledger,
    can_read_own_lines,
)
from assessments.selectors import due
from assessments.selectors import extensions as selectors
from assessments.services import extensions as services
from assessments.views.doors import report_or_404
from assessments.views.moves import acted, person

PAGE_SIZE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@login_required
def ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The ministry's request for more time, and what became of earlier ones."""
    submission, user = report_or_404(request, pk), person(request)
    form, verdict = AskForm(request.POST or None), can_ask_extension(user, submission)

    def act() -> None:
        data = form.cleaned_data
        services.extension_ask(
            key=data["key"],
            submission=submission,
            until=form.deadline_at,
            reason=data["reason"],
            by=user,
        )

    if form.is_valid() and acted(form, act):
        messages.success(request, _("The Cabinet Division was asked. Its decision appears here."))
        return redirect("assessments:extension_ask", pk)
    context: dict[str, Any] = {"submission": submission, "form": form, "verdict": verdict}
    context["dues"] = due.dues([submission]).of(submission)
    context["page"] = Paginator(selectors.own_lines(submission), PAGE_SIZE).get_page(1)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/extension_ask.html", context, status=status)


@get_or_post
@login_required
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One request: grant or refuse it."""
    user = person(request)
    can_extend(user).require()
    extension = get_object_or_404(selectors.lines(), pk=pk)
    verdict = can_decide_extension(user, extension)
    if request.method == "POST" and not verdict and extension.decided_by_id == user.pk:
        return redirect("assessments:extensions", extension.round_id)  # the same post again
    form = DecideForm(request.POST or None, extension=extension)

    def act() -> None:
        granted, note = form.granted, form.cleaned_data["note"]
        services.extension_decide(
            extension=extension, granted=granted, until=form.deadline_at, note=note, by=user
        )

    if form.is_valid() and acted(form, act):
        messages.success(request, _("The decision is in the ledger. The ministry sees it at once."))
        return redirect("assessments:extensions", extension.round_id)
    return _decide_page(request, form, extension, verdict)


def _decide_page(
    request: HttpRequest, form: DecideForm, extension: Extension, verdict: Any
) -> HttpResponse:
    context = {"form": form, "extension": extension, "round": extension.round, "verdict": verdict}
    context["due"] = due.round_dues(extension.round).at(extension.round, extension.ministry_id)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/extension_decide.html", context, status=status)


def _round(pk: uuid.UUID) -> Round:
    return get_object_or_404(Round.objects.select_related("questionnaire"), pk=pk)


@get_or_post
@login_required
def give(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """More time of the Cabinet Division's own accord, for one ministry or all."""
    user = person(request)
    can_extend(user).require()
    round_ = _round(pk)
    form = GiveForm(request.POST or None, round_=round_)

    def act() -> None:
        data = {name: form.cleaned_data[name] for name in ("key", "ministry", "reason")}
        services.extension_give(round_=round_, until=form.deadline_at, by=user, **data)

    if form.is_valid() and acted(form, act):
        messages.success(request, _("The extension is in the ledger and holds at once."))
        return redirect("assessments:extensions", pk)
    verdict, dues = can_extend_round(user, round_), due.round_dues(round_)
    context = {"form": form, "round": round_, "verdict": verdict, "due": dues.at(round_)}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/extension_give.html", context, status=status)


@require_safe
@login_required
def ledger(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every line of a round; a ministry sees its own and those for all."""
    user = person(request)
    if not can_read_ledger(user):
        can_read_own_lines(user).require()
    round_ = _round(pk)
    page = Paginator(selectors.ledger(user, round_), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"round": round_, "page": page, "can_extend": can_extend(user)}
    context["keeper"] = can_read_ledger(user)
    return render(request, "assessments/extension_list.html", context)
