"""A shared programme as its partner sees it: the lead's answers, and the partner's own word (103)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.shared import PartnerForm
from assessments.models import Assessment, PartnerStatement
from assessments.permissions import can_read_shared, can_state
from assessments.selectors import shared as selectors
from assessments.services.partners import statement_save
from assessments.views.doors import person

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@login_required
def shared(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Read the lead's answers; say what holds for the own component, and concur or dissent."""
    assessment = get_object_or_404(selectors.shared_visible(person(request)), pk=pk)
    seat = can_read_shared(person(request), assessment).require()
    statement = selectors.statement_of(assessment, seat.ministry_id)
    verdict = can_state(person(request), assessment)
    form = _form(request, assessment, statement)
    status = HTTPStatus.OK
    if request.method == "POST":
        verdict.require()
        status = _stated(request, assessment, form)
        if status == HTTPStatus.OK:
            messages.success(request, _("Saved. The lead ministry sees it beside its answers."))
            return redirect("assessments:shared", assessment.pk)
    questions = selectors.questions_of(assessment)
    context = {
        "assessment": assessment,
        "statement": statement,
        "versions": selectors.versions(statement),
        "questions": [(question, form.fields_of(question.code)) for question in questions],
        "form": form,
        "verdict": verdict,
        "clash": statement if status == HTTPStatus.CONFLICT else None,
    }
    return render(request, "assessments/shared_detail.html", context, status=status)


def _form(
    request: HttpRequest, assessment: Assessment, statement: PartnerStatement | None
) -> PartnerForm:
    judged = assessment.submission.round.questionnaire.schema().judged
    codes = [question.code for question in judged]
    return PartnerForm(request.POST or None, codes=codes, statement=statement)


def _stated(request: HttpRequest, assessment: Assessment, form: PartnerForm) -> HTTPStatus:
    """Save it: 200, 422 with complaints in the form, or 409 with both texts."""
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    key, base = form.cleaned_data["key"], form.cleaned_data["base"]
    try:
        done = statement_save(
            assessment=assessment, key=key, base=base, values=form.values(), by=person(request)
        )
    except ValidationError as error:
        form.add_error(None, error)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if done.clashed:
        form.start_again(done.statement)
        return HTTPStatus.CONFLICT
    return HTTPStatus.OK
