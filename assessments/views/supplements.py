"""Opening a supplement to an accepted report (104); from then on the report's own pages serve it."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.supplement import SupplementForm
from assessments.models import Submission
from assessments.permissions import can_supplement
from assessments.selectors.supplements import correctable, late
from assessments.services.supplements import Chosen, supplement_open
from assessments.views.doors import person, report_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say why, choose programmes, and go on in the supplement."""
    submission = report_or_404(request, pk)
    form = SupplementForm(
        request.POST or None, corrections=correctable(submission), late=late(submission)
    )
    if request.method == "POST" and form.is_valid():
        row = _opened(request, submission, form)
        messages.success(request, _("The supplement is open. Saved is not submitted."))
        return redirect("assessments:report", row.pk)
    context = {
        "submission": submission,
        "form": form,
        "verdict": can_supplement(person(request), submission),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/supplement_new.html", context, status=status)


def _opened(request: HttpRequest, submission: Submission, form: SupplementForm) -> Submission:
    chosen = Chosen(form.cleaned_data["reason"], form.keys("corrections"), form.keys("late"))
    key = form.cleaned_data["key"]
    return supplement_open(submission=submission, key=key, chosen=chosen, by=person(request))
