"""A calendar as RFC 5545 writes it: days and moments that other programs subscribe to (99). Pure.

Only what such a feed needs: VEVENTs with a day or a moment in UTC, so that no time zone has to be described.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

MOST_OCTETS: Final = 75
LINE_END: Final = "\r\n"
PRODUCT: Final = "-//NSSS gender assessment//calendar//EN"


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
    """Give the whole calendar: lines ended by CRLF and folded after 75 octets, in UTF-8."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]
    for event in events:
        lines += _event(event, language)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}{LINE_END}" for line in lines).encode()


def fold(line: str) -> str:
    """Give the line in pieces of at most 75 octets; a following piece begins with a blank.

    No character is cut into two, however many octets it has.
    """
    pieces, room, taken = [""], MOST_OCTETS, 0
    for character in line:
        size = len(character.encode())
        if taken + size > room:
            pieces.append("")
            room, taken = MOST_OCTETS - 1, 0
        pieces[-1] += character
        taken += size
    return f"{LINE_END} ".join(pieces)


def _event(event: Event, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_utc(event.changed)}"
    yield f"LAST-MODIFIED:{_utc(event.changed)}"
    yield from _when(event.start)
    yield f"SUMMARY;LANGUAGE={language}:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION;LANGUAGE={language}:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(start: date | datetime) -> Iterator[str]:
    """A moment ends when it begins; a day ends before the next one."""
    if isinstance(start, datetime):
        yield f"DTSTART:{_utc(start)}"
    else:
        yield f"DTSTART;VALUE=DATE:{start:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{start + timedelta(days=1):%Y%m%d}"


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment in a calendar has a time zone")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """A value of the kind TEXT: its own signs escaped, every other control character left out."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    text = "\n".join(text.splitlines())
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n").replace("\n", "\\n")
