"""The sign-in library's pages of the second factor, with their changes in our log."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from nsss_gender.accounts.services import user_event
from nsss_gender.accounts.views.asking import me

View = Callable[..., HttpResponseBase]


def recorded(view: View, action: str) -> View:
    """The same view; when it changed what the person signs in with, ``action`` is recorded, in the
    transaction of the change."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            user = me(request)
            mine = Authenticator.objects.filter(user=user).order_by("pk")
            before = list(mine.values_list("pk", flat=True))
            response = view(request, *args, **kwargs)
            if list(mine.values_list("pk", flat=True)) != before:
                user_event(action, user)
        return response

    return wrapped


activate = recorded(totp.activate_totp, "user.second_factor_on")
deactivate = recorded(totp.deactivate_totp, "user.second_factor_off")
generate_codes = recorded(codes.generate_recovery_codes, "user.recovery_codes_made")
