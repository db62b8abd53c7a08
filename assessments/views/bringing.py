"""One answer brought to several places: filled down, filled across, copied from another programme."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.bringing import CopyForm, FillForm, across
from assessments.forms.fill import TokenForm
from assessments.models import Assessment, Submission
from assessments.models.answer import draft_sheet
from assessments.permissions import can_edit
from assessments.schema import Question
from assessments.selectors import grid as places
from assessments.selectors.grid import codes_of
from assessments.selectors.shown import options
from assessments.services.bringing import Cell, Outcome, answer_copy, answers_fill
from assessments.views.doors import assessment_or_404, grid_or_404, person, whole_report
from assessments.views.grid import saved_words
from nsss_gender.accounts.permissions import refuse

Build = Callable[[], tuple[FillForm, dict[str, object]]]
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@login_required
def fill_question(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """One answer to one question of several programmes."""
    submission = grid_or_404(request, pk)
    question = _question_or_404(submission, code)
    chosen = options(question, leave_out=submission.ministry.code)

    def build() -> tuple[FillForm, dict[str, object]]:
        page = places.own_page(person(request), submission, request.GET.get("page"))
        found = places.places_of_question(person(request), submission, page, question, chosen)
        form = FillForm(_posted(request), question=question, places=found, options=chosen)
        return form, {"question": question, "page": page}

    return _fill(request, submission, build, "assessments/grid_fill.html")


@require_http_methods(FORM_METHODS)
@login_required
def fill_programme(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One judgement over the unanswered items of one programme."""
    assessment = assessment_or_404(request, pk)
    judged = assessment.submission.round.questionnaire.schema().judged

    def build() -> tuple[FillForm, dict[str, object]]:
        found = places.places_of_programme(person(request), assessment)
        empty = [place for place in found if not place.shown]
        form = FillForm(_posted(request), question=across(judged[0]), places=empty)
        answered = [place for place in found if place.shown]
        return form, {"assessment": assessment, "answered": answered}

    return _fill(request, assessment.submission, build, "assessments/grid_fill_programme.html")


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _fill(
    request: HttpRequest, submission: Submission, build: Build, template: str
) -> HttpResponse:
    """Show the form, or fill the ticked places; what is refused is shown as it now stands."""
    form, context = build()
    place = {"submission": submission, "report": whole_report(request, submission)}
    if request.method != "POST":
        return render(request, template, {**context, **place, "form": form})
    if not form.is_valid():
        told = {"form": form, "problems": form.problems()}
        return render(request, template, {**context, **place, **told}, status=422)
    outcome = _filled(request, submission, form)
    if outcome.refused:
        form, context = build()
        told = {"form": form, "outcome": outcome}
        return render(request, template, {**context, **place, **told}, status=409)
    messages.success(request, saved_words(outcome))
    return redirect("assessments:grid", submission.pk)


def _filled(request: HttpRequest, submission: Submission, form: FillForm) -> Outcome:
    return answers_fill(
        submission=submission,
        cells=[Cell(p.assessment_id, p.code, p.base, replace=p.replace) for p in form.picked()],
        values=form.values(),
        token=form.token.cleaned_data["token"],
        by=person(request),
    )


@require_http_methods(FORM_METHODS)
@login_required
def copy(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Choose one of our other programmes; its answer arrives here, to be confirmed."""
    assessment = assessment_or_404(request, pk)
    question = _question_or_404(assessment.submission, code)
    if request.method != "POST":
        return _copy_render(request, assessment, question)
    verdict = can_edit(person(request), assessment, [question.code])
    if not verdict:
        refuse(verdict.reason)
    try:
        _copied(request, assessment, question)
    except ValidationError as error:
        problems = [("", message) for message in error.messages]
        return _copy_render(request, assessment, question, problems=problems, status=409)
    messages.success(request, _("Copied. Look at it, then confirm it or change it."))
    return redirect(places.place_url(assessment, question))


def _copied(request: HttpRequest, assessment: Assessment, question: Question) -> None:
    """Copy what the form says. Raises ValidationError for a form that cannot be read."""
    form = CopyForm(request.POST, codes=codes_of(question))
    form.check()
    source = assessment_or_404(request, form.cleaned_data["source"])
    answer_copy(
        assessment=assessment,
        code=question.code,
        source=source,
        bases=form.cleaned_data["bases"],
        replace=form.cleaned_data["replace"],
        token=form.cleaned_data["token"],
        by=person(request),
    )


def _copy_render(
    request: HttpRequest,
    assessment: Assessment,
    question: Question,
    *,
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    submission, user = assessment.submission, person(request)
    chosen = options(question, leave_out=submission.ministry.code)
    page = places.own_page(user, submission, request.GET.get("page"))
    sheet = draft_sheet(assessment)
    context = {
        "assessment": assessment,
        "submission": submission,
        "report": whole_report(request, submission),
        "question": question,
        "page": page,
        "sources": places.sources(page, assessment, question, chosen),
        "shown": places.answer_shown(sheet, question, chosen),
        "bases": ",".join(str(sheet[code].number) for code in codes_of(question)),
        "token": TokenForm(),
        "verdict": can_edit(user, assessment, [question.code]),
        "back": places.place_url(assessment, question),
        "problems": problems,
    }
    return render(request, "assessments/grid_copy.html", context, status=status)


def _question_or_404(submission: Submission, code: str) -> Question:
    question = places.question_of(submission.round.questionnaire.schema(), code)
    if question is None or question.kind == "identification":
        raise Http404  # that a programme is itself is confirmed one by one
    return question
