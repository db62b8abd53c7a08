"""Printed parts put on the shelf and taken from it again. The shelf may be emptied at any time."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from nsss_gender.files import store
from reports.models import PrintedPart, keep_files


@dataclass(frozen=True)
class KeptPart:
    """A part as it was kept."""

    content: bytes
    cells: Mapping[str, str]
    pages: int


class Part(Protocol):
    """What is kept of a part."""

    @property
    def content(self) -> bytes:
        """The PDF."""

    @property
    def cells(self) -> Mapping[str, str]:
        """What was drawn at each address."""

    @property
    def pages(self) -> int:
        """How many pages it has."""


class KeptParts:
    """The shelf of printed parts, in the media store and a table."""

    def find(self, key: str) -> KeptPart | None:
        """The part with this key; None where it is not kept, or its file is gone or damaged."""
        row = PrintedPart.objects.filter(pk=key).first()
        if row is None or (content := _content(row.file_digest)) is None:
            return None
        PrintedPart.objects.filter(pk=key).update(used_at=timezone.now())
        return KeptPart(content, row.cells, row.pages)

    def keep(self, key: str, part: Part) -> None:
        """Keep a part; another worker may have kept the same one meanwhile."""
        kept = store.keep(io.BytesIO(part.content))
        values = {
            "file_digest": kept.sha256,
            "pages": part.pages,
            "cells": dict(part.cells),
            "used_at": timezone.now(),
        }
        PrintedPart.objects.update_or_create(key=key, defaults=values)


def parts_expire() -> list[str]:
    """Take the parts off the shelf that nobody used for as long as files are kept; returns their digests."""
    old = PrintedPart.objects.filter(used_at__lt=timezone.now() - keep_files())
    found = list(old.values_list("pk", "file_digest"))
    PrintedPart.objects.filter(pk__in=[key for key, _digest in found]).delete()
    return [digest for _key, digest in found]


def _content(digest: str) -> bytes | None:
    try:
        with store.opened(digest) as file:
            content = file.read()
    except FileNotFoundError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None
