"""The scans of a signed print: attached to its clearance, listed, fetched (22)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.submit import ScanForm
from assessments.models import Clearance
from assessments.permissions import can_attach_scan, can_fetch_scan, can_read_report
from assessments.selectors import sending
from assessments.services.scans import scan_attach
from assessments.views.doors import person
from nsss_gender.files.serving import download


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def scans(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What is attached to a clearance, and a form for one more."""
    clearance = get_object_or_404(sending.clearances(person(request)), pk=pk)
    can_read_report(person(request), clearance.submission).require()
    verdict = can_attach_scan(person(request), clearance)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        verdict.require()
        if form.is_valid() and _attached(request, clearance, form):
            messages.success(request, _("The scan is attached. The report is not submitted by it."))
            return redirect("assessments:scans", clearance.pk)
    context = {
        "clearance": clearance,
        "submission": clearance.submission,
        "rows": clearance.scans.all(),
        "form": form,
        "verdict": verdict,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/clearance_scans.html", context, status=status)


def _attached(request: HttpRequest, clearance: Clearance, form: ScanForm) -> bool:
    """Whether it was kept; a full disk is said at the field."""
    data = form.cleaned_data
    try:
        scan_attach(clearance=clearance, key=data["key"], upload=data["file"], by=person(request))
    except ValidationError as error:
        form.add_error("file", error)
        return False
    return True


@require_safe
@login_required
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One scan, for the own ministry and for readers of the packet that names it."""
    scan = get_object_or_404(sending.scans(person(request)), pk=pk)
    can_fetch_scan(person(request), scan).require()
    return download(scan, name=scan.file_name, plain=f"clearance-{scan.clearance.code}")
