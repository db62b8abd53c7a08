"""Acting for a ministry: what runs now, the memo number of the paper, and its end (79)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nsss_gender.accounts import services
from nsss_gender.accounts.forms.people import MemoForm
from nsss_gender.accounts.views.asking import attempt, me


@require_http_methods(["GET", "HEAD", "POST"])
def acting(request: HttpRequest) -> HttpResponse:
    """For whom the person acts, why and until when; the memo number can be added once."""
    by = me(request)
    if by.acting is None:
        raise Http404
    form = MemoForm(request.POST or None)
    if form.is_bound and form.is_valid():
        memo = form.cleaned_data["memo_number"]
        if attempt(form, lambda: services.acting_memo(by=by, memo_number=memo)):
            messages.success(request, _("The memo number was saved. It cannot be changed now."))
            return redirect("accounts:acting")
    context = {"form": form, "running": by.acting}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/acting.html", context, status=status)


@require_POST
def acting_end(request: HttpRequest) -> HttpResponse:
    """End it and go back to one's own work; ending twice is harmless."""
    ended = services.acting_end(by=me(request))
    if ended:
        text = _("You no longer act for %(ministry)s. You are back in your own seat.")
        messages.success(request, text % {"ministry": ended.seat.ministry})
    return redirect("accounts:home")
