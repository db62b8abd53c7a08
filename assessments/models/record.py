"""What was decided about a packet, frozen with everything that was said, and its return letter (28, 29)."""

import json
import uuid
from functools import cached_property
from typing import Any

from django.db import models
from django.utils import timezone

from assessments.models.letter import Letter
from assessments.models.packet import Packet
from assessments.models.round import Round
from nsss_gender.accounts.models import User
from nsss_gender.audit.frozen import FrozenModel, FrozenQuerySet
from nsss_gender.audit.services import text_digest

# The moves that leave a record, and those of which the ministry is told.
TOLD = ("return", "undo_return", "submit", "resubmit", "accept", "undo_accept")
RECORDED = (*TOLD, "recommend", "send_back")


class PacketRecordQuerySet(FrozenQuerySet["PacketRecord"]):
    def told(self) -> "PacketRecordQuerySet":
        """Those of which the ministry is told."""
        return self.filter(transition__in=TOLD)


class PacketRecord(FrozenModel):
    """One decision on a packet: who, when, why, and every comment and reply as it stood then.

    ``content`` is the canonical JSON that was hashed, byte for byte; it names people and ministry as they
    were called on that day, and holds the digests of the packet and of the record before it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="records")
    number = models.PositiveSmallIntegerField(help_text="counted through the report")
    transition = models.CharField(max_length=20)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = PacketRecordQuerySet.as_manager()

    class Meta:
        ordering = ["packet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["packet", "number"], name="packet_record_number")
        ]

    def __str__(self) -> str:
        return f"{self.packet} · {self.transition}"

    @cached_property
    def data(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self.content)
        return loaded

    @property
    def code(self) -> str:
        """The printed short form of the digest."""
        return self.sha256[:12].upper()

    @property
    def intact(self) -> bool:
        """Whether the content still has the digest that was noted with it."""
        return text_digest(self.content) == self.sha256


class ReturnLetter(Letter):
    """What was typed of the letter that goes with one return; its points are those of the record."""

    record = models.OneToOneField(
        PacketRecord, on_delete=models.PROTECT, related_name="return_letter"
    )

    @property
    def round(self) -> Round:
        """The round of the report that was returned."""
        return self.record.packet.submission.round
