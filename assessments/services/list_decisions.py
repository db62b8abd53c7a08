"""Decisions on what ministries said of their lists: the register follows in the same transaction (101, 103)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim, Submission
from assessments.notifications import told_ministry
from assessments.permissions.leads import can_decide_claim, can_decline_claim, claims_on
from assessments.services.leads import lead_settle
from assessments.services.listing import left_out_set, list_reopen
from assessments.services.locking import assessment_locked, report_locked
from nsss_gender.accounts.models import Seat, User
from nsss_gender.audit.services import record
from nsss_gender.language.text import normalise
from programmes.enums import ProgrammeState
from programmes.services.dating import partner_add, programme_rename
from programmes.services.endings import programme_end, programme_merge

LEADS = frozenset({ClaimKind.NOT_OURS, ClaimKind.LEAD})


@dataclass(frozen=True)
class _Act:
    """A claim with its locked report and who accepts it, from which day, in which words."""

    claim: ListClaim
    by: User
    seat: Seat
    day: dt.date
    reason: str

    @property
    def source(self) -> str:
        return f"{self.claim.ministry.name_en}, {self.claim.assessment.submission.round.title_en}"


def claim_accept(*, claim: ListClaim, day: dt.date, note: str, by: User) -> None:
    """Accept a claim; the register changes from the claim's own day, else from ``day``.

    Raises PermissionDenied with the reason, and ValidationError where the register refuses the day.
    """
    with transaction.atomic():
        row = _locked(claim)
        claims = claims_on(row.assessment)
        seat = can_decide_claim(by, row, claims).require()
        note = normalise(note).strip()
        reason = note or row.note or str(row.get_kind_display())
        act = _Act(row, by, seat, row.day or day, reason)
        REGISTER[row.kind](act)
        _decide(row, ClaimState.ACCEPTED, note, by=by)
        if row.kind not in LEADS:  # of a lead, both ministries are told there
            told_ministry(row.assessment.submission, "claim_accepted", reason=_told(row, note))
        _record("programme claim accepted", row, by=by, seat=seat, reason=note)


def claim_decline(*, claim: ListClaim, note: str, by: User) -> None:
    """Decline a claim with a reason: the programme is on the list again, and the ministry is told."""
    with transaction.atomic():
        row = _locked(claim)
        seat = can_decline_claim(by, row, claims_on(row.assessment)).require()
        note = normalise(note).strip()
        if not note:
            raise ValidationError({"note": _("Say why you decline: the ministry reads it.")})
        _decide(row, ClaimState.DECLINED, note, by=by)
        submission = row.assessment.submission
        if row.leaves and row.ministry_id == submission.ministry_id:
            left_out_set(row.assessment, left_out=False)
            list_reopen(submission)
        told_ministry(submission, "claim_declined", reason=_told(row, note))
        _record("programme claim declined", row, by=by, seat=seat, reason=note)


def _told(row: ListClaim, note: str) -> str:
    """What the ministry reads of it: the programme and the reason."""
    return f"{row.assessment.programme.code}: {note}" if note else row.assessment.programme.code


def _locked(claim: ListClaim) -> ListClaim:
    """The claim with its report and assessment, all locked."""
    submission: Submission = report_locked(claim.assessment.submission)
    rows = ListClaim.objects.select_for_update(of=("self",)).select_related("ministry")
    row = rows.get(pk=claim.pk)
    row.assessment = assessment_locked(claim.assessment, submission)
    return row


def _decide(row: ListClaim, state: str, note: str, *, by: User) -> None:
    row.state, row.decision_note = state, note
    row.decided_at, row.decided_by = timezone.now(), by
    row.save(update_fields=["state", "decision_note", "decided_at", "decided_by"])


def _record(action: str, row: ListClaim, *, by: User, seat: Seat, reason: str) -> None:
    record(
        action,
        stream=row.assessment.submission.stream,
        target=f"assessment:{row.assessment_id}",
        by=by,
        seat=seat,
        reason=reason,
        changes={
            "claim": [None, str(row.pk)],
            "kind": [None, row.kind],
            "state": [None, row.state],
        },
    )


# ── What the register then says ─────────────────────────────────────────────────────────────────


def _ended(assessment: Assessment) -> bool:
    """Whether somebody entered the end already, on the register's own pages."""
    return assessment.programme.state_on(timezone.localdate()) == ProgrammeState.ENDED


def _end(act: _Act) -> None:
    if not _ended(act.claim.assessment):
        programme_end(
            programme=act.claim.assessment.programme,
            day=act.day,
            reason=act.reason,
            source=act.source,
            by=act.by,
            seat=act.seat,
        )


def _merge(act: _Act) -> None:
    into = act.claim.other_programme
    if into and not _ended(act.claim.assessment):
        programme_merge(
            programme=act.claim.assessment.programme,
            into=into,
            day=act.day,
            reason=act.reason,
            source=act.source,
            by=act.by,
            seat=act.seat,
        )


def _rename(act: _Act) -> None:
    programme_rename(
        programme=act.claim.assessment.programme,
        names=(act.claim.name_en, act.claim.name_bn),
        day=act.day,
        reason=act.reason,
        source=act.source,
        by=act.by,
        seat=act.seat,
    )


def _share(act: _Act) -> None:
    for ministry in act.claim.partners.all():
        partner_add(
            programme=act.claim.assessment.programme,
            ministry=ministry,
            day=act.day,
            reason=act.reason,
            source=act.source,
            by=act.by,
            seat=act.seat,
        )


def _move(act: _Act) -> None:
    """Both sides agree: the ministry that is named, or that wants it, leads from now on."""
    claim = act.claim
    lead = claim.ministry if claim.kind == ClaimKind.LEAD else claim.other_ministry
    if lead:
        lead_settle(
            assessment=claim.assessment,
            lead=lead,
            day=act.day,
            reason=act.reason,
            source=act.source,
            by=act.by,
            seat=act.seat,
        )


REGISTER: dict[str, Callable[[_Act], None]] = {
    ClaimKind.ENDED: _end,
    ClaimKind.MERGED: _merge,
    ClaimKind.RENAMED: _rename,
    ClaimKind.SHARED: _share,
    ClaimKind.NOT_OURS: _move,
    ClaimKind.LEAD: _move,
}
