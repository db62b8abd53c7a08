"""Writing and verifying the log. ``record`` is called last inside the caller's transaction."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from nsss_gender.audit.models import Checkpoint, Event, StreamHead

FIELDS = (
    "stream",
    "sequence",
    "action",
    "target",
    "by",
    "by_name",
    "seat",
    "seat_name",
    "reason",
    "changes",
    "previous",
)

CHECKPOINTS = "checkpoints"
BATCH = 500
Place = tuple[str, int]


class Actor(Protocol):
    """Anything with an id and a name: a user or a seat."""

    @property
    def pk(self) -> Any: ...


class Behalf(Protocol):
    """Why somebody acts in a seat that is not their own, in words."""

    @property
    def said(self) -> str: ...


class Problem(TextChoices):
    """What can be wrong with the log."""

    MISSING = "missing", _("an event is missing before this one")
    ALTERED = "altered", _("the event was altered")
    CUT = "cut", _("the stream's head does not match its last event")
    GONE = "gone", _("the events of this stream are gone")
    DIFFERS = "differs", _("the event is not the one that a checkpoint vouches for")
    LOST = "lost", _("a checkpoint vouches for this event, and it is gone")
    CHECKPOINT = "checkpoint", _("the checkpoint was altered")


@dataclass(frozen=True)
class Break:
    """One place where the log does not verify, and the checkpoint that shows it, if one does."""

    stream: str
    sequence: int
    problem: Problem
    checkpoint: str = ""


def canonical(value: object) -> bytes:
    """JSON with sorted keys and no spaces: the same value always gives the same bytes."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return text.encode()


def digest(value: object) -> str:
    """SHA-256 (hexadecimal) of the canonical JSON of ``value``."""
    return hashlib.sha256(canonical(value)).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 of a typed text: what an event keeps of it instead of the words."""
    return hashlib.sha256(text.encode()).hexdigest()


def event_digest(event: Event) -> str:
    """The digest that an event's own fields and its predecessor's digest give."""
    body = {name: getattr(event, name) for name in FIELDS}
    body["at"] = event.at.astimezone(dt.UTC).isoformat()
    return digest(body)


def record(
    action: str,
    *,
    stream: str,
    target: str,
    by: Actor | None,
    seat: Actor | None = None,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    """Append one event to ``stream`` and return it.

    Must run inside the transaction of the change it records: raises TransactionManagementError
    otherwise. The stream's head row is the last lock taken, so that writers never deadlock.
    """
    entry = Entry(action, target, changes or {}, reason)
    return record_many([entry], stream=stream, by=by, seat=seat)[0]


@dataclass(frozen=True)
class Entry:
    """What one event says, apart from who did it and on which stream."""

    action: str
    target: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


def record_many(
    entries: Iterable[Entry], *, stream: str, by: Actor | None, seat: Actor | None = None
) -> list[Event]:
    """Append the events of one act to ``stream``, in order: the same as ``record`` one by one.

    The head is locked once and moved once, so that thousands of events cost few statements. A seat
    in which somebody acts for its ministry says so with every event (79).
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside its change")
    head = _locked(stream)
    with translation.override("en"):  # the log keeps one language, whoever acts
        by_name, seat_name = str(by or "")[:200], str(seat or "")[:300]
        behalf: Behalf | None = getattr(seat, "on_behalf", None)
        said = behalf.said if behalf else ""
    who = {
        "by": str(by.pk) if by else "",
        "by_name": by_name,
        "seat": str(seat.pk) if seat else "",
        "seat_name": seat_name,
    }
    events: list[Event] = []
    sequence, previous = head.sequence, head.digest
    for entry in entries:
        sequence += 1
        event = Event(stream=stream, sequence=sequence, previous=previous, at=timezone.now(), **who)
        event.action, event.target = entry.action, entry.target
        event.reason = "\n".join(filter(None, (entry.reason, said)))
        event.changes = json.loads(canonical(entry.changes))
        previous = event.digest = event_digest(event)
        events.append(event)
    Event.objects.bulk_create(events, batch_size=BATCH)
    StreamHead.objects.filter(pk=head.pk).update(sequence=sequence, digest=previous)
    return events


def _locked(stream: str) -> StreamHead:
    """The head row of a stream, locked until the transaction ends; made where there is none."""
    heads = StreamHead.objects.select_for_update()
    head = heads.filter(stream=stream).first()
    if head is None:
        StreamHead.objects.get_or_create(stream=stream)
        head = heads.get(stream=stream)
    return head


def checkpoint_write(occasion: str) -> Checkpoint:
    """Digest the heads of all streams, chained to the checkpoint before; returns the checkpoint.

    Checkpoints queue behind one another on a head row of their own, which no event ever uses.
    """
    with transaction.atomic():
        _locked(CHECKPOINTS)
        rows = StreamHead.objects.exclude(stream=CHECKPOINTS).order_by("stream")
        before = Checkpoint.objects.order_by("-id").first()
        checkpoint = Checkpoint(
            at=timezone.now(),
            occasion=occasion,
            heads={row.stream: [row.sequence, row.digest] for row in rows},
            previous=before.digest if before else "",
        )
        checkpoint.digest = checkpoint_digest(checkpoint)
        checkpoint.save()
        return checkpoint


def checkpoint_digest(point: Checkpoint) -> str:
    """The digest that a checkpoint's own fields and its predecessor's digest give."""
    body = {
        "at": point.at.astimezone(dt.UTC).isoformat(),
        "occasion": point.occasion,
        "heads": point.heads,
        "previous": point.previous,
    }
    return digest(body)


def log_breaks() -> list[Break]:
    """Every break in every stream and checkpoint; an empty list means that the log verifies.

    One pass over the events, whatever the number of streams and checkpoints.
    """
    found, promised = _checkpoint_breaks()
    heads = {head.stream: head for head in StreamHead.objects.exclude(stream=CHECKPOINTS)}
    events = Event.objects.order_by("stream", "sequence").iterator()
    for stream, chain in groupby(events, key=lambda event: event.stream):
        found.extend(_chain_breaks(stream, chain, heads.pop(stream, None), promised))
    for stream, head in heads.items():
        if head.sequence:
            found.append(Break(stream, head.sequence, Problem.GONE))
    found.extend(
        Break(stream, sequence, Problem.LOST, code)
        for (stream, sequence), (_vouched, code) in promised.items()
    )
    return found


def _checkpoint_breaks() -> tuple[list[Break], dict[Place, tuple[str, str]]]:
    """Altered checkpoints, and every event that a checkpoint vouches for: place → digest, code."""
    found: list[Break] = []
    promised: dict[Place, tuple[str, str]] = {}
    previous = ""
    for point in Checkpoint.objects.order_by("id").iterator():
        if point.previous != previous or checkpoint_digest(point) != point.digest:
            found.append(Break(CHECKPOINTS, point.pk, Problem.CHECKPOINT))
        previous = point.digest
        for stream, (sequence, expected) in point.heads.items():
            if sequence:
                promised.setdefault((stream, sequence), (expected, point.code))
    return found, promised


def _chain_breaks(
    stream: str,
    chain: Iterable[Event],
    head: StreamHead | None,
    promised: dict[Place, tuple[str, str]],
) -> Iterator[Break]:
    """Where one stream does not verify: gaps, altered events, a cut end, a broken promise."""
    previous, expected = "", 1
    for event in chain:
        if event.sequence != expected:
            yield Break(stream, event.sequence, Problem.MISSING)
        if event.previous != previous or event_digest(event) != event.digest:
            yield Break(stream, event.sequence, Problem.ALTERED)
        vouched, code = promised.pop((stream, event.sequence), (event.digest, ""))
        if vouched != event.digest:
            yield Break(stream, event.sequence, Problem.DIFFERS, code)
        previous, expected = event.digest, event.sequence + 1
    if head is None or (head.sequence, head.digest) != (expected - 1, previous):
        yield Break(stream, expected - 1, Problem.CUT)
