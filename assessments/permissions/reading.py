"""Who reads what was submitted: packets, never drafts (decision 11; law 2)."""

from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Assessment, Submission
from assessments.permissions.acted import sits_for
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, can, no, yes

READERS = (Permission.READ_SUBMITTED, Permission.READ_CLUSTER, Permission.READ_ACCEPTED)


def can_read_packet(
    user: User, submission: Submission, assessment: Assessment | None = None
) -> Verdict:
    """Whether the user reads the last packet, or one assessment of it, from outside the ministry.

    The Cabinet Division reads everything, a coordinator the programmes of the cluster, an observer
    what was accepted. The ministry itself has its own pages: there, no unsent comment is shown.
    """
    central = user.seats_with(Permission.READ_SUBMITTED)
    if central:
        return yes(central[0])
    for seat in user.seats_with(Permission.READ_CLUSTER):
        rows = submission.assessments.filter(programme__cluster__coordinator=seat.ministry_id)
        if (rows.filter(pk=assessment.pk) if assessment else rows).exists():
            return yes(seat)
    observers = user.seats_with(Permission.READ_ACCEPTED)
    if observers and submission.status == SubmissionStatus.ACCEPTED:
        return yes(observers[0])
    return no(_("This page is for those who read submitted work. Yours is “Our report”."))


def can_read_comments(user: User) -> Verdict:
    """Comments pass between the Cabinet Division and the ministry; nobody else reads them."""
    return can(user, Permission.READ_SUBMITTED)


def can_read_return(user: User, submission: Submission) -> Verdict:
    """The return letter is for the Cabinet Division and the ministry's own focal point (28)."""
    central = can(user, Permission.READ_SUBMITTED)
    if central:
        return central
    for seat in user.seats_with(Permission.FILL):
        if sits_for(seat, submission):
            return yes(seat)
    return no(_("The return letter is for the ministry and the Cabinet Division."))


def can_write_return(user: User) -> Verdict:
    """Who reads the comments types the letter that goes with them: memo number, date, names (28)."""
    central = can(user, Permission.READ_SUBMITTED)
    return can(user, Permission.WRITE_LETTER) if central else central


def can_read_level(user: User, submission: Submission) -> Verdict:
    """Other ministries, coordinators too, see answers and rows, not levels (product.md section 5)."""
    central = can(user, Permission.READ_SUBMITTED)
    if central or submission.status != SubmissionStatus.ACCEPTED:
        return central
    return can(user, Permission.READ_ACCEPTED)


def can_read_accepted(user: User) -> Verdict:
    """Whether the user has a seat that reads the work of several ministries."""
    for permission in READERS:
        verdict = can(user, permission)
        if verdict:
            return verdict
    return verdict


def can_decide(user: User) -> Verdict:
    """Whether the user has an approver's seat; which report may be accepted: ``can_move``."""
    return can(user, Permission.ACCEPT)
