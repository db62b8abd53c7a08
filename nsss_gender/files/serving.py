"""How a kept file leaves: as an attachment under a name of ours, never shown in place (reliability 34).

Whether the asker may have it is decided before, where the row that owns the file lives.
"""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import Protocol
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from nsss_gender.files import store
from nsss_gender.files.kinds import by_media_type
from nsss_gender.files.uploads import clean_name

PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Stored(Protocol):
    """What of a row is needed to serve its file; every ``KeptFile`` has it."""

    @property
    def sha256(self) -> str:
        """Under what the file is kept."""

    @property
    def media_type(self) -> str:
        """What it was recognised as."""


@dataclass(frozen=True)
class Filed:
    """The same of a row that names its columns otherwise."""

    sha256: str
    media_type: str


def download(kept: Stored, *, name: str, plain: str = "") -> HttpResponse:
    """The file as an attachment; 404 where it is not in its place.

    In: the row, the name in words, and (where the words are Bangla) a name for old programs. The
    ending always follows the type that was recognised, whatever the names say.
    """
    kind = by_media_type(kept.media_type)
    if kind is None or not kept.sha256:
        raise Http404(_("There is no file here."))
    try:
        with store.opened(kept.sha256) as file:
            content = file.read()
    except FileNotFoundError:
        raise Http404(_("The file is no longer in its place. Tell the administrator.")) from None
    words = _ended(clean_name(name), kind.extensions)
    safe = _ended(_ascii(plain or name) or f"file-{kept.sha256[:8]}", kind.extensions)
    response = HttpResponse(content, content_type=kind.media_type, headers=HEADERS)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(words, safe='')}"
    )
    return response


def _ascii(name: str) -> str:
    """The letters, digits and dots of a name; what else it has becomes hyphens."""
    stem = PurePath(unicodedata.normalize("NFKD", name)).stem
    return PLAIN.sub("-", stem.encode("ascii", "replace").decode()).strip("-._")


def _ended(name: str, extensions: tuple[str, ...]) -> str:
    """The name with one of the endings of its kind."""
    if name.casefold().endswith(tuple(f".{ending}" for ending in extensions)):
        return name
    return f"{name}.{extensions[0]}"
