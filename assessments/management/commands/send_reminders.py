"""``manage.py send_reminders``: what is due today, once each; ``--dry-run`` only says it (36)."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.selectors.reminding import telling
from assessments.tasks import remind


class Command(BaseCommand):
    """Runs what the worker runs each morning; running it twice, or two at once, tells nobody twice."""

    help = "Write the reminders and daily mails that are due, and send what waits in the outbox."

    def add_arguments(self, parser: CommandParser) -> None:
        """The day, and whether anything is written."""
        parser.add_argument(
            "--today", type=dt.date.fromisoformat, help="as of another day: 2019-02-12"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what is due, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was written, or what would be."""
        today: dt.date = options["today"] or timezone.localdate()
        if not options["dry_run"]:
            self.stdout.write(remind.call(today.isoformat()))
            return
        due = telling(today)
        for row in due.notices:
            self.stdout.write(f"{row.step}  {row.what}  {row.submission.ministry} → {row.seat}")
        for letter in due.letters:
            where = "by mail" if letter.address else "no address is known: to be rung"
            who = letter.name or "nobody is named"
            self.stdout.write(f"{letter.template}  {letter.submission.ministry} → {who} ({where})")
        self.stdout.write(f"{today}: {len(due.notices)} messages, {len(due.letters)} letters")
