"""When a reminder last went out for a report, and to whom (36)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from assessments.enums import MailState
from assessments.models import Mail, Notice

OF_A_DEADLINE = frozenset({"reminder", "reminder_late", "officer_told"})


@dataclass(frozen=True)
class LastReminder:
    """``seat_at``: to the ministry's seats. ``officer_at``: written to the supervising officer;
    ``officer_reached``: False where that mail failed or had no address."""

    seat_at: dt.datetime | None = None
    officer_at: dt.datetime | None = None
    officer_reached: bool = True


def last_reminders(reports: Iterable[uuid.UUID]) -> dict[uuid.UUID, LastReminder]:
    """By report; two queries, however many they are."""
    keys = list(reports)
    notices = Notice.objects.filter(submission__in=keys, transition__in=OF_A_DEADLINE).order_by()
    seats = dict(notices.values_list("submission").annotate(Max("created_at")))
    mails = Mail.objects.filter(submission__in=keys, key__startswith="officer:").order_by()
    told = mails.values("submission").annotate(
        at=Max("created_at"), reached=Count("pk", filter=~Q(state=MailState.FAILED))
    )
    officers = {row["submission"]: row for row in told}
    return {
        key: LastReminder(
            seats.get(key),
            officers[key]["at"] if key in officers else None,
            officer_reached=key not in officers or officers[key]["reached"] > 0,
        )
        for key in {*seats, *officers}
    }
