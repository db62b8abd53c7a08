"""``manage.py keep_time``: what is to be done every minute and every morning, put before the worker.

It does nothing itself that could take long, and nothing that cannot be done twice: it may be stopped and
started at any moment, and several may run. ``--once`` looks once, for a timer of the machine.
"""

import datetime as dt
import logging
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from assessments import tasks as messages
from nsss_gender.files.queue import queue_once
from programmes import tasks as register
from reports import tasks as files

MINUTE = 60.0
MORNING = 7  # o'clock in Dhaka
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    """Looks every minute; a database that is away for a while is no reason to end."""

    help = (
        "Every minute: lost files, waiting mail. Every morning at seven: the reminders of the day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to look once or to go on looking."""
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and remember which morning was seen to."""
        seen: dt.date | None = None
        while True:
            try:
                seen = look(seen)
            except DatabaseError:
                logger.exception(
                    "The clock could not reach the database; it looks again in a minute"
                )
            if options["once"]:
                return
            close_old_connections()
            time.sleep(MINUTE)


def look(seen: dt.date | None) -> dt.date | None:
    """Put before the worker what is due now. In and out: the last day whose morning was seen to."""
    files.sweep()
    register.sweep()
    now = timezone.localtime()
    if now.hour >= MORNING and now.date() != seen:
        queue_once(messages.remind)
        seen = now.date()
    messages.wake()
    return seen
