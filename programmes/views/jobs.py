"""Files of the register on their way in and out: brought, mapped, looked at, written, made, fetched (1, 82)."""

import uuid
from dataclasses import asdict
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.files.serving import download
from programmes import selectors, tasks
from programmes.builders import jobs as builders
from programmes.builders.known import vocabulary
from programmes.forms.jobs import ConfirmForm, ExportForm, ImportForm, WordsForm
from programmes.forms.search import SearchForm
from programmes.models import RegisterJob
from programmes.permissions import can_bring, can_map, can_stop, can_take, can_write
from programmes.services import jobs as services


@require_safe
@login_required
def job_list(request: HttpRequest) -> HttpResponse:
    """All files that came in or went out, the newest first."""
    can_manage_register(cast("User", request.user)).require()
    page = builders.job_page(request.GET.get("page"))
    return render(request, "programmes/job_list.html", {"page": page})


@login_required
def import_new(request: HttpRequest) -> HttpResponse:
    """Bring a file; it is checked here and read by the worker."""
    user = cast("User", request.user)
    verdict = can_bring(user)
    verdict.require_role()
    if request.method != "POST":
        form = ImportForm(initial={"key": uuid.uuid4()})
        return render(request, "programmes/import_new.html", {"form": form, "verdict": verdict})
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            job = _brought(form, user)
        except ValidationError as full:
            form.add_error("file", full)
        else:
            messages.success(request, _("The file is being read. Nothing is written yet."))
            return redirect("programmes:job", pk=job.pk)
    return render(
        request, "programmes/import_new.html", {"form": form, "verdict": verdict}, status=422
    )


def _brought(form: ImportForm, user: User) -> RegisterJob:
    data = form.cleaned_data
    upload = data["file"]
    brought = services.Brought(
        **upload.keep(), format=upload.kind.code, source=data["source"], grade=data["grade"]
    )
    job = services.import_ask(key=data["key"], brought=brought, by=user)
    tasks.queue_waiting()
    return job


@login_required
def export_new(request: HttpRequest) -> HttpResponse:
    """Ask for the list as the filter of the address has it, as a file."""
    user = cast("User", request.user)
    verdict = can_bring(user)
    verdict.require_role()
    search = SearchForm(request.GET, choices=selectors.choices()).search
    form = ExportForm(
        request.POST or None, initial={"key": uuid.uuid4(), "language": get_language()}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        asked = {**asdict(search), "language": data["language"]}
        job = services.export_ask(key=data["key"], format_=data["format"], asked_for=asked, by=user)
        tasks.queue_waiting()
        messages.success(
            request, _("The file is being made. You can leave this page and come back.")
        )
        return redirect("programmes:job", pk=job.pk)
    count = selectors.programme_list(search).count()
    context = {"form": form, "verdict": verdict, "count": count}
    return render(
        request, "programmes/export_new.html", context, status=422 if form.errors else 200
    )


@require_safe
@login_required
def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How far a file is, and what it would do; a silent one is handed to the next worker."""
    user = cast("User", request.user)
    can_manage_register(user).require()
    found = get_object_or_404(RegisterJob.objects.select_related("asked_by"), pk=pk)
    if found.silent and tasks.sweep():
        found.refresh_from_db()
    return _job_page(request, found, ConfirmForm())


def _job_page(
    request: HttpRequest, found: RegisterJob, form: ConfirmForm, status: int = 200
) -> HttpResponse:
    user = cast("User", request.user)
    context = {
        "job": found,
        "form": form,
        "preview": builders.preview(found, request.GET),
        "write": can_write(user, found),
        "map": can_map(user, found),
        "stop": can_stop(user, found),
        "take": can_take(user, found),
    }
    return render(request, "programmes/job.html", context, status=status)


@login_required
def job_map(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Say what unknown words of the file stand for; it is then read again."""
    user = cast("User", request.user)
    can_manage_register(user).require()
    found = get_object_or_404(RegisterJob, pk=pk)
    can_map(user, found).require()
    form = WordsForm(
        request.POST if request.method == "POST" else None,
        unknown=found.mapping.get("unknown", {}),
        words=vocabulary(),
        language=get_language() or "en",
    )
    if form.is_valid():
        services.words_map(job=found, chosen=form.chosen, by=user)
        tasks.queue_waiting()
        return redirect("programmes:job", pk=pk)
    context = {"form": form, "job": found}
    return render(request, "programmes/job_map.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def job_write(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Have the preview written."""
    user = cast("User", request.user)
    can_manage_register(user).require()
    found = get_object_or_404(RegisterJob.objects.select_related("asked_by"), pk=pk)
    form = ConfirmForm(request.POST)
    form.full_clean()
    try:
        services.import_confirm(job=found, leave_out=form.cleaned_data["leave_out"], by=user)
    except ValidationError as missing:
        form.add_error(None, missing)
        return _job_page(request, found, form, status=422)
    tasks.queue_waiting()
    messages.success(request, _("The register is being written: all of it, or nothing."))
    return redirect("programmes:job", pk=pk)


@require_POST
@login_required
def job_stop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Stop it; nothing is written then."""
    user = cast("User", request.user)
    can_manage_register(user).require()
    found = get_object_or_404(RegisterJob, pk=pk)
    services.job_stop(job=found, by=user)
    messages.success(request, _("It is stopped. Nothing of the register was changed."))
    return redirect("programmes:job", pk=pk)


@require_safe
@login_required
def job_file(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The finished file, as an attachment (34, 38)."""
    user = cast("User", request.user)
    can_manage_register(user).require()
    found = get_object_or_404(RegisterJob, pk=pk)
    can_take(user, found).require()
    return download(found, name=found.file_name)
