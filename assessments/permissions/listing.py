"""Who says what of the lists of programmes, and who decides it (capabilities 101, 103)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from assessments.enums import ClaimState, SubmissionStatus
from assessments.models import Assessment, ListClaim, Submission
from assessments.permissions.writing import _open, ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no

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
