"""Files: asked for, watched, cancelled, fetched."""

import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts.models import Ministry, User
from nsss_gender.files.serving import Filed, download
from programmes.models import Cluster
from reports import selectors, tasks
from reports.enums import ExportFormat
from reports.forms import AgainForm, ExportForm
from reports.models import ActionPlan, Export, Subject
from reports.permissions import can_ask_again, can_cancel, can_fetch
from reports.services import exports as services
from reports.views.asking import file_asked

TYPES = {
    ExportFormat.PDF: "application/pdf",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_POST
@login_required
def export_ask(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask for a file of the national draft or of a chapter."""
    user, form = cast("User", request.user), ExportForm(request.POST)
    valid = form.is_valid()
    subject = _source(user, pk, form.cleaned_data)
    if not valid:
        context = {"form": form, "plan": subject.plan}
        return render(request, "reports/export_ask.html", context, status=422)
    return file_asked(request, subject, form)


def _source(user: User, pk: uuid.UUID, chosen: Mapping[str, Any]) -> Subject:
    """The plan, or the chapter of it, that the user may read; else 404."""
    plans = ActionPlan.objects.select_related("round")
    if key := chosen.get("ministry"):
        plan = get_object_or_404(plans.chapter_visible_to(user, key), pk=pk)
        place = get_object_or_404(Ministry, pk=key, expectations__round=plan.round_id)
        return Subject.of_plan(plan, place)
    if code := chosen.get("cluster"):
        cluster = get_object_or_404(Cluster, code=code)
        plan = get_object_or_404(plans.cluster_visible_to(user, cluster), pk=pk)
        return Subject.of_cluster(plan, cluster)
    return Subject.of_plan(get_object_or_404(plans.visible_to(user), pk=pk))


@require_safe
@login_required
def exports(request: HttpRequest) -> HttpResponse:
    """The user's own files, newest first."""
    page = selectors.export_page(cast("User", request.user), request.GET.get("page"))
    return render(request, "reports/exports.html", {"page": page})


@require_safe
@login_required
def export(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far a file is; a silent one is handed to the next worker."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.exports(user), pk=pk)
    if found.silent and tasks.sweep():
        found = get_object_or_404(selectors.exports(user), pk=pk)
    return render(request, "reports/export.html", _context(user, found))


def _context(user: User, found: Export) -> dict[str, Any]:
    return {
        "export": found,
        "cancel": can_cancel(user, found),
        "fetch": can_fetch(user, found),
        "again": can_ask_again(user, found) if found.ended else None,
        "again_fields": [("key", uuid.uuid4())],
    }


@require_POST
@login_required
def export_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more for a file that is no longer kept, failed or was cancelled."""
    user, form = cast("User", request.user), AgainForm(request.POST)
    found = get_object_or_404(selectors.exports(user), pk=pk)
    if not form.is_valid():
        return render(request, "reports/export.html", _context(user, found), status=422)
    made = services.export_again(key=form.cleaned_data["key"], export=found, by=user)
    tasks.queue_waiting()
    messages.success(request, _("The file is being made. You can leave this page and come back."))
    return redirect("reports:export", pk=made.pk)


@require_POST
@login_required
def export_cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop the making of a file."""
    user = cast("User", request.user)
    found = get_object_or_404(Export.objects.visible_to(user), pk=pk)
    services.export_cancel(export=found, by=user)
    messages.success(request, _("The making of the file is stopped."))
    return redirect("reports:export", pk=found.pk)


@require_safe
@login_required
def export_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The finished file, as an attachment, if its asker may still read what it holds (34, 38)."""
    user = cast("User", request.user)
    found = get_object_or_404(selectors.exports(user), pk=pk)
    can_fetch(user, found).require()
    if not found.path.is_file():
        raise Http404(_("The file is no longer kept. Ask for it again."))
    file = Filed(found.file_digest, TYPES[ExportFormat(found.format)])
    plain = f"{found.subject.code}-{found.language}.{found.format}"
    return download(file, name=found.file_name, plain=plain)
