"""Public holidays: the administrators' list, from which every working day is counted."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.holidays import HolidayForm
from assessments.models import Holiday
from assessments.selectors import rounds as selectors
from assessments.services import holidays as services
from assessments.views.moves import acted, person
from nsss_gender.accounts.permissions import can_manage_rounds

PAGE_SIZE = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@login_required
def holidays(request: HttpRequest) -> HttpResponse:
    """All days, the latest first."""
    can_manage_rounds(person(request)).require()
    page = Paginator(selectors.holidays(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/holiday_list.html", {"page": page})


@get_or_post
@login_required
def create(request: HttpRequest) -> HttpResponse:
    """A new day."""
    can_manage_rounds(person(request)).require()
    return _form(request, None)


@get_or_post
@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change a day, its name, its source."""
    can_manage_rounds(person(request)).require()
    return _form(request, get_object_or_404(Holiday, pk=pk))


def _form(request: HttpRequest, holiday: Holiday | None) -> HttpResponse:
    form = HolidayForm(request.POST or None, holiday=holiday)

    def act() -> None:
        key, base = form.cleaned_data["key"], form.cleaned_data["base"]
        key = holiday.pk if holiday else key
        services.holiday_save(key=key, base=base, values=form.values, by=person(request))

    if form.is_valid() and acted(form, act):
        messages.success(request, _("The holiday was saved. Working days are counted with it now."))
        return redirect("assessments:holidays")
    context = {"form": form, "holiday": holiday}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/holiday_form.html", context, status=status)


@require_POST
@login_required
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take out a day that was entered in error."""
    can_manage_rounds(person(request)).require()
    services.holiday_remove(holiday=get_object_or_404(Holiday, pk=pk), by=person(request))
    messages.success(request, _("The holiday was removed. The log keeps what it said."))
    return redirect("assessments:holidays")
