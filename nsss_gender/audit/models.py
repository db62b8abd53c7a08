"""The append-only log (architecture decisions 3 and 4; law 3).

Events carry no foreign keys, so that nothing recorded here can be changed or removed by a change
elsewhere. One hash chain per stream; a checkpoint digests the heads of all streams.
"""

from django.db import models

from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet


class StreamHead(models.Model):
    """The last event of a stream. Its row is the lock that serialises writers of that stream."""

    stream = models.CharField(max_length=80, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.stream} #{self.sequence}"


class Event(FrozenModel):
    """Who did what, when and why. ``changes`` maps a field to [old, new]; texts appear only as
    version number and digest, so that a text can be redacted without breaking the chain."""

    stream = models.CharField(max_length=80)
    sequence = models.PositiveBigIntegerField()
    action = models.CharField(max_length=60)
    target = models.CharField(max_length=120, help_text="kind:id of what was acted on")
    at = models.DateTimeField()
    by = models.CharField(
        max_length=40, blank=True, help_text="id of the user, empty for the system"
    )
    by_name = models.CharField(max_length=200, blank=True)
    seat = models.CharField(max_length=40, blank=True)
    seat_name = models.CharField(max_length=300, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=dict, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    objects = FrozenQuerySet["Event"].as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="audit_event_sequence")
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_event_at"),
            models.Index(fields=["by", "-at"], name="audit_event_by"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} #{self.sequence} {self.action}"


class Checkpoint(FrozenModel):
    """A digest of all stream heads at one moment, chained to the checkpoint before it.

    ``heads`` maps stream → [sequence, digest]; printed on receipts as the first 16 digits.
    """

    at = models.DateTimeField()
    occasion = models.CharField(max_length=120)
    heads = models.JSONField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = FrozenQuerySet["Checkpoint"].as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.code}"

    @property
    def code(self) -> str:
        """The short form printed on receipts: 16 hexadecimal digits in groups of four."""
        return "-".join(self.digest[i : i + 4] for i in range(0, 16, 4)).upper()
