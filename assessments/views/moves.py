"""One page for every move that needs a text: its form, its reason when it is refused, its replay."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from assessments import workflow
from assessments.models import Submission
from assessments.permissions import can_move
from assessments.services.submissions import STAMP
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class Step:
    """A move: its arrow, its page, what is said when it is done, and the page it leads back to."""

    arrow: str
    template: str
    done: Any
    back: str


def person(request: HttpRequest) -> User:
    """The signed-in user."""
    return cast("User", request.user)


def taken(user: User, submission: Submission, arrow: str) -> bool:
    """Whether this very person has already taken the arrow: a double click, a reload."""
    targets = workflow.find(workflow.SUBMISSION, arrow).targets
    by = getattr(submission, f"{STAMP[arrow]}_by_id") if arrow in STAMP else None
    return submission.status in targets and by == user.pk


def step(
    request: HttpRequest,
    submission: Submission,
    which: Step,
    form: Form,
    act: Callable[[], object],
    context: dict[str, Any],
) -> HttpResponse:
    """Show the form, or take the move and go back. Refusals are 403, mistakes in the form 422."""
    user = person(request)
    verdict = can_move(user, submission, which.arrow)
    verdict.require_role()
    if request.method == "POST":
        if not verdict and taken(user, submission, which.arrow):
            return redirect(which.back, submission.pk)
        verdict.require()
        if form.is_valid() and acted(form, act):
            messages.success(request, which.done)
            return redirect(which.back, submission.pk)
    shown = {"submission": submission, "form": form, "verdict": verdict, **context}
    return render(request, which.template, shown, status=422 if form.is_bound else 200)


def acted(form: Form, act: Callable[[], object]) -> bool:
    """Call the service; what it finds wrong is shown at the form."""
    try:
        act()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True
