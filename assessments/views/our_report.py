"""Our report: the focal point's first page."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.permissions import can_fill
from assessments.selectors import ministry
from assessments.selectors.next_step import next_step
from assessments.services.submissions import list_confirm as confirm
from assessments.views.doors import person, report_or_404
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.permissions import can


@require_safe
@login_required
def current(request: HttpRequest) -> HttpResponse:
    """To the report of the newest open round; a page that says so where there is none."""
    seat = can(person(request), Permission.FILL).require()
    submission = ministry.newest_submission(seat)
    if submission:
        return redirect("assessments:report", submission.pk)
    return render(request, "assessments/report_none.html", {"seat": seat})


@require_safe
@login_required
def detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The grid, what blocks submission, the days left and the one next click."""
    submission = report_or_404(request, pk)
    report = ministry.report(submission)
    verdict = can_fill(person(request), submission)
    context = {
        "report": report,
        "submission": submission,
        "next": next_step(report),
        "can_fill": verdict,
        "moves": ministry.last_moves(verdict.seat),
    }
    return render(request, "assessments/report_detail.html", context)


@require_POST
@login_required
def list_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm that the list of programmes is right."""
    submission = report_or_404(request, pk)
    confirm(submission=submission, by=person(request))
    messages.success(request, _("The list of programmes is confirmed."))
    return redirect("assessments:report", submission.pk)
