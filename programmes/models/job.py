"""Files of the register on their way in and out."""

import datetime as dt
import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Seat, User
from nsss_gender.files.models import KeptFile
from nsss_gender.files.queue import SILENT_AFTER
from programmes.enums import JobKind, JobState, RowOutcome
from programmes.models.programme import Programme

KEPT_FOR = dt.timedelta(days=7)  # a preview that nobody writes, a file that nobody fetches


class RegisterJob(KeptFile):
    """An import into, or an export of, the register: read, previewed and written by the worker.

    The row is the truth of the job (architecture decision 9): the worker beats, may die, and is swept.
    For an import the file is the upload and ``rows`` the preview; for an export the file is the product.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=JobKind.choices)
    format = models.CharField(max_length=10, help_text="xlsx or csv")
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.READING)
    source = models.TextField(blank=True, help_text="what the file is: recorded with every row")
    grade = models.CharField(max_length=1, choices=Grade.choices, default=Grade.BACKGROUND)
    mapping = models.JSONField(
        default=dict, blank=True, help_text="unknown words of the file and what they stand for"
    )
    asked_for = models.JSONField(default=dict, blank=True, help_text="the filter of an export")
    counts = models.JSONField(default=dict, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    problem = models.TextField(blank=True)
    task_id = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_in = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file_name}"

    BUSY: ClassVar = (JobState.READING, JobState.WRITING)
    OPEN: ClassVar = (*BUSY, JobState.MAPPING, JobState.PREVIEW)

    @property
    def busy(self) -> bool:
        """Whether the worker has it, or will take it."""
        return self.state in self.BUSY

    @property
    def silent(self) -> bool:
        """Whether the worker has said nothing for a minute, or never came."""
        since = self.heartbeat_at or self.confirmed_at or self.asked_at
        return self.busy and timezone.now() - since > SILENT_AFTER

    @property
    def percent(self) -> int:
        """How far it is, in hundredths."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def expires_at(self) -> dt.datetime:
        """When a preview is dropped, or a file no longer handed out."""
        return (self.finished_at or self.heartbeat_at or self.asked_at) + KEPT_FOR

    @property
    def expired(self) -> bool:
        """Whether that moment has passed."""
        return timezone.now() >= self.expires_at


class RegisterJobRow(models.Model):
    """One row of an imported table: what it would do, or why it cannot be read.

    ``changes`` holds {field: [old, new]}, ``errors`` [{"column", "cell", "code", "params"}] (the page
    writes the sentence), ``values`` what the worker will write, ``base`` the number of the programme that the preview was made against.
    """

    job = models.ForeignKey(RegisterJob, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField(
        help_text="the row's number in the file, as people see it"
    )
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    base = models.PositiveIntegerField(default=0)
    label = models.CharField(max_length=300, blank=True)
    values = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=dict, blank=True)
    errors = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="programmes_job_row_once")
        ]
        indexes = [models.Index(fields=["job", "outcome", "position"], name="programmes_job_rows")]

    def __str__(self) -> str:
        return f"{self.job} · {self.position}"
