"""The ministry's own documents: both on one page, their history, their files, and who cites them (100)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.beside import StrategyForm, strategy_forms
from assessments.forms.citations import CitationsForm
from assessments.models import Assessment, Submission
from assessments.models.kept import kept_strategy
from assessments.permissions import (
    can_cite,
    can_fill,
    can_read_report,
    can_read_strategy_file,
    can_redact_beside,
)
from assessments.selectors import strategy as selectors
from assessments.services.citations import citations_save
from assessments.services.reports import strategy_complaints, strategy_save
from assessments.services.strategy import strategy_attach, strategy_detach
from assessments.views.doors import assessment_or_404, person, report_or_404, whole_report
from nsss_gender.files.serving import download

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@login_required
def strategy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Own gender strategy and part of the NSSS action plan, both on one page."""
    submission = report_or_404(request, pk)
    verdict = can_fill(person(request), submission)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    forms = strategy_forms(data, files, selectors.strategies(submission))
    status = HTTPStatus.OK
    if request.method == "POST":
        verdict.require()
        status = _saved(request, submission, forms)
        if status == HTTPStatus.OK:
            messages.success(request, _("Saved. The report is not submitted yet."))
            return redirect("assessments:strategy", submission.pk)
    context = {
        "submission": submission,
        "forms": forms,
        "verdict": verdict,
        "problems": [pair for form in forms for pair in form.problems()],
        "gone": selectors.withdrawn_but_cited(submission),
    }
    return render(request, "assessments/report_strategy.html", context, status=status)


def _saved(request: HttpRequest, submission: Submission, forms: list[StrategyForm]) -> HTTPStatus:
    """Save both documents: 200, 422 with complaints in the forms, or 409 after a clash."""
    clashed: list[StrategyForm] = []
    if _complete(forms):
        failed = [form for form in forms if not _document_saved(request, submission, form)]
        clashed = [form for form in failed if not form.errors]
    for form in clashed:
        form.start_again(submission.strategies.get(kind=form.kind))
    if any(form.errors for form in forms):
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.CONFLICT if clashed else HTTPStatus.OK


def _complete(forms: list[StrategyForm]) -> bool:
    """Whether both forms are without mistakes; else each says what is wrong."""
    for form in forms:
        if form.is_valid():
            for field, text in strategy_complaints(form.values()).items():
                form.add_error(field, text)
    wrong = any(form.errors for form in forms)
    if wrong:
        for form in forms:
            form.again()
    return not wrong


def _document_saved(request: HttpRequest, submission: Submission, form: StrategyForm) -> bool:
    """Whether the document was saved; false after a clash, or with the complaint about its file."""
    if form.untouched:
        return True
    user, base = person(request), form.cleaned_data["base"]
    try:
        row = strategy_save(
            submission=submission, kind=form.kind, base=base, values=form.values(), by=user
        )
        if form.upload:
            strategy_attach(strategy=row, upload=form.upload, by=user)
    except ValidationError as refusal:
        if hasattr(refusal, "error_dict"):
            form.add_error("file", refusal.message_dict["file"])
        return False
    return True


@require_safe
@login_required
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every version of one document, kept ones included."""
    row = get_object_or_404(selectors.strategy_visible(person(request)), pk=pk)
    can_read_report(person(request), row.submission).require()
    context = {
        "submission": row.submission,
        "row": row,
        "versions": selectors.versions(row),
        "can_fill": can_fill(person(request), row.submission),
        "can_redact": can_redact_beside(person(request), kept_strategy(row)),
    }
    return render(request, "assessments/strategy_history.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring an earlier or kept text back as a new version."""
    found = selectors.version_of(person(request), pk)
    if found is None:
        raise Http404
    version, row = found
    can_read_report(person(request), row.submission).require()
    strategy_save(
        submission=row.submission,
        kind=row.kind,
        base=row.number,
        values=version.values,
        by=person(request),
    )
    messages.success(request, _("The earlier text stands again, as a new version."))
    return redirect("assessments:strategy_history", row.pk)


@require_safe
@login_required
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An attached document; for who may not read it, it does not exist."""
    found = get_object_or_404(selectors.files_visible(person(request)), pk=pk)
    if not can_read_strategy_file(person(request), found):
        raise Http404
    submission = found.strategy.submission
    name = f"{submission.ministry.code}-{found.strategy.kind}-{found.pk.hex[:8]}"
    return download(found, name=found.file_name, plain=name)


@require_POST
@login_required
def detach(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw an attached document."""
    found = get_object_or_404(selectors.files_visible(person(request)), pk=pk)
    can_read_report(person(request), found.strategy.submission).require()
    strategy_detach(file=found, by=person(request))
    messages.success(request, _("The document is withdrawn. It stays in the history."))
    return redirect("assessments:strategy", found.strategy.submission_id)


@require_http_methods(FORM_METHODS)
@login_required
def citations(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Which commitments one programme carries out."""
    assessment = assessment_or_404(request, pk)
    verdict = can_cite(person(request), assessment)
    offered = selectors.citable(assessment)
    form = CitationsForm(
        request.POST or None,
        groups=offered.groups,
        cited=offered.cited,
        not_covered=assessment.strategy_not_covered,
    )
    if request.method == "POST":
        verdict.require()
        if _cited(request, assessment, form):
            messages.success(request, _("Saved. The report is not submitted yet."))
            return redirect("assessments:assessment", assessment.pk)
    context = {
        "assessment": assessment,
        "submission": assessment.submission,
        "report": whole_report(request, assessment.submission),
        "form": form,
        "offered": offered,
        "verdict": verdict,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/assessment_citations.html", context, status=status)


def _cited(request: HttpRequest, assessment: Assessment, form: CitationsForm) -> bool:
    if form.is_valid():
        data = form.cleaned_data
        try:
            citations_save(
                assessment=assessment,
                seen=data["seen"],
                cited=form.cited,
                not_covered=data["not_covered"],
                by=person(request),
            )
        except ValidationError as wrong:
            form.add_error(None, wrong)
    return not form.errors
