"""Check, clear, submit, receipt, recall."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.enums import SubmissionStatus
from assessments.forms.submit import ClearanceForm, ReasonForm
from assessments.permissions import can_fill, can_move, clearing_arrow
from assessments.selectors import ministry, sending
from assessments.services.submissions import (
    submission_clear,
    submission_recall,
    submission_submit,
)
from assessments.views.doors import person, report_or_404

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everything that is still missing, each with a link to its very place."""
    submission = report_or_404(request, pk)
    groups = sending.block_groups(submission)
    context = {
        "submission": submission,
        "groups": groups,
        "many": len(groups) > sending.MANY,
        "unassessed": ministry.unassessed(submission),
        "standing": sending.now_standing(submission),
        "verdict": can_fill(person(request), submission),
    }
    return render(request, "assessments/report_check.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def clear(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Record the authority's clearance of exactly the draft that stands now."""
    submission = report_or_404(request, pk)
    if submission.status == SubmissionStatus.CLEARED:
        return redirect("assessments:submit", submission.pk)
    nil = submission.is_nil
    verdict = can_move(person(request), submission, clearing_arrow(submission, nil=nil))
    form = ClearanceForm(request.POST or None, nil=nil)
    if request.method == "POST":
        verdict.require()
        if form.is_valid():
            submission_clear(submission=submission, by=person(request), **form.cleaned_data)
            messages.success(
                request, _("The clearance is recorded. The report is not submitted yet.")
            )
            return redirect("assessments:submit", submission.pk)
    context = {"submission": submission, "form": form, "verdict": verdict, "nil": nil}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/report_clear.html", context, status=status)


@require_http_methods(FORM_METHODS)
@login_required
def submit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm, then freeze the draft into a packet and send it."""
    submission = report_or_404(request, pk)
    if request.method == "POST":
        packet = submission_submit(submission=submission, by=person(request))
        messages.success(request, _("Submitted. This is your receipt."))
        return redirect("assessments:receipt", packet.pk)
    context = {
        "submission": submission,
        "sent": sending.what_is_sent(submission),
        "standing": sending.now_standing(submission),
        "verdict": can_move(person(request), submission, sending.submitting(submission)),
    }
    return render(request, "assessments/report_submit.html", context)


@require_safe
@login_required
def receipt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was received, when, and by which numbers it can be checked."""
    visible = ministry.reports_visible(person(request)).values("pk")
    packet = get_object_or_404(sending.packets(), pk=pk, submission__in=visible)
    context = {
        "packet": packet,
        "submission": packet.submission,
        "clearance": packet.data["clearance"],
        "standing": sending.received_standing(packet),
        "recall": can_move(person(request), packet.submission, "recall"),
        "latest": sending.is_latest(packet),
        "own": sending.is_own(person(request), packet.submission),
    }
    return render(request, "assessments/packet_receipt.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def recall(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a submitted report back, with a reason, while no reviewer has claimed it."""
    submission = report_or_404(request, pk)
    verdict = can_move(person(request), submission, "recall")
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        verdict.require()
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            submission_recall(submission=submission, reason=reason, by=person(request))
            messages.success(request, _("The report is recalled. It is not submitted now."))
            return redirect("assessments:report", submission.pk)
    context: dict[str, object] = {"submission": submission, "form": form, "verdict": verdict}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/report_recall.html", context, status=status)
