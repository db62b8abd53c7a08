"""Letters of a round and the letterhead they go out under (107). Everything in them is typed data."""

import uuid

from django.db import models
from django.db.models import Q

from assessments.enums import LetterKind
from assessments.models.round import Round


class Letter(models.Model):
    """What the Cabinet Division typed of one letter.

    Memo number and date are typed in, never invented; ``number`` is for compare-and-set. Letterhead
    and copy list hold one line per line; where no letterhead is typed, the common one stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    memo_number = models.CharField(max_length=100, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    letterhead_en = models.TextField(blank=True)
    letterhead_bn = models.TextField(blank=True)
    subject_en = models.CharField(max_length=300, blank=True)
    subject_bn = models.CharField(max_length=300, blank=True)
    body_en = models.TextField(blank=True)
    body_bn = models.TextField(blank=True)
    signatory = models.CharField(max_length=150, blank=True)
    signatory_bn = models.CharField(max_length=150, blank=True)
    signatory_post = models.CharField(max_length=150, blank=True)
    signatory_post_bn = models.CharField(max_length=150, blank=True)
    contact = models.CharField(max_length=200, blank=True, help_text="phone and mail, as printed")
    copies_en = models.TextField(blank=True)
    copies_bn = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.memo_number

    @property
    def issued(self) -> bool:
        """Whether it has the memo number and the date without which it is no letter yet."""
        return bool(self.memo_number and self.dated_on)


class RoundLetter(Letter):
    """A letter of a round; each ministry gets it in its own name."""

    round: "models.OneToOneField[Round, Round]"  # one letter of each kind in a round

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.round}: {self.memo_number}"


class CallLetter(RoundLetter):
    """The letter with which a round calls the ministries."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="call_letter")


class ReminderLetter(RoundLetter):
    """The letter that reminds a ministry whose report is out."""

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="reminder_letter")


LETTERS: dict[LetterKind, type[CallLetter] | type[ReminderLetter]] = {
    LetterKind.CALL: CallLetter,
    LetterKind.REMINDER: ReminderLetter,
}


class Letterhead(models.Model):
    """The lines above every letter and document: one row, because letterheads change by instruction."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    lines_en = models.TextField(blank=True)
    lines_bn = models.TextField(blank=True)
    number = models.PositiveIntegerField(default=1, help_text="for compare-and-set")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="letterhead_is_one_row")]

    def __str__(self) -> str:
        return self.lines_en or self.lines_bn
