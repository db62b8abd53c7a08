"""Who says what of the lists of programmes, and who decides it (capabilities 101, 103)."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import AssessmentStatus, ClaimState, SubmissionStatus
from assessments.models import Assessment, ListClaim, Submission
from assessments.permissions.writing import _open, ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import Verdict, no, yes
from programmes.enums import MinistryPart

# A list changes while the ministry writes; not in a return, which opens named questions only.
FREE = frozenset({SubmissionStatus.NOT_STARTED, SubmissionStatus.IN_PROGRESS})


def can_list(user: User, submission: Submission) -> Verdict:
    """Whether the focal point may change the list of programmes now, an empty one included."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can do this."))
    verdict = _open(submission, seat)
    if verdict and submission.editing_status == SubmissionStatus.RETURNED:
        return no(
            _("The report was returned: its list stays as it was sent. Write to the reviewer."),
            seat,
        )
    return verdict


def can_claim(user: User, assessment: Assessment, claims: Iterable[ListClaim]) -> Verdict:
    """Whether the focal point may say something else of a programme; ``claims``: those on it."""
    verdict = can_list(user, assessment.submission)
    if not verdict:
        return verdict
    decided = any(row.state == ClaimState.ACCEPTED and row.leaves for row in claims)
    if decided and assessment.left_out:
        return no(
            _("This is decided and stands in the register. If it is wrong, tell an administrator."),
            verdict.seat,
        )
    return verdict


def partner_seat(user: User, assessment: Assessment) -> Seat | None:
    """The focal point's seat in a ministry that shares the programme today and does not lead it."""
    today = timezone.localdate()
    rows = assessment.programme.ministry_links.filter(part=MinistryPart.PARTNER)
    sharing = {row.ministry_id for row in rows if row.holds_on(today)}
    sharing.discard(assessment.submission.ministry_id)
    return next((s for s in user.seats_with(Permission.FILL) if s.ministry_id in sharing), None)


def can_read_shared(user: User, assessment: Assessment) -> Verdict:
    """A partner's focal point reads the answers of the shared programme; nothing else of the report."""
    seat = partner_seat(user, assessment)
    return yes(seat) if seat else no(_("Your ministry does not share this programme."))


def can_state(user: User, assessment: Assessment) -> Verdict:
    """Whether the partner may answer for its component now: while the lead itself can write.

    Not while it is cleared: a partner's word must not void the lead's clearance.
    """
    verdict = can_read_shared(user, assessment)
    if not verdict:
        return verdict
    submission = assessment.submission
    if submission.status not in FREE | {SubmissionStatus.RETURNED}:
        state = SubmissionStatus(submission.status).label
        return no(
            _("The lead ministry's report is “%(state)s”: nothing is added to it now.")
            % {"state": state},
            verdict.seat,
        )
    if assessment.left_out or assessment.status == AssessmentStatus.SETTLED:
        return no(_("This programme is settled or off the lead's list."), verdict.seat)
    return verdict
