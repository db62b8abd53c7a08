"""The focal point looks at what colleagues wrote (capability 19)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from assessments.forms.adopting import AdoptForm
from assessments.models import Assessment
from assessments.permissions import can_adopt
from assessments.selectors.unlooked import adopting_url, section_named, unlooked
from assessments.services.adopting import Adopted, answers_adopt
from assessments.views.doors import assessment_or_404, person, whole_report
from nsss_gender.accounts.permissions import Verdict
from nsss_gender.language.numbers import number


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def adopt(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What waits of colleagues in a programme or a section, old beside new; a post adopts the ticked."""
    assessment = assessment_or_404(request, pk)
    verdict = can_adopt(person(request), assessment.submission)
    verdict.require_role()
    questionnaire = assessment.submission.round.questionnaire.schema()
    section = section_named(questionnaire, request.GET.get("section", ""))
    if request.method != "POST":
        return _page(request, assessment, section, verdict)
    verdict.require()
    form = AdoptForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, section, verdict, form)
    _told(request, answers_adopt(assessment=assessment, seen=form.seen, by=person(request)))
    return redirect(adopting_url(assessment, section))


def _page(
    request: HttpRequest,
    assessment: Assessment,
    section: str,
    verdict: Verdict,
    form: AdoptForm | None = None,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "report": whole_report(request, assessment.submission),
        "section": section,
        "groups": unlooked(assessment, section),
        "verdict": verdict,
        "problems": form.problems if form else None,
    }
    status = 422 if form else 200
    return render(request, "assessments/answers_adopt.html", context, status=status)


def _told(request: HttpRequest, done: Adopted) -> None:
    language = get_language() or "en"
    if done.count:
        words = ngettext("%(count)s answer adopted.", "%(count)s answers adopted.", done.count)
        messages.success(request, words % {"count": number(done.count, language)})
    if done.changed:
        words = ngettext(
            "%(count)s answer was changed in the meantime: look at it again.",
            "%(count)s answers were changed in the meantime: look at them again.",
            done.changed,
        )
        messages.warning(request, words % {"count": number(done.changed, language)})
