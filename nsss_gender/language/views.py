"""The language switch, the page that shows the whole visual language, and Bijoy text into Unicode."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nsss_gender.language.bijoy import from_bijoy, looks_bijoy
from nsss_gender.language.forms import BijoyForm
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


@require_http_methods(["GET", "HEAD", "POST"])
def bijoy(request: HttpRequest) -> HttpResponse:
    """A text typed for a Bijoy font, and beside it the same in Unicode; nothing is kept.

    A script that asks for JSON after a paste gets {"bijoy": whether it looks so, "text": in Unicode}.
    """
    form = BijoyForm(request.POST if request.method == "POST" else None)
    text = form.cleaned_data["text"] if form.is_valid() else ""
    found, status = looks_bijoy(text), 422 if form.errors else 200
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"bijoy": found, "text": from_bijoy(text)}, status=status)
    context = {"form": form, "found": found, "converted": from_bijoy(text) if text else ""}
    return render(request, "language/bijoy.html", context, status=status)


def _place(request: HttpRequest) -> str:
    """The address to go back to when it is one of ours, else the first page."""
    place = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(
        place, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return place if here else "/"
