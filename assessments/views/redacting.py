"""Taking a wrongly pasted personal text out of the history of an answer, or of what stands beside (87)."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.redacting import RedactForm
from assessments.permissions import can_redact, can_redact_beside
from assessments.selectors import history as histories
from assessments.selectors.redacting import redactable, redactable_choices
from assessments.selectors.redacting_beside import (
    kept_of,
    kept_url,
    redactable_beside,
    redactable_beside_choices,
)
from assessments.services.redacting import answer_redact
from assessments.services.redacting_beside import beside_redact
from assessments.views.doors import answer_or_404, person, whole_report


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def redact(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose earlier texts, give a reason, and take them out."""
    answer = answer_or_404(request, pk)
    can_redact(person(request), answer).require()
    schema = answer.assessment.submission.round.questionnaire.schema()
    rows = redactable(answer, schema)
    data = request.POST if request.method == "POST" else None
    form = RedactForm(data, choices=redactable_choices(rows))
    take_out = partial(answer_redact, answer=answer, by=person(request))
    if request.method == "POST" and form.is_valid() and _done(form, take_out):
        messages.success(request, _("The text is taken out of the history."))
        return redirect("assessments:answer_history", answer.pk)
    context = {
        "assessment": answer.assessment,
        "report": whole_report(request, answer.assessment.submission),
        "answer": answer,
        "asked": histories.asked(schema, answer.question.code),
        "rows": rows,
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/answer_redact.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def redact_beside(request: HttpRequest, kind: str, pk: uuid.UUID) -> HttpResponse:
    """The same for a strategy, an explanation, a partner's word."""
    kept = kept_of(person(request), kind, pk)
    if kept is None:
        raise Http404
    can_redact_beside(person(request), kept).require()
    rows = redactable_beside(kept)
    data = request.POST if request.method == "POST" else None
    form = RedactForm(data, choices=redactable_beside_choices(rows))
    take_out = partial(beside_redact, kept=kept, by=person(request))
    if request.method == "POST" and form.is_valid() and _done(form, take_out):
        messages.success(request, _("The text is taken out of the history."))
        return redirect(kept_url(kept))
    context = {"rows": rows, "form": form, "back": kept_url(kept)}
    status = 422 if form.errors else 200
    return render(request, "assessments/beside_redact.html", context, status=status)


def _done(form: RedactForm, take_out: Callable[..., object]) -> bool:
    """Whether it was done; what lacks is said at its field."""
    try:
        take_out(versions=form.chosen, reason=form.cleaned_data["reason"])
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors
