"""What somebody typed before their session ended: kept signed in the sign-in page (8).

Nothing is stored on the server until the person has signed in again, so that nobody can fill the
database from outside. Passwords and files are never kept.
"""

from typing import Any, TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from nsss_gender.accounts.models import User

KEPT = "kept"
WRITER = "writer"
LIMIT = 200_000
_SALT = "nsss_gender.accounts.kept"
_MAX_AGE = 12 * 3600
_NEVER = ("password", "csrfmiddlewaretoken", "recovery", "secret")


class Kept(TypedDict):
    """Where the fields were going, the fields in order, the names of files, and whose they are."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]
    owner: str


def kept_from(request: HttpRequest, *, owner: str = "") -> Kept | None:
    """What a refused POST carried; None where there is nothing to keep or more than 200 kB.

    Whose it is, the ended session knows, or the page that was made for somebody (``writer``).
    """
    if request.method != "POST":
        return None
    owner = owner or request.POST.get(WRITER, "")
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != WRITER and not any(word in name.lower() for word in _NEVER)
    ]
    if not fields or sum(len(value.encode(errors="replace")) for _, value in fields) > LIMIT:
        return None
    files = [upload.name or "" for _, group in request.FILES.lists() for upload in group]
    return {"path": request.get_full_path(), "fields": fields, "files": files, "owner": owner}


def kept_seal(kept: Kept) -> str:
    """The signed text that the sign-in page carries in a hidden field."""
    return signing.dumps(kept, salt=_SALT, compress=True)


def kept_open(sealed: str, *, owner: User | None) -> Kept | None:
    """What was sealed; None where it is forged, too old, or typed by somebody else."""
    try:
        kept: Any = signing.loads(sealed, salt=_SALT, max_age=_MAX_AGE)
    except signing.BadSignature:
        return None
    mine = owner is not None and kept["owner"] in {"", str(owner.pk)}
    return kept if mine else None


def same_site(request: HttpRequest) -> bool:
    """Whether a page of ours sent the request: by Origin, else by Referer; neither is a no."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    ours = {f"{request.scheme}://{request.get_host()}", settings.NSSS_SITE}
    return any(sender == site or sender.startswith(f"{site}/") for site in ours)
