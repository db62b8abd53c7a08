"""Giving reports to a colleague: one or several at once (39).

What nobody has claimed is assigned, which is no state: the colleague sees it first, and claims it. What is under
review is handed over, as the table says.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Submission
from assessments.notifications import told_seat
from assessments.permissions import can_assign, seat_acted
from assessments.services.submissions import submission_hand_over
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise


def reports_give(*, reports: Iterable[Submission], to: Seat, reason: str, by: User) -> int:
    """Give every report to the reviewer's seat ``to``, all or none; returns how many moved.

    Those that are with ``to`` already stay as they are, so that the same post again changes nothing. Raises
    ValidationError for a seat that reviews nothing or a missing reason, PermissionDenied where one refuses.
    """
    said = normalise(reason).strip()
    if to.role != Role.REVIEWER or to.ended_at:
        raise ValidationError({"to": _("Choose another reviewer.")})
    if not said:
        raise ValidationError({"reason": _("Give a reason.")})
    moved = 0
    with transaction.atomic():
        for report in sorted(reports, key=lambda row: str(row.pk)):  # always locked in this order
            moved += _give(report, to, said, by)
    return moved


def _give(report: Submission, to: Seat, reason: str, by: User) -> int:
    row = Submission.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if to.pk in {row.reviewer_id, row.assigned_to_id}:
        return 0
    if row.status == SubmissionStatus.UNDER_REVIEW:
        submission_hand_over(submission=row, to=to, reason=reason, by=by)
    else:
        _assign(row, to, reason, by)
    return 1


def _assign(row: Submission, to: Seat, reason: str, by: User) -> None:
    seat = can_assign(by, row).require()
    if seat_acted(to, row):
        raise ValidationError({"to": _("This person entered answers for the ministry.")})
    old = row.assigned_to_id
    row.assigned_to, row.assigned_at, row.assigned_by = to, timezone.now(), by
    row.save(update_fields=["assigned_to", "assigned_at", "assigned_by"])
    told_seat(row, "assign", to, reason=reason)
    record(
        "submission assign",
        stream=row.stream,
        target=f"submission:{row.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes={"assigned_to": [str(old) if old else None, str(to.pk)]},
    )
