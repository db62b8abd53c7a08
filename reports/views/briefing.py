"""The briefing of a seat: what a newcomer reads first, on a page and as a file (76)."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.selectors.briefing import briefing as briefing_of
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.services import seat_briefing_read
from reports.builders import briefing as builder
from reports.exports import page
from reports.forms import ExportForm
from reports.models import Subject
from reports.permissions import can_export
from reports.views.asking import file_asked
from reports.views.plans import language


def load(request: HttpRequest, pk: uuid.UUID) -> Seat:
    """A seat that the person holds; everybody else is not to know of it."""
    held = Seat.objects.held_by(cast("User", request.user)).select_related("ministry")
    return get_object_or_404(held, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def briefing(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What waits on the seat, its draft, its history and whom to ask; a post asks for the file."""
    user, seat = cast("User", request.user), load(request, pk)
    subject = Subject.of_seat(seat)
    form = ExportForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        return file_asked(request, subject, form)
    found = briefing_of(seat)
    context = {
        "seat": seat,
        "ways": found.ways,
        "to_be_read": any(row.user_id == user.pk and row.unbriefed for row in found.sittings),
        "former": found.former,
        "document": page.render(builder.document(found)),
        "form": form or ExportForm.fresh(language=language()),
        "export": can_export(user, subject),
    }
    return render(request, "reports/briefing.html", context, status=422 if form else 200)


@require_POST
@login_required
def briefing_read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The newcomer has read it: from now on the sign-in leads to the daily work."""
    seat_briefing_read(by=cast("User", request.user), seat=load(request, pk))
    messages.success(
        request, _("You find the briefing again under your name at the top, then “My seats”.")
    )
    return redirect("accounts:home")
