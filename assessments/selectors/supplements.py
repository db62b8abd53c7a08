"""What a supplement can be of: accepted programmes to correct, and programmes that came late (104)."""

import uuid

from django.db.models import QuerySet
from django.utils import timezone

from assessments.enums import SubmissionStatus
from assessments.models import Assessment, Submission
from assessments.permissions.supplements import supplements_of
from programmes.enums import MinistryPart
from programmes.models import Programme


def supplements(submission: Submission) -> list[Submission]:
    """The supplements to the report of the same ministry and round; none before acceptance."""
    return list(supplements_of(submission)) if submission.accepted_at else []


def of_ministry(submission: Submission) -> QuerySet[Submission]:
    """The report and its supplements."""
    return Submission.objects.filter(round=submission.round_id, ministry=submission.ministry_id)


def last_accepted(submission: Submission) -> Submission:
    """The newest accepted one of the report and its supplements. Raises DoesNotExist without any."""
    return of_ministry(submission).filter(status=SubmissionStatus.ACCEPTED).latest("number")


def correctable(submission: Submission) -> dict[uuid.UUID, Assessment]:
    """Programme → its newest accepted assessment, over the report and its supplements."""
    rows = Assessment.objects.listed().filter(
        submission__in=of_ministry(submission).filter(status=SubmissionStatus.ACCEPTED)
    )
    found = rows.select_related("programme", "submission__round__questionnaire")
    newest = {row.programme_id: row for row in found.order_by("submission__number")}
    return dict(sorted(newest.items(), key=lambda pair: pair[1].programme.code))


def late(submission: Submission) -> dict[uuid.UUID, Programme]:
    """The programmes that the ministry leads today and that no accepted report of it holds."""
    held = set(correctable(submission))
    rows = Programme.objects.filter(
        ministry_links__ministry=submission.ministry_id,
        ministry_links__part=MinistryPart.LEAD,
        ministry_links__valid_to=None,
    )
    rows = rows.exclude(ended_on__lte=timezone.localdate())
    return {row.pk: row for row in rows.distinct().order_by("code") if row.pk not in held}
