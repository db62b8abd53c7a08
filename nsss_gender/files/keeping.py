"""When a kept file leaves the store: when no row of any room needs it any more."""

from collections.abc import Iterable

from django.apps import apps

from nsss_gender.files import store
from nsss_gender.files.models import FileOwner


def needed(sha256: str) -> bool:
    """Whether any row still needs the file with this digest."""
    owners = (model for model in apps.get_models() if issubclass(model, FileOwner))
    return any(model.needing(sha256) for model in owners)


def let_go(digests: Iterable[str]) -> int:
    """Remove those files that no row needs. Returns how many were removed.

    The same content may lie there for another row: an exported PDF that somebody attached as evidence.
    """
    there = (one for one in set(digests) if one and store.path(one).exists())
    return sum(store.drop(digest) for digest in there if not needed(digest))
