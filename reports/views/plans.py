"""Plans: the list, the national draft, a ministry's chapter."""

import uuid
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts.models import Ministry, User
from nsss_gender.language.numbers import number
from reports import selectors
from reports.builders import chapter as chapter_document
from reports.builders import plan as plan_document
from reports.exports import page
from reports.forms import ExportForm
from reports.models import ActionPlan, Subject
from reports.permissions import can_analyse, can_draft, can_export, can_read_plan, can_refresh
from reports.services import plans as services
from reports.services.plans import Refreshed


def language() -> str:
    """The language of the page: en or bn."""
    return "bn" if (get_language() or "").startswith("bn") else "en"


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
    draft = selectors.draft(found)
    context = {
        "plan": found,
        "chapters": [(draft.ministry_name(one.ministry), one) for one in draft.with_rows],
        "document": page.render(plan_document.document(draft, language())),
        "refresh": can_refresh(user, found),
        "analysis": can_analyse(user, found),
        "export": can_export(user, Subject.of_plan(found)),
        "form": ExportForm.fresh(ministry=None, language=language()),
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


@require_safe
@login_required
def chapter(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The chapter of one ministry, with its files."""
    user = cast("User", request.user)
    plans_ = ActionPlan.objects.chapter_visible_to(user, ministry).select_related("round")
    found = get_object_or_404(plans_, pk=pk)
    place = get_object_or_404(Ministry, pk=ministry, expectations__round=found.round_id)
    draft = selectors.draft(found, place)
    context = {
        "plan": found,
        "ministry": draft.ministry_name(place),
        "items": draft.items,
        "document": page.render(chapter_document.document(draft, place, language())),
        "export": can_export(user, Subject.of_plan(found, place)),
        "form": ExportForm.fresh(ministry=place.pk, language=language()),
        "whole": can_read_plan(user, found).allowed,
        "analysis": can_analyse(user, found, ministry=place),
        "ministry_id": place.pk,
    }
    return render(request, "reports/chapter.html", context)
