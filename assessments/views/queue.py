"""The queue: what waits on whom, and giving reports to a colleague (39)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.queue import GiveReportsForm, QueueForm
from assessments.permissions import can_give, can_read_submitted, can_write_letter
from assessments.selectors import division, due, extensions
from assessments.selectors import queue as selectors
from assessments.services.assigning import reports_give
from assessments.views.moves import acted, person
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_act_at_all
from nsss_gender.language.templatetags.language import num

PAGE_SIZE = 50
NOTHING = gettext_lazy("Tick the reports that you want to give to a colleague.")


@require_safe
@login_required
def queue(request: HttpRequest) -> HttpResponse:
    """Submitted reports: what waits on the reader, then the longest waiting; the board has what did not come in."""
    user = person(request)
    can_read_submitted(user).require()
    known = due.open_dues()
    found = selectors.queue(user, selectors.Asked.of(request.GET), known.calendar)
    pages = Paginator(found.reports(), PAGE_SIZE)
    pages.count = found.count  # counted already
    page = pages.get_page(request.GET.get("page"))
    context = {
        "queue": found,
        "page": page,
        "rows": division.rows(user, page.object_list, known, found.whose.holders),
        "form": QueueForm(found),
        **_beside(user),
    }
    return render(request, "assessments/review_queue.html", context)


def _beside(user: User) -> dict[str, Any]:
    """What stands beside the queue: what is still out, requests for more time, the rounds' papers, what happened."""
    rounds = division.still_out()
    return {
        "still_out": [(round_, out) for round_, out in rounds if out],
        "rounds": [round_ for round_, _out in rounds[: extensions.LEDGERS]],
        "requests": extensions.requests(),
        "giver": can_give(user),
        "writer": can_write_letter(user),
        "moves": division.last_moves(user),
        "can_act": can_act_at_all(user),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give(request: HttpRequest) -> HttpResponse:
    """Give the ticked reports to a colleague, all or none, with a reason."""
    user = person(request)
    can_give(user).require()
    given = selectors.to_give(user, (request.POST or request.GET).getlist("report"))
    if not given:
        messages.info(request, NOTHING)
        return redirect("assessments:queue")
    form = GiveReportsForm(request.POST or None, loads=selectors.reviewers())

    def act() -> None:
        moved = reports_give(
            reports=[row.submission for row in given],
            to=form.seat,
            reason=form.cleaned_data["reason"],
            by=user,
        )
        said = ngettext("%(total)s report was given.", "%(total)s reports were given.", moved)
        messages.success(request, said % {"total": num(moved)})

    if form.is_valid() and acted(form, act):
        return redirect("assessments:queue")
    context = {"form": form, "given": given, "refused": [row for row in given if not row.verdict]}
    return render(
        request, "assessments/queue_give.html", context, status=422 if form.is_bound else 200
    )
