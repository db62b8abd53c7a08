"""Ask for the weekly summaries that the last Sunday owes: for a timer; the worker makes them."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from assessments.deadlines import end_of
from reports.services.weekly import weekly_ask
from reports.tasks import queue_waiting


class Command(BaseCommand):
    """Ask once; what was asked for already is left alone."""

    help = "Ask for the weekly summaries of the last Sunday, in both languages."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--today`` stands in for the present day, to try it or to catch up."""
        parser.add_argument("--today", type=dt.date.fromisoformat, help="a day such as 2026-11-29")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, queue, and write the number to standard output."""
        day = options["today"]
        asked = weekly_ask(now=end_of(day) if day else None)
        queue_waiting()
        self.stdout.write(f"{asked} asked for")
