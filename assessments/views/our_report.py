"""Our report: the focal point's first page."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.permissions import can_fill, can_supplement
from assessments.selectors import ministry, moves
from assessments.selectors.next_step import next_step
from assessments.selectors.on_behalf import acted_content
from assessments.selectors.shared import shared_with
from assessments.selectors.supplements import supplements
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
    context = {"seat": seat, "shared": shared_with(person(request), seat)}
    return render(request, "assessments/report_none.html", context)


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
        "moves": moves.last_moves(verdict.seat),
        "acted": acted_content(submission),
        "shared": shared_with(person(request), verdict.seat),
        "supplements": supplements(submission),
        "proposals": ministry.proposals_waiting(submission),
        "can_supplement": can_supplement(person(request), submission),
    }
    return render(request, "assessments/report_detail.html", context)
