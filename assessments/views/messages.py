"""Waiting on me: what is to be done, and what the person's seats were told (36)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.permissions.mails import can_read_mails
from assessments.selectors import messages as selectors
from assessments.selectors.posting import mail_server
from assessments.selectors.waiting import todos
from assessments.services import messages as services
from assessments.views.doors import person

PAGE_SIZE = 20


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits on the person with its dates, then the messages, unread first."""
    user = person(request)
    page = Paginator(selectors.notices_of(user), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "todos": todos(user),
        "page": page,
        "told": selectors.messages(page.object_list),
        "keeper": can_read_mails(user),
        "server": mail_server(),
    }
    return render(request, "assessments/messages.html", context)


@require_POST
@login_required
def read(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Mark one message as read."""
    notice = get_object_or_404(selectors.notices_of(person(request)), pk=pk)
    services.notice_read(notice=notice, by=person(request))
    return redirect("assessments:messages")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    services.notices_read(by=person(request))
    messages.success(request, _("All messages are marked as read. They stay in the list."))
    return redirect("assessments:messages")
