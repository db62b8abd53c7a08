"""Who else is in a section, asked now and then by the page's script (85), and its leaving (87)."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from assessments.models import Assessment
from assessments.schema import Section
from assessments.selectors.presence import also_here, also_here_told
from assessments.services.presence import page_left, presence_note
from assessments.views.doors import assessment_or_404, person


@require_POST
@login_required
def here(request: HttpRequest, pk: uuid.UUID, section: str) -> JsonResponse:
    """Note that this person has the section open, or leaves it; out: who else has it open."""
    assessment = assessment_or_404(request, pk)
    found = _section_or_404(assessment, section)
    if "left" in request.POST:
        page_left(assessment=assessment, section=found, by=person(request))
        return JsonResponse({"people": []})
    presence_note(assessment=assessment, section=found, by=person(request))
    rows = also_here(assessment, found, person(request))
    return JsonResponse({"people": also_here_told(rows)})


def _section_or_404(assessment: Assessment, code: str) -> Section:
    for found in assessment.submission.round.questionnaire.schema().sections:
        if found.code == code:
            return found
    raise Http404
