"""What goes on paper, and the files that somebody asked for."""

import uuid

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404

from assessments.models import Assessment, Packet, Round, Submission
from nsss_gender.accounts.models import User, localized
from reports.enums import ExportKind, ExportState
from reports.models import Export

PAGE_SIZE = 50
SHOWN = 20
GONE = (ExportState.FAILED, ExportState.CANCELLED, ExportState.EXPIRED)


def export_page(user: User, number: str | None) -> Page[Export]:
    """A page of the files the user asked for, newest first."""
    return Paginator(exports(user).filter(asked_by=user), PAGE_SIZE).get_page(number)


def exports(user: User) -> QuerySet[Export]:
    """The files the user may know of, newest first."""
    return Export.objects.visible_to(user).with_owner()


def reports(user: User) -> QuerySet[Submission]:
    """The reports that the user may know of."""
    return Submission.objects.visible_to(user).select_related("round__questionnaire", "ministry")


def programmes(submission: Submission) -> QuerySet[Assessment]:
    """The programmes of a report, in the order of the register."""
    return submission.assessments.listed().select_related("programme", "submission__ministry")


def programme_or_404(submission: Submission, key: str) -> Assessment:
    """One programme of a report. Raises Http404 for another's, and for what is no key at all."""
    try:
        return programmes(submission).get(pk=uuid.UUID(key))
    except (ValueError, Assessment.DoesNotExist) as unknown:
        raise Http404 from unknown


def packets(user: User) -> QuerySet[Packet]:
    """The packets of these reports, with what a receipt shows."""
    visible = Submission.objects.visible_to(user).values("pk")
    return Packet.objects.filter(submission__in=visible).select_related(
        "submission__round__questionnaire", "submission__ministry", "checkpoint"
    )


def sent_programmes(packet: Packet) -> list[tuple[str, str]]:
    """Key and name of every programme in a packet, by the names of its day."""
    return [
        (key, localized(entry["programme"]["name_en"], entry["programme"]["name_bn"]))
        for key, entry in packet.assessments.items()
    ]


def other_packets(packet: Packet) -> QuerySet[Packet]:
    """The other packets of the same report, in their order."""
    rows = Packet.objects.filter(submission=packet.submission_id).exclude(pk=packet.pk)
    return rows.defer("content").order_by("number")


def rounds() -> QuerySet[Round]:
    """Every round, with its questionnaire."""
    return Round.objects.select_related("questionnaire")


def reminded(ministry: uuid.UUID) -> QuerySet[Round]:
    """The open rounds in which a report of this ministry is expected."""
    opened = rounds().filter(opened_at__isnull=False)
    return opened.filter(submissions__ministry=ministry, submissions__number=0)


def lettered(ministry: uuid.UUID) -> QuerySet[Round]:
    """The rounds with a call letter and this ministry on their list."""
    return rounds().filter(call_letter__isnull=False, expectations__ministry=ministry)


def weeks(user: User, round_: Round) -> list[Export]:
    """The weekly summaries of a round that are still kept, the newest first."""
    rows = exports(user).filter(kind=ExportKind.WEEKLY, round=round_)
    return list(rows.exclude(state__in=GONE)[:SHOWN])
