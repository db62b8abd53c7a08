"""Where a person lands, and their own account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from nsss_gender.accounts import selectors
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.forms.people import ProfileForm
from nsss_gender.accounts.services import user_update
from nsss_gender.accounts.views.asking import attempt, me

# The page each role needs most (product.md section 1).
HOME_PAGES = {
    Role.FOCAL_POINT: "assessments:our_report",
    Role.CONTRIBUTOR: "assessments:handed_to_me",
    Role.REVIEWER: "assessments:queue",
    Role.TECHNICAL_SUPPORT: "assessments:queue",
    Role.APPROVER: "assessments:decisions",
    Role.COORDINATOR: "assessments:accepted",
    Role.OBSERVER: "assessments:accepted",
    Role.ADMINISTRATOR: "assessments:rounds",
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to the page of the seat in use, after a hand-over to its briefing first; without a seat say
    whom to ask."""
    seats = me(request).seats
    if not seats:
        context = {"administrators": selectors.administrators()}
        return render(request, "accounts/home_no_seat.html", context)
    unread = selectors.seat_to_brief(me(request))
    if unread:
        return redirect("reports:briefing", unread)
    return redirect(HOME_PAGES[Role(seats[0].role)])


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """A person's own data, and the way to their password, second factor, sessions and seats."""
    user = me(request)
    form = ProfileForm(request.POST or None, instance=user)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if attempt(form, lambda: user_update(by=user, user=user, person=data)):
            messages.success(request, _("Your data were saved."))
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form})
