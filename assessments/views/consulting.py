"""Who was asked, what they said, and why fewer were asked than the round wants (21)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms.beside import ConsultationForm, WaiverForm
from assessments.models import Consultation, ConsultationWaiver, Submission
from assessments.permissions import can_fill, can_waive
from assessments.selectors import ministry
from assessments.services.consulting import waiver_record, waiver_withdraw
from assessments.services.reports import consultation_add
from assessments.services.reports import consultation_withdraw as withdraw
from assessments.views.doors import person, report_or_404

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@login_required
def consultations(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who was asked, a form for one more, and a form for why there are fewer."""
    submission = report_or_404(request, pk)
    if request.method != "POST":
        return _page(request, submission, ConsultationForm(), WaiverForm())
    can_fill(person(request), submission).require()
    if "waiver-key" in request.POST:
        return _waive(request, submission)
    form = ConsultationForm(request.POST)
    if not form.is_valid():
        return _page(request, submission, form, WaiverForm())
    key = form.cleaned_data["key"]
    consultation_add(submission=submission, key=key, values=form.values(), by=person(request))
    messages.success(request, _("The consultation is recorded."))
    return redirect("assessments:consultations", submission.pk)


def _waive(request: HttpRequest, submission: Submission) -> HttpResponse:
    form = WaiverForm(request.POST)
    if not form.is_complete():
        return _page(request, submission, ConsultationForm(), form)
    waiver_record(submission=submission, by=person(request), **form.cleaned_data)
    messages.success(request, _("The reason is recorded. It goes along with the report."))
    return redirect("assessments:consultations", submission.pk)


def _page(
    request: HttpRequest, submission: Submission, form: ConsultationForm, waiver_form: WaiverForm
) -> HttpResponse:
    wrong = next((one for one in (form, waiver_form) if one.errors), None)
    context = {
        "submission": submission,
        "rows": submission.consultations.select_related("created_by", "withdrawn_by"),
        "waivers": submission.waivers.select_related("created_by", "withdrawn_by"),
        "form": form,
        "waiver_form": waiver_form,
        "wrong": wrong,
        "verdict": can_fill(person(request), submission),
        "can_waive": can_waive(person(request), submission),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "assessments/report_consultations.html", context, status=status)


@require_POST
@login_required
def consultation_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a consultation out of the count; it stays readable."""
    visible = ministry.reports_visible(person(request)).values("pk")
    row = get_object_or_404(
        Consultation.objects.select_related("submission__round"), pk=pk, submission__in=visible
    )
    withdraw(consultation=row, by=person(request))
    messages.success(request, _("The consultation is withdrawn. It stays readable."))
    return redirect("assessments:consultations", row.submission_id)


@require_POST
@login_required
def unwaive(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back why there are fewer consultations; it stays readable."""
    visible = ministry.reports_visible(person(request)).values("pk")
    row = get_object_or_404(
        ConsultationWaiver.objects.select_related("submission"), pk=pk, submission__in=visible
    )
    waiver_withdraw(waiver=row, by=person(request))
    messages.success(request, _("The reason is taken back. It stays readable."))
    return redirect("assessments:consultations", row.submission_id)
