"""Letters of a round and their letterhead: the text, and the letter of each ministry (107)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.enums import LetterKind
from assessments.forms.letters import LetterForm, LetterheadForm
from assessments.models import Round
from assessments.permissions import can_read_ledger, can_read_letter, can_write_letter
from assessments.selectors import letters as selectors
from assessments.selectors import reminders
from assessments.services.letters import letter_save, letterhead_save
from assessments.views.moves import person
from nsss_gender.accounts.models import Ministry

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
EDITED = {
    LetterKind.CALL: "assessments:round_letter",
    LetterKind.REMINDER: "assessments:round_reminder",
}


@get_or_post
@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Type the call letter of a round; the letters of the ministries are linked beside."""
    can_write_letter(person(request)).require()
    round_ = get_object_or_404(Round, pk=pk)
    return _edit(request, round_, LetterKind.CALL)


@get_or_post
@login_required
def edit_reminder(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Type the reminder of a round; the ministries whose reports are out are listed beside."""
    can_write_letter(person(request)).require()
    round_ = get_object_or_404(Round, pk=pk, opened_at__isnull=False)
    return _edit(request, round_, LetterKind.REMINDER)


def _edit(request: HttpRequest, round_: Round, kind: LetterKind) -> HttpResponse:
    typed = selectors.letter_of(round_, kind)
    form = LetterForm(request.POST or None, letter=typed, kind=kind)
    if form.is_valid() and _saved(request, round_, form, kind):
        messages.success(request, _("The letter was saved."))
        return redirect(EDITED[kind], round_.pk)
    calls = kind == LetterKind.CALL
    context = {
        "round": round_,
        "kind": kind,
        "form": form,
        "letter": typed,
        "addressees": selectors.addressees(round_) if calls else (),
        "missing": () if calls else reminders.missing(round_),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessments/letter_edit.html", context, status=status)


def _saved(request: HttpRequest, round_: Round, form: LetterForm, kind: LetterKind) -> bool:
    """Call the service; a clash is shown in the form."""
    base, values, by = form.cleaned_data["base"], form.values, person(request)
    saved = letter_save(round_=round_, base=base, values=values, by=by, kind=kind)
    current = selectors.letter_of(round_, kind)
    if saved is None and current:
        form.clash(current)
    return saved is not None


@get_or_post
@login_required
def letterhead(request: HttpRequest) -> HttpResponse:
    """Type the lines above every letter and document."""
    can_write_letter(person(request)).require()
    form = LetterheadForm(request.POST or None, head=selectors.letterhead_row())
    if form.is_valid():
        data, by = form.cleaned_data, person(request)
        if letterhead_save(base=data["base"], values=form.values, by=by):
            messages.success(request, _("The letterhead was saved."))
            return redirect("assessments:letterhead")
        if stands := selectors.letterhead_row():
            form.clash(stands)
    status = 422 if form.is_bound else 200
    return render(request, "assessments/letterhead.html", {"form": form}, status=status)


@require_safe
@login_required
def letter(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The call letter to one ministry, as it is printed, in the language of the page or as asked for."""
    addressee = get_object_or_404(Ministry, pk=ministry)
    typed = selectors.letter_of(get_object_or_404(Round, pk=pk))
    if typed is None:
        raise Http404
    can_read_letter(person(request), typed, addressee).require()
    context = {
        "round": typed.round,
        "kind": LetterKind.CALL,
        "letter": selectors.letter(typed, addressee, _language(request)),
        "writer": can_write_letter(person(request)),
    }
    return render(request, "assessments/letter.html", context)


@require_safe
@login_required
def reminder(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The reminder to one ministry, as it is printed, with the wording that stands now."""
    can_read_ledger(person(request)).require()
    round_ = get_object_or_404(Round, pk=pk, opened_at__isnull=False)
    found = reminders.reminded(round_, get_object_or_404(Ministry, pk=ministry))
    if found is None:
        raise Http404
    context = {
        "round": round_,
        "kind": LetterKind.REMINDER,
        "reminded": found,
        "letter": reminders.reminder(round_, found, _language(request)),
        "writer": can_write_letter(person(request)),
    }
    return render(request, "assessments/letter.html", context)


def _language(request: HttpRequest) -> str:
    language = request.GET.get("language") or (get_language() or "en").partition("-")[0]
    return language if language in selectors.LANGUAGES else "en"
