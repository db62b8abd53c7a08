"""A colleague saves while two workers make files: how long each save takes (reliability 53)."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reports import tasks
from reports.enums import ExportState
from reports.models import Export, Subject
from reports.services.exports import Wanted, export_ask
from tests.drill.place import ROOT, Place

EXPORTS = 2
PAUSE, LONGEST = 0.1, 120  # seconds between two saves, and in all
BUSY = [ExportState.WAITING, ExportState.RUNNING]


def measure(place: Place, seeded: Any, ready: Callable[[], Callable[[], Any]]) -> list[float]:
    """Milliseconds of every save while the national plan is printed in both languages.

    ``ready`` opens the colleague's page once both files are begun, and gives what saves it.
    """
    for language in ("en", "bn"):
        export_ask(
            key=uuid.uuid4(),
            of=Subject.of_plan(seeded.plan),
            wanted=Wanted("pdf", language),
            by=seeded.reviewer,
        )
    tasks.queue_waiting()
    times: list[float] = []
    with workers(place, EXPORTS):
        until = time.monotonic() + LONGEST
        while Export.objects.filter(state=ExportState.RUNNING).count() < EXPORTS:
            if time.monotonic() > until:
                raise SystemExit("The workers did not begin.")
            time.sleep(PAUSE)
        save = ready()
        while Export.objects.filter(state__in=BUSY).exists() and time.monotonic() < until:
            start = time.perf_counter()
            save()
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(PAUSE)
    return times


@contextmanager
def workers(place: Place, count: int) -> Iterator[None]:
    """So many workers beside the web server, giving way to it as in production."""
    words = ["nice", "-n", "10", sys.executable, "manage.py", "db_worker"]
    environment = place.environment("nsss_gender.settings")
    with (place.folder / "worker.log").open("ab") as log:
        running = [
            subprocess.Popen(  # noqa: S603 - words of our own
                words, cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            for _ in range(count)
        ]
        try:
            yield
        finally:
            for one in running:
                one.kill()
                one.wait()
