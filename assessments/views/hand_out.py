"""Handing work to colleagues, and the colleague's first page (capability 19)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.hand_out import HandOutForm, QuestionHandOutForm
from assessments.models import Assessment, HandOut, Submission
from assessments.permissions import can_hand_out, can_hand_out_in
from assessments.schema import Question
from assessments.selectors import grid, handed, ministry
from assessments.services.handing import Part, Terms, hand_out, hand_out_end, question_hand_out
from assessments.views.doors import assessment_or_404, grid_or_404, person, whole_report
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.permissions import Verdict, can
from nsss_gender.language.numbers import number

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Handed to me: the contributor's first page, the earliest due first."""
    can(person(request), Permission.CONTRIBUTE).require()
    found = handed.handed_states(handed.handed_to(person(request)))
    return render(request, "assessments/hand_out_mine.html", {"handed": found})


@require_http_methods(FORM_METHODS)
@login_required
def create(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand a programme or a part of it to a colleague; see in whose hands it is."""
    assessment = assessment_or_404(request, pk)
    verdict = can_hand_out(person(request), assessment)
    verdict.require_role()
    form = _form(request, assessment)
    if request.method == "POST":
        verdict.require()
        if form.is_valid() and _handed_out(request, form, assessment):
            messages.success(request, _("It was handed out."))
            return redirect("assessments:hand_out", assessment.pk)
    return _create_render(request, assessment, form, verdict)


def _form(request: HttpRequest, assessment: Assessment) -> HandOutForm:
    submission = assessment.submission
    return HandOutForm(
        request.POST or None,
        questionnaire=submission.round.questionnaire.schema(),
        part=request.GET.get("part", ""),
        seats=handed.contributor_seats(submission),
        due_on=handed.suggested_due(submission),
    )


def _create_render(
    request: HttpRequest, assessment: Assessment, form: HandOutForm, verdict: Verdict
) -> HttpResponse:
    questionnaire = assessment.submission.round.questionnaire.schema()
    rows = handed.running_hand_outs(assessment)
    context = {
        "assessment": assessment,
        "report": whole_report(request, assessment.submission),
        "form": form,
        "verdict": verdict,
        "hand_outs": [(row, handed.part_title(row, questionnaire)) for row in rows],
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/hand_out_create.html", context, status=status)


def _handed_out(request: HttpRequest, form: HandOutForm, assessment: Assessment) -> bool:
    """Whether the service took it; else the form carries the complaints."""
    data = form.cleaned_data
    try:
        hand_out(
            assessment=assessment,
            key=data["key"],
            seat=form.chosen,
            due_on=data["due_on"],
            note=data["note"],
            by=person(request),
            part=Part(**form.part_codes),
        )
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors


@require_http_methods(FORM_METHODS)
@login_required
def question(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Hand one question of several programmes to a colleague, twenty programmes a page."""
    submission = grid_or_404(request, pk)
    asked = grid.question_of(submission.round.questionnaire.schema(), code)
    page = grid.own_page(person(request), submission, request.GET.get("page"))
    rows = list(page.object_list)
    if asked is None:
        raise Http404
    verdict = can_hand_out_in(person(request), submission)
    verdict.require_role()
    form = _question_form(request, submission, rows)
    if request.method == "POST":
        verdict.require()
        if form.is_valid() and _question_handed_out(request, submission, asked, form):
            return redirect("assessments:grid", submission.pk)
    context = {
        "submission": submission,
        "report": whole_report(request, submission),
        "question": asked,
        "page": page,
        "form": form,
        "verdict": verdict,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/hand_out_question.html", context, status=status)


def _question_form(
    request: HttpRequest, submission: Submission, rows: list[Assessment]
) -> QuestionHandOutForm:
    return QuestionHandOutForm(
        request.POST or None,
        programmes=rows,
        seats=handed.contributor_seats(submission),
        due_on=handed.suggested_due(submission),
    )


def _question_handed_out(
    request: HttpRequest, submission: Submission, asked: Question, form: QuestionHandOutForm
) -> bool:
    """Whether the service took it, and for how many; else the form carries the complaints."""
    data = form.cleaned_data
    try:
        count = question_hand_out(
            submission=submission,
            code=asked.code,
            picked=form.keys,
            key=data["key"],
            terms=Terms(form.chosen, data["due_on"], data["note"]),
            by=person(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    words = ngettext(
        "Handed out for %(count)s programme.", "Handed out for %(count)s programmes.", count
    )
    messages.success(request, words % {"count": number(count, get_language() or "en")})
    return True


@require_POST
@login_required
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back what was handed out; what the colleague wrote stays."""
    visible = ministry.assessments_visible(person(request)).values("pk")
    row = get_object_or_404(
        HandOut.objects.select_related("assessment__submission__round"),
        pk=pk,
        assessment__in=visible,
    )
    hand_out_end(hand_out=row, by=person(request))
    messages.success(request, _("It was taken back. What was written stays."))
    return redirect("assessments:hand_out", row.assessment_id)
