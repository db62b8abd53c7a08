"""The reviewer's pages of one report: as a whole, and the moves of its review."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import workflow
from assessments.forms.review import HandOverForm, ReasonForm, RecommendForm, ReturnForm
from assessments.models import Submission
from assessments.permissions import can_move, can_read_packet, undo_until
from assessments.selectors import division, reading, review_comments
from assessments.selectors.drafted import drafts_waiting
from assessments.services import submissions
from assessments.views.moves import Step, person, step, taken
from nsss_gender.accounts.enums import Role

PAGE_SIZE = 50
READ = "assessments:read"
LABELS = {
    "claim": gettext_lazy("Claim"),
    "hand_over": gettext_lazy("Hand over"),
    "return": gettext_lazy("Return to the ministry"),
    "undo_return": gettext_lazy("Undo the return"),
    "recommend": gettext_lazy("Recommend acceptance"),
}
PAGES = {
    "hand_over": "assessments:review_hand_over",
    "return": "assessments:return",
    "undo_return": "assessments:undo_return",
    "recommend": "assessments:recommend",
}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def load(request: HttpRequest, pk: uuid.UUID) -> Submission:
    """A report whose packet the user may read: 404 for strangers, 403 for its own ministry."""
    found = get_object_or_404(division.submitted(person(request)), pk=pk)
    can_read_packet(person(request), found).require()
    return found


@require_safe
@login_required
def read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One submitted report: its programmes, its papers, and what the reviewer can do with it."""
    submission = load(request, pk)
    context = {
        "reading": reading.reading(person(request), submission),
        "submission": submission,
        "moves": _moves(request, submission),
        "reviewer": is_reviewer(request),
    }
    return render(request, "assessments/review_read.html", context)


def is_reviewer(request: HttpRequest) -> bool:
    return any(seat.role == Role.REVIEWER for seat in person(request).seats)


def _moves(request: HttpRequest, submission: Submission) -> list[dict[str, Any]]:
    """A reviewer's moves out of this state, each with its verdict."""
    user = person(request)
    if not is_reviewer(request):
        return []
    arrows = workflow.leaving(workflow.SUBMISSION, submission.status)
    return [
        {
            "name": row.name,
            "label": LABELS[row.name],
            "url": reverse(PAGES[row.name], args=[submission.pk]) if row.name in PAGES else "",
            "verdict": can_move(user, submission, row.name),
            "until": undo_until(submission, row.name) if row.name == "undo_return" else None,
        }
        for row in arrows
        if row.name in LABELS
    ]


@require_POST
@login_required
def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission = load(request, pk)
    if not taken(person(request), submission, "claim"):
        submissions.submission_claim(submission=submission, by=person(request))
        messages.success(request, _("The report is with you now. The ministry was told."))
    return redirect(READ, pk)


HAND_OVER = Step(
    "hand_over",
    "assessments/review_hand_over.html",
    gettext_lazy("The review was handed over."),
    READ,
)


@get_or_post
@login_required
def hand_over(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    if request.method == "POST" and str(submission.reviewer_id) == request.POST.get("to"):
        return redirect(READ, pk)  # the same post again
    form = HandOverForm(request.POST or None, seats=division.reviewer_seats(submission))

    def act() -> None:
        submissions.submission_hand_over(
            submission=submission, to=form.seat, reason=form.cleaned_data["reason"], by=user
        )

    return step(request, submission, HAND_OVER, form, act, {})


RETURN = Step(
    "return",
    "assessments/review_return.html",
    gettext_lazy("The report was returned. The ministry was told."),
    READ,
)


@get_or_post
@login_required
def send_return(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    form = ReturnForm(request.POST or None)

    def act() -> None:
        submissions.submission_return(
            submission=submission, reason=form.cleaned_data["reason"], by=user
        )

    context = {
        "points": review_comments.comments_to_open(submission),
        "drafts": drafts_waiting(submission).total(),
    }
    return step(request, submission, RETURN, form, act, context)


UNDO_RETURN = Step(
    "undo_return",
    "assessments/review_undo_return.html",
    gettext_lazy("The return was undone: the report is under review again."),
    READ,
)


@get_or_post
@login_required
def undo_return(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        submissions.submission_undo_return(
            submission=submission, reason=form.cleaned_data["reason"], by=user
        )

    return step(request, submission, UNDO_RETURN, form, act, {})


RECOMMEND = Step(
    "recommend",
    "assessments/review_recommend.html",
    gettext_lazy("The report was recommended for acceptance. The approvers were told."),
    READ,
)


@get_or_post
@login_required
def recommend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    submission, user = load(request, pk), person(request)
    form = RecommendForm(request.POST or None)

    def act() -> None:
        text = form.cleaned_data["recommendation"]
        submissions.submission_recommend(submission=submission, recommendation=text, by=user)

    return step(request, submission, RECOMMEND, form, act, {})
