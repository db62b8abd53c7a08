"""Who asks somebody without an account, and who decides on what came back (capability 20)."""

from django.utils.translation import gettext as _

from assessments.enums import ContributionState
from assessments.models import Contribution, ContributionLink, Submission
from assessments.permissions.writing import can_adopt, can_edit, can_hand_out_in
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no


def can_ask_by_link(user: User, submission: Submission) -> Verdict:
    """Whether a question may be asked of somebody without an account now."""
    return can_hand_out_in(user, submission)


def can_change_link(user: User, link: ContributionLink) -> Verdict:
    """Whether the secret may be made anew, or the link ended."""
    verdict = can_ask_by_link(user, link.assessment.submission)
    if verdict and link.revoked_at:
        return no(_("This link was ended."), verdict.seat)
    if verdict and link.is_used:
        return no(_("What came by this link is decided. Ask again with a new link."), verdict.seat)
    return verdict


def can_take_contribution(user: User, row: Contribution) -> Verdict:
    """Whether a proposal may become the answer now, as it is or changed."""
    verdict = can_decline_contribution(user, row)
    if not verdict:
        return verdict
    return can_edit(user, row.link.assessment, [row.link.question.code])


def can_decline_contribution(user: User, row: Contribution) -> Verdict:
    """Whether a proposal may be declined now: while it waits."""
    verdict = can_adopt(user, row.link.assessment.submission)
    if verdict and row.state != ContributionState.WAITING:
        return no(
            _("This proposal is decided already, or a later text has replaced it."), verdict.seat
        )
    return verdict
