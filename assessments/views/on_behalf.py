"""Entering what a ministry sent on paper: for which report, why, and then in its place (79)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.on_behalf import OnBehalfForm
from assessments.permissions import can_act, seat_to_act_in
from assessments.selectors.on_behalf import reports_open, states
from assessments.services.on_behalf import on_behalf_begin
from assessments.views.moves import acted, person
from nsss_gender.accounts.permissions import can_act_at_all

PAGE = 50


@require_safe
@login_required
def reports(request: HttpRequest) -> HttpResponse:
    """The reports that are the ministries' to write: whose paper has come?"""
    can_act_at_all(person(request)).require()
    page = Paginator(reports_open(), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": states(page)}
    return render(request, "assessments/on_behalf_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why and by which paper; then the ministry's report opens."""
    by = person(request)
    can_act_at_all(by).require_role()
    submission = get_object_or_404(reports_open(), pk=pk)
    form = OnBehalfForm(request.POST or None)
    verdict = can_act(by, submission, seat_to_act_in(submission))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if acted(form, lambda: on_behalf_begin(submission=submission, by=by, **data)):
            text = _("You act for %(ministry)s. The ministry has been told.")
            messages.success(request, text % {"ministry": submission.ministry})
            return redirect("assessments:report", submission.pk)
    context = {"submission": submission, "form": form, "verdict": verdict}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/on_behalf_begin.html", context, status=status)
