"""The authority's clearance of one exact version (capability 22)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.models.submission import Submission, _at, _by
from nsss_gender.accounts.models import User

CODE_LENGTH = 12


def printed_code(digest: str) -> str:
    """The short form of a digest, as it stands at the foot of a print."""
    return digest[:CODE_LENGTH].upper()


class Clearance(models.Model):
    """The authority's clearance of one exact version (capability 22).

    ``draft_digest`` is the SHA-256 of the draft that was cleared; ``code`` its printed short form.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="clearances")
    name = models.CharField(_("name of the officer who cleared it"), max_length=150)
    post = models.CharField(_("post"), max_length=150)
    memo_number = models.CharField(_("memo number"), max_length=100)
    cleared_on = models.DateField(_("date of clearance"))
    nil_statement = models.TextField(_("nil statement"), blank=True)
    draft_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    voided_at, voided_by = _at(), _by()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name}, {self.memo_number}"

    @property
    def code(self) -> str:
        return printed_code(self.draft_digest)
