"""A request that is far larger than any form here is refused before it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nsss_gender.files.uploads import MEGABYTE, megabytes

# What a form may hold beside its file.
WORDS = 3 * MEGABYTE
STEP = 256 * 1024


class BodySizeMiddleware:
    """Answers 413 with a plain page, by the length that the request itself tells.

    A little more than the limit is read and thrown away, because a browser shows our page only after
    it has sent everything; of more than that the connection is simply closed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.UPLOAD_FILE_MOST + WORDS
        length = _length(request)
        if length <= most:
            return self.get_response(request)
        if length <= 2 * most:
            _drain(request, length)
        words = {"most": megabytes(settings.UPLOAD_FILE_MOST)}
        response = render(request, "413.html", words, status=413)
        response["Connection"] = "close"
        return response


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def _drain(request: HttpRequest, length: int) -> None:
    while length > 0 and (piece := request.read(min(STEP, length))):
        length -= len(piece)
