"""The ministry's own documents: commitments line by line, versions, files (decision 6.1; capability 100)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from assessments.enums import StrategyState
from assessments.models import Commitment, OwnStrategy, StrategyFile
from assessments.permissions import can_fill
from assessments.services.beside import Writer, beside_keep
from assessments.services.locking import report_locked
from assessments.services.room import person_room, upload_kept
from assessments.services.submissions import submission_touch
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import digest, record
from nsss_gender.files.uploads import Upload
from nsss_gender.language.text import normalise, same


def strategy_keep(
    row: OwnStrategy, values: Mapping[str, str], *, base: int, writer: Writer
) -> None:
    """Keep a text that lost a clash beside, once, and say so in the log."""
    if beside_keep(row.target, values, base=base, writer=writer):
        _note(row, "own strategy kept beside", {"digest": [None, digest(values)]}, writer)


def commitments_sync(row: OwnStrategy) -> None:
    """Let the rows follow the lines: a line that stays keeps its row, a line that went is withdrawn.

    A line that comes back gets its row back, and with it the programmes that cite it.
    """
    lines = commitment_lines(row.commitments) if row.state == StrategyState.EXISTS else []
    known = {old.text: old for old in row.listed.order_by("-withdrawn_at")}
    for position, text in enumerate(lines, start=1):
        there = known.pop(text, None) or Commitment(strategy=row, text=text)
        there.position, there.withdrawn_at = position, None
        there.save()
    gone = [old.pk for old in known.values() if old.withdrawn_at is None]
    row.listed.filter(pk__in=gone).update(withdrawn_at=timezone.now())


def commitment_lines(text: str) -> list[str]:
    """The commitments in a text, one a line; empty lines and lines typed twice count once or not."""
    lines = (line.strip().lstrip("•–-*").strip() for line in normalise(text).splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def strategy_attach(*, strategy: OwnStrategy, upload: Upload, by: User) -> StrategyFile:
    """Attach the document itself; the same content twice is attached once."""
    can_fill(by, strategy.submission).require()
    person_room(by, upload.size)
    columns = upload_kept(upload)
    with transaction.atomic():
        writer = _writer(strategy, by)
        standing = StrategyFile.objects.filter(strategy=strategy, withdrawn_at=None)
        there = standing.filter(sha256=columns["sha256"]).first()
        if there:
            return there
        row = StrategyFile.objects.create(strategy=strategy, created_by=by, **columns)
        submission_touch(writer.submission, by=by)
        _note(strategy, "own strategy attached", {"file": [None, row.sha256]}, writer)
    return row


def strategy_detach(*, file: StrategyFile, by: User) -> None:
    """Withdraw an attached document; it stays, because a packet may name it."""
    with transaction.atomic():
        writer = _writer(file.strategy, by)
        row = StrategyFile.objects.select_for_update().get(pk=file.pk)
        if row.withdrawn_at:
            return
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        submission_touch(writer.submission, by=by)
        _note(file.strategy, "own strategy withdrawn", {"file": [row.sha256, None]}, writer)


def unchanged(row: OwnStrategy | None, values: Mapping[str, str]) -> bool:
    """Whether the document says just that already."""
    return row is not None and all(same(getattr(row, name), values[name]) for name in values)


def _writer(strategy: OwnStrategy, by: User) -> Writer:
    """The report, locked, and the seat in which it may be written. Raises PermissionDenied."""
    locked = report_locked(strategy.submission)
    return Writer(by, can_fill(by, locked).require(), locked)


def _note(row: OwnStrategy, action: str, changes: Mapping[str, object], writer: Writer) -> None:
    record(
        action,
        stream=writer.submission.stream,
        target=row.target,
        by=writer.by,
        seat=writer.seat,
        changes=dict(changes),
    )
