"""The expected list: all lines at once before the opening, one by one with a reason after it (102)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments.forms.rounds import ExpectForm, LineForm, line_forms
from assessments.models import Round
from assessments.permissions import can_edit_round
from assessments.selectors import rounds as selectors
from assessments.services.expectations import Wanted, expectation_set, expectations_save
from assessments.views.moves import acted, person
from assessments.views.rounds import load

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@login_required
def expect(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """Change what is expected of one ministry."""
    round_ = load(request, pk)
    row = get_object_or_404(round_.expectations.select_related("ministry"), ministry_id=ministry)
    form = ExpectForm(request.POST or None, row=row, is_open=round_.is_open)

    def act() -> None:
        expectation_set(
            round_=round_, ministry=row.ministry, by=person(request), **form.cleaned_data
        )

    if form.is_valid() and acted(form, act):
        messages.success(request, _("The expected list was changed."))
        return redirect("assessments:round", pk)
    context = {"round": round_, "row": row, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/round_expect.html", context, status=status)


@get_or_post
@login_required
def expected_list(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The whole list on one page, before the round is opened."""
    round_ = load(request, pk)
    can_edit_round(person(request), round_).require()
    forms = line_forms(request.POST or None, selectors.expectations(round_))
    bound = request.method == "POST"
    if bound and all(form.is_valid() for form in forms) and _saved(request, round_, forms):
        messages.success(request, _("The expected list was changed."))
        return redirect("assessments:round", pk)
    errors = [pair for form in forms for pair in _problems(form)]
    context = {"round": round_, "forms": forms, "errors": errors}
    status = 422 if bound else 200
    return render(request, "assessments/round_expected_list.html", context, status=status)


def _saved(request: HttpRequest, round_: Round, forms: list[LineForm]) -> bool:
    """Call the service; lines that somebody else changed are marked in their forms."""
    wanted = {form.row.ministry_id: Wanted(**form.cleaned_data) for form in forms}
    clashes = expectations_save(round_=round_, wanted=wanted, by=person(request))
    changed = {row.ministry_id: row for row in clashes}
    for form in forms:
        if form.row.ministry_id in changed:
            form.clash(changed[form.row.ministry_id])
    return not clashes


def _problems(form: LineForm) -> list[tuple[str, str]]:
    """What is wrong in one line, as the error summary takes it: id, ministry and message."""
    return [
        (form[name].id_for_label, f"{form.row.ministry} – {text}")
        for name, texts in form.errors.items()
        for text in texts
    ]
