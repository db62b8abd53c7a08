"""What people do with files of the register: bring one, map its words, have it written, ask for one (1)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record
from programmes.enums import JobKind, JobState
from programmes.models import RegisterJob
from programmes.permissions import can_bring, can_map, can_stop, can_write
from programmes.services.register import STREAM


@dataclass(frozen=True)
class Brought:
    """A file that was checked and kept, and what the person says it is."""

    sha256: str
    size: int
    media_type: str
    file_name: str
    format: str
    source: str
    grade: str


def import_ask(*, key: uuid.UUID, brought: Brought, by: User) -> RegisterJob:
    """Have a file read; the same ``key`` again returns the same job (86). Nothing is written yet."""
    given = vars(brought) | {"kind": JobKind.IMPORT, "file_name": brought.file_name[:200]}
    return _ask(key, given, by=by)


def export_ask(
    *, key: uuid.UUID, format_: str, asked_for: Mapping[str, Any], by: User
) -> RegisterJob:
    """Have the filtered list made as a file; the same ``key`` again returns the same job (86)."""
    given = {"kind": JobKind.EXPORT, "format": format_, "asked_for": dict(asked_for)}
    return _ask(key, given, by=by)


def _ask(key: uuid.UUID, given: Mapping[str, Any], *, by: User) -> RegisterJob:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # so that the limit counts one by one
        if job := RegisterJob.objects.filter(pk=key).first():
            if job.asked_by_id != by.pk:
                refuse(_("This form belongs to somebody else. Reload the page."))
            return job
        seat = can_bring(by).require()
        job = RegisterJob.objects.create(id=key, asked_by=by, asked_in=seat, **given)
        told = {
            name: given[name]
            for name in ("format", "file_name", "sha256", "source")
            if name in given
        }
        _record(job, "asked", by, seat, told)
    return job


def words_map(*, job: RegisterJob, chosen: Mapping[str, Mapping[str, str]], by: User) -> None:
    """Take what unknown words stand for; the file is then read again, with all that was said so far."""
    with transaction.atomic():
        row = _locked(job)
        seat = can_map(by, row).require()
        said = row.mapping.get("chosen", {})
        for kind, words in chosen.items():
            said.setdefault(kind, {}).update(words)
        row.mapping = {"chosen": said}
        _wait(row, JobState.READING)
        _record(
            row,
            "mapped",
            by,
            seat,
            {"words": {kind: dict(words) for kind, words in chosen.items()}},
        )


def import_confirm(*, job: RegisterJob, leave_out: bool, by: User) -> None:
    """Have the preview written. Raises ValidationError where rows would be left out unasked."""
    with transaction.atomic():
        row = _locked(job)
        if row.state in {JobState.WRITING, JobState.DONE} and row.asked_by_id == by.pk:
            return  # the button was pressed twice
        seat = can_write(by, row).require()
        if row.counts.get("invalid") and not leave_out:
            message = _("Tick that the rows which cannot be read are left out, or mend them first.")
            raise ValidationError({"leave_out": message}, code="leave_out")
        row.confirmed_at = timezone.now()
        _wait(row, JobState.WRITING)
        _record(row, "confirmed", by, seat, {"counts": row.counts})


def job_stop(*, job: RegisterJob, by: User) -> None:
    """Stop it: at once while nobody works on it, at the next beat otherwise. Nothing is written then."""
    with transaction.atomic():
        row = _locked(job)
        seat = can_stop(by, row).require()
        row.cancel_asked = True
        if not (row.busy and row.heartbeat_at):
            row.state, row.finished_at = JobState.CANCELLED, timezone.now()
        row.save(update_fields=["cancel_asked", "state", "finished_at"])
        _record(row, "stopped", by, seat, {})


def _locked(job: RegisterJob) -> RegisterJob:
    rows = RegisterJob.objects.select_for_update(of=("self",)).select_related("asked_by")
    return rows.get(pk=job.pk)


def _wait(row: RegisterJob, state: JobState) -> None:
    """Let the job wait for the worker in its next state."""
    row.state, row.task_id, row.heartbeat_at = state, "", None
    row.done = row.total = 0
    row.counts.pop("silences", None)
    row.save()


def _record(job: RegisterJob, verb: str, by: User, seat: Seat, changes: Mapping[str, Any]) -> None:
    record(
        f"{job.kind} {verb}",
        stream=STREAM,
        target=f"job:{job.pk}",
        by=by,
        seat=seat,
        changes=dict(changes),
    )
