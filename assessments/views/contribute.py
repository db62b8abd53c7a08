"""The page behind a link: one question, for somebody without an account (capability 20).

It shows the question and what they wrote, nothing of the draft. A wrong address, one that never was
and one that is over look the same; only the status differs.
"""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assessments.forms.links import SaidForm
from assessments.models import ContributionLink
from assessments.selectors.bijoy import unicode_of
from assessments.services.contributions import (
    Gone,
    Said,
    contribution_save,
    link_open,
    link_opened,
)
from assessments.services.links import token_digest
from nsss_gender.accounts.services.limits import within_limit

# A whole office shares one address, so that limit is wide and the one of a link narrow.
OF_AN_ADDRESS, OF_A_LINK = 120, 30  # a minute
TYPED = ("key", "judgement", "feasibility", "text")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contribute(request: HttpRequest, token: str) -> HttpResponse:
    """The question, and a form; a post keeps what was written and shows that it came."""
    if not _within_limits(request, token):
        return _guarded(_again(request))
    try:
        link = link_open(token)
        with translation.override(_language(request, link)):
            return _guarded(_answer(request, token, link))
    except ContributionLink.DoesNotExist:
        return _guarded(_gone(request, HTTPStatus.NOT_FOUND))
    except Gone:  # also when it went between opening the page and sending it
        return _guarded(_gone(request, HTTPStatus.GONE))


def _answer(request: HttpRequest, token: str, link: ContributionLink) -> HttpResponse:
    schema = link.assessment.submission.round.questionnaire.schema()
    question, last = schema.question(link.question.code), link.last
    form = SaidForm(request.POST or None, question=question, last=last)
    if request.method == "POST" and form.is_valid() and _kept(token, form):
        return redirect(request.path)
    if request.method == "GET":
        link_opened(link=link)
    context = {
        "link": link,
        "submission": link.assessment.submission,
        "question": question,
        "form": form,
        "last": last,
        "bijoy": unicode_of(last.text) if last else "",
    }
    status = 422 if form.errors else 200
    return render(request, "assessments/contribute.html", context, status=status)


def _kept(token: str, form: SaidForm) -> bool:
    data = dict(form.cleaned_data)
    try:
        contribution_save(token=token, key=data.pop("key"), said=Said(**data))
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _within_limits(request: HttpRequest, token: str) -> bool:
    """By address and by link."""
    address = get_adapter().get_client_ip(request)
    return within_limit("contribute", address, most=OF_AN_ADDRESS) and within_limit(
        "contribute", token_digest(token), most=OF_A_LINK
    )


def _language(request: HttpRequest, link: ContributionLink) -> str:
    """The language that was chosen here; before that the one of the link."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else link.language


def _gone(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    context = {"typed": request.POST.get("text", "")}
    return render(request, "assessments/contribute_gone.html", context, status=status)


def _again(request: HttpRequest) -> HttpResponse:
    """Too many in a minute: what was typed stands on the page and can be sent again."""
    typed: dict[str, Any] = {name: request.POST[name] for name in TYPED if name in request.POST}
    return render(request, "assessments/contribute_again.html", {"typed": typed}, status=429)


def _guarded(response: HttpResponse) -> HttpResponse:
    """No search engine keeps the page; no other site and no log learns its address."""
    vars(response)["_has_been_logged"] = True  # the log of refusals would write the secret down
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
