"""The sign-in library's forms in our words, without its placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("User name or e-mail address"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "email": _("E-mail address"),
    "code": _("Code"),
}


class OurWords:
    """Mixed into a form: labels from one list, no placeholders, no links in help texts."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in {"password", "password1", "oldpassword"}:
                field.help_text = ""


class SignInForm(OurWords, account.LoginForm):
    """User name or address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs = {"autocomplete": "username", "maxlength": "254"}

    def user_credentials(self) -> dict[str, str]:
        """Either the name or the address, never both: a second look-up of a known address would
        hash the password twice, and the time would tell that the address is known (11)."""
        credentials: dict[str, str] = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    """The old password and twice the new one."""


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    """The address that a reset link goes to."""


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    """Twice the new password, behind a reset link."""


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    """The password once more, before something delicate."""


class SecondFactorForm(OurWords, mfa.AuthenticateForm):
    """A code at sign-in."""


class SecondFactorAgainForm(OurWords, mfa.ReauthenticateForm):
    """A code before something delicate."""


class ActivateForm(OurWords, totp.ActivateTOTPForm):
    """The first code of a new authenticator."""


def sign_in_page(request: HttpRequest, *, kept: str, files: list[str], status: int) -> HttpResponse:
    """The sign-in page that carries what was typed before, sealed, in a hidden field."""
    context = {"form": SignInForm(request=request), "kept": kept, "files": files}
    response = render(request, "account/login.html", context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response
