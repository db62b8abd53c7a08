"""Nothing typed is lost when a session ends or a form is too old (8; law 1)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.accounts.forms.sign_in import sign_in_page
from nsss_gender.accounts.services.kept import KEPT, kept_from, kept_seal, same_site


@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """What was typed before signing in again, and the button that saves it where it belongs."""
    found = request.session.get(KEPT)
    if not found:
        return redirect("accounts:home")
    return render(request, "accounts/kept.html", {"kept": found, "again": True})


@require_POST
def kept_discard(request: HttpRequest) -> HttpResponse:
    """Forget it, because the person said so."""
    request.session.pop(KEPT, None)
    messages.info(request, _("What you had typed was thrown away."))
    return redirect("accounts:home")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from an older tab, or from elsewhere: refused; a form of ours keeps its fields."""
    found = kept_from(request) if same_site(request) else None
    if found is None or request.path.startswith(reverse("account_login")):
        return render(request, "accounts/csrf_failure.html", status=403)
    if not request.user.is_authenticated:
        return sign_in_page(request, kept=kept_seal(found), files=found["files"], status=403)
    return render(request, "accounts/kept.html", {"kept": found}, status=403)
