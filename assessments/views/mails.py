"""Mail that could not be sent: whom to ring, and "try again" (36)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments import tasks
from assessments.models import Mail
from assessments.permissions import can_write_letter
from assessments.permissions.mails import can_read_addresses, can_read_mails
from assessments.selectors import mails as selectors
from assessments.selectors.posting import mail_server
from assessments.services.mailing import mail_again
from assessments.views.doors import person

PAGE_SIZE = 50


@require_safe
@login_required
def mails(request: HttpRequest) -> HttpResponse:
    """What could not be sent, the newest first; addresses only for who keeps them."""
    user = person(request)
    can_read_mails(user).require()
    page = Paginator(selectors.unsent(), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": selectors.unsent_in_words(page.object_list),
        "outbox": selectors.outbox(),
        "server": mail_server(),
        "addresses": can_read_addresses(user),
        "writer": can_write_letter(user),
    }
    return render(request, "assessments/mail_list.html", context)


@require_POST
@login_required
def again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put one mail back into the outbox."""
    can_read_mails(person(request)).require()
    mail_again(mail=get_object_or_404(Mail, pk=pk), by=person(request))
    tasks.deliver.enqueue()
    messages.success(request, _("The mail is sent again within a few minutes."))
    return redirect("assessments:mails")
