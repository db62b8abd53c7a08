"""A ministry's calendar: the page of its secret address, and the feed behind it (99)."""

import hashlib
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.forms.calendars import CalendarForm
from assessments.permissions.calendars import can_keep_calendar
from assessments.selectors import calendars as selectors
from assessments.services.calendars import feed_end, feed_follow, feed_make
from assessments.views.doors import person
from nsss_gender.accounts.services.limits import within_limit

LANGUAGES = ("bn", "en")
MOST_A_MINUTE = 300  # from one address: a whole ministry may stand behind it


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """What the calendar is and whether it has an address; a new one is shown in the answer to the
    post, this once, and stored nowhere."""
    seat = can_keep_calendar(person(request)).require()
    form = CalendarForm(request.POST or None)
    made = None
    if form.is_bound and form.is_valid():
        made = feed_make(key=form.cleaned_data["key"], by=person(request))
    assert seat.ministry  # noqa: S101 - a focal point's seat has one
    context = {
        "ministry": seat.ministry,
        "form": form if form.errors else CalendarForm(),
        "made": made,
        "links": _links(made.token) if made and made.token else (),
        "feed": selectors.standing_feed(seat.ministry),
    }
    return render(request, "assessments/calendar.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """Let the address stop working."""
    feed_end(by=person(request))
    messages.success(
        request, _("The address no longer works. Calendars that followed it stand still.")
    )
    return redirect("assessments:calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The dates as RFC 5545; an address that never was and one that has ended are not told apart."""
    address = get_adapter().get_client_ip(request)
    if not within_limit("calendar", address, most=MOST_A_MINUTE):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"})
    found = feed_follow(token=token)
    if found is None:
        raise Http404
    asked = request.GET.get("lang", "")
    content = selectors.calendar(found.ministry, asked if asked in LANGUAGES else LANGUAGES[0])
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = etag
    answer["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=answer) or answer


def _links(token: str) -> tuple[tuple[str, str], ...]:
    address = settings.NSSS_SITE + reverse("assessments:calendar_feed", args=[token])
    return tuple((code, f"{address}?lang={code}") for code in LANGUAGES)
