"""How sign-in behaves here: no sign-up, every change recorded, secrets encrypted at rest."""

import base64
import hashlib
import logging
import time
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext_lazy as _

from nsss_gender.accounts.models import User
from nsss_gender.accounts.selectors import needs_second_factor
from nsss_gender.accounts.services import acting_end, password_set, user_event
from nsss_gender.accounts.services.kept import KEPT, kept_open

SIGNED_IN = "signed_in"
logger = logging.getLogger(__name__)


WRONG = _("The name, the address or the password is not right.")
LATER = _("Too many wrong tries. Wait 15 minutes, or set a new password by e-mail.")


class Backend(AuthenticationBackend):
    """The library's sign-in, closed to the demonstration's people wherever it is not shown.

    A demo database that is later started for real would otherwise let a published password in;
    this also ends the sessions such people still have.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether the person may sign in at all."""
        demo = isinstance(user, User) and user.is_demo
        return super().user_can_authenticate(user) and (settings.NSSS_DEMO or not demo)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations only; passwords go through our service."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": LATER,
        "rate_limited": LATER,
        "account_inactive": WRONG,
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("The password is not right."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "unknown_email": _("Nobody here has this address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an administrator invites."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Write the password, end every session and reset link, record it."""
        password_set(user=user, password=password)

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """The password was right: what was typed before waits in the session of its owner."""
        if user.is_demo and not settings.NSSS_DEMO:
            return self.respond_user_inactive(request, user)
        kept = kept_open(request.POST.get("kept", ""), owner=user)
        if kept:
            request.session[KEPT] = kept
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in and record it."""
        super().login(request, user)
        request.session[SIGNED_IN] = time.time()
        user_event("user.signed_in", user)

    def logout(self, request: HttpRequest) -> None:
        """Sign out; who acts for a ministry ends that with it (79)."""
        if isinstance(request.user, User):
            acting_end(by=request.user)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not in the first minutes after a sign-in: the password was typed just now."""
        since = time.time() - context.request.session.get(SIGNED_IN, 0)
        recent = since < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        return not recent and super().is_reauthentication_required(app=app, **kwargs)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a line in the server's log: never the password, never what was typed as a name."""
        logger.warning("A sign-in failed from %s.", self.get_client_ip(request))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """What was typed before the session ended comes first, else the person's own page."""
        return reverse("accounts:kept" if KEPT in request.session else "accounts:home")

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person at the address of the account; addresses live only there."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account page."""
        return reverse("accounts:profile")


class SecondFactorAdapter(DefaultMFAAdapter):
    """TOTP: secrets are encrypted with a key derived from SECRET_KEY, and changes are recorded."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and type it."),
        "rate_limited": LATER,
        "cannot_delete_authenticator": _(
            "Your seat needs the second factor; it cannot be removed."
        ),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself; keys in SECRET_KEY_FALLBACKS still open what they closed."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        """How an authenticator program names the account."""
        return user.get_username()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not while one of the person's seats demands it."""
        return not needs_second_factor(cast("User", authenticator.user))


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
