"""Who may act for which ministry's report, and what that keeps them from afterwards (79)."""

from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Submission
from assessments.permissions.moving import reviewed_by
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import Verdict, can_act_for, no


def can_act(user: User, submission: Submission, seat: Seat | None) -> Verdict:
    """Whether ``user`` may begin to enter what the ministry sent on paper, in its ``seat``.

    Only while the report is the ministry's to write, and never who reviewed a part of it.
    """
    verdict = can_act_for(user, seat)
    if not verdict:
        return verdict
    if not submission.round.is_open:
        return no(_("The round is not open yet."), verdict.seat)
    if not submission.editable:
        state = SubmissionStatus(submission.status).label
        return no(_("The report is locked: it is “%(state)s”.") % {"state": state}, verdict.seat)
    if reviewed_by(user, submission):
        return no(
            _("You reviewed a part of it: another person must enter the paper."), verdict.seat
        )
    return verdict


def seat_to_act_in(submission: Submission) -> Seat | None:
    """The seat of the ministry's focal point, the primary one first; it may be vacant."""
    seats = Seat.objects.filter(
        role=Role.FOCAL_POINT, ministry=submission.ministry_id, ended_at=None
    )
    return seats.select_related("ministry").order_by("-kind", "created_at").first()
