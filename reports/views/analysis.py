"""Analysis of the nation, a ministry and a cluster, and the profile of a programme."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts.models import Ministry, User
from programmes.models import Cluster
from reports.builders import analysis as builder
from reports.builders import profile as profile_document
from reports.exports import page
from reports.forms import ExportForm
from reports.models import ActionPlan, PlanEntry, Subject
from reports.permissions import can_analyse, can_export, can_read_levels, can_read_profile
from reports.selectors import profile as selectors
from reports.selectors.scope import Scope
from reports.views.asking import file_asked


@require_safe
@login_required
def analysis(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What all programmes of the plan say together."""
    user = cast("User", request.user)
    found = get_object_or_404(ActionPlan.objects.visible_to(user).with_schema(), pk=pk)
    can_analyse(user).require()
    return _shown(request, Scope(found))


@require_safe
@login_required
def ministry_analysis(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """What the programmes of one ministry say together."""
    user = cast("User", request.user)
    plans = ActionPlan.objects.chapter_visible_to(user, ministry).with_schema()
    found = get_object_or_404(plans, pk=pk)
    place = get_object_or_404(Ministry, pk=ministry, expectations__round=found.round_id)
    can_analyse(user, ministry=place).require()
    return _shown(request, Scope(found, ministry=place))


@require_safe
@login_required
def cluster_analysis(request: HttpRequest, pk: uuid.UUID, cluster: str) -> HttpResponse:
    """What the programmes of one cluster say together."""
    user, place = cast("User", request.user), get_object_or_404(Cluster, code=cluster)
    plans = ActionPlan.objects.cluster_visible_to(user, place).with_schema()
    found = get_object_or_404(plans, pk=pk)
    can_analyse(user, cluster=place).require()
    return _shown(request, Scope(found, cluster=place))


@require_safe
@login_required
def profile(request: HttpRequest, pk: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """The profile of one programme, with its files."""
    user, entry = _entry(request, pk, assessment)
    context = {
        "entry": entry,
        "document": page.render(profile_document.build(entry, _language())),
        "export": can_export(user, Subject.of_programme(entry.plan, entry.assessment)),
        "form": ExportForm.fresh(ministry=None, language=_language()),
    }
    return render(request, "reports/profile.html", context)


@require_POST
@login_required
def profile_export(request: HttpRequest, pk: uuid.UUID, assessment: uuid.UUID) -> HttpResponse:
    """Ask for a file of the profile."""
    _user, entry = _entry(request, pk, assessment)
    form = ExportForm(request.POST)
    if not form.is_valid():
        context = {"entry": entry, "form": form}
        return render(request, "reports/profile.html", context, status=422)
    return file_asked(request, Subject.of_programme(entry.plan, entry.assessment), form)


def _entry(request: HttpRequest, pk: uuid.UUID, assessment: uuid.UUID) -> tuple[User, PlanEntry]:
    """The programme of the plan whose profile the user may read; else 404, or 403 with the reason."""
    user = cast("User", request.user)
    found = selectors.entries(PlanEntry.objects.visible_to(user))
    entry = get_object_or_404(found, plan=pk, assessment=assessment)
    can_read_profile(user, entry).require()
    return user, entry


def _language() -> str:
    """The language of the page: en or bn."""
    return "bn" if (get_language() or "").startswith("bn") else "en"


def _shown(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The page of an analysis: what was chosen by its links."""
    choice = builder.Choice.of(request.GET, scope)
    lang = _language()
    found = builder.build(scope, choice, lang)
    context = {
        "plan": scope.plan,
        "scope": scope,
        "choice": choice,
        "tabs": builder.tabs(choice),
        "axes": builder.axes(scope, choice),
        "questions": builder.questions(scope, choice, lang),
        "document": page.render(found.document),
        "programmes": found.programmes,
        "profiles": can_read_levels(cast("User", request.user), scope.ministry),
        "whole": can_analyse(cast("User", request.user)),
    }
    return render(request, "reports/analysis.html", context)
