"""Asking somebody without an account by a link: made, listed, made anew, ended (capability 20)."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.links import AskForm, UntilForm
from assessments.models import Assessment, ContributionLink
from assessments.permissions import can_ask_by_link, can_change_link
from assessments.schema import Question
from assessments.selectors import links as selectors
from assessments.selectors.grid import place_url, question_of
from assessments.services.links import (
    Guest,
    Offer,
    link_address,
    link_create,
    link_renew,
    link_revoke,
)
from assessments.views.doors import assessment_or_404, person, report_or_404, whole_report
from nsss_gender.accounts.permissions import Verdict

FORM_METHODS = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Asked:
    """The question of one programme that is asked, and whether it may be asked now."""

    assessment: Assessment
    question: Question
    verdict: Verdict


@require_http_methods(FORM_METHODS)
@login_required
def ask(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Ask one question of one programme; the secret is shown in the answer to the post, this once."""
    asked = _asked(request, pk, code)
    asked.verdict.require_role()
    form = AskForm(request.POST or None, language=get_language() or "en")
    if request.method == "POST":
        asked.verdict.require()
        offer = _offered(request, form, asked) if form.is_valid() else None
        if offer:
            return _made(request, offer)
    context = {
        "assessment": asked.assessment,
        "submission": asked.assessment.submission,
        "report": whole_report(request, asked.assessment.submission),
        "question": asked.question,
        "verdict": asked.verdict,
        "form": form,
        "back": place_url(asked.assessment, asked.question),
        "already": selectors.asked_already(asked.assessment, asked.question.code),
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/link_ask.html", context, status=status)


def _asked(request: HttpRequest, pk: uuid.UUID, code: str) -> Asked:
    """Raises Http404 for a question that cannot be asked so."""
    assessment = assessment_or_404(request, pk)
    question = question_of(assessment.submission.round.questionnaire.schema(), code)
    if question is None or not selectors.askable(question):
        raise Http404
    return Asked(assessment, question, can_ask_by_link(person(request), assessment.submission))


def _offered(request: HttpRequest, form: AskForm, asked: Asked) -> Offer | None:
    """The link, or nothing and the complaint in the form."""
    data = dict(form.cleaned_data)
    try:
        return link_create(
            assessment=asked.assessment,
            key=data.pop("key"),
            code=asked.question.code,
            guest=Guest(**data),
            by=person(request),
        )
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _made(request: HttpRequest, offer: Offer) -> HttpResponse:
    submission = offer.link.assessment.submission
    context = {
        "link": offer.link,
        "address": link_address(offer.token) if offer.token else "",
        "report": whole_report(request, submission),
        "submission": submission,
        "view": selectors.link_view(offer.link),
    }
    return render(request, "assessments/link_made.html", context)


@require_safe
@login_required
def listed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every link of a report, the newest first, with what came back."""
    submission = report_or_404(request, pk)
    rows, page = selectors.link_page(submission, request.GET.get("page"))
    context = {
        "submission": submission,
        "rows": rows,
        "page": page,
        "verdict": can_ask_by_link(person(request), submission),
    }
    return render(request, "assessments/link_list.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def renew(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A new secret where the old one was lost or has expired."""
    link = get_object_or_404(selectors.links_of(person(request)), pk=pk)
    verdict = can_change_link(person(request), link)
    verdict.require_role()
    form = UntilForm(request.POST or None)
    if request.method == "POST":
        verdict.require()
        if form.is_valid():
            until = form.cleaned_data["until"]
            return _made(request, link_renew(link=link, until=until, by=person(request)))
    context = {
        "link": link,
        "report": whole_report(request, link.assessment.submission),
        "view": selectors.link_view(link),
        "form": form,
        "verdict": verdict,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/link_renew.html", context, status=status)


@require_POST
@login_required
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End a link; what came by it stays."""
    found: ContributionLink = get_object_or_404(selectors.links_of(person(request)), pk=pk)
    link_revoke(link=found, by=person(request))
    messages.success(request, _("The link was ended. What came by it stays."))
    return redirect("assessments:links", found.assessment.submission_id)
