"""The pick list of policies: to read, and for an administrator to keep."""

from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_register
from reports.forms.references import ReferenceForm
from reports.models import PolicyReference
from reports.permissions import can_read_references
from reports.services.references import reference_save

PER_PAGE = 50
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def references(request: HttpRequest) -> HttpResponse:
    """The list, by paper, with the source of each line."""
    user = cast("User", request.user)
    can_read_references(user).require()
    rows = PolicyReference.objects.all()
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "can_change": can_manage_register(user),
    }
    return render(request, "reports/references.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def reference_add(request: HttpRequest) -> HttpResponse:
    """A line that the list lacks."""
    return _reference(request, None)


@require_http_methods(FORM_METHODS)
@login_required
def reference_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A line, corrected."""
    return _reference(request, pk)


def _reference(request: HttpRequest, pk: int | None) -> HttpResponse:
    user = cast("User", request.user)
    can_manage_register(user).require()
    row = get_object_or_404(PolicyReference, pk=pk) if pk else None
    form = ReferenceForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            reference_save(reference=form.instance, by=user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            messages.success(request, _("The entry was saved."))
            return redirect("reports:references")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "row": row}
    return render(request, "reports/reference_form.html", context, status=status)
