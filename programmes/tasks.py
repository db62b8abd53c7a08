"""The worker's side of register files: it reads, previews, writes and makes them (decision 9).

Nothing here decides who may do what; the job and its services do. What reads and writes Excel is
imported late, so that the web process, which only queues, never loads it.
"""

import io
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from nsss_gender.files import store
from nsss_gender.files.keeping import let_go
from nsss_gender.files.kinds import CSV, XLSX
from nsss_gender.files.queue import Beat, queue
from programmes import selectors
from programmes.enums import JobKind, JobState
from programmes.models import RegisterJob
from programmes.schema.bounds import TooLargeError
from programmes.schema.untidy import UntidyError
from programmes.services.working import (
    Seen,
    Stopped,
    export_done,
    exports_expire,
    job_beat,
    job_begin,
    job_failed,
    job_queued,
    job_stopped,
    jobs_sweep,
    jobs_waiting,
    preview_store,
)
from programmes.services.writing import Stale, register_write

logger = logging.getLogger(__name__)


@task
def run_job(job_id: str) -> str:
    """Take one job a step farther; returns what became of it, for the queue's own record."""
    sweep()
    job = job_begin(pk=uuid.UUID(job_id))
    if job is None:
        return "not waiting"
    try:
        _step(job)(job)
    except Stopped:
        job_stopped(job=job)
        return "stopped"
    except Stale as stale:
        job_failed(job=job, why="stale", rows=stale.rows)
        return "stale"
    except Exception as error:  # whatever it is, the job must say so
        why = _why(error)
        if why == "failed":
            logger.exception("Register job %s could not be done", job_id)
        job_failed(job=job, why=why)
        return "failed"
    return "done"


def sweep() -> int:
    """Let silent jobs wait again, queue every job that waits without a live task, let go of old files."""
    return jobs_sweep() + queue_waiting() + let_go(exports_expire())


def queue_waiting() -> int:
    """Queue the jobs that wait and that no live task stands for; returns how many."""
    return queue(run_job, jobs_waiting(), _queued)


def _queued(job: RegisterJob, task_id: str) -> None:
    job_queued(job=job, task_id=task_id, old=job.task_id)


def _step(job: RegisterJob) -> Callable[[RegisterJob], Any]:
    if job.kind == JobKind.EXPORT:
        return _make
    return _read if job.state == JobState.READING else _write


def _read(job: RegisterJob) -> None:
    """The file as a preview; no transaction is open meanwhile."""
    from programmes import workbook  # noqa: PLC0415
    from programmes.resources import reading  # noqa: PLC0415

    beat = _beat(job)
    beat(0, 1)
    with store.opened(job.sha256) as file:
        grids = workbook.read(file, csv_file=job.format == CSV.code)
    found = reading.read(job, grids, beat)
    preview_store(job=job, seen=Seen(found.rows, found.counts, found.wishes.asked(), found.facts))


def _write(job: RegisterJob) -> None:
    register_write(job=job)


def _make(job: RegisterJob) -> None:
    """The filtered list as a file, in the language in which it was asked for."""
    from programmes import workbook  # noqa: PLC0415
    from programmes.resources import writing  # noqa: PLC0415

    asked = dict(job.asked_for)
    language = asked.pop("language", "en")
    with override(language):
        chosen = selectors.programme_list(selectors.Search(**asked))
        found = writing.table(chosen, language, _beat(job))
        name = _("register of programmes %(day)s") % {"day": timezone.localdate().isoformat()}
        if job.format == CSV.code:
            content = workbook.csv_bytes(found.rows)
        else:
            content = workbook.xlsx_bytes(writing.sheets(found, language))
    kept = store.keep(io.BytesIO(content))
    kind = CSV if job.format == CSV.code else XLSX
    file = {
        "sha256": kept.sha256,
        "size": kept.size,
        "media_type": kind.media_type,
        "file_name": f"{name.replace(' ', '-')}{kind.extension}",
    }
    export_done(job=job, file=file, rows=len(found.rows) - 1)


def _why(error: Exception) -> str:
    from programmes.workbook import UnreadableError  # noqa: PLC0415

    match error:
        case UntidyError():
            return error.reason
        case TooLargeError():
            return error.what
        case UnreadableError():
            return "unreadable"
        case PermissionDenied():
            return "refused"
        case ValidationError():
            return "room"
    return "failed"


def _beat(job: RegisterJob) -> Beat:
    """The progress of a job."""
    return Beat(lambda done, total: job_beat(job=job, done=done, total=total))
