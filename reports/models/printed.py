"""Parts of large documents that were printed already (capability 64): kept by content, swept when nobody used them."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nsss_gender.files.models import FileOwner


class PrintedPart(FileOwner):
    """One part of a PDF: ``key`` is the digest of its content and of everything that prints it.

    ``cells`` is what was drawn at each address, so that a kept part is compared with the document again.
    """

    kept_as: ClassVar = "file_digest"

    key = models.CharField(max_length=64, primary_key=True)
    file_digest = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    cells = models.JSONField(default=dict, blank=True)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects: models.Manager["PrintedPart"] = models.Manager()  # named for the type checker

    def __str__(self) -> str:
        return self.key[:12]
