"""Who has a section open, and that somebody left it (capabilities 85, 87)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.models import AnswerVersion, Assessment, Presence
from assessments.permissions import can_write_section
from assessments.schema import Section
from assessments.services.locking import report_locked
from nsss_gender.accounts.models import User
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import record

FRESH = dt.timedelta(seconds=15)  # what was noted just now is not written again
LEFT = "page left"


def presence_note(*, assessment: Assessment, section: Section, by: User) -> None:
    """Note that ``by`` has the section open; one row a person and section, written over and over.

    Not in the log: looking is not an act. Raises PermissionDenied for who may not write there.
    """
    seat = can_write_section(by, assessment, section.codes).require()
    now = timezone.now()
    rows = Presence.objects.filter(assessment=assessment, section=section.code, user=by)
    seen = rows.values_list("seen_at", flat=True).first()
    if seen is None:
        row = Presence(assessment=assessment, section=section.code, user=by, seat=seat, seen_at=now)
        Presence.objects.bulk_create([row], ignore_conflicts=True)
    elif now - seen > FRESH:
        rows.update(seen_at=now, seat=seat)


def page_left(*, assessment: Assessment, section: Section, by: User) -> bool:
    """Note in the log that ``by`` left the section after writing in it; returns whether it was noted.

    Nothing is noted where nothing was written since the last time.
    """
    with transaction.atomic():
        locked = report_locked(assessment.submission)
        seat = can_write_section(by, assessment, section.codes).require()
        if not _wrote(assessment, section, by):
            return False
        record(
            LEFT,
            stream=locked.stream,
            target=f"assessment:{assessment.pk}",
            by=by,
            seat=seat,
            changes={"part": [f"section:{section.code}"]},
        )
    return True


def _wrote(assessment: Assessment, section: Section, by: User) -> bool:
    """Whether this person wrote in the section since leaving it the last time."""
    own = Event.objects.filter(
        stream=assessment.submission.stream,
        action=LEFT,
        target=f"assessment:{assessment.pk}",
        by=str(by.pk),
    ).order_by("-sequence")
    place = [f"section:{section.code}"]
    left = next(
        (at for at, said in own.values_list("at", "changes") if said["part"] == place), None
    )
    versions = AnswerVersion.objects.filter(
        answer__assessment=assessment, answer__question__code__in=section.answer_codes, by=by
    )
    return versions.filter(at__gt=left).exists() if left else versions.exists()
