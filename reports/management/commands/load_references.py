"""``manage.py load_references``: the pick list of policies from its file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from reports.services.references import references_load


class Command(BaseCommand):
    """Loads what the list lacks; what an administrator corrected is kept."""

    help = "Load the pick list of policies to which rows of the plan refer. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--file``: the CSV file."""
        default = Path(settings.BASE_DIR) / "fixtures" / "policy_references.csv"
        parser.add_argument("--file", default=str(default))

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say how many were created and kept."""
        created, kept = references_load(path=Path(options["file"]))
        self.stdout.write(f"reference: {created} created, {kept} kept")
