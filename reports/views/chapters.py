"""The chapter of a ministry or a cluster: its figures, what is to do, its programmes with their rows."""

import uuid
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nsss_gender.accounts.models import User
from programmes.models import Cluster
from reports import selectors
from reports.builders import chapter as chapter_document
from reports.builders import cluster as cluster_document
from reports.documents import Document
from reports.exports import page
from reports.forms import ExportForm
from reports.models import ActionPlan, Subject
from reports.permissions import can_analyse, can_export, can_read_levels, can_read_plan
from reports.views.plans import language, standing_groups


@require_safe
@login_required
def chapter(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The chapter of one ministry, with its files."""
    line = get_object_or_404(selectors.places(_person(request), pk, ministry))
    place = line.ministry
    subject = Subject.of_plan(line.round.plan, place)
    form = ExportForm.fresh(ministry=place.pk, language=language())
    context = _context(request, subject)
    found = context["chapter"].overview.ministries
    context |= {
        "form": form,
        "name": found[0].name,
        "report": found[0].report,
        "rows_url": f"{reverse('reports:rows', args=[pk])}?ministry={place.code}",
        "analysis_url": reverse("reports:ministry_analysis", args=[pk, place.pk]),
        "print_url": reverse("reports:chapter_print", args=[pk, place.pk]),
    }
    return render(request, "reports/chapter.html", context)


@require_safe
@login_required
def cluster(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """The chapter of one cluster over all ministries, with its files."""
    place = get_object_or_404(Cluster.objects.select_related("coordinator"), code=code)
    plans = ActionPlan.objects.cluster_visible_to(_person(request), place)
    plan = get_object_or_404(plans.select_related("round"), pk=pk)
    subject = Subject.of_cluster(plan, place)
    form = ExportForm.fresh(cluster=place.code, language=language())
    context = _context(request, subject)
    groups = standing_groups(context["chapter"].overview)
    context |= {
        "form": form,
        "name": str(place),
        "groups": groups,
        "cluster": place,
        "analysis_url": reverse("reports:cluster_analysis", args=[pk, place.code]),
        "print_url": reverse("reports:cluster_print", args=[pk, place.code]),
    }
    return render(request, "reports/chapter.html", context)


@require_safe
@login_required
def chapter_print(request: HttpRequest, pk: uuid.UUID, ministry: uuid.UUID) -> HttpResponse:
    """The ministry's chapter as its files have it: one document, whatever it is read on (law 5)."""
    line = get_object_or_404(selectors.places(_person(request), pk, ministry))
    plan, place = line.round.plan, line.ministry
    document = chapter_document.build(plan, place, language())
    return _printed(request, document, reverse("reports:chapter", args=[pk, place.pk]))


@require_safe
@login_required
def cluster_print(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """The cluster's chapter as its files have it."""
    place = get_object_or_404(Cluster.objects.select_related("coordinator"), code=code)
    plans = ActionPlan.objects.cluster_visible_to(_person(request), place)
    plan = get_object_or_404(plans.select_related("round"), pk=pk)
    document = cluster_document.build(plan, place, language())
    return _printed(request, document, reverse("reports:cluster", args=[pk, place.code]))


def _printed(request: HttpRequest, document: Document, back: str) -> HttpResponse:
    context = {"title": document.title, "document": page.render(document), "back": back}
    return render(request, "reports/chapter_print.html", context)


def _context(request: HttpRequest, subject: Subject) -> dict[str, Any]:
    """What both kinds of chapter show."""
    user, plan = _person(request), cast("ActionPlan", subject.plan)
    scope = selectors.Scope(plan, subject.ministry, subject.cluster)
    return {
        "plan": plan,
        "chapter": selectors.chapter_page(scope, request.GET.get("page")),
        "export": can_export(user, subject),
        "whole": can_read_plan(user, plan).allowed,
        "levels": can_read_levels(user, subject.ministry).allowed,
        "analysis": can_analyse(user, ministry=subject.ministry, cluster=subject.cluster).allowed,
    }


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
