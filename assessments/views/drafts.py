"""Drafts of comments: technical support writes them, the reviewer takes them over or drops them."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessments.forms.review import CommentForm
from assessments.models import Assessment, CommentDraft
from assessments.permissions import (
    can_comment,
    can_draft_comment,
    can_read_comments,
    can_withdraw_draft,
)
from assessments.selectors.drafted import drafts
from assessments.services import drafted
from assessments.services.reviews import Remark
from assessments.views.comments import back, from_question
from assessments.views.moves import person
from assessments.views.reading import (
    load_assessment,
    programme_page,
    question_page,
    reading_or_404,
)


def load_draft(request: HttpRequest, pk: uuid.UUID) -> CommentDraft:
    """A draft in a report the user may know of; its readers are those of the comments."""
    found = get_object_or_404(drafts(person(request)), pk=pk)
    can_read_comments(person(request)).require()
    return found


@require_POST
@login_required
def create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Draft a comment on one question."""
    found = load_assessment(request, pk)
    can_draft_comment(person(request), found.submission).require()
    return _written(request, found, None)


@require_POST
@login_required
def take(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a draft over as it stands, or (with the form) as the reviewer changed it."""
    draft, user = load_draft(request, pk), person(request)
    can_comment(user, draft.assessment).require()
    if "text" in request.POST:
        return _written(request, draft.assessment, draft)
    try:
        comment = drafted.draft_take(draft=draft, by=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return back(request, draft.assessment, draft.question.code)
    messages.success(
        request, _("The draft is your comment now. The ministry sees it with the return.")
    )
    return back(request, draft.assessment, draft.question.code, f"comment-{comment.pk}")


def _written(request: HttpRequest, found: Assessment, draft: CommentDraft | None) -> HttpResponse:
    """Save the form of a draft, or of a comment that begins from one; mistakes stand at their place."""
    view, code = reading_or_404(request, found), request.POST.get("code", "")
    question = next((row for row in view.questions if row.code == code), None)
    if question is None or (draft and draft.question.code != code):
        messages.error(request, _("This question is not part of the questionnaire."))
        return redirect("assessments:read_assessment", found.pk)
    form = CommentForm(request.POST, code=code, na=question.na, judged=question.judged)
    if form.is_valid() and _saved(request, found, form, draft):
        messages.success(request, _("Saved.") if draft else _("The draft waits for the reviewer."))
        return back(request, found, code)
    if from_question(request):
        return question_page(request, found.submission, code, str(found.pk), form, draft)
    question.form, question.drafted = form, draft
    return programme_page(request, view, form)


def _saved(
    request: HttpRequest, found: Assessment, form: CommentForm, draft: CommentDraft | None
) -> bool:
    """Save it; what the service finds wrong is shown at the form."""
    remark, by = Remark(**form.said()), person(request)
    try:
        if draft:
            drafted.draft_take(draft=draft, by=by, remark=remark)
        else:
            key = form.cleaned_data["key"]
            drafted.draft_add(assessment=found, key=key, remark=remark, by=by)
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors


@require_POST
@login_required
def drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Drop a draft as the reviewer, or withdraw one's own."""
    draft, user = load_draft(request, pk), person(request)
    if not can_withdraw_draft(user, draft):
        can_comment(user, draft.assessment).require()
    drafted.draft_drop(draft=draft, by=user)
    messages.success(request, _("The draft was taken off the page. The log keeps it."))
    return back(request, draft.assessment, draft.question.code)
