"""Hand files whose worker fell silent to the next one: for a timer, or after a crash."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.tasks import sweep


class Command(BaseCommand):
    """Look once and say how many were found."""

    help = "Queue again what a dead worker left behind; remove files that were kept long enough."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and write the number to standard output."""
        self.stdout.write(f"{sweep()} queued, closed or removed")
