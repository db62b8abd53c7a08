"""Reading what was submitted: one programme, or one question across a ministry's programmes."""

import uuid
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessments.enums import AssessmentStatus
from assessments.forms.review import CommentForm
from assessments.models import Assessment, CommentDraft, Submission
from assessments.permissions import (
    can_comment,
    can_draft_comment,
    can_read_comments,
    can_read_packet,
    can_review,
    can_settle,
)
from assessments.selectors import reading
from assessments.selectors.question_view import QuestionView
from assessments.selectors.reading_programme import AssessmentReading, assessment_reading
from assessments.selectors.reading_question import QuestionReading, question_reading
from assessments.services.drafted import remark_of
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
    if asked and _may_write(request, view.assessment.submission):
        asked.form = comment_form(asked, request.GET.get("draft", ""))
    return programme_page(request, view)


def _may_write(request: HttpRequest, submission: Submission) -> bool:
    """Whether a comment, or a draft of one, can be written."""
    user = person(request)
    return bool(can_review(user, submission) or can_draft_comment(user, submission))


def reading_or_404(request: HttpRequest, found: Assessment) -> AssessmentReading:
    view = assessment_reading(person(request), found)
    if view is None:
        raise Http404
    return view


def comment_form(question: QuestionView, draft: str = "") -> CommentForm:
    """A form for a comment on one question; with the id of a ``draft`` it begins with that one."""
    found = next((row for row in question.drafts if str(row.pk) == draft), None)
    question.drafted = found
    said = asdict(remark_of(found)) if found else {}
    return CommentForm(code=question.code, na=question.na, judged=question.judged, said=said)


def programme_page(
    request: HttpRequest, view: AssessmentReading, wrong: CommentForm | None = None
) -> HttpResponse:
    """The page of one programme; ``wrong`` is a comment that was not saved."""
    user, order, found = person(request), order_of(request, view), view.assessment
    commenting = can_comment(user, found)
    groups = view.groups(order, whole=whole_of(request))
    context = {
        "reading": view,
        "groups": groups,
        "following": view.following(groups),
        "order": order,
        "whole": whole_of(request),
        "query": query_of(request, order),
        "tabs": _orders(order),
        "commenting": commenting,
        "drafting": None if commenting else can_draft_comment(user, found.submission),
        "reviewer": is_reviewer(request),
        "settling": can_settle(user, found, view.points) if commenting else commenting,
        "settled": found.status == AssessmentStatus.SETTLED,
        "wrong": wrong,
        "key": uuid.uuid4(),
    }
    return render(
        request, "assessments/review_assessment.html", context, status=422 if wrong else 200
    )


def order_of(request: HttpRequest, view: AssessmentReading) -> str:
    """The order that was asked for; else that of a first reading where nobody decided before (25)."""
    asked = request.GET.get("order")
    if asked in ORDERS:
        return asked
    return "first" if view.shows_comments and view.before is None else "form"


def whole_of(request: HttpRequest) -> bool:
    """Whether what did not change was unfolded."""
    return request.GET.get("all") == "1"


def query_of(request: HttpRequest, order: str) -> str:
    """The part of the address that keeps the order and what is unfolded."""
    return f"order={order}&all=1" if whole_of(request) else f"order={order}"


def _orders(order: str) -> list[dict[str, Any]]:
    names = {"form": _("In the order of the form"), "first": _("For a first reading")}
    return [
        {"url": f"?order={name}", "label": label, "current": name == order, "count": None}
        for name, label in names.items()
    ]


@require_safe
@login_required
def following(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lead to the next programme with something left to read, after the one in ``?after=``."""
    submission = load(request, pk)
    can_read_comments(person(request)).require()
    found = reading.reading(person(request), submission).next_row(request.GET.get("after", ""))
    if found is None:
        messages.success(request, _("Every answer that is to be read was looked at."))
        return redirect("assessments:read", pk)
    return redirect("assessments:read_assessment", found.assessment.pk)


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
    draft: CommentDraft | None = None,
) -> HttpResponse:
    """The page of one question; the form stands at the programme ``asked``, begun from ``draft``."""
    view, page = _question_or_404(request, submission, code)
    commenting = can_review(person(request), submission)
    drafting = None if commenting else can_draft_comment(person(request), submission)
    at = next((row.question for row in view.entries if str(row.assessment.pk) == asked), None)
    if at and (commenting or drafting):
        at.form = wrong or comment_form(at, request.GET.get("draft", ""))
        at.drafted = draft or at.drafted
    context = {
        "reading": view,
        "page": page,
        "submission": submission,
        "commenting": commenting,
        "drafting": drafting,
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
