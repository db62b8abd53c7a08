"""Deciding on lists: claims and proposed programmes for administrators, leads for the Cabinet Division."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.list_decisions import DecisionForm, LeadForm, MergeForm
from assessments.models import ListClaim
from assessments.permissions.leads import (
    can_decide_claim,
    can_decide_lead,
    can_decide_leads,
    can_decline_claim,
    can_merge_proposal,
    claims_on,
)
from assessments.selectors import list_decisions as selectors
from assessments.services.leads import lead_decide
from assessments.services.list_decisions import claim_accept, claim_decline
from assessments.services.proposed import proposal_confirm, proposal_merge
from assessments.views.adding import done, status_of
from assessments.views.doors import person
from nsss_gender.accounts.permissions import can_manage_register
from programmes.models import Programme

FORM_METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 20


@require_safe
@login_required
def claims(request: HttpRequest) -> HttpResponse:
    """What waits for an administrator: claims, the oldest first, and proposed programmes."""
    can_manage_register(person(request)).require()
    page = Paginator(selectors.open_claims(), PAGE_SIZE).get_page(request.GET.get("page"))
    proposals = list(selectors.proposals()[: PAGE_SIZE + 1])
    context = {"page": page, "proposals": proposals[:PAGE_SIZE], "more": proposals[PAGE_SIZE:]}
    return render(request, "assessments/list_claims.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def claim(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Accept or decline one claim."""
    can_manage_register(person(request)).require()
    row = selectors.claim_or_none(pk)
    if row is None:
        raise Http404
    said = claims_on(row.assessment)
    form = DecisionForm(request.POST or None, dated=bool(row.day))
    if request.method == "POST" and _claim_decided(request, row, form):
        messages.success(request, _("Decided. The ministry is told."))
        return redirect("assessments:list_claims")
    context = {
        "claim": row,
        "sides": selectors.sides(row.assessment, said),
        "form": form,
        "accepting": can_decide_claim(person(request), row, said),
        "declining": can_decline_claim(person(request), row, said),
    }
    return render(request, "assessments/list_claim.html", context, status=status_of(form))


def _claim_decided(request: HttpRequest, row: ListClaim, form: DecisionForm) -> bool:
    """Take the decision that was pressed; false where the form shows what lacks."""
    by = person(request)

    def act() -> None:
        note = form.cleaned_data["note"]
        if "decline" in request.POST:
            claim_decline(claim=row, note=note, by=by)
        else:
            claim_accept(claim=row, day=form.chosen_day, note=note, by=by)

    return done(form, act)


@require_http_methods(FORM_METHODS)
@login_required
def proposal(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A proposed programme: like ones of the register, confirm it, or merge it into one of them."""
    can_manage_register(person(request)).require()
    programme = get_object_or_404(selectors.proposals(), pk=pk)
    held = selectors.proposal_holders(programme)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and done(form, lambda: _merged(request, programme, form)):
        messages.success(request, _("Merged. The answers are kept, and the ministry is told."))
        return redirect("assessments:list_claims")
    context = {
        "programme": programme,
        "held": held,
        "alike": selectors.alike(programme),
        "form": form,
        "verdict": can_merge_proposal(person(request), programme, held),
    }
    return render(request, "assessments/list_proposal.html", context, status=status_of(form))


def _merged(request: HttpRequest, programme: Programme, form: MergeForm) -> None:
    proposal_merge(
        programme=programme,
        into=form.cleaned_data["into"],
        day=timezone.localdate(),
        reason=form.cleaned_data["reason"],
        source="",
        by=person(request),
    )


@require_POST
@login_required
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """It is a programme of its own."""
    can_manage_register(person(request)).require()
    proposal_confirm(programme=get_object_or_404(selectors.proposals(), pk=pk), by=person(request))
    messages.success(request, _("Confirmed. The ministry is told."))
    return redirect("assessments:list_claims")


# ── The Cabinet Division ────────────────────────────────────────────────────────────────────────


@require_safe
@login_required
def leads(request: HttpRequest) -> HttpResponse:
    """The programmes whose lead the ministries do not agree on."""
    can_decide_leads(person(request)).require()
    page = Paginator(selectors.disputed(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/lead_list.html", {"page": page})


@require_http_methods(FORM_METHODS)
@login_required
def lead(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Both sides' words on one programme, and the decision."""
    user = person(request)
    can_decide_leads(user).require()
    assessment = get_object_or_404(selectors.leads_spoken_of(), pk=pk)
    said = claims_on(assessment)
    form = LeadForm(request.POST or None, ministries=list(selectors.ministries()))

    def act() -> None:
        given = {"day": form.cleaned_data["day"], "reason": form.cleaned_data["reason"]}
        lead_decide(assessment=assessment, lead=form.chosen_lead, by=user, **given)

    if request.method == "POST" and done(form, act):
        messages.success(request, _("Decided. The ministries are told."))
        return redirect("assessments:lead_list")
    context = {
        "assessment": assessment,
        "sides": selectors.sides(assessment, said),
        "form": form,
        "verdict": can_decide_lead(user, assessment, said),
    }
    return render(request, "assessments/lead_decide.html", context, status=status_of(form))
