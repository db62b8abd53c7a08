"""The worker's side of a register file (decision 9): begun, beating, previewed, made, failed, swept.

The worker may die at any moment. Its job then falls silent; the sweep lets it wait again, and
``attempts`` tells the old worker, should it wake up, that the job is no longer its own.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.services import record
from nsss_gender.files.queue import SILENT_AFTER
from programmes.enums import JobKind, JobState
from programmes.models import RegisterJob, RegisterJobRow
from programmes.models.job import KEPT_FOR
from programmes.services.register import STREAM

MOST_SILENCES = 3
BATCH = 500
SENTENCES = {
    "refused": _("The person who asked for this may no longer change the register."),
    "failed": _(
        "This could not be done. The fault was noted, and the register is as it was; try again, "
        "and tell the technical team if it happens twice."
    ),
    "silent": _("The worker stopped three times while working on this file. Try again later."),
    "unreadable": _(
        "The file cannot be read: it is damaged or not what its name says. Open it, save it again "
        "as Excel (xlsx) or CSV in UTF-8, and bring that."
    ),
    "rows": _("The file has more than 20,000 rows. Bring it in parts."),
    "texts": _("The file holds more texts than a register has. Bring only the sheet of programmes."),
    "bytes": _("The file is too large once unpacked. Bring only the sheet of programmes."),
    "empty": _("There is no text in the file. Check that you chose the right one."),
    "header": _(
        "No row of the file names its columns. One row must have headings such as “Programme”, "
        "“Ministry” and “Cluster”, in English or Bangla."
    ),
    "stale": _(
        "The register was changed after this preview was made, so nothing was written. "
        "Bring the file again to see the changes against the register as it is now."
    ),
    "room": _("There is no room left to keep the file. Tell the technical team."),
}  # fmt: skip


class Stopped(Exception):  # noqa: N818 - not an error: somebody wished it, or another took over
    """The work on a file ends here, because it was stopped or taken over."""


@dataclass(frozen=True)
class Seen:
    """What a file says: the rows of the preview, their counts, and the words nobody knows."""

    rows: Iterable[RegisterJobRow]
    counts: Mapping[str, int]
    unknown: Mapping[str, Any]
    facts: Mapping[str, Any]  # sheet, header, headings: what was understood of the file


def job_begin(*, pk: uuid.UUID) -> RegisterJob | None:
    """Take a waiting job over; None where none waits, or its asker lost the right to it."""
    with transaction.atomic():
        row = _locked(pk)
        if row is None or not row.busy or row.heartbeat_at:
            return None
        if not can_manage_register(row.asked_by):
            _fail(row, "refused")
            return None
        row.heartbeat_at = timezone.now()
        row.attempts += 1
        row.done = row.total = 0
        row.save(update_fields=["heartbeat_at", "attempts", "done", "total"])
    return row


def job_beat(*, job: RegisterJob, done: int, total: int) -> None:
    """Say how far it is and that the worker lives. Raises Stopped where it shall not go on."""
    beating = mine(job).filter(cancel_asked=False)
    if not beating.update(done=done, total=total, heartbeat_at=timezone.now()):
        raise Stopped


def preview_store(*, job: RegisterJob, seen: Seen) -> None:
    """Keep what a file would do, in short transactions, so that others go on saving meanwhile."""
    RegisterJobRow.objects.filter(job=job).delete()
    batch: list[RegisterJobRow] = []
    total, done = sum(seen.counts.values()), 0
    for row in seen.rows:
        batch.append(row)
        if len(batch) == BATCH:
            RegisterJobRow.objects.bulk_create(batch)
            done, batch = done + len(batch), []
            job_beat(job=job, done=done, total=total)
    RegisterJobRow.objects.bulk_create(batch)
    with transaction.atomic():
        kept = _locked(job.pk)
        if kept is None or not mine(job).filter(cancel_asked=False).exists():
            raise Stopped
        kept.state = JobState.MAPPING if seen.unknown else JobState.PREVIEW
        kept.counts = dict(seen.counts)
        kept.mapping = {
            "chosen": kept.mapping.get("chosen", {}), "unknown": dict(seen.unknown), **seen.facts,
        }  # fmt: skip
        kept.done = kept.total = total
        kept.heartbeat_at = timezone.now()
        kept.save()


def export_done(*, job: RegisterJob, file: Mapping[str, Any], rows: int) -> None:
    """Note the finished file. Raises Stopped where it was stopped or taken over meanwhile."""
    with transaction.atomic():
        row = _locked(job.pk)
        if row is None or not mine(job).filter(cancel_asked=False).exists():
            raise Stopped
        for name, value in file.items():
            setattr(row, name, value)
        row.state, row.finished_at = JobState.DONE, timezone.now()
        row.counts = {"rows": rows}
        row.done = row.total = max(rows, 1)
        row.save()
        job_record(row, "export made", {"file": [None, row.sha256], "rows": rows})


def job_stopped(*, job: RegisterJob) -> None:
    """Close a job that was stopped while the worker was at it."""
    stopped = mine(job).filter(cancel_asked=True)
    stopped.update(state=JobState.CANCELLED, finished_at=timezone.now())


def job_failed(*, job: RegisterJob, why: str, rows: Iterable[int] = ()) -> None:
    """Close a job with a plain sentence; the details belong to the log. ``why`` names it."""
    with transaction.atomic():
        row = _locked(job.pk)
        if row and mine(job).exists():
            _fail(row, why, list(rows))


def jobs_sweep() -> int:
    """Let silent jobs wait again, up to three times; drop what is too old. Returns how many it found."""
    now = timezone.now()
    with transaction.atomic():
        silent = RegisterJob.objects.filter(
            state__in=RegisterJob.BUSY, heartbeat_at__lt=now - SILENT_AFTER
        )
        rows = list(silent.select_for_update(of=("self",)).select_related("asked_by"))
        for row in rows:
            _sweep(row)
    waiting = [JobState.MAPPING, JobState.PREVIEW]
    old = RegisterJob.objects.filter(state__in=waiting, heartbeat_at__lt=now - KEPT_FOR)
    old.update(state=JobState.CANCELLED, finished_at=now)
    RegisterJobRow.objects.filter(
        job__state=JobState.CANCELLED, job__finished_at__lt=now - KEPT_FOR
    ).delete()
    return len(rows)


def exports_expire() -> list[str]:
    """Let go of the files that nobody may fetch any longer; returns their digests."""
    made = RegisterJob.objects.filter(
        kind=JobKind.EXPORT, state=JobState.DONE, finished_at__lt=timezone.now() - KEPT_FOR
    ).exclude(sha256="")
    with transaction.atomic():
        found = list(made.select_for_update(of=("self",)).values_list("pk", "sha256"))
        RegisterJob.objects.filter(pk__in=[pk for pk, _digest in found]).update(sha256="")
    return [digest for _pk, digest in found]


def jobs_waiting() -> list[RegisterJob]:
    """The jobs that wait, with the task they were queued as, oldest first."""
    waiting = RegisterJob.objects.filter(state__in=RegisterJob.BUSY, heartbeat_at=None)
    return list(waiting.order_by("asked_at"))


def job_queued(*, job: RegisterJob, task_id: str, old: str) -> None:
    """Note under which task the job is queued, unless somebody else has just queued it."""
    RegisterJob.objects.filter(pk=job.pk, heartbeat_at=None, task_id=old).update(task_id=task_id)


def mine(job: RegisterJob) -> QuerySet[RegisterJob]:
    """The job, while it is still being worked on in this very attempt."""
    return RegisterJob.objects.filter(
        pk=job.pk, state=job.state, attempts=job.attempts, heartbeat_at__isnull=False
    )


def job_record(row: RegisterJob, action: str, changes: dict[str, Any]) -> None:
    """An event about the job itself, in the name of its asker."""
    record(
        action,
        stream=STREAM,
        target=f"job:{row.pk}",
        by=row.asked_by,
        seat=row.asked_in,
        changes=changes,
    )


def _locked(pk: uuid.UUID) -> RegisterJob | None:
    rows = RegisterJob.objects.select_for_update(of=("self",))
    return rows.select_related("asked_by", "asked_in").filter(pk=pk).first()


def _sweep(row: RegisterJob) -> None:
    silences = row.counts.get("silences", 0) + 1
    if row.cancel_asked:
        row.state, row.finished_at = JobState.CANCELLED, timezone.now()
        row.save(update_fields=["state", "finished_at"])
    elif silences >= MOST_SILENCES:
        _fail(row, "silent")
    else:
        row.task_id, row.heartbeat_at = "", None
        row.counts["silences"] = silences
        row.save(update_fields=["task_id", "heartbeat_at", "counts"])


def _fail(row: RegisterJob, why: str, rows: list[int] | None = None) -> None:
    """Close the job with a sentence in the language of its asker."""
    with override(row.asked_by.language):
        row.problem = str(SENTENCES[why])
    row.state, row.finished_at = JobState.FAILED, timezone.now()
    row.counts |= {"stale": rows} if rows else {}
    row.save(update_fields=["state", "problem", "finished_at", "counts"])
    job_record(row, f"{row.kind} failed", {"why": why})
