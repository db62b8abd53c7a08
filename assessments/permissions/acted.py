"""Whether a seat is of a report, and who acted in it for the ministry (79)."""

from assessments.models import Submission
from nsss_gender.accounts.models import Acting, Seat, User


def sits_for(seat: Seat, submission: Submission) -> bool:
    """Whether the seat is of the report's ministry; one that is acted in only for its round (79)."""
    acting = seat.on_behalf
    within = acting is None or acting.about == f"round:{submission.round_id}"
    return within and seat.ministry_id == submission.ministry_id


def acted_for(user: User, submission: Submission) -> bool:
    """Whether the person acted for the ministry in the report's round (conflict is by person)."""
    ministry, about = submission.ministry_id, f"round:{submission.round_id}"
    return any((one.seat.ministry_id, one.about) == (ministry, about) for one in user.ever_acted)


def seat_acted(seat: Seat, submission: Submission) -> bool:
    """Whether who sits in a seat acted for the ministry: the report cannot go to them."""
    holder = seat.holder
    return holder is not None and acted_for(holder, submission)


def actings_of(submission: Submission) -> list[Acting]:
    """Who acted for the ministry in the report's round, in order; one query."""
    rows = Acting.objects.filter(
        seat__ministry=submission.ministry_id, about=f"round:{submission.round_id}"
    )
    return list(rows.select_related("user", "own_seat__ministry").order_by("since"))
