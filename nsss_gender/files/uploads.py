"""A file that came in and was recognised, on its way to the row that will own it."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language

from nsss_gender.files import store
from nsss_gender.files.kinds import Kind
from nsss_gender.language import numbers

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200
LONGEST_ENDING = 10
JOINERS = "\u200c\u200d"  # not seen, but part of how Bangla is spelt


@dataclass(frozen=True)
class Upload:
    """A file that came in and was recognised; not yet kept."""

    file: "UploadedFile[bytes]"
    kind: Kind
    name: str

    @property
    def size(self) -> int:
        return self.file.size or 0

    def keep(self) -> dict[str, Any]:
        """Keep it; out: the columns of the ``KeptFile`` row. Raises ValidationError on a full disk."""
        kept = store.keep(self.file)
        return {
            "sha256": kept.sha256,
            "size": kept.size,
            "media_type": self.kind.media_type,
            "file_name": self.name,
        }


def clean_name(name: str) -> str:
    """A file's name as people read it, without signs that are not seen; its ending is kept."""
    seen = (
        sign
        for sign in unicodedata.normalize("NFC", name)
        if (sign.isprintable() or sign in JOINERS) and sign not in "/\\"
    )
    plain = re.sub(r"\s+", " ", "".join(seen)).strip()
    if len(plain) <= LONGEST_NAME:
        return plain
    ending = PurePosixPath(plain).suffix[:LONGEST_ENDING]
    return plain[: LONGEST_NAME - len(ending)] + ending


def limits_shown() -> dict[str, str]:
    """The three limits in megabytes, as the page writes them: a file, a programme, a person."""
    return {
        "file": megabytes(settings.UPLOAD_FILE_MOST),
        "assessment": megabytes(settings.UPLOAD_ASSESSMENT_MOST),
        "user": megabytes(settings.UPLOAD_USER_MOST),
    }


def megabytes(size: int) -> str:
    """A number of bytes in megabytes, rounded up to a tenth, in the digits of the page."""
    tenths = Decimal(-(-size * 10 // MEGABYTE)) / 10
    exact = int(tenths) if tenths == int(tenths) else tenths
    return numbers.number(exact, (get_language() or "en").partition("-")[0])
