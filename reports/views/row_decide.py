"""Deciding about a row: kept, merged or dropped, its priority, what follows from a changed answer (48, 51, 53)."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nsss_gender.accounts.models import User
from reports import selectors
from reports.forms import DispositionForm, PriorityForm
from reports.models import ActionItem
from reports.permissions import can_decide_row
from reports.selectors.row_picks import in_chapter
from reports.selectors.row_source import priority_lines
from reports.services.decisions import (
    OVERTAKEN,
    Decision,
    row_dispose,
    row_follow,
    row_prioritise,
)

FORM_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(FORM_METHODS)
@login_required
def item_dispose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a row, merge it into another or drop it, with the reason."""
    user, found, posted = _opened(request, pk)
    form = DispositionForm(posted, item=found, chapter=in_chapter(found))

    def save() -> None:
        said = form.cleaned_data
        decision = Decision(said["disposition"], said["seen"], said["reason"], form.target)
        row_dispose(item=found, decision=decision, by=user)

    status = _saved(form, save) if posted is not None else None
    if status == HTTPStatus.OK:
        messages.success(request, _("The decision about the row is saved."))
        return redirect("reports:item", found.pk)
    context = {"item": found, "form": form}
    return render(request, "reports/item_dispose.html", context, status=status)


@require_http_methods(FORM_METHODS)
@login_required
def item_priority(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set a priority before the formula's, with the reason."""
    user, found, posted = _opened(request, pk)
    form = PriorityForm(posted, item=found)

    def save() -> None:
        row_prioritise(item=found, **form.cleaned_data, by=user)

    status = _saved(form, save) if posted is not None else None
    if status == HTTPStatus.OK:
        messages.success(request, _("The priority of the row is saved."))
        return redirect("reports:item", found.pk)
    context = {"item": found, "form": form, "lines": priority_lines(found, levels=True)}
    return render(request, "reports/item_priority.html", context, status=status)


@require_POST
@login_required
def item_follow(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the suggested wording for a changed answer, or keep the own text."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.items(user), pk=pk)
    take, base = request.POST.get("choice") == "take", request.POST.get("base", "")
    try:
        row_follow(item=found, take=take, base=int(base) if base.isdecimal() else 0, by=user)
    except ValidationError as overtaken:
        messages.error(request, " ".join(overtaken.messages))
    else:
        done = _("The suggested wording stands now.") if take else _("Your text stays.")
        messages.success(request, done)
    return redirect("reports:item", found.pk)


def _opened(request: HttpRequest, pk: uuid.UUID) -> tuple[User, ActionItem, object | None]:
    """Who asks, the row, and what was posted; refuses who may not decide now."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.items(user), pk=pk)
    can_decide_row(user, found).require()
    return user, found, request.POST if request.method == "POST" else None


def _saved(form: forms.Form, save: Callable[[], None]) -> HTTPStatus:
    """Save: 200, 422 with complaints at their fields, 409 where a colleague was faster."""
    if form.is_valid():
        try:
            save()
        except ValidationError as wrong:
            form.add_error(None, wrong)
            if getattr(wrong, "code", "") == OVERTAKEN:
                return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
