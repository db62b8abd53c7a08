"""Answers that seem not to fit together, and what the ministry says to them (17)."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.enums import Channel
from assessments.forms.autosave import ExplanationSent
from assessments.forms.contradictions import ExplanationForm
from assessments.models import Assessment
from assessments.models.answer import draft_sheet
from assessments.permissions import can_explain, can_read_report
from assessments.selectors import contradictions as selectors
from assessments.services.explanations import explanation_save
from assessments.views.autosave import answered, explanation_told
from assessments.views.doors import assessment_or_404, person, whole_report

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@login_required
def contradictions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The contradictions of one programme, each with a form; a post saves one explanation."""
    assessment = assessment_or_404(request, pk)
    shown = selectors.contradictions_of(assessment, draft_sheet(assessment))
    if request.method != "POST":
        return _page(request, assessment, shown)
    can_explain(person(request), assessment).require()
    asked = next((row for row in shown if f"{row.code}-rule" in request.POST), None)
    if asked is None:
        messages.info(request, _("These answers fit together now: there is nothing to explain."))
        return redirect("assessments:contradictions", assessment.pk)
    form = ExplanationForm(asked, request.POST)
    if not form.is_valid():
        return _page(request, assessment, shown, form)
    return _save(request, assessment, form)


def _save(request: HttpRequest, assessment: Assessment, form: ExplanationForm) -> HttpResponse:
    code = form.shown.code
    said = explanation_save(
        assessment=assessment,
        rule=code,
        base=form.cleaned_data["base"],
        text=form.cleaned_data["text"],
        by=person(request),
    )
    if not said.clashed:
        messages.success(request, _("Saved. The report is not submitted yet."))
        return redirect(selectors.contradictions_url(assessment, code))
    shown = selectors.contradictions_of(assessment, draft_sheet(assessment))
    standing = next((row for row in shown if row.code == code), form.shown)
    return _page(request, assessment, shown, form.again(standing))


@require_POST
@login_required
def explain(request: HttpRequest, pk: uuid.UUID, rule: str) -> HttpResponse:
    """Save the explanation of one contradiction by itself, for the page's script (15)."""
    assessment = assessment_or_404(request, pk)
    form = ExplanationSent(request.POST, rule=rule)

    def save() -> dict[str, Any]:
        base, text = form.cleaned_data["base"], form.cleaned_data["text"]
        said = explanation_save(
            assessment=assessment,
            rule=rule,
            base=base,
            text=text,
            by=person(request),
            channel=Channel.AUTOSAVE,
        )
        return explanation_told(said, text, person(request))

    return answered(request, form, save)


@require_POST
@login_required
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring an earlier explanation back as a new version (87)."""
    found = selectors.explanation_version(person(request), pk)
    if found is None:
        raise Http404
    version, row = found
    explanation_save(
        assessment=row.assessment,
        rule=row.rule,
        base=row.number,
        text=version.values["text"],
        by=person(request),
    )
    messages.success(request, _("The earlier text stands again, as a new version."))
    return redirect(selectors.contradictions_url(row.assessment, row.rule))


def _page(
    request: HttpRequest,
    assessment: Assessment,
    shown: list[selectors.Shown],
    special: ExplanationForm | None = None,
) -> HttpResponse:
    """The page; ``special`` is a form with a mistake, or one that starts again after a clash."""
    forms = {row.code: ExplanationForm(row) for row in shown}
    if special:
        forms[special.shown.code] = special
    versions = selectors.explanation_versions(shown)
    context: dict[str, Any] = {
        "assessment": assessment,
        "submission": assessment.submission,
        "report": whole_report(request, assessment.submission),
        "verdict": can_explain(person(request), assessment),
        "rows": [(row, forms[row.code], versions.get(row.code, ())) for row in shown],
        "can_redact": can_read_report(person(request), assessment.submission),
        "special": special,
        "clashed": special is not None and not special.is_bound,
    }
    return render(
        request, "assessments/assessment_contradictions.html", context, status=_status(special)
    )


def _status(special: ExplanationForm | None) -> HTTPStatus:
    if special is None:
        return HTTPStatus.OK
    return HTTPStatus.UNPROCESSABLE_ENTITY if special.is_bound else HTTPStatus.CONFLICT
