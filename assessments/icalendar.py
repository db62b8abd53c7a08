"""A calendar that other programs subscribe to (99): its entries, written as RFC 5545 asks. Pure.

Moments are written in UTC, so that no time zone has to be described; equal entries give equal bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar
from icalendar import Event as Entry

PRODUCT: Final = "-//NSSS gender assessment//calendar//EN"
READ_AGAIN: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Event:
    """One entry. `start` is a day, or a moment with its time zone; `changed` is when it was last set."""

    uid: str
    summary: str
    start: date | datetime
    changed: datetime
    description: str = ""
    url: str = ""


def calendar(name: str, language: str, events: Iterable[Event]) -> bytes:
    """Give the whole calendar: lines ended by CRLF and folded after 75 octets, in UTF-8.

    Raises ValueError for a moment without a time zone.
    """
    whole = Calendar()
    whole.add("version", "2.0")
    whole.add("prodid", PRODUCT)
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _printable(name))
    whole.add("refresh-interval", READ_AGAIN, parameters={"value": "DURATION"})
    for event in events:
        whole.add_component(_entry(event, language))
    text: bytes = whole.to_ical()
    return text


def _entry(event: Event, language: str) -> Entry:
    entry, spoken = Entry(), {"language": language}
    entry.add("uid", event.uid)
    entry.add("dtstamp", _utc(event.changed))
    entry.add("last-modified", _utc(event.changed))
    entry.add("summary", _printable(event.summary), parameters=spoken)
    if isinstance(event.start, datetime):  # a moment ends when it begins
        entry.add("dtstart", _utc(event.start))
    else:
        entry.add("dtstart", event.start)
        entry.add("dtend", event.start + timedelta(days=1))
    if event.description:
        entry.add("description", _printable(event.description), parameters=spoken)
    if event.url:
        entry.add("url", event.url)
    entry.add("transp", "TRANSPARENT")
    return entry


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment in a calendar has a time zone")
    return moment.astimezone(UTC)


def _printable(text: str) -> str:
    """The text without control characters; every kind of line break is one."""
    lines = "\n".join(text.splitlines())
    return "".join(sign for sign in lines if sign.isprintable() or sign == "\n")
