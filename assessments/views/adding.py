"""A programme that is missing on the list, one that another ministry has, one that it gives us (101)."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.list_decisions import AnswerClaimForm, MissingForm, NoteForm
from assessments.models import Submission
from assessments.permissions import can_list
from assessments.permissions.leads import can_answer_claim
from assessments.selectors import list_decisions as selectors
from assessments.services.adding import Missing, claim_answer, lead_claim, programme_add
from assessments.views.doors import person, report_or_404
from programmes.models import Cluster, Programme
from programmes.selectors import similar_programmes

FORM_METHODS = ["GET", "HEAD", "POST"]


def done(form: forms.Form, act: Callable[[], object]) -> bool:
    """Call the service where the form is sound; what it finds wrong is shown at the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        told = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, texts in told.items():
            form.add_error(name if name in form.fields else None, list(texts))
        return False
    return True


def status_of(form: forms.Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@require_http_methods(FORM_METHODS)
@login_required
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a missing programme; where the register has one of a like name, it is asked about first."""
    submission = report_or_404(request, pk)
    verdict = can_list(person(request), submission)
    form = MissingForm(request.POST or None, clusters=list(Cluster.objects.all()))
    alike: list[Programme] = []
    if request.method == "POST":
        verdict.require()
        alike = _alike(form)
        if not alike and done(form, lambda: _added(request, submission, form)):
            messages.success(
                request, _("The programme is on your list: proposed, to be confirmed.")
            )
            return redirect("assessments:programmes", submission.pk)
    context = {"submission": submission, "form": form, "verdict": verdict, "alike": alike}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if alike else status_of(form)
    return render(request, "assessments/programme_add.html", context, status=status)


def _alike(form: MissingForm) -> list[Programme]:
    """Programmes with a name like this one, unless it was said that it is another."""
    if not form.is_valid() or form.cleaned_data["another"]:
        return []
    return similar_programmes(form.cleaned_data["name_en"], form.cleaned_data["name_bn"])


def _added(request: HttpRequest, submission: Submission, form: MissingForm) -> None:
    data = form.cleaned_data
    missing = Missing(
        key=data["key"],
        name_en=data["name_en"],
        name_bn=data["name_bn"],
        cluster=form.chosen_cluster,
        start=data["start"],
    )
    programme_add(submission=submission, missing=missing, by=person(request))


@require_http_methods(FORM_METHODS)
@login_required
def lead(request: HttpRequest, pk: uuid.UUID, programme: uuid.UUID) -> HttpResponse:
    """Say that the own ministry should lead a programme of the register."""
    submission = report_or_404(request, pk)
    found = get_object_or_404(Programme, pk=programme)
    verdict = can_list(person(request), submission)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        verdict.require()

        def act() -> None:
            lead_claim(
                submission=submission, programme=found, by=person(request), **form.cleaned_data
            )

        if done(form, act):
            messages.success(request, _("Said. It waits for a decision."))
            return redirect("assessments:programmes", submission.pk)
    context = {"submission": submission, "programme": found, "form": form, "verdict": verdict}
    return render(request, "assessments/programme_lead.html", context, status=status_of(form))


@require_http_methods(FORM_METHODS)
@login_required
def answer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another ministry says that a programme is ours: say whether it is."""
    claim = selectors.claim_or_none(pk)
    verdict = can_answer_claim(person(request), claim) if claim else None
    if claim is None or verdict is None or verdict.seat is None:
        raise Http404
    form = AnswerClaimForm(request.POST or None)
    if request.method == "POST":
        verdict.require()
        if done(form, lambda: claim_answer(claim=claim, by=person(request), **_said(form))):
            messages.success(request, _("Said. It waits for a decision."))
            return redirect("assessments:our_report")
    context = {"claim": claim, "form": form, "verdict": verdict}
    return render(request, "assessments/claim_answer.html", context, status=status_of(form))


def _said(form: AnswerClaimForm) -> dict[str, Any]:
    return {**form.cleaned_data, "agrees": form.cleaned_data["agrees"] == "yes"}
