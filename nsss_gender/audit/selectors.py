"""What the log's pages read. Nothing here writes."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from nsss_gender.audit.models import Checkpoint, Event


@dataclass(frozen=True)
class Search:
    """What somebody looks for in the log; an empty field does not restrict."""

    stream: str = ""
    person: str = ""
    action: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None


def events(search: Search) -> QuerySet[Event]:
    """The events that match, newest first. Days are whole days on Dhaka's clock."""
    wanted = Q()
    if search.stream:
        wanted &= Q(stream__startswith=search.stream) | Q(target__startswith=search.stream)
    if search.person:
        wanted &= Q(by_name__icontains=search.person) | Q(by=search.person)
    if search.action:
        wanted &= Q(action__startswith=search.action)
    if search.first_day:
        wanted &= Q(at__gte=_midnight(search.first_day))
    if search.last_day:
        wanted &= Q(at__lt=_midnight(search.last_day + dt.timedelta(days=1)))
    return Event.objects.filter(wanted)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=timezone.get_default_timezone())


def checkpoints() -> QuerySet[Checkpoint]:
    """The checkpoints, newest first, without their heads."""
    return Checkpoint.objects.defer("heads")


def change_rows(event: Event) -> list[dict[str, Any]]:
    """What an event changed, one row a field: its name, the old and the new value."""
    return [
        {"field": field, "old": old, "new": new}
        for field, value in event.changes.items()
        for old, new in [_pair(value)]
    ]


def _pair(value: Any) -> tuple[Any, Any]:
    """[old, new] as it is; anything else was simply recorded."""
    if isinstance(value, list) and len(value) == 2:  # noqa: PLR2004
        return value[0], value[1]
    return None, value
