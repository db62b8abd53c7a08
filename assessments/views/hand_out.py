"""Handing programmes to colleagues, and the colleague's first page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.hand_out import HandOutForm
from assessments.models import HandOut
from assessments.permissions import can_hand_out
from assessments.selectors import handed, ministry
from assessments.services.reports import hand_out, hand_out_end
from assessments.views.doors import assessment_or_404, person, whole_report
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.permissions import can


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Handed to me: the contributor's first page, the earliest due first."""
    can(person(request), Permission.CONTRIBUTE).require()
    found = handed.handed_states(handed.handed_to(person(request)))
    return render(request, "assessments/hand_out_mine.html", {"handed": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand a programme to a colleague; see in whose hands it is."""
    assessment = assessment_or_404(request, pk)
    verdict = can_hand_out(person(request), assessment)
    verdict.require_role()
    seats = handed.contributor_seats(assessment.submission)
    form = HandOutForm(request.POST or None, seats=seats)
    if request.method == "POST":
        verdict.require()
        if form.is_valid() and _handed_out(request, form, pk):
            messages.success(request, _("The programme was handed out."))
            return redirect("assessments:hand_out", assessment.pk)
    context = {
        "assessment": assessment,
        "report": whole_report(request, assessment.submission),
        "form": form,
        "verdict": verdict,
        "hand_outs": handed.running_hand_outs(assessment),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/hand_out_create.html", context, status=status)


def _handed_out(request: HttpRequest, form: HandOutForm, pk: uuid.UUID) -> bool:
    """Whether the service took it; else the form carries the complaints."""
    data = form.cleaned_data
    try:
        hand_out(
            assessment=assessment_or_404(request, pk),
            key=data["key"],
            seat=form.chosen,
            due_on=data["due_on"],
            note=data["note"],
            by=person(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


@require_POST
@login_required
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a programme back; what the colleague wrote stays."""
    visible = ministry.assessments_visible(person(request)).values("pk")
    row = get_object_or_404(
        HandOut.objects.select_related("assessment__submission__round"),
        pk=pk,
        assessment__in=visible,
    )
    hand_out_end(hand_out=row, by=person(request))
    messages.success(request, _("The programme was taken back. What was written stays."))
    return redirect("assessments:hand_out", row.assessment_id)
