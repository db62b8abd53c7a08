"""A programme added, its facts corrected, its history read (1 to 4)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.selectors import change_rows
from programmes import selectors
from programmes.forms.facts import FactsForm, ProgrammeAddForm
from programmes.models import Programme
from programmes.permissions import can_view_register
from programmes.services import facts
from programmes.views.asking import Place, ask, attempt, me, paged, status

EVENTS = 20
read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@read_or_write
def programme_add(request: HttpRequest) -> HttpResponse:
    """A programme that the register lacks; similar ones are shown first."""
    by = me(request)
    can_manage_register(by).require()
    start = {"code": selectors.code_next()}
    form = ProgrammeAddForm(request.POST or None, initial=start)
    if form.is_bound and form.is_valid():
        given = form.values
        key, ministry = given.pop("key"), given.pop("ministry")
        if attempt(
            form,
            lambda: facts.programme_add(key=key, ministry=ministry, values=given, by=by),
        ):
            messages.success(request, _("The programme is in the register."))
            return redirect("programmes:detail", programme_id=key)
    words = {"title": _("Add a programme"), "button": _("Add the programme")}
    back = Place(reverse("programmes:list"), "")
    page = {"form": form, "words": words, "back": back}
    return render(request, "programmes/ask.html", page, status=status(form))


@read_or_write
def programme_edit(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """The facts of a programme; what a colleague changed meanwhile is shown beside."""
    by = me(request)
    verdict = can_manage_register(by)
    verdict.require()
    programme = get_object_or_404(selectors.programme_whole(), pk=programme_id)
    form = FactsForm(request.POST or None, instance=programme)
    words = {
        "title": _("Correct the facts"),
        "text": _("A new name, another ministry or an end has a page of its own, with its day."),
        "button": _("Save the facts"),
        "done": _("The facts were saved."),
    }
    return ask(
        request,
        form,
        lambda _given: facts.programme_edit(
            programme=programme, base=form.number, values=form.values, by=by
        ),
        verdict=verdict,
        words=words,
        back=Place(reverse("programmes:detail", args=[programme_id]), programme),
    )


@require_safe
@login_required
def programme_history(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """Dated names, ministries and successions, and what was done to the programme by whom and why."""
    can_view_register(me(request)).require()
    programme = get_object_or_404(Programme, pk=programme_id)
    page = paged(request, selectors.programme_events(programme), EVENTS)
    context = {
        "programme": programme,
        "names": selectors.newest_first(programme.names.all()),
        "links": selectors.newest_first(programme.ministry_links.select_related("ministry")),
        "successions": selectors.successions(programme),
        "page": page,
        "rows": [(event, change_rows(event)) for event in page.object_list],
    }
    return render(request, "programmes/programme_history.html", context)
