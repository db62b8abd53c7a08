"""Many programmes on one page: the grid of programmes × questions, and the short form."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.fill import TokenForm
from assessments.forms.short_form import ShortForm
from assessments.models import Submission
from assessments.permissions import can_fill, can_hand_out_in
from assessments.selectors.due import countdown
from assessments.selectors.grid import earlier_report
from assessments.selectors.grid import grid as grid_of
from assessments.selectors.short_form import ShortTable, short_table
from assessments.services.bringing import Cell, Outcome, short_form_save
from assessments.services.carrying import answers_carry
from assessments.views.doors import grid_or_404, person, report_or_404, whole_report
from nsss_gender.accounts.permissions import refuse
from nsss_gender.language.numbers import number


@require_safe
@login_required
def grid(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Programmes × questions, twenty programmes a page."""
    submission = grid_or_404(request, pk)
    page, held_by = request.GET.get("page"), request.GET.get("with", "")
    context = {
        "can_hand_out": can_hand_out_in(person(request), submission),
        "earlier": earlier_report(submission),
        "can_fill": can_fill(person(request), submission),
        "token": uuid.uuid4(),
        "countdown": countdown(submission),
        "grid": grid_of(person(request), submission, page, held_by),
        "submission": submission,
        "report": whole_report(request, submission),
        "questions": submission.round.questionnaire.schema().questions,
    }
    return render(request, "assessments/grid_detail.html", context)


@require_POST
@login_required
def carry(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring the answers of the earlier accepted report, to be confirmed."""
    submission = report_or_404(request, pk)
    form = TokenForm(request.POST)
    if form.is_valid():
        token = form.cleaned_data["token"]
        count = answers_carry(submission=submission, token=token, by=person(request))
        messages.success(request, saved_words(Outcome(count, ())))
    else:
        messages.error(request, _("Nothing was changed. Try again from this page."))
    return redirect("assessments:grid", submission.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def short_form(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The judged items of twenty programmes; a post saves what was changed, cell by cell."""
    submission = grid_or_404(request, pk)
    table = short_table(person(request), submission, request.GET.get("page"))
    if request.method != "POST":
        return _short_render(request, submission, table, ShortForm(None, table.rows))
    if table.closed:
        refuse(table.closed)
    form = ShortForm(request.POST, table.rows)
    if not form.is_valid():
        return _short_render(request, submission, table, form, status=422)
    outcome = short_form_save(
        submission=submission,
        cells=[
            Cell(c.assessment_id, c.code, c.base, judgement=c.judgement) for c in form.changes()
        ],
        token=form.token.cleaned_data["token"],
        by=person(request),
    )
    if outcome.refused:
        table = short_table(person(request), submission, request.GET.get("page"))
        form = ShortForm(None, table.rows)
        return _short_render(request, submission, table, form, outcome=outcome, status=409)
    messages.success(request, saved_words(outcome))
    return redirect(request.get_full_path())


def _short_render(
    request: HttpRequest,
    submission: Submission,
    table: ShortTable,
    form: ShortForm,
    *,
    outcome: Outcome | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "submission": submission,
        "countdown": countdown(submission),
        "report": whole_report(request, submission),
        "table": table,
        "form": form,
        "rows": form.shown(),
        "problems": form.problems(),
        "outcome": outcome,
    }
    return render(request, "assessments/grid_short_form.html", context, status=status)


def saved_words(outcome: Outcome) -> str:
    """What a finished act says of itself."""
    if not outcome.done:
        return _("Nothing was changed.")
    return ngettext(
        "%(total)s answer is saved. It is to be confirmed in the detailed form.",
        "%(total)s answers are saved. They are to be confirmed in the detailed form.",
        outcome.done,
    ) % {"total": number(outcome.done, get_language() or "en")}
