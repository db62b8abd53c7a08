"""A person's own sessions: which there are, and ending them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts import selectors
from nsss_gender.accounts.services import user_session_end, user_sessions_end
from nsss_gender.accounts.views.asking import me, renew


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in now."""
    rows = selectors.sessions(me(request))
    return render(request, "accounts/session_list.html", {"sessions": rows})


@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions; somebody else's is not found."""
    user = me(request)
    if not user_session_end(by=user, user=user, session_id=pk):
        raise Http404
    messages.success(request, _("The session has ended."))
    return redirect("accounts:session_list")


@require_POST
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one, which gets a new id."""
    user = me(request)
    user_sessions_end(by=user, user=user)
    renew(request, user)
    messages.success(request, _("All other sessions have ended."))
    return redirect("accounts:session_list")
