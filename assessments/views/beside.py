"""Beside the answers: the points of a return."""

import uuid
from collections.abc import Iterable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.forms.beside import ReplyForm
from assessments.models import ReviewComment, Submission
from assessments.permissions import can_reply
from assessments.selectors import ministry
from assessments.selectors.proposals import answered
from assessments.services.replies import reply_save
from assessments.views.doors import person, report_or_404

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(["GET", "HEAD"])
@login_required
def points(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The Cabinet Division's comments, each with a form for the reply."""
    submission = report_or_404(request, pk)
    return _points_render(request, submission)


def _points_render(
    request: HttpRequest, submission: Submission, wrong: Iterable[ReplyForm] = ()
) -> HttpResponse:
    rows, bound = ministry.points(submission), {form.prefix: form for form in wrong}
    said = answered(rows, submission.round.questionnaire.schema())
    forms = [ReplyForm(None, comment=row) for row in rows]
    shown = [bound.get(form.prefix, form) for form in forms]
    context = {
        "submission": submission,
        "points": [(row, form, said.get(row, "")) for row, form in zip(rows, shown, strict=True)],
        "verdict": can_reply(person(request), rows[0]) if rows else None,
        "problems": [pair for form in bound.values() for pair in form.problems()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render(request, "assessments/report_points.html", context, status=status)


@require_POST
@login_required
def reply(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer one comment."""
    comment = get_object_or_404(
        ReviewComment.objects.published().select_related(
            "packet__submission__round__questionnaire",
            "packet__submission__ministry",
            "assessment__submission",
            "question",
        ),
        pk=pk,
        packet__submission__in=ministry.reports_visible(person(request)).values("pk"),
    )
    can_reply(person(request), comment).require()
    form = ReplyForm(request.POST, comment=comment)
    if not (form.is_valid() and _replied(request, comment, form)):
        return _points_render(request, comment.packet.submission, [form])
    messages.success(request, _("Your reply is saved. It goes out when you submit again."))
    url = reverse("assessments:points", args=[comment.packet.submission_id])
    return redirect(f"{url}#comment-{comment.pk}")


def _replied(request: HttpRequest, comment: ReviewComment, form: ReplyForm) -> bool:
    data = form.cleaned_data
    try:
        reply_save(comment=comment, outcome=data["outcome"], text=data["text"], by=person(request))
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
