"""A proposed programme that turns out to be one of the register: merged, its answers kept (101)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim
from assessments.notifications import told_ministry
from assessments.permissions.leads import can_merge_proposal
from assessments.permissions.listing import FREE
from assessments.services.following import answers_follow
from assessments.services.listing import left_out_set
from assessments.services.locking import assessment_locked, report_locked
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from programmes.enums import MinistryPart
from programmes.models import Programme, ProgrammeMinistry
from programmes.services.endings import programme_merge
from programmes.services.proposals import programme_confirm


def proposal_confirm(*, programme: Programme, by: User) -> None:
    """It is a programme of its own: confirmed in the register, and the ministry is told."""
    with transaction.atomic():
        programme_confirm(programme=programme, by=by)
        for row in programme.assessments.select_related("submission"):
            told_ministry(row.submission, "proposal_confirmed", reason=programme.code)


def proposal_merge(
    *, programme: Programme, into: Programme, day: dt.date, reason: str, source: str, by: User
) -> None:
    """It is ``into``: merged in the register; its answers are found under ``into`` from now on.

    Where the report assesses ``into`` too, answers are carried, to be confirmed, where that has none;
    where the same ministry leads ``into`` and has it not, the assessment itself becomes that of
    ``into``; where another ministry leads it, the assessment leaves the list with its answers. A report that was sent is
    not touched. Raises PermissionDenied with the reason, ValidationError where the register refuses.
    """
    with transaction.atomic():
        held = [
            assessment_locked(row, report_locked(row.submission))
            for row in programme.assessments.select_related("submission").order_by("pk")
        ]
        seat = can_merge_proposal(by, programme, held).require()
        programme_merge(
            programme=programme, into=into, day=day, reason=reason, source=source, by=by
        )
        for row in held:
            if row.submission.status in FREE:
                _follow(row, into, day, reason, by=by, seat=seat)
            told_ministry(row.submission, "proposal_merged", reason=f"{into.code}: {reason}")


def _follow(
    row: Assessment, into: Programme, day: dt.date, reason: str, *, by: User, seat: Seat
) -> None:
    there = row.submission.assessments.filter(programme=into).first()
    leads = ProgrammeMinistry.objects.filter(programme=into, part=MinistryPart.LEAD, valid_to=None)
    if there is None and leads.filter(ministry=row.submission.ministry_id).exists():
        row.programme = into
        row.save(update_fields=["programme"])
        what = "repointed"
    else:
        what = "left out"
        if there:
            what = "carried"
            there.submission = row.submission
            answers_follow(source=row, target=there, by=by, seat=seat)
        _leave(row, into, day, reason, by=by, seat=seat)
    row.submission.changed_at = timezone.now()
    row.submission.save(update_fields=["changed_at"])
    record(
        "proposed programme merged",
        stream=row.submission.stream,
        target=f"assessment:{row.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes={"programme": [None, into.code], "answers": [None, what]},
    )


def _leave(
    row: Assessment, into: Programme, day: dt.date, reason: str, *, by: User, seat: Seat
) -> None:
    """Off the list, named with what it was merged into; its answers stay."""
    row.claims.filter(state__in=[ClaimState.STANDING, ClaimState.NOTED]).update(
        state=ClaimState.WITHDRAWN
    )
    ListClaim.objects.create(
        assessment=row,
        ministry=row.submission.ministry,
        kind=ClaimKind.MERGED,
        other_programme=into,
        day=day,
        note=reason,
        state=ClaimState.ACCEPTED,
        decided_at=timezone.now(),
        decided_by=by,
        created_by=by,
        seat=seat,
    )
    left_out_set(row, left_out=True)
