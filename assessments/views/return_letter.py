"""The return letter, for the Cabinet Division and for the ministry that got it."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.permissions import can_read_comments, can_read_return
from assessments.selectors import division
from assessments.selectors.return_letter import return_letter
from assessments.views.moves import person


@require_safe
@login_required
def returned(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The comments of one packet (``?packet=1``) as a letter; the ministry sees what it received."""
    submission = get_object_or_404(division.submitted(person(request)), pk=pk)
    can_read_return(person(request), submission).require()
    central = bool(can_read_comments(person(request)))
    asked = request.GET.get("packet", "")
    letter = return_letter(submission, int(asked) if asked.isdecimal() else None, unsent=central)
    if letter is None:
        raise Http404
    context = {"letter": letter, "submission": submission, "central": central}
    return render(request, "assessments/return_letter.html", context)
