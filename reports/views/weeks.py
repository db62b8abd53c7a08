"""Papers of a round for those who supervise it: the weekly summary and the ledger of extensions (34, 38)."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from assessments.models import Round
from nsss_gender.accounts.models import User
from reports import selectors
from reports.builders import ledger as ledger_builder
from reports.builders import weekly as weekly_builder
from reports.documents import Document
from reports.exports import page
from reports.forms import ExportForm
from reports.models import Subject
from reports.permissions import can_export, can_read, can_read_board
from reports.selectors import board as boards
from reports.views.asking import file_asked
from reports.views.plans import language

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
Build = Callable[[Round, str], Document]


@get_or_post
@login_required
def weekly(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The week in one page as it stands now, its files, and those of earlier weeks."""
    user = cast("User", request.user)
    can_read_board(user).require()
    round_ = get_object_or_404(boards.boards(), pk=pk)
    context = {"round": round_, "weeks": selectors.weeks(user, round_)}
    return _paper(request, Subject.of_week(round_), weekly_builder.build, context)


@get_or_post
@login_required
def ledger(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The ledger of extensions, to print or to reckon with."""
    user = cast("User", request.user)
    round_ = get_object_or_404(boards.boards(), pk=pk)
    can_read(user, Subject.of_ledger(round_)).require()
    context = {"round": round_, "weeks": []}
    return _paper(request, Subject.of_ledger(round_), ledger_builder.build, context)


def _paper(
    request: HttpRequest, subject: Subject, build: Build, context: dict[str, Any]
) -> HttpResponse:
    """Show the document with the form that asks for its file, or ask for it."""
    user = cast("User", request.user)
    form = _form(request)
    if form.is_bound and form.is_valid():
        return file_asked(request, subject, form)
    document = build(context["round"], language())
    context |= {
        "form": form,
        "title": document.title,
        "document": page.render(document),
        "export": can_export(user, subject),
    }
    return render(request, "reports/round_paper.html", context, status=422 if form.errors else 200)


def _form(request: HttpRequest) -> ExportForm:
    if request.method == "POST":
        return ExportForm(request.POST)
    return ExportForm.fresh(language=language())
