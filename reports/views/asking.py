"""Asking for a file, from whatever page: one way (decision 9)."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import User
from reports import tasks
from reports.forms import ExportForm, PaperForm
from reports.models import Subject
from reports.services import exports as services


def file_asked(
    request: HttpRequest, subject: Subject, form: ExportForm | PaperForm
) -> HttpResponse:
    """Ask for the file that a valid ``form`` names, and lead to it. Raises PermissionDenied."""
    data, by = form.cleaned_data, cast("User", request.user)
    wanted = services.Wanted(format=data["format"], language=data["language"])
    export = services.export_ask(key=data["key"], of=subject, wanted=wanted, by=by)
    tasks.queue_waiting()
    messages.success(request, _("The file is being made. You can leave this page and come back."))
    return redirect("reports:export", pk=export.pk)
