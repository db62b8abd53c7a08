"""The milestones of a round, edited as one list."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.milestones import MilestonesForm
from assessments.services.milestones import Wished, milestones_mark, milestones_save
from assessments.views.moves import acted, person
from assessments.views.rounds import load


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestones(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All milestones with some empty lines; emptying a line takes its milestone out."""
    round_ = load(request, pk)
    stands = list(round_.milestones.all())
    form = MilestonesForm(request.POST or None, stands=stands)

    def act() -> None:
        wished = [Wished(**line) for line in form.values]
        base = form.cleaned_data["base"]
        milestones_save(round_=round_, base=base, wished=wished, by=person(request))

    if form.is_valid() and acted(form, act):
        messages.success(request, _("The milestones were saved."))
        return redirect("assessments:round", pk)
    clash = form.is_bound and bool(form.non_field_errors())
    if clash:
        form.clash(milestones_mark(stands))
    context = {"round": round_, "form": form, "stands": stands if clash else ()}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/milestones.html", context, status=status)
