"""``main(WHAT)`` for the drill of a killed worker: ask for a national PDF, make it and die, let the dead worker fall silent, look,
print it once more."""

import datetime as dt
import hashlib
import os
import signal
import uuid
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from reports import tasks
from reports.models import ActionPlan, Export, PrintedPart, Subject
from reports.services.exports import Wanted, export_ask
from reports.services.plans import plan_refresh, plan_start
from reports.services.printed import KeptParts, Part
from tests.assessments.factories import make_scene


class Dying(KeptParts):
    """A shelf that kills its process, without a word, as soon as one part stands on it."""

    def keep(self, key: str, part: Part) -> None:
        """Keep the part, and die."""
        super().keep(key, part)
        os.kill(os.getpid(), signal.SIGKILL)


def main(what: str) -> dict[str, Any]:
    """The state of the file afterwards."""
    if what == "ask":
        _ask()
    if what == "die":
        setattr(tasks, "KeptParts", Dying)  # noqa: B010 - a shelf of its own for this process
        tasks.make_export.call(str(Export.objects.get().pk))
    if what == "silence":
        Export.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=2))
    found = Export.objects.get()
    told = {
        "state": found.state,
        "attempts": found.attempts,
        "file": found.file_digest,
        "problem": found.problem,
        "parts": sorted(PrintedPart.objects.values_list("pk", flat=True)),
    }
    return told | ({"fresh": _fresh(found)} if what == "print" else {})


def _ask() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    scene = make_scene("accepted", programmes=2, judgements={"Q8": "no", "Q9": "partly"})
    plan = plan_start(round_=scene.round, by=scene.reviewer)
    plan_refresh(plan=plan, by=scene.reviewer)
    of = Subject.of_plan(ActionPlan.objects.get())
    export_ask(key=uuid.uuid4(), of=of, wanted=Wanted("pdf", "bn"), by=scene.reviewer)
    tasks.queue_waiting()


def _fresh(export: Export) -> str:
    """The digest of the same document printed from nothing."""
    from reports.exports import press  # noqa: PLC0415 - only here is anything printed
    from tests.reports.nations import Shelf  # noqa: PLC0415

    document, _version = tasks.build(export.subject, export.language)
    assert press.in_parts(document)
    return hashlib.sha256(press.draw(document, Shelf()).content).hexdigest()
