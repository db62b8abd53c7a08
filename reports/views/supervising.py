"""Supervising a round: one ministry of the board, what is stuck, and the expected list against what came (38)."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from assessments.models import Round
from assessments.permissions import can_read_submitted
from nsss_gender.accounts.models import User
from reports.builders import board as builder
from reports.permissions import can_read_board
from reports.selectors import board as boards
from reports.selectors import drilling
from reports.selectors import stuck as selectors

PAGE_SIZE = 50


def _round(request: HttpRequest, pk: uuid.UUID) -> Round:
    """A round that has a board, for those who read boards."""
    can_read_board(cast("User", request.user)).require()
    return get_object_or_404(boards.boards(), pk=pk)


@require_safe
@login_required
def ministry(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """One ministry of the board: its programmes, who holds them, whom to ring."""
    round_ = _round(request, pk)
    row = get_object_or_404(drilling.expectation(round_), ministry=ministry)
    user = cast("User", request.user)
    drilled = drilling.drilled(round_, row)
    context = {
        "round": round_,
        "drilled": drilled,
        "expected": builder.expected(drilled.line),
        "state": builder.state(drilled.line),
        "reader": can_read_submitted(user),
    }
    return render(request, "reports/board_ministry.html", context)


@require_safe
@login_required
def stuck(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What does not move, the longest first; ``?show=`` leaves one kind."""
    round_ = _round(request, pk)
    found, only = selectors.stuck(round_), request.GET.get("show", "")
    only = only if only in selectors.RULES else ""
    shown = [one for one in found if not only or one.is_of(only)]
    context = {
        "round": round_,
        "page": Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "counts": selectors.counted(found),
        "total": len(found),
        "only": only,
        "reader": can_read_submitted(cast("User", request.user)),
    }
    return render(request, "reports/stuck.html", context)


@require_safe
@login_required
def expected(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What was expected, by name, against what came."""
    round_ = _round(request, pk)
    context = {"round": round_, "groups": boards.compared(boards.board(round_))}
    return render(request, "reports/expected.html", context)
