"""The calendar's text, sign by sign (99). No database."""

import datetime as dt

import pytest

from assessments.deadlines import DHAKA
from assessments.icalendar import Event, calendar

CHANGED = dt.datetime(2019, 1, 31, 10, 0, tzinfo=DHAKA)


def event(**fields):
    given = {"uid": "one@example.org", "summary": "Deadline", "start": dt.date(2019, 2, 14)}
    return Event(**({"changed": CHANGED} | given | fields))


def lines(*events, name="Name", language="en"):
    """The logical lines: folded ones put together again."""
    text = calendar(name, language, events).decode()
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def test_a_day_and_a_moment():
    moment = event(uid="two", start=dt.datetime(2019, 2, 14, 17, 0, tzinfo=DHAKA))
    found = lines(event(), moment)
    first, second = found.index("BEGIN:VEVENT"), found.index("END:VEVENT") + 1
    assert found[:first] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//NSSS gender assessment//calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Name",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    said = [
        "BEGIN:VEVENT",
        "DTSTAMP:20190131T040000Z",
        "END:VEVENT",
        "LAST-MODIFIED:20190131T040000Z",
        "SUMMARY;LANGUAGE=en:Deadline",
        "TRANSP:TRANSPARENT",
    ]
    a_day = ["DTSTART;VALUE=DATE:20190214", "DTEND;VALUE=DATE:20190215", "UID:one@example.org"]
    assert sorted(found[first:second]) == sorted(said + a_day)
    assert sorted(found[second:-1]) == sorted([*said, "DTSTART:20190214T110000Z", "UID:two"])


def test_the_same_dates_are_the_same_bytes():
    assert calendar("x", "en", [event()]) == calendar("x", "en", [event()])


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("back\\slash", "back\\\\slash"),
        ("two\r\nlines", "two\\nlines"),
        ("two\u2028lines", "two\\nlines"),
        ("x\r\nEND:VEVENT\r\nBEGIN:VALARM", "x\\nEND:VEVENT\\nBEGIN:VALARM"),
        ("nul\0bell\a", "nulbell"),
        ("দাখিলের শেষ সময়", "দাখিলের শেষ সময়"),
    ],
)
def test_nothing_typed_becomes_a_line(typed, written):
    found = [line for line in lines(event(summary=typed)) if line.startswith("SUMMARY")]
    assert found == [f"SUMMARY;LANGUAGE=en:{written}"]


def test_description_and_address_stand_only_where_they_are_given():
    found = lines(event(description="Why, and how", url="https://example.org/"), language="bn")
    assert "DESCRIPTION;LANGUAGE=bn:Why\\, and how" in found
    assert "URL:https://example.org/" in found
    assert not [line for line in lines(event()) if line.startswith(("DESCRIPTION", "URL"))]


def test_no_line_is_longer_than_75_octets():
    text = calendar("x", "bn", [event(summary="দাখিলের শেষ সময় " * 20)]).decode()
    assert max(len(piece.encode()) for piece in text.split("\r\n")) <= 75


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        calendar("x", "en", [event(start=dt.datetime(2019, 2, 14))])  # noqa: DTZ001
