"""Analysis of the nation, a ministry and a cluster, and the profile of a programme."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from nsss_gender.accounts.models import Ministry, User
from programmes.models import Cluster
from reports.builders import analysis as builder
from reports.exports import page
from reports.models import ActionPlan
from reports.permissions import can_analyse
from reports.selectors.scope import Scope


@require_safe
@login_required
def analysis(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What all programmes of the plan say together."""
    user = cast("User", request.user)
    found = get_object_or_404(ActionPlan.objects.visible_to(user).with_schema(), pk=pk)
    can_analyse(user, found).require()
    return _shown(request, Scope(found))


@require_safe
@login_required
def ministry_analysis(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """What the programmes of one ministry say together."""
    user = cast("User", request.user)
    plans = ActionPlan.objects.chapter_visible_to(user, ministry).with_schema()
    found = get_object_or_404(plans, pk=pk)
    place = get_object_or_404(Ministry, pk=ministry, expectations__round=found.round_id)
    can_analyse(user, found, ministry=place).require()
    return _shown(request, Scope(found, ministry=place))


@require_safe
@login_required
def cluster_analysis(request: HttpRequest, pk: uuid.UUID, cluster: str) -> HttpResponse:
    """What the programmes of one cluster say together."""
    user, place = cast("User", request.user), get_object_or_404(Cluster, code=cluster)
    plans = ActionPlan.objects.cluster_visible_to(user, place).with_schema()
    found = get_object_or_404(plans, pk=pk)
    can_analyse(user, found, cluster=place).require()
    return _shown(request, Scope(found, cluster=place))


def _shown(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The page of an analysis: what was chosen by its links."""
    choice = builder.Choice.of(request.GET, scope)
    lang = "bn" if (get_language() or "").startswith("bn") else "en"
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
        "whole": can_analyse(cast("User", request.user), scope.plan),
    }
    return render(request, "reports/analysis.html", context)
