"""Filling in: the task list of a programme, its sections, its score, the history of an answer."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.fill import NotAssessedForm, SectionForm, TokenForm
from assessments.models import Assessment
from assessments.models.answer import draft_sheet
from assessments.permissions import can_edit, can_fill, can_hand_out, can_redact, writing_scope
from assessments.schema import Section
from assessments.selectors import handed, ministry, points, shared
from assessments.selectors import history as histories
from assessments.selectors.contradictions import contradictions_of
from assessments.selectors.grid import codes_of
from assessments.selectors.hands import hands
from assessments.selectors.places import item_code, section_of, section_url
from assessments.selectors.score import score_view
from assessments.selectors.timeline import timeline
from assessments.services.adopting import section_save
from assessments.services.answers import Draft, answer_restore
from assessments.services.reports import not_assessed_set
from assessments.views.doors import answer_or_404, assessment_or_404, person, whole_report
from assessments.views.section_page import SectionPage
from nsss_gender.accounts.permissions import refuse

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def overview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The sections of one programme as a task list."""
    assessment = assessment_or_404(request, pk)
    user, sheet = person(request), draft_sheet(assessment)
    commented = {row.question.code for row in points.comments_open_on(assessment)}
    row = ministry.grid_row(assessment, sheet, commented)
    scope = writing_scope(user, assessment)
    context = {
        **_place(request, assessment),
        "row": row,
        "next": handed.next_in(row, scope),
        "own": handed.own_sections(row, scope),
        "hands": hands(handed.running_hand_outs(assessment), sheet.questionnaire),
        "can_edit": can_edit(user, assessment),
        "statements": shared.statements(assessment),
        "doubts": contradictions_of(assessment, sheet),
        "can_hand_out": can_hand_out(user, assessment),
        "can_fill": can_fill(user, assessment.submission),
    }
    return render(request, "assessments/assessment_detail.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def section(request: HttpRequest, pk: uuid.UUID, section: str) -> HttpResponse:
    """One section of the detailed form; a post saves it with compare-and-set."""
    assessment = assessment_or_404(request, pk)
    shown = _section_or_404(assessment, section)
    page = SectionPage(person(request), assessment, shown)
    if request.method != "POST":
        return _section_render(request, page, page.form())
    if page.everything_closed:
        refuse(page.everything_closed)
    form = page.form(request.POST)
    if not form.is_valid():
        return _section_render(request, page, form, problems=form.problems(), status=422)
    return _section_save(request, page, form)


def _section_save(request: HttpRequest, page: SectionPage, form: SectionForm) -> HttpResponse:
    confirmed = form.confirmed(everything="confirm_all" in request.POST)
    drafts = {
        code: Draft(base, values, confirmed=code in confirmed)
        for code, (base, values) in form.drafts().items()
    }
    token = form.token.cleaned_data["token"]
    try:
        saved, left = section_save(
            assessment=page.assessment,
            drafts=drafts,
            adopt=_adopted(request, page),
            token=token,
            by=person(request),
        )
    except ValidationError as error:
        problems = [("", message) for message in error.messages]
        return _section_render(request, page, form, problems=problems, status=422)
    if any(row.clashes for row in saved.values()):
        return _section_render(request, page, page.clash_form(saved), status=409)
    messages.success(request, _("Saved. The report is not submitted yet."))
    if left:
        messages.warning(request, _("A colleague changed this answer meanwhile. Look at it again."))
    following = _following(page.assessment, page.section)
    if "next" not in request.POST:
        place = request.POST.get("adopt", "") if _adopted(request, page) else ""
        return redirect(section_url(page.assessment, page.section.code, place))
    return redirect(following or page.assessment_url)


def _adopted(request: HttpRequest, page: SectionPage) -> set[str]:
    """The question whose "adopt" was pressed, with its parts; nothing for the other buttons."""
    wanted = request.POST.get("adopt")
    found = next((one for one in page.section.questions if one.code == wanted), None)
    return set(codes_of(found)) if found else set()


def _section_or_404(assessment: Assessment, code: str) -> Section:
    for found in assessment.submission.round.questionnaire.schema().sections:
        if found.code == code:
            return found
    raise Http404


def _following(assessment: Assessment, section: Section) -> str:
    """The address of the section after ``section``; empty after the last."""
    sections = assessment.submission.round.questionnaire.schema().sections
    place = sections.index(section) + 1
    return section_url(assessment, sections[place].code) if place < len(sections) else ""


def _section_render(
    request: HttpRequest,
    page: SectionPage,
    form: SectionForm,
    *,
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    sections = page.assessment.submission.round.questionnaire.schema().sections
    context = {
        **_place(request, page.assessment),
        "page": page,
        "section": page.section,
        "number": sections.index(page.section) + 1,
        "total": len(sections),
        "following": _following(page.assessment, page.section),
        "form": form,
        "questions": page.questions(form),
        "problems": problems,
    }
    return render(request, "assessments/assessment_section.html", context, status=status)


def _place(request: HttpRequest, assessment: Assessment) -> dict[str, object]:
    """What the breadcrumb and the heading of every page of an assessment need."""
    submission = assessment.submission
    return {
        "assessment": assessment,
        "submission": submission,
        "report": whole_report(request, submission),
    }


@require_http_methods(FORM_METHODS)
@login_required
def not_assessed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark a programme "not assessed" with its reason, or take the mark away."""
    assessment = assessment_or_404(request, pk)
    verdict = can_fill(person(request), assessment.submission)
    verdict.require_role()
    form = NotAssessedForm(request.POST or None, initial={"reason": assessment.not_assessed_reason})
    if request.method == "POST":
        verdict.require()
        again = "again" in request.POST
        if form.is_complete(again=again):
            reason = "" if again else form.cleaned_data["reason"]
            not_assessed_set(assessment=assessment, reason=reason, by=person(request))
            messages.success(request, _("Saved. The report is not submitted yet."))
            return redirect("assessments:assessment", assessment.pk)
    context = {**_place(request, assessment), "form": form, "verdict": verdict}
    status = 422 if form.errors else 200
    return render(request, "assessments/assessment_not_assessed.html", context, status=status)


@require_safe
@login_required
def score(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The score of the draft, for the ministry's own people."""
    assessment = assessment_or_404(request, pk)
    view = score_view(
        draft_sheet(assessment), lambda place, code: section_url(assessment, place, code)
    )
    context = {**_place(request, assessment), "score": view}
    return render(request, "assessments/assessment_score.html", context)


@require_safe
@login_required
def history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every version of one answer, kept ones included."""
    answer = answer_or_404(request, pk)
    code = answer.question.code
    questionnaire = answer.assessment.submission.round.questionnaire.schema()
    context = {
        **_place(request, answer.assessment),
        "answer": answer,
        "asked": histories.asked(questionnaire, code),
        "told": timeline(answer, questionnaire),
        "token": TokenForm(),
        "can_edit": can_edit(person(request), answer.assessment, [item_code(code)]),
        "can_redact": can_redact(person(request), answer),
        "back": section_url(answer.assessment, section_of(questionnaire, code).code, code),
    }
    return render(request, "assessments/answer_history.html", context)


@require_POST
@login_required
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring an earlier or kept text back as a new version."""
    version = histories.version_or_404(pk)
    answer = answer_or_404(request, version.answer_id)
    form = TokenForm(request.POST)
    if form.is_valid():
        answer_restore(version=version, token=form.cleaned_data["token"], by=person(request))
        messages.success(request, _("The earlier text stands again, as a new version."))
    else:
        messages.error(request, _("Nothing was changed. Try again from this page."))
    return redirect("assessments:answer_history", answer.pk)
