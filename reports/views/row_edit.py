"""Writing in a row: its form, what happens after a clash, its history (50; law 1)."""

import uuid
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nsss_gender.accounts.models import User
from reports import selectors
from reports.forms import RowFilterForm, RowForm
from reports.models import ActionItem
from reports.permissions import can_edit_row, can_read_history
from reports.selectors import row_list
from reports.selectors import rows as row_selectors
from reports.services.rows import row_edit, row_restore
from reports.services.versions import Typed
from reports.views.plans import language

FORM_METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@require_http_methods(FORM_METHODS)
@login_required
def item_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The fields of a row, both languages side by side."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.items(user), pk=pk)
    verdict = can_edit_row(user, found)
    verdict.require_role()
    status, form = HTTPStatus.OK, _form(request, found)
    if request.method == "POST" and not verdict:
        status = HTTPStatus.FORBIDDEN
    elif request.method == "POST":
        status = _saved(user, found, form)
        if status == HTTPStatus.OK:
            messages.success(request, _("The row %(row)s is saved.") % {"row": found.reference})
            return redirect(_onward(request, user, found))
    context = {"item": found, "form": form, "verdict": verdict, "query": request.GET.urlencode()}
    return render(request, "reports/item_edit.html", context, status=status)


def _form(request: HttpRequest, item: ActionItem) -> RowForm:
    """The form with what stands, or with what was posted."""
    data = cast("QueryDict", request.POST) if request.method == "POST" else None
    values = row_selectors.row_values(item)
    choices = row_selectors.row_choices(item)
    return RowForm(
        data, number=item.number, values=values, choices=choices, institutional=item.institutional
    )


def _saved(user: User, item: ActionItem, form: RowForm) -> HTTPStatus:
    """Save the row: 200, 422 with complaints in the form, or 409 after a clash."""
    if form.is_valid():
        typed = Typed(form.cleaned_data["base"], form.values())
        try:
            saved = row_edit(item=item, typed=typed, by=user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            if saved.clashes:
                form.start_again(saved.number, saved.values, saved.clashes)
                return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _onward(request: HttpRequest, user: User, item: ActionItem) -> str:
    """Where to go after a save: the row, or the next one under the same filter, or the list after the last."""
    query = request.GET.urlencode()
    tail = f"?{query}" if query else ""
    if "next" not in request.POST:
        return reverse("reports:item", args=[item.pk]) + tail
    limits = RowFilterForm(request.GET, ministries=row_list.listed_ministries(user, item.plan))
    following = row_list.next_row(user, item, limits.limits, language())
    if following:
        return reverse("reports:item_edit", args=[following]) + tail
    messages.info(request, _("That was the last row of this list."))
    return reverse("reports:rows", args=[item.plan_id]) + tail


@require_safe
@login_required
def item_history(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Every version of a row, texts that were kept beside included."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.items(user), pk=pk)
    can_read_history(user, found).require()
    versions = row_selectors.row_versions(found)
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "item": found,
        "page": page,
        "versions": row_selectors.versions_shown(found, page.object_list),
        "verdict": can_edit_row(user, found),
    }
    return render(request, "reports/item_history.html", context)


@require_POST
@login_required
def item_restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring an earlier or kept text of a row back as a new version."""
    user = cast("User", request.user)
    found = row_selectors.row_version(user, pk)
    if found is None:
        raise Http404
    version, item = found
    row_restore(version=version, item=item, by=user)
    messages.success(request, _("The earlier text stands again, as a new version."))
    return redirect("reports:item_history", item.pk)
