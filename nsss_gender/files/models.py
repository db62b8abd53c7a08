"""What a row knows of a file that is kept: enough to find it, to serve it and to prove it is the same."""

from typing import ClassVar

from django.db import models


class FileOwner(models.Model):
    """A row that needs a kept file; abstract. ``kept_as`` names the column with the file's SHA-256.

    A file leaves the store only when no row of any such model names it.
    """

    kept_as: ClassVar[str] = "sha256"

    class Meta:
        abstract = True

    @classmethod
    def needing(cls, sha256: str) -> bool:
        """Whether a row of this model needs the file."""
        return cls._default_manager.filter(**{cls.kept_as: sha256}).exists()


class KeptFile(FileOwner):
    """A file under its own SHA-256 (architecture decision 14); abstract, for rows that own one.

    ``file_name`` is the name it came with, for people to read; ``media_type`` was recognised by content.
    """

    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def kilobytes(self) -> int:
        """The size of the file, rounded up."""
        return -(-self.size // 1024)
