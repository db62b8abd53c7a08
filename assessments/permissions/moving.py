"""Who may take which arrow of the submission's table now, and why not (decision 7)."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments import workflow
from assessments.enums import AssessmentStatus, CommentKind, SubmissionStatus
from assessments.models import (
    AnswerVersion,
    Assessment,
    CommentDraft,
    Evidence,
    Examined,
    HandOut,
    ReviewComment,
    ReviewReply,
    Submission,
)
from assessments.permissions.acted import acted_for, sits_for
from assessments.permissions.blocks import submission_blocks, unanswered_must_fix
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import Verdict, no, yes

UNDO_WITHIN = timedelta(hours=24)
ACTED = gettext_lazy(
    "You entered answers for this ministry: another person must review and decide."
)
SINGLE_REVIEWER = frozenset({"hand_over", "return", "undo_return", "recommend"})
# What nobody does with a report that they wrote in for the ministry; handing it on, they may (79).
JUDGING = frozenset(
    {"claim", "return", "undo_return", "recommend", "send_back", "accept", "undo_accept"}
)
SENDING = frozenset({"nil", "clear", "submit", "resubmit"})


def can_move(user: User, submission: Submission, name: str) -> Verdict:
    """Whether ``user`` may take the arrow ``name`` now. Raises KeyError for an unknown arrow."""
    row = workflow.find(workflow.SUBMISSION, name)
    seat = _seat(user, submission, row.who)
    if seat is None:
        return no(_who_sentence(row.who))
    if submission.status not in row.sources:
        state = SubmissionStatus(submission.status).label
        return no(
            _("This cannot be done while the report is “%(state)s”.") % {"state": state}, seat
        )
    if (
        name in SINGLE_REVIEWER
        and submission.reviewer_id != seat.pk
        and not _left(name, submission)
    ):
        return no(_("This report is with %(seat)s.") % {"seat": _holder(submission)}, seat)
    reason = _on_behalf(user, submission, name, seat)
    if not reason and name in CONDITIONS:
        reason = CONDITIONS[name](user, submission)
    return no(reason, seat) if reason else yes(seat)


def _on_behalf(user: User, submission: Submission, name: str, seat: Seat) -> str:
    """What acting for a ministry forbids: judging it oneself, and sending it without its paper (79)."""
    if name in JUDGING and acted_for(user, submission):
        return str(ACTED)
    if name in SENDING and seat.on_behalf and not seat.on_behalf.memo_number:
        return _(
            "Type the memo number of the ministry’s paper first: it stands at the top of the page."
        )
    return ""


def clearing_arrow(submission: Submission, *, nil: bool) -> str:
    """The arrow that clears this report, as a nil report or with its programmes.

    A nil report that was recalled stands in the editing state and is cleared again from there.
    """
    if nil and submission.is_nil:
        return "nil" if submission.status == SubmissionStatus.NOT_STARTED else "clear"
    return "nil" if nil else "clear"


def _seat(user: User, submission: Submission, who: tuple[str, ...]) -> Seat | None:
    for seat in user.seats:
        if seat.role in who and _belongs(seat, submission):
            return seat
    return None


def _belongs(seat: Seat, submission: Submission) -> bool:
    if seat.role == Role.FOCAL_POINT:
        return sits_for(seat, submission)
    if seat.role == Role.CONTRIBUTOR:
        running = HandOut.objects.running().filter(seat=seat)
        return running.filter(assessment__submission=submission).exists()
    return True


def _who_sentence(who: tuple[str, ...]) -> str:
    roles = ", ".join(str(Role(role).label) for role in who)
    return _("Only this role can do this: %(roles)s.") % {"roles": roles}


def _left(name: str, submission: Submission) -> bool:
    """Whether it is handed over from a seat in which nobody sits any more: any reviewer does that (39)."""
    seat = submission.reviewer if name == "hand_over" else None
    return seat is not None and seat.holder is None


def _holder(submission: Submission) -> str:
    seat = submission.reviewer
    holder = seat.holder if seat else None
    return str(holder) if holder else _("another reviewer")


# ── The conditions of the table; each gives the sentence that refuses, or "" ────────────────────


def _nil(user: User, submission: Submission) -> str:
    if not submission.is_nil:
        return _("Your list has programmes. A nil report is for a ministry without any.")
    return ""


def _clear(user: User, submission: Submission) -> str:
    count = len(submission_blocks(submission))
    if count:
        return _("Something is still missing: see the list on the check page.")
    return ""


def _resubmit(user: User, submission: Submission) -> str:
    if unanswered_must_fix(submission):
        return _("Answer every must-fix comment first.")
    cleared = submission.clearances.order_by("-created_at").first()
    changed = AnswerVersion.objects.filter(
        answer__assessment__submission=submission,
        answer__question__kind__in=("judged", "part"),  # an item is derived from its named parts
        kept=False,
        at__gt=cleared.created_at if cleared else submission.created_at,
    )
    if cleared is None or changed.exists():
        return _("A judged answer changed since the last clearance: have the report cleared again.")
    return ""


def _recall(user: User, submission: Submission) -> str:
    return _("A reviewer has already claimed it.") if submission.reviewer_id else ""


def _return(user: User, submission: Submission) -> str:
    if not submission.must_fix_open:
        return _("A return needs at least one must-fix comment.")
    return ""


def _undo_return(user: User, submission: Submission) -> str:
    returned = submission.returned_at
    if returned is None or timezone.now() - returned > UNDO_WITHIN:
        return _("It can be undone within 24 hours only.")
    replies = ReviewReply.objects.filter(comment__packet__submission=submission, at__gt=returned)
    if (submission.changed_at and submission.changed_at > returned) or replies.exists():
        return _("The ministry has already begun to edit.")
    return ""


def _recommend(user: User, submission: Submission) -> str:
    unsettled = (
        submission.assessments.listed()
        .filter(not_assessed_reason="")
        .exclude(status=AssessmentStatus.SETTLED)
    )
    if unsettled.exists():
        return _("Settle every programme first.")
    must_fix = ReviewComment.objects.unresolved().filter(kind=CommentKind.MUST_FIX)
    if must_fix.filter(packet__submission=submission).exists():  # of a programme not assessed
        return _("Resolve or withdraw the open must-fix comments first.")
    return ""


def _accept(user: User, submission: Submission) -> str:
    if reviewed_by(user, submission):
        return _("You reviewed a part of it: another person must accept it.")
    return ""


def _undo_accept(user: User, submission: Submission) -> str:
    accepted = submission.accepted_at
    if accepted is None or timezone.now() - accepted > UNDO_WITHIN:
        return _("It can be undone within 24 hours only.")
    if submission.circulated_at:
        return _("A plan that holds it was already circulated.")
    later = Submission.objects.filter(round=submission.round_id, ministry=submission.ministry_id)
    if later.filter(number__gt=submission.number).exists():
        return _("A supplement to it was already opened.")
    return ""


def undo_until(submission: Submission, name: str) -> datetime | None:
    """Until when a return or an acceptance can be undone, as far as time goes; None where there is none (31)."""
    done = {"undo_return": submission.returned_at, "undo_accept": submission.accepted_at}[name]
    return done + UNDO_WITHIN if done else None


def reviewed_by(user: User, submission: Submission) -> bool:
    """Whether the person reviewed any part of it, in whichever seat (conflict is by person)."""
    stamps = {submission.claimed_by_id, submission.returned_by_id, submission.recommended_by_id}
    if user.pk in stamps:
        return True
    comments = ReviewComment.objects.filter(Q(by=user) | Q(resolved_by=user))
    acts = (
        comments.filter(packet__submission=OuterRef("pk")),
        CommentDraft.objects.filter(by=user, packet__submission=OuterRef("pk")),
        Examined.objects.filter(by=user, packet__submission=OuterRef("pk")),
        Evidence.objects.filter(verdict_by=user, assessment__submission=OuterRef("pk")),
        Assessment.objects.filter(settled_by=user, submission=OuterRef("pk")),
    )
    either = reduce(or_, (Exists(rows) for rows in acts))
    return Submission.objects.filter(either, pk=submission.pk).exists()


CONDITIONS: Mapping[str, Callable[[User, Submission], str]] = {
    "nil": _nil,
    "clear": _clear,
    "resubmit": _resubmit,
    "recall": _recall,
    "return": _return,
    "undo_return": _undo_return,
    "recommend": _recommend,
    "accept": _accept,
    "undo_accept": _undo_accept,
}
