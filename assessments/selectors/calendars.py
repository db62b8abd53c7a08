"""What stands in a ministry's calendar: its dates in every open round, and no answer (99)."""

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments import icalendar
from assessments.deadlines import local_day
from assessments.enums import ExtensionState, RoundKind
from assessments.icalendar import Event
from assessments.models import CalendarFeed, Extension, HandOut, Round, Submission
from assessments.selectors.due import dues
from nsss_gender.accounts.models import Ministry
from nsss_gender.language import dates


def standing_feed(ministry: Ministry) -> CalendarFeed | None:
    """The address that works now."""
    return CalendarFeed.objects.filter(ministry=ministry, revoked_at=None).first()


def calendar(ministry: Ministry, language: str) -> bytes:
    """The whole calendar in one language; the same bytes as long as no date moves."""
    with override(language):
        name = f"{_('Gender assessment of social security')}, {ministry}"
        return icalendar.calendar(name, language, entries(ministry, language))


def entries(ministry: Ministry, language: str) -> list[Event]:
    """Opening, short form, deadline in force, milestones and hand-outs; five queries."""
    reports = list(
        Submission.objects.current()
        .filter(ministry=ministry, round__opened_at__isnull=False, round__kind=RoundKind.REAL)
        .select_related("round", "ministry")
        .prefetch_related("round__milestones")
        .order_by("round__opened_at")
    )
    moved = _decided(reports, ministry)
    known = dues(reports)
    found: list[Event] = []
    for report in reports:
        due = known.at(report.round, ministry.pk)
        found += _of_round(report.round, _opened(report.round))
        found.append(_deadline(report, due, moved.get(due), language))
    return found + list(_hand_outs(reports))


def _of_round(round_: Round, opened: dt.datetime) -> Iterator[Event]:
    yield Event(
        uid=_uid("opening", round_.pk),
        summary=_("%(round)s: opened") % {"round": round_},
        start=local_day(opened),
        changed=opened,
    )
    if round_.short_form_due_at:
        yield Event(
            uid=_uid("short-form", round_.pk),
            summary=_("%(round)s: short form due") % {"round": round_},
            start=round_.short_form_due_at,
            changed=opened,
        )
    for row in round_.milestones.all():
        if row.day:
            yield Event(
                uid=_uid("milestone", row.pk),
                summary=f"{round_}: {row}",
                start=row.day,
                changed=opened,
                description=row.note,
            )


def _deadline(
    report: Submission, due: dt.datetime, moved: dt.datetime | None, language: str
) -> Event:
    first = report.round.deadline_at
    said = ""
    if due != first:
        told = {"first": dates.moment(first, language)}
        said = _("Extended; the first deadline was %(first)s.") % told
    return Event(
        uid=_uid("deadline", report.pk),
        summary=_("%(round)s: the report is due") % {"round": report.round},
        start=due,
        changed=moved or _opened(report.round),
        description=said,
        url=settings.NSSS_SITE + reverse("assessments:report", args=[report.pk]),
    )


def _hand_outs(reports: list[Submission]) -> Iterator[Event]:
    """The days on which colleagues are to be ready: the programme's name, nothing of what is written."""
    rows = HandOut.objects.running().filter(assessment__submission__in=[row.pk for row in reports])
    for row in rows.select_related("assessment__programme").order_by("due_on", "created_at", "pk"):
        yield Event(
            uid=_uid("hand-out", row.pk),
            summary=_("Handed out, due: %(programme)s") % {"programme": row.assessment.programme},
            start=row.due_on,
            changed=row.created_at,
        )


def _decided(reports: list[Submission], ministry: Ministry) -> dict[dt.datetime, dt.datetime]:
    """When each extended deadline was decided."""
    rows = Extension.objects.filter(
        round__in=[row.round_id for row in reports], state=ExtensionState.GRANTED
    ).exclude(decided_at=None)
    return {
        until: decided
        for whose, until, decided in rows.values_list("ministry_id", "until_at", "decided_at")
        if whose in {None, ministry.pk} and decided
    }


def _opened(round_: Round) -> dt.datetime:
    return round_.opened_at or round_.created_at


def _uid(kind: str, key: object) -> str:
    """The same entry keeps its name, so that a moved date moves in every calendar."""
    return f"{kind}-{key}@{urlsplit(settings.NSSS_SITE).hostname or 'localhost'}"
