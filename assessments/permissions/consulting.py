"""Who may record why there are fewer consultations than the round asks for (capability 21)."""

from django.utils.translation import gettext as _

from assessments.models import Submission
from assessments.permissions.writing import can_fill
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no


def can_waive(user: User, submission: Submission) -> Verdict:
    """Whoever may record consultations, while too few are recorded and no waiver stands."""
    verdict = can_fill(user, submission)
    if not verdict:
        return verdict
    held = submission.consultations.filter(withdrawn_at=None).count()
    if held >= submission.round.consultation_minimum:
        return no(_("As many consultations are recorded as the round asks for."), verdict.seat)
    if submission.waivers.filter(withdrawn_at=None).exists():
        return no(_("A reason is recorded already: take it back first."), verdict.seat)
    return verdict
