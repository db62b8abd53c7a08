"""Deciding on a proposal that came by a link: adopt, adapt, decline (capability 20)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms.links import DecideForm, DeclineForm
from assessments.models import Contribution
from assessments.permissions import can_decline_contribution, can_take_contribution
from assessments.selectors import links as selectors
from assessments.selectors.grid import place_url
from assessments.services.contributions import (
    contribution_adapt,
    contribution_adopt,
    contribution_decline,
)
from assessments.views.doors import person, whole_report


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The proposal beside what stands; a post makes it the answer, as it is or changed."""
    row = _row_or_404(request, pk)
    beside = selectors.beside(row)
    form = DecideForm(request.POST or None, row=row, beside=beside)
    if request.method != "POST":
        return _page(request, row, beside, form)
    if not form.is_valid():
        return _page(request, row, beside, form, status=422)
    try:
        _taken(request, row, form)
    except ValidationError as error:
        return _clashed(request, row, form, error.messages)
    except PermissionDenied as refusal:  # decided in another tab: what was typed here is shown
        return _clashed(request, row, form, [str(refusal)])
    messages.success(
        request, _("The proposal is the answer now. The text before it is in the history.")
    )
    return redirect(place_url(row.link.assessment, beside.question))


def _clashed(
    request: HttpRequest, row: Contribution, form: DecideForm, reasons: list[str]
) -> HttpResponse:
    """What stands now, and what was typed here, to be looked at again."""
    row = _row_or_404(request, row.pk)
    beside = selectors.beside(row)
    if "as_it_is" in request.POST:
        form = DecideForm(None, row=row, beside=beside)
    else:
        form.start_again(beside)
    problems = [("", message) for message in reasons]
    return _page(request, row, beside, form, problems=problems, status=409)


def _row_or_404(request: HttpRequest, pk: uuid.UUID) -> Contribution:
    """A proposal of the person's own ministry. Raises Http404, and PermissionDenied for a colleague."""
    row = get_object_or_404(selectors.contributions_of(person(request)), pk=pk)
    can_decline_contribution(person(request), row).require_role()
    return row


def _taken(request: HttpRequest, row: Contribution, form: DecideForm) -> None:
    data = form.cleaned_data
    act = {"contribution": row, "base": data["base"], "token": data["token"]}
    if "as_it_is" in request.POST:
        contribution_adopt(**act, by=person(request))
    else:
        contribution_adapt(**act, values=form.values(), by=person(request))


def _page(
    request: HttpRequest,
    row: Contribution,
    beside: selectors.Beside,
    form: DecideForm,
    *,
    declining: DeclineForm | None = None,
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    submission = row.link.assessment.submission
    context = {
        "row": row,
        "beside": beside,
        "form": form,
        "problems": problems,
        "declining": declining or DeclineForm(),
        "can_take": can_take_contribution(person(request), row),
        "can_decline": can_decline_contribution(person(request), row),
        "assessment": row.link.assessment,
        "submission": submission,
        "report": whole_report(request, submission),
        "back": place_url(row.link.assessment, beside.question),
    }
    return render(request, "assessments/contribution.html", context, status=status)


@require_POST
@login_required
def decline(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Decline a proposal with its reason."""
    row = _row_or_404(request, pk)
    beside, form = selectors.beside(row), DeclineForm(request.POST)
    if not form.is_valid():
        shown = DecideForm(None, row=row, beside=beside)
        return _page(request, row, beside, shown, declining=form, status=422)
    reason = form.cleaned_data["reason"]
    contribution_decline(contribution=row, reason=reason, by=person(request))
    messages.success(request, _("The proposal is declined. Its text is kept."))
    return redirect(place_url(row.link.assessment, beside.question))
