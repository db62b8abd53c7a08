"""The queue of the worker, for every room whose rows it makes files for (decision 9).

The row of a room is the truth; a task of the queue is only the wish that somebody looks at it. A task is lost when
its worker dies, so that whoever looks may queue a waiting row again.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from django.db.models import Q
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

SILENT_AFTER = dt.timedelta(seconds=60)
BEAT_EVERY = 1.0


class TooLong(Exception):  # noqa: N818 - it says what happened
    """A file took longer to make than one file may: the others wait as well (reliability 55)."""


class Waiting(Protocol):
    """A row that waits for the worker, and the task it was queued as."""

    pk: Any
    task_id: str


Row = TypeVar("Row", bound=Waiting)


def queue(task: Task[Any, Any], waiting: Sequence[Row], queued: Callable[[Row, str], None]) -> int:
    """Queue the rows that no live task stands for; `queued(row, task id)` notes it. Returns how many."""
    live = _live(row.task_id for row in waiting if row.task_id)
    lost = [row for row in waiting if row.task_id not in live]
    for row in lost:
        queued(row, str(task.enqueue(str(row.pk)).id))
    return len(lost)


def queue_once(task: Task[Any, Any], *given: str) -> bool:
    """Queue a task unless one like it still waits to be run: a worker that is down finds one, not a pile."""
    waiting = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    if waiting.exists():
        return False
    task.enqueue(*given)
    return True


def _live(task_ids: Iterable[str]) -> set[str]:
    """Which of the tasks are still going to be run, or were begun less than a minute ago."""
    begun = timezone.now() - SILENT_AFTER
    found = DBTaskResult.objects.filter(pk__in=list(task_ids)).filter(
        Q(status=TaskResultStatus.READY) | Q(status=TaskResultStatus.RUNNING, started_at__gte=begun)
    )
    return {str(key) for key in found.values_list("pk", flat=True)}


@dataclass
class Beat:
    """Progress, said about once a second; what `say` raises on a wish to stop ends the work.

    Raises TooLong after `most` seconds of work, where one file has such a limit.
    """

    say: Callable[[int, int], None]
    most: float | None = None
    begun: float = field(default_factory=time.monotonic)
    last: float = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if self.most is not None and now - self.begun > self.most:
            raise TooLong
        if self.last and done < total and now - self.last < BEAT_EVERY:
            return
        self.last = now
        self.say(done, total)
