"""Messages are marked as read by who sits in the seat; nothing is ever taken out (36)."""

import uuid

from django.db import transaction
from django.utils import timezone

from assessments.models import Notice
from nsss_gender.accounts.models import User


def notice_read(*, notice: Notice, by: User) -> None:
    """Mark one message of the user's own seats; who read it first stays noted."""
    _mark([notice.pk], by)


def notices_read(*, by: User) -> int:
    """Mark every message of the user's seats; returns how many were new."""
    keys = Notice.objects.filter(seat__in=[seat.pk for seat in by.own_seats], read_at=None)
    return _mark(list(keys.values_list("pk", flat=True)), by)


def _mark(keys: list[uuid.UUID], by: User) -> int:
    """Only rows of the user's seats that nobody has read change: a second click finds none."""
    with transaction.atomic():
        rows = Notice.objects.filter(
            pk__in=keys, seat__in=[seat.pk for seat in by.own_seats], read_at=None
        )
        return rows.update(read_at=timezone.now(), read_by=by)
