"""The return letter, for the Cabinet Division and for the ministry that got it; and what is typed of it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.return_letters import ReturnLetterForm
from assessments.models import PacketRecord
from assessments.permissions import can_read_comments, can_read_return, can_write_return
from assessments.selectors import division, sending
from assessments.selectors import return_letter as selectors
from assessments.selectors.letters import LANGUAGES
from assessments.services.return_letters import return_letter_save
from assessments.views.moves import person


@require_safe
@login_required
def returned(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The points of one return (``?packet=1``) as a letter; the ministry sees what it received."""
    submission = get_object_or_404(division.submitted(person(request)), pk=pk)
    can_read_return(person(request), submission).require()
    central = bool(can_read_comments(person(request)))
    asked = request.GET.get("packet", "")
    number = int(asked) if asked.isdecimal() else None
    letter = selectors.returned(submission, number, _language(request), unsent=central)
    if letter is None:
        raise Http404
    context = {
        "letter": letter,
        "submission": submission,
        "central": central,
        "writer": can_write_return(person(request)),
    }
    return render(request, "assessments/return_letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Type memo number, date, texts and names of the letter about the last return of a packet."""
    user = person(request)
    visible = division.submitted(user).values("pk")
    packet = get_object_or_404(sending.packets(), pk=pk, submission__in=visible)
    can_read_return(user, packet.submission).require()
    can_write_return(user).require()
    record = selectors.returns(packet)
    if record is None:
        raise Http404
    form = ReturnLetterForm(request.POST or None, letter=selectors.letter_row(record))
    if form.is_valid() and _saved(request, record, form):
        messages.success(request, _("The letter was saved."))
        url = reverse("assessments:return_letter", args=[packet.submission_id])
        return redirect(f"{url}?packet={packet.number}")
    context = {"form": form, "submission": packet.submission, "packet": packet}
    status = 422 if form.is_bound else 200
    return render(request, "assessments/return_letter_edit.html", context, status=status)


def _saved(request: HttpRequest, record: PacketRecord, form: ReturnLetterForm) -> bool:
    """Call the service; a clash is shown in the form."""
    base, values, by = form.cleaned_data["base"], form.values, person(request)
    saved = return_letter_save(record=record, base=base, values=values, by=by)
    if saved is None:
        form.clash(selectors.letter_row(record))
    return saved is not None


def _language(request: HttpRequest) -> str:
    language = request.GET.get("language") or (get_language() or "en").partition("-")[0]
    return language if language in LANGUAGES else "en"
