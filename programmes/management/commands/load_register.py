"""``manage.py load_register``: ministries, words, programmes from the files of the register."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from programmes.schema.tables import RegisterError
from programmes.services.loading import register_load


class Command(BaseCommand):
    """Loads the register; says what was created, changed, unchanged or kept."""

    help = "Load ministries, clusters, stages, target groups and programmes. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--dir``: the folder with the CSV files."""
        parser.add_argument("--dir", default=str(Path(settings.BASE_DIR) / "fixtures" / "register"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or name everything that is wrong and write nothing."""
        try:
            tally = register_load(by=None, folder=Path(options["dir"]))
        except RegisterError as error:
            count = len(error.complaints)
            lines = "\n".join(error.complaints)
            message = f"Nothing was loaded; {count} things to mend:\n{lines}"
            raise CommandError(message) from error
        for line in tally.lines():
            self.stdout.write(line)
