"""Part A of a plan, the strategy text: read, written section by section, its history (106)."""

import uuid
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nsss_gender.accounts.models import User
from reports import selectors
from reports.builders import strategy as blocks
from reports.enums import PlanPart
from reports.exports import page
from reports.forms.texts import TextForm
from reports.models import ActionPlan
from reports.permissions import can_read_texts, can_write_text
from reports.selectors import texts
from reports.services.texts import text_restore, text_save
from reports.services.versions import Typed
from reports.views.plans import language

FORM_METHODS = ["GET", "HEAD", "POST"]
PER_PAGE = 20


@require_safe
@login_required
def strategy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All sections as they stand, with what is not written or not translated yet."""
    plan = _plan(request, pk)
    found = texts.sections(plan)
    context = {
        "plan": plan,
        "sections": [(one, page.fragment(tuple(blocks.body(one)), language())) for one in found],
        "unwritten": texts.unwritten(found),
        "untranslated": texts.untranslated_texts(found),
        "write": can_write_text(_person(request), plan),
        "history": can_read_texts(_person(request)),
    }
    return render(request, "reports/strategy.html", context)


@require_http_methods(FORM_METHODS)
@login_required
def text_edit(request: HttpRequest, pk: uuid.UUID, part: str) -> HttpResponse:
    """One section in both languages; for how the plan was made there is a suggestion."""
    plan, section = _section(request, pk, part)
    verdict = can_write_text(_person(request), plan)
    verdict.require_role()
    form, status = _form(request, plan, section), HTTPStatus.OK
    if request.method == "POST" and not verdict:
        status = HTTPStatus.FORBIDDEN
    elif request.method == "POST":
        status = _saved(_person(request), plan, section, form)
        if status == HTTPStatus.OK:
            messages.success(request, _("Saved: %(part)s.") % {"part": section.part.label})
            return redirect("reports:strategy", plan.pk)
    context = {
        "plan": plan,
        "section": section,
        "form": form,
        "verdict": verdict,
        "suggests": section.part == PlanPart.METHOD,
        "suggested": _wants_suggestion(request, section),
    }
    return render(request, "reports/text_edit.html", context, status=status)


def _wants_suggestion(request: HttpRequest, section: texts.Section) -> bool:
    return section.part == PlanPart.METHOD and "suggestion" in request.GET


def _form(request: HttpRequest, plan: ActionPlan, section: texts.Section) -> TextForm:
    """The form with what stands or what was posted; with the suggestion where that was asked for."""
    values = {f"body_{name}": section.body(name) for name in ("en", "bn")}
    if request.method != "POST" and _wants_suggestion(request, section):
        overview = selectors.overview(selectors.Scope(plan))
        values = blocks.suggestions(overview, texts.round_facts(plan))
    data = request.POST if request.method == "POST" else None
    return TextForm(data, number=section.number, values=values)


def _saved(user: User, plan: ActionPlan, section: texts.Section, form: TextForm) -> HTTPStatus:
    """Save the section: 200, 422 with complaints in the form, or 409 after a clash."""
    if form.is_valid():
        typed = Typed(form.cleaned_data["base"], form.values())
        try:
            saved = text_save(plan=plan, part=section.part, typed=typed, by=user)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            if saved.clashes:
                form.start_again(saved.number, saved.values, saved.clashes)
                return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


@require_safe
@login_required
def text_history(request: HttpRequest, pk: uuid.UUID, part: str) -> HttpResponse:
    """Every version of a section, texts that were kept beside included."""
    plan, section = _section(request, pk, part)
    can_read_texts(_person(request)).require()
    rows = texts.text_versions(section.text) if section.text else ()
    found = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "section": section,
        "page": found,
        "verdict": can_write_text(_person(request), plan),
    }
    return render(request, "reports/text_history.html", context)


@require_POST
@login_required
def text_version_restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Bring an earlier or kept text of a section back as a new version."""
    found = texts.text_version(_person(request), pk)
    if found is None:
        raise Http404
    version, text = found
    text_restore(version=version, text=text, by=_person(request))
    messages.success(request, _("The earlier text stands again, as a new version."))
    return redirect("reports:text_history", text.plan_id, text.part)


def _plan(request: HttpRequest, pk: uuid.UUID) -> ActionPlan:
    plans = ActionPlan.objects.visible_to(_person(request)).select_related("round")
    return get_object_or_404(plans, pk=pk)


def _section(request: HttpRequest, pk: uuid.UUID, part: str) -> tuple[ActionPlan, texts.Section]:
    """The plan and the section of it. Raises Http404 where there is none."""
    plan = _plan(request, pk)
    found = texts.section(plan, part)
    if found is None:
        raise Http404
    return plan, found


def _person(request: HttpRequest) -> User:
    return cast("User", request.user)
