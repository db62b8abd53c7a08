"""An answer typed for a Bijoy font, shown in Unicode before it is saved so; works without a script."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.bijoy import ConvertForm
from assessments.permissions import can_edit
from assessments.selectors import history as histories
from assessments.selectors.bijoy import reworded
from assessments.selectors.places import item_code, section_of, section_url
from assessments.services.rewording import answer_convert
from assessments.views.doors import answer_or_404, person, whole_report


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer_bijoy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Both texts side by side; a post saves the Unicode text as a new version."""
    answer = answer_or_404(request, pk)
    assessment, code = answer.assessment, answer.question.code
    schema = assessment.submission.round.questionnaire.schema()
    back = section_url(assessment, section_of(schema, code).code, code)
    form = ConvertForm(request.POST if request.method == "POST" else None, answer=answer)
    if request.method == "POST" and form.is_valid():
        saved = answer_convert(answer=answer, by=person(request), **form.cleaned_data)
        if not saved.clashes:
            messages.success(
                request, _("The Unicode text stands now. The old one is in the history.")
            )
            return redirect(back)
        messages.warning(request, _("A colleague changed this answer meanwhile. Look at it again."))
        return redirect("assessments:answer_history", answer.pk)
    context = {
        "assessment": assessment,
        "report": whole_report(request, assessment.submission),
        "answer": answer,
        "asked": histories.asked(schema, code),
        "rows": reworded(answer, histories.asked(schema, code)),
        "form": form,
        "verdict": can_edit(person(request), assessment, [item_code(code)]),
        "back": back,
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/answer_bijoy.html", context, status=status)
