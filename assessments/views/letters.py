"""The call letter: its text for the round, and the letter of each ministry (107)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.letters import LetterForm
from assessments.models import Round
from assessments.permissions import can_read_letter, can_write_letter
from assessments.selectors import letters as selectors
from assessments.services.letters import letter_save
from assessments.views.moves import person
from nsss_gender.accounts.models import Ministry

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Type the letter of a round; the letters of the ministries are linked below."""
    can_write_letter(person(request)).require()
    round_ = get_object_or_404(Round, pk=pk)
    form = LetterForm(request.POST or None, letter=selectors.letter_of(round_))
    if form.is_valid() and _saved(request, round_, form):
        messages.success(request, _("The call letter was saved."))
        return redirect("assessments:round_letter", pk)
    context = {
        "round": round_,
        "form": form,
        "letter": selectors.letter_of(round_),
        "addressees": selectors.addressees(round_),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/letter_edit.html", context, status=status)


def _saved(request: HttpRequest, round_: Round, form: LetterForm) -> bool:
    """Call the service; a clash is shown in the form."""
    base, values = form.cleaned_data["base"], form.values
    saved = letter_save(round_=round_, base=base, values=values, by=person(request))
    current = selectors.letter_of(round_)
    if saved is None and current:
        form.clash(current)
    return saved is not None


@require_safe
@login_required
def letter(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The letter to one ministry, as it is printed; in the language of the page, or the one asked for."""
    addressee = get_object_or_404(Ministry, pk=ministry)
    typed = selectors.letter_of(get_object_or_404(Round, pk=pk))
    if typed is None:
        raise Http404
    can_read_letter(person(request), typed, addressee).require()
    language = request.GET.get("language") or (get_language() or "en").partition("-")[0]
    language = language if language in selectors.LANGUAGES else "en"
    context = {
        "round": typed.round,
        "letter": selectors.letter(typed, addressee, language),
        "writer": can_write_letter(person(request)),
    }
    return render(request, "assessments/letter.html", context)
