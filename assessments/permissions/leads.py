"""Between ministries: whose a programme is, and who decides it (capabilities 101, 103)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import ClaimKind, ClaimState, SubmissionStatus
from assessments.models import Assessment, ListClaim, Submission
from assessments.permissions.listing import FREE
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, can, can_manage_register, no, yes
from programmes.models import Programme
from programmes.permissions import can_confirm_programme

_BACK = gettext_lazy(
    "The report is “%(state)s”: the programme can go back on its list when the ministry writes again."
)


def can_answer_claim(user: User, claim: ListClaim) -> Verdict:
    """The ministry that is named as the owner says whether it is: while the claim waits."""
    seats = [
        s for s in user.seats_with(Permission.FILL) if s.ministry_id == claim.other_ministry_id
    ]
    if not seats or claim.kind != ClaimKind.NOT_OURS:
        return no(_("This question was put to another ministry."))
    if claim.state != ClaimState.STANDING:
        return no(_("This is decided and can no longer be answered."), seats[0])
    return yes(seats[0])


def claims_on(assessment: Assessment) -> list[ListClaim]:
    """Everything that ministries say of one programme's place and that counts, the newest first."""
    rows = assessment.claims.exclude(state__in=[ClaimState.WITHDRAWN, ClaimState.DECLINED])
    return list(rows.select_related("ministry", "other_ministry", "other_programme", "seat"))


def lead_claimed(assessment: Assessment, claims: Iterable[ListClaim]) -> tuple[bool, bool]:
    """Whether the lead is in question at all, and whether the two sides agree on it."""
    own = assessment.submission.ministry_id
    waiting = [row for row in claims if row.state == ClaimState.STANDING]
    left = next((c for c in waiting if c.ministry_id == own and c.kind == ClaimKind.NOT_OURS), None)
    wanting = {c.ministry_id for c in waiting if c.kind == ClaimKind.LEAD}
    if left is None:
        return bool(wanting), wanting == {own}  # nobody else has it: the own wish is enough
    return True, bool(left.other_ministry_id) and wanting == {left.other_ministry_id}


def can_decide_claim(user: User, claim: ListClaim, claims: Iterable[ListClaim]) -> Verdict:
    """Whether the register's keeper may accept a claim now. ``claims``: all on the programme."""
    verdict = can_manage_register(user)
    if not verdict:
        return verdict
    if claim.state != ClaimState.STANDING:
        return no(_("This is decided already."), verdict.seat)
    questioned, agreed = lead_claimed(claim.assessment, claims)
    if claim.kind in {ClaimKind.NOT_OURS, ClaimKind.LEAD} and questioned and not agreed:
        return no(
            _("The ministries do not agree on the lead: the Cabinet Division decides."),
            verdict.seat,
        )
    return _not_cleared(claim.assessment.submission, verdict)


def can_decline_claim(user: User, claim: ListClaim, claims: Iterable[ListClaim]) -> Verdict:
    """The same for declining; a programme goes back on a list only while the ministry writes."""
    verdict = can_decide_claim(user, claim, claims)
    if verdict and claim.leaves and claim.assessment.submission.status not in FREE:
        return no(_BACK % {"state": _state(claim.assessment.submission)}, verdict.seat)
    return verdict


def _state(submission: Submission) -> str:
    return str(SubmissionStatus(submission.status).label)


def _not_cleared(submission: Submission, verdict: Verdict) -> Verdict:
    """A decision must not void a clearance that nobody takes back."""
    if submission.status == SubmissionStatus.CLEARED:
        return no(
            _("The report is cleared. Decide when it is submitted, or written in again."),
            verdict.seat,
        )
    return verdict


def can_decide_leads(user: User) -> Verdict:
    """Whether the user decides for the Cabinet Division which ministry leads a disputed programme."""
    for permission in (Permission.REVIEW, Permission.ACCEPT):
        if verdict := can(user, permission):
            return verdict
    return no(_("Only the Cabinet Division decides which ministry leads."))


def can_decide_lead(user: User, assessment: Assessment, claims: Iterable[ListClaim]) -> Verdict:
    """The same of one programme now: its lead is in question and its report not cleared."""
    verdict = can_decide_leads(user)
    if not verdict:
        return verdict
    questioned, agreed = lead_claimed(assessment, claims)
    if not questioned:
        return no(_("This is decided already."), verdict.seat)
    if agreed:
        return no(_("The ministries agree: an administrator enters it."), verdict.seat)
    return _not_cleared(assessment.submission, verdict)


def can_merge_proposal(user: User, programme: Programme, held: Iterable[Assessment]) -> Verdict:
    """Whether a proposed programme can be merged now; ``held``: its assessments with their reports."""
    verdict = can_confirm_programme(user, programme)
    for row in held:
        verdict = _not_cleared(row.submission, verdict) if verdict else verdict
    return verdict
