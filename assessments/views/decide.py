"""The approver's pages, and the list of accepted work for those who read across ministries."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.decide import SendBackForm, UndoAcceptForm
from assessments.permissions import can_decide, can_move, can_read_accepted
from assessments.selectors import decision as decision_sheet
from assessments.selectors import division
from assessments.services import submissions
from assessments.views.moves import Step, person, step, taken
from assessments.views.review import PAGE_SIZE, load

DECISION = "assessments:decision"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def decisions(request: HttpRequest) -> HttpResponse:
    """What was recommended, and what was accepted in the last day."""
    user = person(request)
    can_decide(user).require()
    page = Paginator(division.decisions(user), PAGE_SIZE).get_page(request.GET.get("page"))
    rows = division.rows(user, page.object_list)
    context = {"page": page, "rows": rows, "moves": division.last_moves(user)}
    return render(request, "assessments/decision_list.html", context)


@require_safe
@login_required
def decision(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Settled, open, not assessed, late, changed, recommended: one page for one decision."""
    submission, user = load(request, pk), person(request)
    can_decide(user).require()
    context = {
        "sheet": decision_sheet.decision(user, submission),
        "submission": submission,
        "send_back": can_move(user, submission, "send_back"),
        "undo_accept": can_move(user, submission, "undo_accept"),
    }
    return render(request, "assessments/decision_sheet.html", context)


@require_POST
@login_required
def accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    if not taken(user, submission, "accept"):
        submissions.submission_accept(submission=submission, by=user)
        messages.success(
            request, _("The report was accepted. The ministry and the reviewer were told.")
        )
    return redirect(DECISION, pk)


SEND_BACK = Step(
    "send_back",
    "assessments/decision_send_back.html",
    gettext_lazy("The report went back to the reviewer."),
    DECISION,
)


@get_or_post
@login_required
def send_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    form = SendBackForm(request.POST or None)

    def act() -> None:
        submissions.submission_send_back(
            submission=submission, reason=form.cleaned_data["reason"], by=user
        )

    return step(request, submission, SEND_BACK, form, act, {})


UNDO_ACCEPT = Step(
    "undo_accept",
    "assessments/decision_undo_accept.html",
    gettext_lazy("The acceptance was undone: the report waits for a decision again."),
    DECISION,
)


@get_or_post
@login_required
def undo_accept(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    form = UndoAcceptForm(request.POST or None)

    def act() -> None:
        submissions.submission_undo_accept(
            submission=submission, reason=form.cleaned_data["reason"], by=user
        )

    return step(request, submission, UNDO_ACCEPT, form, act, {})


@require_safe
@login_required
def accepted(request: HttpRequest) -> HttpResponse:
    """Accepted work by cluster; for a coordinator all submitted work of the cluster."""
    can_read_accepted(person(request)).require()
    found = division.accepted(person(request))
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/accepted_list.html", {"page": page})
