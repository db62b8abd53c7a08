"""Which ministry leads a programme, decided: the register, both reports and the answers follow (101, 103)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim, Submission
from assessments.notifications import told_ministry
from assessments.permissions.leads import can_decide_lead, claims_on
from assessments.permissions.listing import FREE
from assessments.services.following import answers_follow
from assessments.services.listing import left_out_set, list_reopen
from assessments.services.locking import assessment_locked, report_locked
from nsss_gender.accounts.models import Ministry, Seat, User
from nsss_gender.accounts.services.seats import reason_given
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.services.dating import programme_move


def lead_decide(
    *, assessment: Assessment, lead: Ministry, day: dt.date, reason: str, by: User
) -> None:
    """The Cabinet Division decides a disputed lead. ``assessment``: where the programme is listed now.

    Raises PermissionDenied with the reason, ValidationError without a reason, for a day that has not
    come, and where the programme would go back on a list that is locked.
    """
    with transaction.atomic():
        row = assessment_locked(assessment, report_locked(assessment.submission))
        seat = can_decide_lead(by, row, claims_on(row)).require()
        reason = reason_given(normalise(reason).strip())
        source = str(row.submission.round.title_en)
        lead_settle(
            assessment=row, lead=lead, day=day, reason=reason, source=source, by=by, seat=seat
        )


def lead_settle(
    *,
    assessment: Assessment,
    lead: Ministry,
    day: dt.date,
    reason: str,
    source: str,
    by: User,
    seat: Seat,
) -> None:
    """From ``day`` on ``lead`` leads; inside the caller's transaction, its permission asked.

    Every waiting word on it is decided. The programme leaves the list of the ministry that loses it,
    while that one writes; the new lead finds it in its report with the answers, to be confirmed, if
    that report is written in. A report that was sent keeps it: it counts there in this round.
    """
    programme_move(
        programme=assessment.programme,
        ministry=lead,
        day=day,
        reason=reason,
        source=source,
        by=by,
        seat=seat,
    )
    submission = assessment.submission
    _claims_settle(assessment, lead, reason, by=by)
    if lead.pk == submission.ministry_id:
        _keep(assessment)
    else:
        _lose(assessment, lead, reason, by=by, seat=seat)
        _gain(assessment, lead, by=by, seat=seat)
    told_ministry(submission, "lead_decided", reason=f"{assessment.programme.code}: {reason}")
    record(
        "programme lead decided",
        stream=submission.stream,
        target=f"assessment:{assessment.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes={"lead": [submission.ministry.code, lead.code], "day": [None, str(day)]},
    )


def _claims_settle(assessment: Assessment, lead: Ministry, reason: str, *, by: User) -> None:
    """Accept what the decision bears out, decline the rest."""
    waiting = assessment.claims.filter(
        state=ClaimState.STANDING, kind__in=[ClaimKind.LEAD, ClaimKind.NOT_OURS]
    )
    for row in waiting.select_for_update():
        right = (row.ministry_id == lead.pk) == (row.kind == ClaimKind.LEAD)
        row.state = ClaimState.ACCEPTED if right else ClaimState.DECLINED
        row.decision_note, row.decided_at, row.decided_by = reason, timezone.now(), by
        row.save(update_fields=["state", "decision_note", "decided_at", "decided_by"])


def _keep(assessment: Assessment) -> None:
    """It stays with the ministry on whose list it is."""
    if not assessment.left_out:
        return
    if assessment.submission.status not in FREE:
        raise ValidationError(
            _("Its report is locked: it can go back on that list when the ministry writes again.")
        )
    left_out_set(assessment, left_out=False)
    list_reopen(assessment.submission)


def _lose(assessment: Assessment, lead: Ministry, reason: str, *, by: User, seat: Seat) -> None:
    """It leaves the list; where the ministry itself did not say so, the decision is noted for it."""
    submission = assessment.submission
    if assessment.left_out or submission.status not in FREE:
        return
    own = assessment.claims.filter(ministry=submission.ministry)
    own.filter(state=ClaimState.NOTED).update(
        state=ClaimState.DECLINED,
        decision_note=reason,
        decided_at=timezone.now(),
        decided_by=by,
    )
    ListClaim.objects.create(
        assessment=assessment,
        ministry=submission.ministry,
        kind=ClaimKind.NOT_OURS,
        other_ministry=lead,
        note=reason,
        state=ClaimState.ACCEPTED,
        decided_at=timezone.now(),
        decided_by=by,
        created_by=by,
        seat=seat,
    )
    left_out_set(assessment, left_out=True)


def _gain(assessment: Assessment, lead: Ministry, *, by: User, seat: Seat) -> None:
    """The new lead assesses it in this round, if its report is written in and the old one leaves it out."""
    reports = Submission.objects.filter(round=assessment.submission.round, number=0)
    found = reports.filter(ministry=lead).first()
    if found is None or not assessment.left_out:
        return
    locked = report_locked(found)
    if locked.status not in FREE:
        return
    target, _created = Assessment.objects.get_or_create(
        submission=locked, programme=assessment.programme
    )
    target.submission = locked
    left_out_set(target, left_out=False)
    answers_follow(source=assessment, target=target, by=by, seat=seat)
    list_reopen(locked)
    locked.changed_at = timezone.now()
    locked.save(update_fields=["changed_at"])
    told_ministry(locked, "lead_gained", reason=assessment.programme.code)
