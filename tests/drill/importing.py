"""``main(ROWS)`` brings a file of so many programmes, reads it and writes it, as the worker does; what became of it."""

import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from django.test import override_settings

from nsss_gender.accounts.enums import Role
from nsss_gender.audit.services import log_breaks
from programmes.models import Programme
from programmes.services.jobs import import_confirm
from tests.people import make_ministry, make_user
from tests.programmes.books import HEADS, book, previewed, worked


def main(rows: str) -> dict[str, Any]:
    """One import, the seconds of its two steps, and the megabytes that this process held at most."""
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=Path(folder)):
        return _imported(rows)


def _imported(rows: str) -> dict[str, Any]:
    keeper = make_user("keeper", Role.ADMINISTRATOR)
    ministry = make_ministry(code="M99")
    named = ((f"P{n:05}", f"Programme {n} of the drill", ministry.code) for n in range(int(rows)))
    before = Programme.objects.count()
    start = time.perf_counter()
    job = previewed(book([HEADS, *named]), keeper)
    read = time.perf_counter()
    import_confirm(job=job, leave_out=False, by=keeper)
    said = worked(job)
    return {
        "said": said,
        "counts": job.counts,
        "written": Programme.objects.count() - before,
        "breaks": len(log_breaks()),
        "preview": read - start,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "write": time.perf_counter() - read,
    }
