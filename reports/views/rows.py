"""The rows of a plan: the list, a row and where it comes from."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nsss_gender.accounts.models import User
from reports import selectors
from reports.forms import RowFilterForm
from reports.permissions import (
    can_add_row,
    can_decide_row,
    can_edit_row,
    can_read_answer,
    can_read_history,
)
from reports.selectors import row_list, row_source
from reports.views.plans import language

PER_PAGE = 30


@require_safe
@login_required
def rows(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The rows of a plan that the user may read, with what each still lacks."""
    user = cast("User", request.user)
    plan = get_object_or_404(row_list.plans_with_rows(user).select_related("round"), pk=pk)
    form = RowFilterForm(request.GET, ministries=row_list.listed_ministries(user, plan))
    found = row_list.row_list(user, plan, form.limits, language())
    context = {
        "plan": plan,
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "places": [one for one in row_list.own_places(user, plan) if can_add_row(user, one)],
        "lacking": row_list.lacking_lines(user, plan, form.limits),
    }
    return render(request, "reports/rows.html", context)


@require_safe
@login_required
def item(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A row, and in one click the answer, version, evidence and comments it rests on (49)."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.items(user), pk=pk)
    readable = bool(found.entry and can_read_answer(user, found))
    context = {
        "item": found,
        "entry": found.entry,
        "edit": can_edit_row(user, found),
        "history": can_read_history(user, found),
        "decide": can_decide_row(user, found),
        "supports": found.supports.select_related("ministry"),
        "references": found.references.all(),
        "merged": found.merged_rows.select_related("ministry", "cluster", "entry__programme"),
        "lines": row_source.priority_lines(found, levels=readable),
        "source": row_source.row_source(user, found, language()) if readable else None,
        "readable": readable,
        "suggestions": row_source.suggestions(found) if found.source_changed_at else (),
    }
    return render(request, "reports/item.html", context)
