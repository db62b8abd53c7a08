"""The lists of the register: clusters, stages, target groups and agencies, extended by its keepers (2)."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nsss_gender.accounts.permissions import can_manage_register
from programmes.forms.terms import KINDS, word_form
from programmes.models import Agency
from programmes.permissions import can_view_register
from programmes.services.register import agency_save, term_save
from programmes.views.asking import Place, ask, me, paged

ROWS = 50
read_or_write = require_http_methods(["GET", "HEAD", "POST"])
NAMES = {
    "clusters": gettext_lazy("Clusters"),
    "stages": gettext_lazy("Life-cycle stages"),
    "groups": gettext_lazy("Target groups"),
    "agencies": gettext_lazy("Implementing agencies"),
}


@require_safe
@login_required
def word_list(request: HttpRequest, kind: str) -> HttpResponse:
    """One list, with what each word is also called."""
    by, model = me(request), _model(kind)
    can_view_register(by).require()
    tabs = [
        {"url": reverse("programmes:words", args=[name]), "label": label, "current": name == kind}
        for name, label in NAMES.items()
    ]
    context = {
        "kind": kind,
        "title": NAMES[kind],
        "tabs": tabs,
        "page": paged(request, model.objects.all(), ROWS),
        "can_change": can_manage_register(by),
    }
    return render(request, "programmes/word_list.html", context)


@read_or_write
def word_add(request: HttpRequest, kind: str) -> HttpResponse:
    """A word that the list lacks."""
    return _word(request, kind, None, _("Add to the list: %(list)s"))


@read_or_write
def word_edit(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """A cluster, stage or target group, corrected."""
    return _word(request, kind, pk, _("Change an entry: %(list)s"))


@read_or_write
def agency_edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An agency, corrected."""
    return _word(request, "agencies", pk, _("Change an entry: %(list)s"))


def _word(request: HttpRequest, kind: str, pk: int | uuid.UUID | None, title: str) -> HttpResponse:
    by, model = me(request), _model(kind)
    verdict = can_manage_register(by)
    verdict.require()
    row = get_object_or_404(model, pk=pk) if pk is not None else None
    form = word_form(kind)(request.POST or None, instance=row)
    words = {
        "title": title % {"list": NAMES[kind]},
        "button": _("Save the entry"),
        "done": _("The entry was saved."),
    }
    back = Place(reverse("programmes:words", args=[kind]), NAMES[kind])
    save = _agency if model is Agency else _term
    return ask(
        request,
        form,
        lambda _given: save(by, form.instance),
        verdict=verdict,
        words=words,
        back=back,
    )


def _agency(by: Any, row: Any) -> object:
    return agency_save(by=by, agency=row)


def _term(by: Any, row: Any) -> object:
    return term_save(by=by, term=row)


def _model(kind: str) -> Any:
    """The model of a list; 404 for a list that does not exist."""
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]
