"""A preview becomes the register: one transaction, all rows or none, in bulk (1; reliability 46).

What people read meanwhile is not blocked; on SQLite others wait for their turn to write, so everything
that can be reckoned before the transaction is (``drafting``).
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.services import Entry, record_many
from programmes.enums import JobState, RowOutcome
from programmes.models import (
    Agency,
    Programme,
    ProgrammeFunction,
    ProgrammeMinistry,
    ProgrammeName,
    RegisterJob,
    RegisterJobRow,
)
from programmes.services.drafting import BATCH, Draft, draft, parts
from programmes.services.register import STREAM
from programmes.services.working import Stopped, job_record, mine


class Stale(Exception):  # noqa: N818 - no fault: the register went on while the preview was looked at
    """Rows whose programme has changed since the preview; ``rows`` are their numbers in the file."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows)
        self.rows = rows


def register_write(*, job: RegisterJob) -> int:
    """Write the preview of ``job``; returns the number of programmes written.

    Raises Stale, Stopped or PermissionDenied; then nothing is written.
    """
    outcomes = [RowOutcome.ADD, RowOutcome.CHANGE]
    rows = list(RegisterJobRow.objects.filter(job=job, outcome__in=outcomes).order_by("position"))
    made = draft(job, rows)
    with transaction.atomic():
        kept = RegisterJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if not mine(job).filter(cancel_asked=False).exists():
            raise Stopped
        seat = can_manage_register(job.asked_by).require()
        _check(rows, made)
        _write(made, timezone.localdate())
        kept.state, kept.finished_at = JobState.DONE, timezone.now()
        kept.done = kept.total = len(rows)
        kept.save(update_fields=["state", "finished_at", "done", "total"])
        record_many([*_words_added(made), *made.entries], stream=STREAM, by=job.asked_by, seat=seat)
        job_record(job, "import written", {"file": job.sha256, "programmes": len(rows)})
    return len(rows)


def _words_added(made: Draft) -> list[Entry]:
    """The events of what the file added to the lists."""
    kinds: tuple[tuple[str, Sequence[Any]], ...] = (
        ("agency", made.agencies),
        ("group", made.groups),
    )
    return [
        Entry(f"{kind}.added", f"{kind}:{one.pk}", {"name_en": [None, one.name_en]})
        for kind, words in kinds
        for one in words
    ]


def _check(rows: Sequence[RegisterJobRow], made: Draft) -> None:
    """Lock what is changed, in one order; raises Stale where the register has gone on since the preview."""
    changed = [row for row in rows if row.outcome == RowOutcome.CHANGE]
    numbers: dict[Any, int] = {}
    for some in parts(sorted((row.programme_id for row in changed), key=str)):
        found = Programme.objects.select_for_update().filter(pk__in=some).order_by("pk")
        numbers.update(found.values_list("pk", "number"))
    stale = [row.position for row in changed if numbers.get(row.programme_id) != row.base]
    codes = {one.code: position for position, one in made.added.items()}
    for codes_some in parts(list(codes)):
        taken = Programme.objects.filter(code__in=codes_some).values_list("code", flat=True)
        stale += [codes[code] for code in taken]
    if stale:
        raise Stale(sorted(stale))


def _write(made: Draft, today: Any) -> None:
    """All rows, in the order in which they need each other."""
    Agency.objects.bulk_create(made.agencies, batch_size=BATCH)
    for group in made.groups:
        group.save(force_insert=True)
    _bulk(Programme, made.added.values())
    own = [part.name for part in Programme._meta.concrete_fields if not part.primary_key]
    Programme.objects.bulk_create(  # whole rows in few statements; each is there, so none is inserted
        list(made.changed.values()),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=own,
    )
    for some in parts(made.names_over):
        ProgrammeName.objects.filter(pk__in=some).update(valid_to=today)
    ProgrammeName.objects.bulk_update(made.names_mended, ["name_en", "name_bn", "source"], BATCH)
    _bulk(ProgrammeName, made.names)
    for some in parts(made.links_over):
        ProgrammeMinistry.objects.filter(pk__in=some).update(valid_to=today)
    _bulk(ProgrammeMinistry, made.links)
    _write_words(made)


def _write_words(made: Draft) -> None:
    """Stages, groups and functions: those of a changed programme are replaced."""
    links: dict[str, tuple[Any, str]] = {
        "stages": (Programme.stages.through, "lifecyclestage_id"),
        "groups": (Programme.groups.through, "targetgroup_id"),
        "functions": (ProgrammeFunction, "function"),
    }
    for name, (model, column) in links.items():
        for some in parts(made.cleared[name]):
            model._default_manager.filter(programme_id__in=some).delete()
        pairs = made.words[name]
        _bulk(
            model,
            [
                model(**{"programme_id": one.pk, column: getattr(word, "pk", word)})
                for one, word in pairs
            ],
        )


def _bulk(model: Any, rows: Iterable[Any]) -> None:
    model._default_manager.bulk_create(list(rows), batch_size=BATCH)
