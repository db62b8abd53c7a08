"""Our programmes: the list, what is said of one programme, and the confirmation of the whole (101)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.listing import ClaimForm
from assessments.models import Assessment
from assessments.permissions import can_claim, can_fill, can_list
from assessments.selectors import listing
from assessments.selectors.shared import shared_with
from assessments.services.listing import Said, claim_make, claim_withdraw
from assessments.services.listing import list_confirm as confirm
from assessments.views.doors import assessment_or_404, person, report_or_404

FORM_METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 20


@require_safe
@login_required
def programmes(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every programme of the list, twenty a page, with what was said of each."""
    submission = report_or_404(request, pk)
    user = person(request)
    may = can_list(user, submission)
    counts = listing.counts(submission)
    paginator = Paginator(listing.list_rows(submission), PAGE_SIZE)
    vars(paginator)["count"] = counts.total  # counted already
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "submission": submission,
        "page": page,
        "rows": listing.shown(list(page.object_list)),
        "unconfirmed": counts.unconfirmed,
        "can_list": may,
        "shared": shared_with(user, may.seat),
        "asked": listing.asked_of([may.seat] if may.seat else []),
        "can_confirm": can_fill(user, submission),
    }
    return render(request, "assessments/report_programmes.html", context)


@require_POST
@login_required
def list_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm that all the others are ours, and the list with them."""
    submission = report_or_404(request, pk)
    confirm(submission=submission, by=person(request))
    messages.success(request, _("The list of programmes is confirmed."))
    return redirect("assessments:report", submission.pk)


@require_http_methods(FORM_METHODS)
@login_required
def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what one programme of the list is."""
    assessment = assessment_or_404(request, pk)
    row = listing.list_row(assessment)
    verdict = can_claim(person(request), assessment, [row.claim] if row.claim else [])
    verdict.require_role()
    ministries = list(listing.ministries_beside(assessment.submission.ministry_id))
    form = ClaimForm(request.POST or None, claim=row.claim, ministries=ministries)
    status = HTTPStatus.OK
    if request.method == "POST":
        verdict.require()
        status = _claimed(request, assessment, form)
        if status == HTTPStatus.OK:
            messages.success(request, _("Saved. The report is not submitted yet."))
            return redirect("assessments:programmes", assessment.submission_id)
    context = {"submission": assessment.submission, "row": row, "form": form, "verdict": verdict}
    return render(request, "assessments/report_claim.html", context, status=status)


def _claimed(request: HttpRequest, assessment: Assessment, form: ClaimForm) -> HTTPStatus:
    """Say it: 200, 422 with complaints in the form, or 409 when a colleague was faster."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    data = form.cleaned_data
    said = Said(key=data["key"], base=data["base"], kind=data["kind"], values=form.values())
    try:
        claim_make(assessment=assessment, said=said, by=person(request))
    except ValidationError as error:
        form.add_error(None, error)
        if hasattr(error, "error_dict"):
            return HTTPStatus.UNPROCESSABLE_ENTITY
        form.start_again(listing.list_row(assessment).claim)
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what was said of a programme."""
    found = listing.own_claim_or_none(person(request), pk)
    if found is None:
        raise Http404
    claim_withdraw(claim=found, by=person(request))
    messages.success(request, _("Taken back. The programme is on your list again."))
    return redirect("assessments:programmes", found.assessment.submission_id)
