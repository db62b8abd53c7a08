"""The worker's side of a file (decision 9): begun, beating, ended, swept.

The worker may die at any moment. Its row then falls silent; the sweep lets it wait again, and
``attempts`` tells the old worker, should it wake up, that the row is no longer its own.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from nsss_gender.audit.services import record
from nsss_gender.files.queue import SILENT_AFTER
from reports.enums import ExportState
from reports.models import Export, ExportQuerySet, keep_files
from reports.permissions import can_read

MOST_ATTEMPTS = 3
NAMED_AGAIN = dt.timedelta(days=2)
SENTENCES = {
    "refused": _("You may no longer read what this file would hold."),
    "failed": _(
        "The file could not be made. The fault was noted; ask again, and tell the administrator "
        "if it happens twice."
    ),
    "differs": _(
        "The file was not released, because its figures did not agree with the page. The fault "
        "was noted; tell the administrator."
    ),
    "long": _(
        "Making the file took more than thirty minutes and was ended, so that others get theirs. "
        "Ask for a smaller file: one ministry’s chapter, or Excel."
    ),
    "silent": _("The worker stopped three times while making this file. Ask again later."),
}


class Stopped(Exception):  # noqa: N818  # not an error: somebody wished it, or another took over
    """The making of a file ends here, because it was cancelled or taken over."""


@dataclass(frozen=True)
class Made:
    """A finished file: the document's digest, the file's own, its size; of a draft, its version."""

    digest: str
    file_digest: str
    size: int
    version: str = ""


def export_begin(*, pk: uuid.UUID) -> Export | None:
    """Take a waiting row over; None where it no longer waits, or its asker may not read it."""
    with transaction.atomic():
        row = _locked(pk)
        if row is None or row.state != ExportState.WAITING:
            return None
        if not can_read(row.asked_by, row.subject):
            _fail(row, "refused")
            return None
        row.state, row.heartbeat_at = ExportState.RUNNING, timezone.now()
        row.attempts += 1
        row.done = row.total = 0
        row.save(update_fields=["state", "heartbeat_at", "attempts", "done", "total"])
    return row


def export_beat(*, export: Export, done: int, total: int) -> None:
    """Say how far it is and that the worker lives. Raises Stopped where it shall not go on."""
    beating = _mine(export).filter(cancel_asked=False)
    if not beating.update(done=done, total=total, heartbeat_at=timezone.now()):
        raise Stopped


def export_done(*, export: Export, made: Made) -> None:
    """Note the finished file. Raises Stopped where it was cancelled or taken over meanwhile."""
    with transaction.atomic():
        row = _locked(export.pk)
        if row is None or not _mine(export).filter(cancel_asked=False).exists():
            raise Stopped
        row.state, row.finished_at = ExportState.DONE, timezone.now()
        row.heartbeat_at = row.finished_at
        row.done = row.total = max(row.total, 1)
        row.digest, row.file_digest, row.size = made.digest, made.file_digest, made.size
        row.version = made.version
        row.save()
        record(
            "export made",
            stream=row.subject.stream,
            target=f"export:{row.pk}",
            by=row.asked_by,
            seat=row.asked_in,
            changes={
                "document": [None, made.digest],
                "file": [None, made.file_digest],
                **({"version": [None, made.version]} if made.version else {}),
            },
        )


def export_stopped(*, export: Export) -> None:
    """Close a row that was cancelled while it was being made."""
    stopped = _mine(export).filter(cancel_asked=True)
    stopped.update(state=ExportState.CANCELLED, finished_at=timezone.now())


def export_failed(*, export: Export, why: str) -> None:
    """Close a row with a plain sentence; the details belong to the log. ``why`` names it."""
    with transaction.atomic():
        row = _locked(export.pk)
        if row and _mine(export).exists():
            _fail(row, why)


def exports_sweep() -> int:
    """Let silent rows wait again, up to three attempts; returns how many were found."""
    limit = timezone.now() - SILENT_AFTER
    with transaction.atomic():
        silent = Export.objects.filter(state=ExportState.RUNNING, heartbeat_at__lt=limit)
        rows = list(silent.select_for_update(of=("self",)).with_owner().select_related("asked_by"))
        for row in rows:
            _sweep(row)
    return len(rows)


def exports_expire() -> list[str]:
    """Close the files that were kept long enough; returns the digests that may be let go.

    Those of the last days are named again, in case the worker died between closing and letting go.
    """
    now, kept = timezone.now(), keep_files()
    old = Export.objects.filter(state=ExportState.DONE, finished_at__lt=now - kept)
    old.update(state=ExportState.EXPIRED)
    again = Export.objects.filter(
        state=ExportState.EXPIRED, finished_at__range=(now - kept - NAMED_AGAIN, now - kept)
    )
    return list(again.values_list("file_digest", flat=True))


def exports_waiting() -> list[Export]:
    """The rows that wait, with the task they were queued as, oldest first."""
    return list(Export.objects.filter(state=ExportState.WAITING).order_by("asked_at"))


def export_queued(*, export: Export, task_id: str, old: str) -> None:
    """Note under which task the row is queued, unless somebody else has just queued it."""
    waiting = Export.objects.filter(pk=export.pk, state=ExportState.WAITING, task_id=old)
    waiting.update(task_id=task_id)


def _locked(pk: uuid.UUID) -> Export | None:
    rows = Export.objects.select_for_update(of=("self",))
    return rows.with_owner().select_related("asked_by").filter(pk=pk).first()


def _mine(export: Export) -> ExportQuerySet:
    """The row, while it is still being made in this very attempt."""
    return Export.objects.filter(pk=export.pk, state=ExportState.RUNNING, attempts=export.attempts)


def _sweep(row: Export) -> None:
    if row.cancel_asked:
        row.state, row.finished_at = ExportState.CANCELLED, timezone.now()
        row.save(update_fields=["state", "finished_at"])
    elif row.attempts >= MOST_ATTEMPTS:
        _fail(row, "silent")
    else:
        row.state, row.task_id, row.heartbeat_at = ExportState.WAITING, "", None
        row.save(update_fields=["state", "task_id", "heartbeat_at"])


def _fail(row: Export, why: str) -> None:
    """Close the row with a sentence in the language of its asker."""
    with override(row.asked_by.language):
        row.problem = str(SENTENCES[why])
    row.state, row.finished_at = ExportState.FAILED, timezone.now()
    row.save(update_fields=["state", "problem", "finished_at"])
    record(
        "export failed",
        stream=row.subject.stream,
        target=f"export:{row.pk}",
        by=row.asked_by,
        seat=row.asked_in,
        reason=why,
    )
