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
from assessments.selectors.points import points as points_of
from assessments.selectors.proposals import answered, earlier_replies, repliable, unreplied
from assessments.services.replies import reply_save
from assessments.views.doors import person, report_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def points(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The Cabinet Division's comments, each with its reply; one post saves every reply that was written."""
    submission = report_or_404(request, pk)
    if request.method == "POST":
        return _save(request, submission, None)
    return _points_render(request, submission)


@require_POST
@login_required
def reply(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Answer one comment; what is written at others on the same page is saved, too."""
    comment = get_object_or_404(
        ReviewComment.objects.published().select_related(
            "packet__submission__round__questionnaire", "packet__submission__ministry"
        ),
        pk=pk,
        packet__submission__in=ministry.reports_visible(person(request)).values("pk"),
    )
    return _save(request, comment.packet.submission, comment)


def _save(request: HttpRequest, submission: Submission, at: ReviewComment | None) -> HttpResponse:
    rows = points_of(submission)
    if rows:
        can_reply(person(request), rows[0]).require()
    forms = [ReplyForm(request.POST, comment=row) for row in rows if repliable(row)]
    sent = [form for form in forms if form.touched or form.comment == at]
    done = [form for form in sent if form.is_valid() and _replied(request, form)]
    if len(done) < len(sent):
        return _points_render(request, submission, [one for one in sent if one not in done])
    if done:
        messages.success(request, _("Your reply is saved. It goes out when you submit again."))
    url = reverse("assessments:points", args=[submission.pk])
    return redirect(f"{url}#comment-{at.pk}" if at else url)


def _replied(request: HttpRequest, form: ReplyForm) -> bool:
    """Call the service; what it finds wrong, and what a colleague wrote meanwhile, is shown in the form."""
    data, by = form.cleaned_data, person(request)
    said = {"base": data["base"] or 0, "outcome": data["outcome"], "text": data["text"]}
    try:
        saved = reply_save(comment=form.comment, by=by, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if saved.clashed:
        form.clash(saved.row)
    return not saved.clashed


def _points_render(
    request: HttpRequest, submission: Submission, wrong: Iterable[ReplyForm] = ()
) -> HttpResponse:
    """The page; wrong replies stay as they were typed, each with what to do."""
    rows, bound = points_of(submission), {form.prefix: form for form in wrong}
    said = answered(rows, submission.round.questionnaire.schema())
    forms, before = [ReplyForm(None, comment=row) for row in rows], earlier_replies(rows)
    shown = [bound.get(form.prefix, form) for form in forms]
    context = {
        "submission": submission,
        "points": [
            (row, form if repliable(row) else None, said.get(row, ""), before.get(row.pk, ()))
            for row, form in zip(rows, shown, strict=True)
        ],
        "verdict": can_reply(person(request), rows[0]) if rows else None,
        "unanswered": unreplied(rows),
        "problems": [pair for form in bound.values() for pair in form.problems()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if bound else HTTPStatus.OK
    return render(request, "assessments/report_points.html", context, status=status)
