"""``manage.py write_checkpoint``: run daily; prints the code to keep outside this machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nsss_gender.audit.services import checkpoint_write


class Command(BaseCommand):
    help = "Digest the heads of all streams into a checkpoint and print it."

    def add_arguments(self, parser: CommandParser) -> None:
        """An occasion, kept with the checkpoint."""
        parser.add_argument("--occasion", default="daily")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one checkpoint; print its code and its whole digest."""
        point = checkpoint_write(options["occasion"])
        self.stdout.write(f"{point.code} {point.digest}")
