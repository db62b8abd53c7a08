"""Plans: the list, and the national draft in figures."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts.models import User
from nsss_gender.language.numbers import number
from reports import selectors
from reports.enums import Standing
from reports.forms import ExportForm
from reports.models import ActionPlan, Subject
from reports.permissions import can_analyse, can_draft, can_export, can_refresh
from reports.selectors import Chapter, Overview
from reports.services import plans as services
from reports.services.plans import Refreshed

TONES = {
    Standing.SETTLED: "ok",
    Standing.NIL: "ok",
    Standing.UNSETTLED: "info",
    Standing.MISSING: "attention",
    Standing.NOT_EXPECTED: "neutral",
}


def language() -> str:
    """The language of the page: en or bn."""
    return "bn" if (get_language() or "").startswith("bn") else "en"


def standing_groups(overview: Overview) -> list[tuple[str, str, tuple[Chapter, ...]]]:
    """Who is settled, unsettled, nil or missing: tone, word and ministries of each that occurs."""
    return [
        (tone, str(standing.label), chapters)
        for standing, tone in TONES.items()
        if (chapters := overview.reported(standing))
    ]


@require_safe
@login_required
def plans(request: HttpRequest) -> HttpResponse:
    """The plans that the user may read, and the rounds that have none yet."""
    user = cast("User", request.user)
    context = {
        "plans": selectors.plans(user),
        "rounds": selectors.rounds_without_plan(user),
        "verdict": can_draft(user),
    }
    return render(request, "reports/plans.html", context)


@require_POST
@login_required
def plan_start(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """Start the plan of a round."""
    user = cast("User", request.user)
    round_ = get_object_or_404(selectors.startable_rounds(user), pk=round_id)
    started = services.plan_start(round_=round_, by=user)
    messages.success(request, _("The plan is started. Take the settled answers into it."))
    return redirect("reports:plan", pk=started.pk)


@require_safe
@login_required
def plan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The national draft, with its files and its refresh."""
    user = cast("User", request.user)
    found = get_object_or_404(ActionPlan.objects.visible_to(user).select_related("round"), pk=pk)
    overview = selectors.steady(found, lambda: selectors.overview(selectors.Scope(found)))
    context = {
        "plan": found,
        "overview": overview,
        "sections": selectors.sections(found),
        "groups": standing_groups(overview),
        "refresh": can_refresh(user, found),
        "analysis": can_analyse(user),
        "export": can_export(user, Subject.of_plan(found)),
        "form": ExportForm.fresh(language=language()),
    }
    return render(request, "reports/plan.html", context)


@require_POST
@login_required
def plan_refresh(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the latest settled answers into the draft."""
    user = cast("User", request.user)
    found = get_object_or_404(ActionPlan.objects.visible_to(user), pk=pk)
    messages.success(request, _told(services.plan_refresh(plan=found, by=user)))
    return redirect("reports:plan", pk=found.pk)


def _told(result: Refreshed) -> str:
    """What a refresh did, in words."""
    if not result.changed:
        return _("Nothing is new since the last refresh.")
    added, flagged = len(result.added), len(result.flagged)
    told = [
        ngettext("%(count)s row was added.", "%(count)s rows were added.", added)
        % {"count": number(added, language())}
    ]
    if flagged:
        told.append(
            ngettext(
                "%(count)s row rests on an answer that changed: it is marked.",
                "%(count)s rows rest on answers that changed: they are marked.",
                flagged,
            )
            % {"count": number(flagged, language())}
        )
    return " ".join(told)
