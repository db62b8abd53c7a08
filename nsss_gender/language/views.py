"""The language switch, and the page that shows the whole visual language."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from nsss_gender.language.showcase import showcase


@login_not_required
@login_not_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Remember the language asked for and go back to the same place; never to another site."""
    response = HttpResponseRedirect(_place(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@login_not_required
@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component of the product on one page, with invented content."""
    return render(request, "language/components.html", showcase(request.GET.get("page", "2")))


def _place(request: HttpRequest) -> str:
    """The address to go back to when it is one of ours, else the first page."""
    place = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return place if here else "/"
