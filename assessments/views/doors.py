"""The doors of the ministry's pages: who is not to know gets 404, who may not gets 403 with the reason."""

import uuid
from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assessments.models import Answer, Assessment, Submission
from assessments.permissions import can_read_draft, can_read_grid, can_read_report
from assessments.selectors import ministry
from nsss_gender.accounts.models import User


def person(request: HttpRequest) -> User:
    """The signed-in person; views are behind ``login_required``."""
    return cast("User", request.user)


def report_or_404(request: HttpRequest, pk: uuid.UUID) -> Submission:
    """A report that the person's ministry fills. Raises Http404, PermissionDenied."""
    submission = get_object_or_404(ministry.reports_visible(person(request)), pk=pk)
    can_read_report(person(request), submission).require()
    return submission


def grid_or_404(request: HttpRequest, pk: uuid.UUID) -> Submission:
    """A report in which the person writes, or a part of it. Raises Http404, PermissionDenied."""
    submission = get_object_or_404(ministry.reports_visible(person(request)), pk=pk)
    can_read_grid(person(request), submission).require()
    return submission


def assessment_or_404(request: HttpRequest, pk: uuid.UUID) -> Assessment:
    """An assessment whose draft the person may read. Raises Http404, PermissionDenied."""
    assessment = get_object_or_404(ministry.assessments_visible(person(request)), pk=pk)
    can_read_draft(person(request), assessment).require()
    return assessment


def written_or_404(request: HttpRequest, pk: uuid.UUID) -> Assessment:
    """As ``assessment_or_404``, for a request that comes while somebody types: little is read."""
    assessment = get_object_or_404(ministry.assessments_written(person(request)), pk=pk)
    can_read_draft(person(request), assessment).require()
    return assessment


def answer_or_404(request: HttpRequest, pk: uuid.UUID) -> Answer:
    """An answer whose draft the person may read. Raises Http404, PermissionDenied."""
    answer = get_object_or_404(ministry.answers_of(person(request)), pk=pk)
    can_read_draft(person(request), answer.assessment).require()
    return answer


def whole_report(request: HttpRequest, submission: Submission) -> Submission | None:
    """The report for the breadcrumb of those who may open it; None for a contributor."""
    return submission if can_read_report(person(request), submission) else None
