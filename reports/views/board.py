"""The board of a round: one screen, one sheet of paper, one workbook (38)."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments.permissions import can_write_letter
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_rounds
from reports.exports import board as face
from reports.forms import FiguresForm
from reports.models import Subject
from reports.permissions import can_export, can_read_board
from reports.selectors import board as selectors
from reports.views.asking import file_asked
from reports.views.plans import language


@require_safe
@login_required
def board_now(request: HttpRequest) -> HttpResponse:
    """Lead to the board of the round that was opened last."""
    can_read_board(cast("User", request.user)).require()
    round_ = selectors.newest()
    if round_ is None:
        return render(request, "reports/board_none.html")
    return redirect("reports:board", round_.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def board(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The board of a round, or a file of it. ``?show=`` leaves the ministries of one count."""
    user = cast("User", request.user)
    can_read_board(user).require()
    round_ = get_object_or_404(selectors.boards(), pk=pk)
    form = FiguresForm(request.POST) if request.method == "POST" else _fresh()
    if form.is_bound and form.is_valid():
        return file_asked(request, Subject.of_board(round_), form)
    writer, only = can_write_letter(user), face.known(request.GET.get("show", ""))
    read = selectors.board(round_)
    context = {
        "round": round_,
        "form": form,
        "board": face.render(read, language(), only, reminders=writer.allowed),
        "export": can_export(user, Subject.of_board(round_)),
        "writer": writer,
        "keeper": can_manage_rounds(user),
    }
    return render(request, "reports/board.html", context, status=422 if form.errors else 200)


def _fresh() -> FiguresForm:
    return FiguresForm.fresh(ministry=None, language=language())
