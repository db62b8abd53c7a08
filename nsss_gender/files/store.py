"""Where kept files lie: each under its own SHA-256, written whole, never overwritten (decision 14)."""

import errno
import hashlib
import os
import re
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

STEP = 1024 * 1024
JUST_KEPT = 3600  # seconds in which the row of a file that was kept will have been written
DIGEST = re.compile(r"[0-9a-f]{64}")
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


@dataclass(frozen=True)
class Kept:
    """What the row that owns a file must know to find it again."""

    sha256: str
    size: int


def keep(file: IO[bytes]) -> Kept:
    """Keep a file and give its digest; safe on the disk before the caller's row commits.

    Raises ValidationError where the disk has no room; what was kept before is untouched then. The
    same content kept twice lies there once. A file whose row never commits is only a file too many.
    """
    folder = _room()
    passing = folder / f".{uuid.uuid4().hex}"
    with _said_plainly():
        try:
            kept = _copied(file, passing)
            place = path(kept.sha256)
            _made(place.parent)
            if not _touched(place):
                passing.replace(place)
            _synced(place.parent)
        finally:
            passing.unlink(missing_ok=True)
    return kept


def path(sha256: str) -> Path:
    """Where the file with this digest lies. Raises ValueError for what is no digest."""
    if not DIGEST.fullmatch(sha256):
        raise ValueError(sha256)
    return _room() / sha256[:2] / sha256


def opened(sha256: str) -> IO[bytes]:
    """The kept file, open for reading. Raises FileNotFoundError where it is not there."""
    return path(sha256).open("rb")


def drop(sha256: str) -> bool:
    """Remove a file that no row needs; False where it is not there, or was kept again only now.

    It is first taken out of its place and then looked at: whoever keeps the same content at the same moment
    either touched it before, and it is put back, or finds the place empty and fills it.
    """
    place = path(sha256)
    going = place.with_name(f".{uuid.uuid4().hex}")
    try:
        place.rename(going)
    except FileNotFoundError:
        return False
    if time.time() - going.stat().st_mtime < JUST_KEPT:
        going.replace(place)
        return False
    going.unlink()
    return True


def _touched(place: Path) -> bool:
    """Whether the file is there already; then it says that it was wanted again just now."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _room() -> Path:
    return Path(settings.MEDIA_ROOT) / "files"


def _copied(file: IO[bytes], passing: Path) -> Kept:
    """Write a copy and wait until it is on the disk."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    _made(passing.parent)
    with passing.open("xb") as copy:
        while piece := file.read(STEP):
            digest.update(piece)
            size += len(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    file.seek(0)
    return Kept(digest.hexdigest(), size)


def _made(folder: Path) -> None:
    """The folder, made where it is missing and then known to the disk."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _synced(folder.parent)


def _synced(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """A full disk in words; any other fault of the disk stays a fault."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in NO_ROOM:
            raise
        raise ValidationError(
            _(
                "There is no room left to keep this file. Nothing that was saved before is lost. "
                "Tell the administrator, and attach the file again later."
            ),
            code="room",
        ) from fault
