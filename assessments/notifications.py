"""Who is told of a move: one notice a seat, written in the move's own transaction."""

import uuid
from collections.abc import Iterable

from django.db.models import Q

from assessments.models import Extension, Notice, Submission
from assessments.workflow import Transition
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat


def notices_write(
    submission: Submission, row: Transition, *, reason: str = "", former: uuid.UUID | None = None
) -> list[Notice]:
    """Write the notices that the table's "told" column asks for.

    ``former`` is the reviewer's seat before the move: a hand-over tells both reviewers.

    The supervising officer has no account: the officer's notice goes to the focal point's seat,
    which carries the officer's phone and mail.
    """
    seats = Seat.objects.filter(_told(submission, row, former), ended_at=None).distinct()
    notices = [
        Notice(seat=seat, submission=submission, transition=row.name, reason=reason)
        for seat in seats
    ]
    return Notice.objects.bulk_create(notices)


def _told(submission: Submission, row: Transition, former: uuid.UUID | None) -> Q:
    own = Q(role=Role.FOCAL_POINT, ministry=submission.ministry_id)
    who = {
        "focal_point": own,
        "supervising officer": own,
        "reviewers": Q(role=Role.REVIEWER),
        "both reviewers": Q(pk__in=[key for key in (submission.reviewer_id, former) if key]),
        "reviewer": Q(pk=submission.reviewer_id),
        "approvers": Q(role=Role.APPROVER),
    }
    told = Q(pk__in=[])
    for name in row.told:
        told |= who[name]
    return told


def told_opening(reports: Iterable[Submission]) -> list[Notice]:
    """Tell the focal points of the ministries whose reports were made by the opening of their round (78)."""
    of = {row.ministry_id: row for row in reports}
    seats = Seat.objects.filter(role=Role.FOCAL_POINT, ministry__in=list(of), ended_at=None)
    return Notice.objects.bulk_create(
        Notice(
            seat=seat,
            submission=of[seat.ministry_id],
            transition="round_opened",
            key=f"opened:{of[seat.ministry_id].pk}:{seat.pk}",  # goes with a report taken back
        )
        for seat in seats
        if seat.ministry_id
    )


def told_ministry(submission: Submission, what: str, *, reason: str = "") -> list[Notice]:
    """Tell the ministry's focal points of something that is no move: a decision on its list (101)."""
    seats = Seat.objects.filter(
        role=Role.FOCAL_POINT, ministry=submission.ministry_id, ended_at=None
    )
    return Notice.objects.bulk_create(
        Notice(seat=seat, submission=submission, transition=what, reason=reason) for seat in seats
    )


def told_extension(line: Extension, what: str, *, reason: str) -> list[Notice]:
    """Tell the focal points of a decision on more time: of one ministry, or of all in the round (34)."""
    reports = Submission.objects.current().filter(round=line.round_id)
    if line.ministry_id:
        reports = reports.filter(ministry=line.ministry_id)
    of = {row.ministry_id: row for row in reports}
    seats = Seat.objects.filter(role=Role.FOCAL_POINT, ministry__in=of, ended_at=None)
    return Notice.objects.bulk_create(
        Notice(seat=seat, submission=of[seat.ministry_id], transition=what, reason=reason)
        for seat in seats
        if seat.ministry_id
    )


def told_seat(submission: Submission, what: str, seat: Seat, *, reason: str = "") -> Notice:
    """Tell one seat of something that is no move: a report is its turn to claim (39)."""
    return Notice.objects.create(seat=seat, submission=submission, transition=what, reason=reason)
