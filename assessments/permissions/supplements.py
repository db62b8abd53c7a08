"""Who opens a supplement to an accepted report, and when (capability 104)."""

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.enums import SubmissionStatus
from assessments.models import Submission
from assessments.permissions.writing import ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, no, yes
from nsss_gender.language.numbers import number


def can_supplement(user: User, submission: Submission) -> Verdict:
    """Whether the focal point may open the next supplement to this report now; one at a time."""
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can do this."))
    if submission.number:
        return no(_("A supplement is opened from the report itself."), seat)
    if submission.status != SubmissionStatus.ACCEPTED:
        return no(_("The report is not accepted yet: change the report itself."), seat)
    unfinished = supplements_of(submission).exclude(status=SubmissionStatus.ACCEPTED).first()
    if unfinished:
        which = number(unfinished.number, get_language() or "en")
        return no(
            _("Supplement %(number)s is still open. One is finished before the next.")
            % {"number": which},
            seat,
        )
    return yes(seat)


def supplements_of(submission: Submission) -> QuerySet[Submission]:
    """The supplements to a report, the first first."""
    return Submission.objects.filter(
        round=submission.round_id, ministry=submission.ministry_id, number__gt=0
    ).order_by("number")
