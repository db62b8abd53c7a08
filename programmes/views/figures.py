"""People reached and budget of a programme: entered by the ministries that run it and by keepers (5, 6)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nsss_gender.accounts.permissions import can_manage_register
from programmes.forms.base import ReasonForm
from programmes.forms.figures import BudgetForm, CoverageForm
from programmes.models import Budget, Coverage, Programme
from programmes.permissions import can_change_figure, can_record_coverage
from programmes.services import register as services
from programmes.views.asking import Place, ask, me

read_or_write = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class Kind:
    """One kind of figure: its row, its form, its service and its words."""

    model: type[Any]
    form: type[Any]
    save: Callable[..., object]
    argument: str
    words: dict[str, Any]


COVERAGE = Kind(
    Coverage, CoverageForm, services.coverage_save, "coverage",
    {"add": gettext_lazy("People reached: a new year"), "edit": gettext_lazy("People reached: correct a row")},
)  # fmt: skip
BUDGET = Kind(
    Budget, BudgetForm, services.budget_save, "budget",
    {"add": gettext_lazy("Budget: a new year"), "edit": gettext_lazy("Budget: correct a row")},
)  # fmt: skip


@read_or_write
def coverage_add(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """People reached in a year."""
    return _add(request, programme_id, COVERAGE)


@read_or_write
def coverage_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A row of people reached, corrected."""
    return _edit(request, pk, COVERAGE)


@read_or_write
def coverage_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A row of people reached, taken out with a reason."""
    return _withdraw(request, pk, COVERAGE)


@read_or_write
def budget_add(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """The budget of a year."""
    return _add(request, programme_id, BUDGET)


@read_or_write
def budget_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A budget, corrected."""
    return _edit(request, pk, BUDGET)


@read_or_write
def budget_withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A budget, taken out with a reason."""
    return _withdraw(request, pk, BUDGET)


def _add(request: HttpRequest, programme_id: uuid.UUID, kind: Kind) -> HttpResponse:
    by = me(request)
    programme = get_object_or_404(Programme, pk=programme_id)
    form = kind.form(request.POST or None, number=0, keeper=bool(can_manage_register(by)))
    return ask(
        request,
        form,
        lambda _given: kind.save(by=by, **{kind.argument: form.row(programme)}),
        verdict=can_record_coverage(by, programme),
        words={"title": kind.words["add"], **_saving()},
        back=_back(programme),
    )


def _edit(request: HttpRequest, pk: uuid.UUID, kind: Kind) -> HttpResponse:
    by = me(request)
    row = get_object_or_404(kind.model.objects.select_related("programme"), pk=pk)
    form = kind.form(
        request.POST or None,
        instance=row,
        number=row.number,
        keeper=bool(can_manage_register(by)),
    )
    base = row.number
    return ask(
        request,
        form,
        lambda _given: kind.save(by=by, base=base, **{kind.argument: form.row(row.programme)}),
        verdict=can_change_figure(by, row),
        words={"title": kind.words["edit"], **_saving()},
        back=_back(row.programme),
    )


def _withdraw(request: HttpRequest, pk: uuid.UUID, kind: Kind) -> HttpResponse:
    by = me(request)
    row = get_object_or_404(kind.model.objects.select_related("programme"), pk=pk)
    words = {
        "title": _("Withdraw the row of %(period)s") % {"period": row.period or _("Not stated")},
        "text": _("It is no longer shown or reckoned with. It stays in the history, with your reason."),
        "button": _("Withdraw the row"),
        "done": _("The row was withdrawn."),
    }  # fmt: skip
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda given: services.figure_withdraw(by=by, figure=row, **given),
        verdict=can_record_coverage(by, row.programme),
        words=words,
        back=_back(row.programme),
    )


def _saving() -> dict[str, str]:
    return {"button": _("Save the figures"), "done": _("The figures were saved.")}


def _back(programme: Programme) -> Place:
    return Place(reverse("programmes:detail", args=[programme.pk]), programme)
