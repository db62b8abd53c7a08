"""Adding a row that rests on no answer (105)."""

import uuid
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nsss_gender.accounts.models import Ministry, User
from programmes.models import Cluster
from reports.enums import RowOrigin
from reports.forms import NewRowForm
from reports.models import ActionItem, ActionPlan
from reports.permissions import can_add_row
from reports.selectors.rows import row_choices
from reports.services.institutional import institutional_add


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row_new(request: HttpRequest, pk: uuid.UUID, origin: str, code: str) -> HttpResponse:
    """A new institutional row of a ministry, a cluster or the Cabinet Division."""
    user = cast("User", request.user)
    item = _owned(user, pk, origin, code)
    can_add_row(user, item).require()
    posted = cast("QueryDict", request.POST) if request.method == "POST" else None
    form = NewRowForm(posted, choices=row_choices(item))
    added = _added(user, item, form) if posted is not None else None
    if added:
        messages.success(request, _("The row %(row)s is added.") % {"row": added.reference})
        return redirect("reports:item", added.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "reports/row_new.html", {"item": item, "form": form}, status=status)


def _owned(user: User, pk: uuid.UUID, origin: str, code: str) -> ActionItem:
    """A row that is not saved, with its plan and owner; 404 for who may not read that chapter."""
    if origin == RowOrigin.MINISTRY:
        ministry = get_object_or_404(Ministry, code=code)
        plans = ActionPlan.objects.chapter_visible_to(user, ministry.pk)
        return ActionItem(plan=get_object_or_404(plans, pk=pk), origin=origin, ministry=ministry)
    if origin == RowOrigin.CLUSTER:
        cluster = get_object_or_404(Cluster, code=code)
        plans = ActionPlan.objects.cluster_visible_to(user, cluster)
        return ActionItem(plan=get_object_or_404(plans, pk=pk), origin=origin, cluster=cluster)
    if origin != RowOrigin.CABINET:
        raise Http404
    plan = get_object_or_404(ActionPlan.objects.visible_to(user), pk=pk)
    return ActionItem(plan=plan, origin=origin)


def _added(user: User, item: ActionItem, form: NewRowForm) -> ActionItem | None:
    """The row, or None with complaints in the form."""
    if not form.is_valid():
        return None
    try:
        key = form.cleaned_data["key"]
        return institutional_add(key=key, item=item, values=form.values(), by=user)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return None
