"""The reviewer's finding on a piece of evidence (capabilities 13, 45)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.verdict import VerdictForm
from assessments.models import Evidence
from assessments.permissions import can_judge_evidence, can_read_packet
from assessments.selectors.evidence import evidence_visible
from assessments.services.evidence import evidence_judge
from assessments.views.comments import back
from assessments.views.moves import person


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def judge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say whether a piece of submitted evidence could be verified."""
    found, user = get_object_or_404(evidence_visible(person(request)), pk=pk), person(request)
    can_read_packet(user, found.assessment.submission, found.assessment).require()
    verdict = can_judge_evidence(user, found)
    verdict.require_role()
    start = {"verdict": found.verdict, "note": found.verdict_note}
    form = VerdictForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST":
        verdict.require()
        if form.is_valid() and _judged(request, found, form):
            messages.success(request, _("The finding is saved."))
            return back(request, found.assessment, found.question.code, f"evidence-{found.pk}")
    context = {"evidence": found, "form": form, "verdict": verdict}
    context |= {"submission": found.assessment.submission}
    status = 422 if form.errors else 200
    return render(request, "assessments/evidence_judge.html", context, status=status)


def _judged(request: HttpRequest, found: Evidence, form: VerdictForm) -> bool:
    """Save it; what the service finds wrong is shown at the form."""
    said = form.cleaned_data
    try:
        evidence_judge(
            evidence=found, verdict=said["verdict"], note=said["note"], by=person(request)
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors
