"""Reading what was submitted: one programme, or one question across a ministry's programmes."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.enums import AssessmentStatus
from assessments.forms.review import CommentForm
from assessments.models import Assessment, Submission
from assessments.permissions import can_comment, can_read_packet, can_review, can_settle
from assessments.selectors import reading
from assessments.selectors.reading_programme import (
    AssessmentReading,
    QuestionView,
    assessment_reading,
)
from assessments.selectors.reading_question import QuestionReading, question_reading
from assessments.views.moves import person
from assessments.views.review import PAGE_SIZE, is_reviewer, load

ORDERS = ("form", "first")


def load_assessment(request: HttpRequest, pk: uuid.UUID) -> Assessment:
    """An assessment whose packet the user may read."""
    found = get_object_or_404(reading.assessments(person(request)), pk=pk)
    can_read_packet(person(request), found.submission, found).require()
    return found


@require_safe
@login_required
def assessment(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One programme of the last packet, question by question; ``?comment=Q8`` opens a form there."""
    view = reading_or_404(request, load_assessment(request, pk))
    asked = next((row for row in view.questions if row.code == request.GET.get("comment")), None)
    if asked and can_comment(person(request), view.assessment):
        asked.form, asked.folded = comment_form(asked), False
    return programme_page(request, view)


def reading_or_404(request: HttpRequest, found: Assessment) -> AssessmentReading:
    view = assessment_reading(person(request), found)
    if view is None:
        raise Http404
    return view


def comment_form(question: QuestionView) -> CommentForm:
    """An empty form for a comment on one question."""
    return CommentForm(code=question.code, na=question.na, judged=question.judged)


def programme_page(
    request: HttpRequest, view: AssessmentReading, wrong: CommentForm | None = None
) -> HttpResponse:
    """The page of one programme; ``wrong`` is a comment that was not saved."""
    user, order, found = person(request), order_of(request), view.assessment
    commenting = can_comment(user, found)
    context = {
        "reading": view,
        "groups": view.groups(order),
        "order": order,
        "query": f"order={order}",
        "tabs": _orders(order),
        "commenting": commenting,
        "reviewer": is_reviewer(request),
        "settling": can_settle(user, found) if commenting else commenting,
        "settled": found.status == AssessmentStatus.SETTLED,
        "wrong": wrong,
        "key": uuid.uuid4(),
    }
    return render(
        request, "assessments/review_assessment.html", context, status=422 if wrong else 200
    )


def order_of(request: HttpRequest) -> str:
    return "first" if request.GET.get("order") == "first" else "form"


def _orders(order: str) -> list[dict[str, Any]]:
    names = {"form": _("In the order of the form"), "first": _("For a first reading")}
    return [
        {"url": f"?order={name}", "label": label, "current": name == order, "count": None}
        for name, label in names.items()
    ]


@require_safe
@login_required
def question(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """One question across the programmes of a report; ``?comment=ID`` opens a form at a programme."""
    submission = load(request, pk)
    return question_page(request, submission, code, request.GET.get("comment", ""))


def question_page(
    request: HttpRequest,
    submission: Submission,
    code: str,
    asked: str,
    wrong: CommentForm | None = None,
) -> HttpResponse:
    """The page of one question; the form stands at the programme ``asked``."""
    view, page = _question_or_404(request, submission, code)
    commenting = can_review(person(request), submission)
    for entry in view.entries:
        if str(entry.assessment.pk) == asked and commenting:
            entry.question.form = wrong or comment_form(entry.question)
    context = {
        "reading": view,
        "page": page,
        "submission": submission,
        "commenting": commenting,
        "wrong": wrong,
        "key": uuid.uuid4(),
    }
    return render(
        request, "assessments/review_question.html", context, status=422 if wrong else 200
    )


def _question_or_404(
    request: HttpRequest, submission: Submission, code: str
) -> tuple[QuestionReading, Any]:
    rows = reading.readable(person(request), submission)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    view = question_reading(person(request), submission, code, page.object_list)
    if view is None:
        raise Http404
    return view, page
