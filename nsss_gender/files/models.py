"""What a row knows of a file that is kept: enough to find it, to serve it and to prove it is the same."""

from django.db import models


class KeptFile(models.Model):
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
