"""Hand register files whose worker fell silent to the next one: for a timer, or after a crash."""

from typing import Any

from django.core.management.base import BaseCommand

from programmes.tasks import sweep


class Command(BaseCommand):
    """Look once and say how many were found."""

    help = "Queue again what a dead worker left behind; drop previews and files after seven days."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sweep, and write the number to standard output."""
        self.stdout.write(f"{sweep()} queued or closed")
