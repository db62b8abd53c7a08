"""For which reports somebody of the Cabinet Division may act, and who did (79)."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from assessments.enums import SubmissionStatus
from assessments.models import Submission
from assessments.permissions import actings_of
from assessments.selectors.division import TONES
from nsss_gender.accounts.models import Acting

S = SubmissionStatus
EDITABLE = (S.NOT_STARTED, S.IN_PROGRESS, S.CLEARED, S.RETURNED)


def reports_open() -> QuerySet[Submission]:
    """The reports that are the ministries' to write, in rounds that are open; the newest round first."""
    rows = Submission.objects.filter(round__opened_at__isnull=False, status__in=EDITABLE)
    return rows.select_related("ministry", "round").order_by(
        "-round__opened_at", "ministry__order", "ministry__code", "number"
    )


def states(rows: Iterable[Submission]) -> list[tuple[Submission, str, str]]:
    """Each report with the word and the tone of its state."""
    return [(row, str(SubmissionStatus(row.status).label), TONES[row.status]) for row in rows]


def acted_content(submission: Submission) -> list[dict[str, Any]]:
    """Who acted for the ministry in this round, as a packet keeps it; one query, none where the
    report was loaded with the knowledge that nobody ever did."""
    if not vars(submission).get("acted", True):
        return []
    return content_of(actings_of(submission))


def content_of(rows: Iterable[Acting]) -> list[dict[str, Any]]:
    """Name, role, post, reason, memo number and time of each, by today's names."""
    return [
        {
            "by": str(row.user),
            "role": row.own_seat.role,
            "post": row.own_seat.post,
            "reason": row.reason,
            "memo_number": row.memo_number,
            "since": row.since.isoformat(),
        }
        for row in rows
    ]
