"""The clock of a session, the second factor, and the door that loses no typed word."""

import time
from collections.abc import Callable
from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.forms.sign_in import sign_in_page
from nsss_gender.accounts.models import User
from nsss_gender.accounts.selectors import has_second_factor, needs_second_factor
from nsss_gender.accounts.services import SEAT, acting_end
from nsss_gender.accounts.services.kept import KEPT, kept_from, kept_seal

GetResponse = Callable[[HttpRequest], HttpResponse]
SEEN_EVERY = 60
NOTED_EVERY = 300
SEEN, STARTED, NOTED, FACTOR = "seen", "started", "noted", "second_factor"


class SessionClockMiddleware:
    """Ends a session that was idle too long or is too old; knows the seat that was chosen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the clock, answer, and let no proxy or browser keep a personal page."""
        user = request.user
        if isinstance(user, User):
            if self._over(request):
                request.ended_for = str(user.pk)  # type: ignore[attr-defined]
                acting_end(by=user)
                logout(request)
            else:
                self._note(request, user)
                user.active_seat_id = request.session.get(SEAT)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def _over(self, request: HttpRequest) -> bool:
        now = time.time()
        started = request.session.setdefault(STARTED, now)
        idle = now - request.session.get(SEEN, now)
        too_idle = idle > settings.NSSS_SESSION_IDLE_MINUTES * 60
        return bool(too_idle or now - started > settings.NSSS_SESSION_HOURS * 3600)

    def _note(self, request: HttpRequest, user: User) -> None:
        """Write the moment into the session once a minute, into the tables every five."""
        now = time.time()
        if now - request.session.get(SEEN, 0) > SEEN_EVERY:
            request.session[SEEN] = now
        if now - request.session.get(NOTED, 0) > NOTED_EVERY:
            request.session[NOTED] = now
            User.objects.filter(pk=user.pk).update(last_seen_at=timezone.now())
            UserSession.objects.create_from_request(request)


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every address asks for a sign-in unless its view says ``login_not_required``.

    A POST that finds no session is answered with a sign-in page that carries its fields.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Forget what was kept once its address has taken it."""
        response = cast("HttpResponseBase", super().__call__(request))
        session = request.session
        taken = request.method == "POST" and response.status_code < 400  # noqa: PLR2004
        if taken and KEPT in session and session[KEPT]["path"] == request.get_full_path():
            del session[KEPT]
        return response

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """The sign-in page: with the typed fields after a POST, else by the usual redirect."""
        kept = kept_from(request, owner=getattr(request, "ended_for", ""))
        if kept is not None:
            return sign_in_page(request, kept=kept_seal(kept), files=kept["files"], status=401)
        if request.method not in {"GET", "HEAD"}:
            return redirect(settings.LOGIN_URL)
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware:
    """Whoever holds a seat that demands a second factor sets it up before anything else."""

    REACHABLE = frozenset(
        {
            "account_logout",
            "account_reauthenticate",
            "health",
            "language:switch",
            "mfa_activate_totp",
            "mfa_reauthenticate",
            "set_language",
        }
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the decision needs to know the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseRedirect | None:
        """Send people without their second factor to the page that sets it up."""
        user = request.user
        if not isinstance(user, User) or request.session.get(FACTOR):
            return None
        match = request.resolver_match
        if (match and match.view_name in self.REACHABLE) or not needs_second_factor(user):
            return None
        if has_second_factor(user):
            request.session[FACTOR] = True
            return None
        messages.info(request, _("Your seat needs a second factor. Set it up to go on."))
        return redirect("mfa_activate_totp")
