"""Pages of the register, for reading. Everybody with a seat may see them."""

import uuid
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import can_manage_register
from programmes import permissions, selectors
from programmes.forms.search import SearchForm
from programmes.permissions import can_view_register

PAGE_SIZE = 50


@require_safe
@login_required
def programme_list(request: HttpRequest) -> HttpResponse:
    """Fifty programmes a page, searched and filtered."""
    can_view_register(cast("User", request.user)).require()
    lists = selectors.choices()
    form = SearchForm(request.GET, choices=lists)
    found = selectors.programme_listing(form.search)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = selectors.programme_rows(page.object_list, lists)
    keeper = can_manage_register(cast("User", request.user))
    context = {"form": form, "page": page, "rows": rows, "can_keep": keeper}
    return render(request, "programmes/programme_list.html", context)


@require_safe
@login_required
def programme_detail(request: HttpRequest, programme_id: uuid.UUID) -> HttpResponse:
    """All that the register knows of one programme."""
    by = cast("User", request.user)
    can_view_register(by).require()
    programme = get_object_or_404(selectors.programme_whole(), pk=programme_id)
    today = timezone.localdate()
    links = [link for link in programme.ministry_links.all() if link.holds_on(today)]
    context = {
        "programme": programme,
        "links": links,
        "successions": selectors.successions(programme),
        "can_keep": can_manage_register(by),
        "can_change": permissions.can_change_programme(by, programme),
        "can_confirm": permissions.can_confirm_programme(by, programme),
        "can_reopen": permissions.can_reopen_programme(by, programme),
        "can_record": permissions.can_record_coverage(by, programme),
    }
    return render(request, "programmes/programme_detail.html", context)
