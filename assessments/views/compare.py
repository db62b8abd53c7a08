"""Two sendings of one programme side by side, word by word."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.forms.compare import CompareForm
from assessments.models import Assessment
from assessments.permissions import can_read_comments
from assessments.selectors.side_by_side import sendings, side_by_side
from assessments.views.moves import person
from assessments.views.reading import load_assessment


@require_safe
@login_required
def compare(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Pick two packets of a programme, also of accepted earlier rounds, and read them together."""
    found = load_assessment(request, pk)
    context = {
        "assessment": found,
        "submission": found.submission,
        "central": can_read_comments(person(request)).allowed,
        **_sides(request, found),
    }
    wrong = context["form"] is not None and context["form"].errors
    return render(request, "assessments/review_compare.html", context, status=422 if wrong else 200)


def _sides(request: HttpRequest, found: Assessment) -> dict[str, Any]:
    """The form and what it picked; neither where there is only one packet."""
    rows = {row.key: row for row in sendings(person(request), found)}
    if len(rows) == 1:
        return {"form": None, "sides": None}
    form = CompareForm(request.GET, choices=[(key, row.name) for key, row in rows.items()])
    old, new = form.picked
    return {"form": form, "sides": side_by_side(rows[old], rows[new])}
