"""What a reviewer does while reading: comment, mark, resolve, withdraw, reopen, settle."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms.review import CommentForm, ReopenForm
from assessments.models import Assessment, ReviewComment
from assessments.permissions import can_comment, can_read_packet, can_reopen
from assessments.selectors import review_comments
from assessments.selectors.places import prefix
from assessments.services import examined, reviews
from assessments.views.moves import person
from assessments.views.reading import (
    ORDERS,
    load_assessment,
    order_of,
    programme_page,
    query_of,
    question_page,
    reading_or_404,
    whole_of,
)


def load_comment(request: HttpRequest, pk: uuid.UUID) -> ReviewComment:
    """A comment in a report whose packet the user may read."""
    found = get_object_or_404(review_comments.comments(person(request)), pk=pk)
    can_read_packet(person(request), found.assessment.submission, found.assessment).require()
    return found


def from_question(request: HttpRequest) -> bool:
    """Whether the act came from the page of one question across programmes."""
    return request.GET.get("from") == "question"


def back(request: HttpRequest, found: Assessment, code: str, anchor: str = "") -> HttpResponse:
    """Back to the page and the place where the act came from, in the same order."""
    if from_question(request):
        url = reverse("assessments:read_question", args=[found.submission_id, code])
        return redirect(f"{url}#{anchor or f'programme-{found.pk}'}")
    url = reverse("assessments:read_assessment", args=[found.pk])
    asked = request.GET.get("order")
    query = f"?{query_of(request, asked)}" if asked in ORDERS else ""
    return redirect(f"{url}{query}#{anchor or prefix(code)}")


def _onwards(request: HttpRequest, found: Assessment, code: str) -> HttpResponse:
    """Where reading goes on after an answer was marked: at the next one that is to be read."""
    if from_question(request):
        return back(request, found, code)
    view = reading_or_404(request, found)
    groups = view.groups(order_of(request, view), whole=whole_of(request))
    following = view.following(groups, code)
    return back(request, found, code, following.anchor if following else "read-end")


@require_POST
@login_required
def comment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Comment on one question, and perhaps propose another answer."""
    found, user = load_assessment(request, pk), person(request)
    can_comment(user, found).require()
    view, code = reading_or_404(request, found), request.POST.get("code", "")
    question = next((row for row in view.questions if row.code == code), None)
    if question is None:
        messages.error(request, _("This question is not part of the questionnaire."))
        return redirect("assessments:read_assessment", pk)
    form = CommentForm(request.POST, code=code, na=question.na, judged=question.judged)
    if not (form.is_valid() and _commented(request, found, form)):
        if from_question(request):
            return question_page(request, found.submission, code, str(pk), form)
        question.form = form
        return programme_page(request, view, form)
    messages.success(request, _("The comment was saved. The ministry sees it with the return."))
    return back(request, found, code, f"comment-{form.cleaned_data['key']}")


def _commented(request: HttpRequest, found: Assessment, form: CommentForm) -> bool:
    """Save it; what the service finds wrong is shown at the form."""
    try:
        reviews.comment_add(
            assessment=found,
            key=form.cleaned_data["key"],
            remark=reviews.Remark(**form.said()),
            by=person(request),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors


@require_POST
@login_required
def mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """ "I looked at it": the button says which question (or, with commas, which facts of a group), the
    form carries the key."""
    found, codes = load_assessment(request, pk), request.POST.get("code", "").split(",")
    can_comment(person(request), found).require()
    try:
        key = uuid.UUID(request.POST.get("key", ""))
        examined.examined_mark_all(assessment=found, codes=codes, key=key, by=person(request))
    except (ValueError, ValidationError):
        messages.error(request, _("This form is out of date. Reload the page and try again."))
        return redirect("assessments:read_assessment", pk)
    return _onwards(request, found, codes[-1])


@require_POST
@login_required
def unmark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the mark back."""
    found, code = load_assessment(request, pk), request.POST.get("code", "")
    examined.examined_undo(assessment=found, code=code, by=person(request))
    return back(request, found, code)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = load_comment(request, pk)
    reviews.comment_withdraw(comment=found, by=person(request))
    messages.success(request, _("The comment was withdrawn."))
    return back(request, found.assessment, found.question.code)


@require_POST
@login_required
def resolve(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = load_comment(request, pk)
    reviews.comment_resolve(comment=found, by=person(request))
    messages.success(request, _("The point is resolved."))
    return back(request, found.assessment, found.question.code, f"comment-{found.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo that a point was resolved, with a reason."""
    found, user = load_comment(request, pk), person(request)
    verdict = can_reopen(user, found)
    verdict.require_role()
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and (found.resolved_at is None or form.is_valid()):
        if found.resolved_at:  # otherwise the same post again
            verdict.require()
            reason = form.cleaned_data["reason"]
            reviews.comment_reopen(comment=found, reason=reason, by=user)
            messages.success(request, _("The point is open again."))
        return back(request, found.assessment, found.question.code, f"comment-{found.pk}")
    context = {"comment": found, "submission": found.assessment.submission, "form": form}
    context |= {"verdict": verdict}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/review_reopen.html", context, status=status)


@require_POST
@login_required
def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = load_assessment(request, pk)
    reviews.assessment_settle(assessment=found, by=person(request))
    messages.success(request, _("The programme is settled."))
    return redirect("assessments:read", found.submission_id)
