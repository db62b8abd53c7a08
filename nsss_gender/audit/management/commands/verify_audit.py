"""``manage.py verify_audit``: exit code 0 where the whole log verifies, 1 where it does not."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from nsss_gender.audit.models import Checkpoint, Event
from nsss_gender.audit.services import log_breaks


class Command(BaseCommand):
    help = "Recompute every hash of the log and name every place that does not verify."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was checked, or each break; then leave with the exit code."""
        breaks = log_breaks()
        for found in breaks:
            place = f"{found.stream} #{found.sequence}"
            self.stderr.write(f"{place}: {found.problem.label} {found.checkpoint}".rstrip())
        if breaks:
            sys.exit(1)
        events, points = Event.objects.count(), Checkpoint.objects.count()
        self.stdout.write(f"The log verifies: {events} events, {points} checkpoints.")
