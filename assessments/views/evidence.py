"""Evidence behind one answer: what is there, one more, taken back, fetched (13; reliability 34)."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.evidence import EvidenceForm
from assessments.models import Assessment, Evidence
from assessments.permissions import can_edit, can_read_draft, can_read_evidence
from assessments.schema import Question
from assessments.selectors import evidence as selectors
from assessments.selectors.places import section_of, section_url
from assessments.services.evidence import Support, evidence_add, evidence_withdraw
from assessments.views.doors import assessment_or_404, person, whole_report
from nsss_gender.files.serving import download
from nsss_gender.files.uploads import limits_shown


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def evidence(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """The evidence of one answer, and a form for one more."""
    assessment = assessment_or_404(request, pk)
    question = _judged_or_404(assessment, code)
    verdict = can_edit(person(request), assessment, [code])
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        verdict.require()
        if _added(request, assessment, code, form):
            messages.success(request, _("The evidence is added. It goes out when you submit."))
            return redirect("assessments:evidence", assessment.pk, code)
    rows = list(selectors.evidence_rows(assessment).filter(question__code=code))
    context = {
        **_place(request, assessment, question),
        "rows": rows,
        "count": selectors.counted(rows),
        "form": form,
        "verdict": verdict,
        "limits": limits_shown(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "assessments/evidence.html", context, status=status)


def _judged_or_404(assessment: Assessment, code: str) -> Question:
    for question in assessment.submission.round.questionnaire.schema().questions:
        if question.code == code and question.judged:
            return question
    raise Http404


def _place(request: HttpRequest, assessment: Assessment, question: Question) -> dict[str, object]:
    """What the breadcrumb and the heading need, and the way back to the question."""
    schema = assessment.submission.round.questionnaire.schema()
    section = section_of(schema, question.code)
    return {
        "assessment": assessment,
        "submission": assessment.submission,
        "report": whole_report(request, assessment.submission),
        "question": question,
        "section": section,
        "back": section_url(assessment, section.code, question.code),
    }


def _added(request: HttpRequest, assessment: Assessment, code: str, form: EvidenceForm) -> bool:
    """Whether it was added; else the form says what is wrong, the service's complaints included."""
    if form.is_valid():
        key, support = form.cleaned_data["key"], Support(**form.values())
        try:
            evidence_add(
                assessment=assessment, code=code, key=key, support=support, by=person(request)
            )
        except ValidationError as wrong:
            form.told(wrong.message_dict)
    if form.errors:
        form.again()
    return not form.errors


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take evidence back; it stays in the history."""
    found = get_object_or_404(selectors.evidence_visible(person(request)), pk=pk)
    can_read_draft(person(request), found.assessment).require()
    evidence_withdraw(evidence=found, by=person(request))
    messages.success(request, _("The evidence is withdrawn. It stays in the history."))
    return redirect("assessments:evidence", found.assessment_id, found.question.code)


@require_safe
@login_required
def file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The document as an attachment; for who may not read it, it does not exist."""
    found: Evidence = get_object_or_404(selectors.evidence_visible(person(request)), pk=pk)
    if not can_read_evidence(person(request), found):
        raise Http404
    name = f"{found.assessment.programme.code}-{found.question.code}-{found.pk.hex[:8]}"
    return download(found, name=found.file_name, plain=name)
