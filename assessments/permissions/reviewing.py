"""Who may comment on, settle and reply to what, and when."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import workflow
from assessments.enums import AssessmentStatus, CommentKind, SubmissionStatus
from assessments.models import Assessment, CommentDraft, ReviewComment, Submission
from assessments.models.packet import Packet
from assessments.permissions.acted import acted_for
from assessments.permissions.moving import ACTED, UNDO_WITHIN, _holder, can_move
from assessments.permissions.writing import ministry_seat
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict, can, no, yes


def can_read_submitted(user: User) -> Verdict:
    return can(user, Permission.READ_SUBMITTED)


def can_review(user: User, submission: Submission) -> Verdict:
    """Whether the user is the reviewer who holds this submission, and it is under review."""
    seats = user.seats_with(Permission.REVIEW)
    if not seats:
        return no(_("Only a reviewer of the Cabinet Division can do this."))
    if submission.status != SubmissionStatus.UNDER_REVIEW:
        state = SubmissionStatus(submission.status).label
        return no(
            _("This cannot be done while the report is “%(state)s”.") % {"state": state}, seats[0]
        )
    if acted_for(user, submission):
        return no(str(ACTED), seats[0])
    for seat in seats:
        if seat.pk == submission.reviewer_id:
            return yes(seat)
    return no(_("This report is with %(seat)s.") % {"seat": _holder(submission)}, seats[0])


def can_give(user: User) -> Verdict:
    """Whether the user gives reports to colleagues at all: reviewers and their supervising officer (39)."""
    verdict = can(user, Permission.REVIEW)
    return verdict or can(user, Permission.ACCEPT)


def can_assign(user: User, submission: Submission) -> Verdict:
    """Whether the user may say whose turn it is to claim this report: while nobody has claimed it."""
    verdict = can_give(user)
    if verdict and submission.status != SubmissionStatus.SUBMITTED:
        state = SubmissionStatus(submission.status).label
        return no(
            _("This cannot be done while the report is “%(state)s”.") % {"state": state},
            verdict.seat,
        )
    return verdict


def can_pass_on(user: User, submission: Submission) -> Verdict:
    """Whether the user may give this report to a colleague now: hand it over, or assign what nobody claimed."""
    if submission.status == SubmissionStatus.UNDER_REVIEW:
        return can_move(user, submission, "hand_over")
    return can_assign(user, submission)


def can_comment(user: User, assessment: Assessment) -> Verdict:
    return can_review(user, assessment.submission)


def can_draft_comment(user: User, submission: Submission) -> Verdict:
    """Technical support drafts comments on what is with the Cabinet Division; it never sends one."""
    seats = [
        seat
        for seat in user.seats_with(Permission.COMMENT)
        if seat not in user.seats_with(Permission.REVIEW)
    ]
    if not seats:
        return no(_("Only technical support drafts comments; a reviewer writes them."))
    if submission.status not in {SubmissionStatus.SUBMITTED, SubmissionStatus.UNDER_REVIEW}:
        state = SubmissionStatus(submission.status).label
        return no(
            _("This cannot be done while the report is “%(state)s”.") % {"state": state}, seats[0]
        )
    if acted_for(user, submission):
        return no(str(ACTED), seats[0])
    return yes(seats[0])


def can_withdraw_draft(user: User, draft: CommentDraft) -> Verdict:
    """Whoever drafted a comment may withdraw it, as long as drafts can be written at all."""
    if draft.by_id != user.pk:
        return no(_("Only who drafted it can withdraw it."))
    return can_draft_comment(user, draft.assessment.submission)


def can_reopen(user: User, comment: ReviewComment) -> Verdict:
    """Whether a resolved comment can be opened again: within a day (31)."""
    verdict = can_review(user, comment.assessment.submission)
    if not verdict:
        return verdict
    resolved = comment.resolved_at
    if resolved is None:
        return no(_("This point is open already."), verdict.seat)
    if timezone.now() - resolved > UNDO_WITHIN:
        return no(
            _("It can be undone within 24 hours only. Write a new comment instead."), verdict.seat
        )
    return verdict


def can_settle(
    user: User, assessment: Assessment, points: Iterable[ReviewComment] | None = None
) -> Verdict:
    """The condition of the table: no must-fix open, no "not applicable" refused. ``points`` are the
    programme's unresolved comments where they are read already."""
    verdict = can_review(user, assessment.submission)
    if not verdict:
        return verdict
    if assessment.status not in workflow.find(workflow.ASSESSMENT, "settle").sources:
        state = AssessmentStatus(assessment.status).label
        return no(_("This programme is “%(state)s”.") % {"state": state}, verdict.seat)
    unresolved = list(assessment.comments.unresolved() if points is None else points)
    if any(row.kind == CommentKind.MUST_FIX for row in unresolved):
        return no(_("Resolve or withdraw the open must-fix comments first."), verdict.seat)
    if any(row.refuses_na for row in unresolved):
        return no(_("A “not applicable” was refused and still stands."), verdict.seat)
    return verdict


def can_reply(user: User, comment: ReviewComment) -> Verdict:
    """The focal point replies while the report is returned to the ministry."""
    submission = comment.packet.submission
    seat = ministry_seat(user, submission, Permission.FILL)
    if seat is None:
        return no(_("Only the ministry's gender focal point can do this."))
    if submission.editing_status != SubmissionStatus.RETURNED or not submission.editable:
        return no(_("Replies can be given while the report is returned to you."), seat)
    return yes(seat)


def latest_packet(submission: Submission) -> Packet | None:
    """What the Cabinet Division reads: the last thing that was submitted."""
    return submission.packets.order_by("-number").first()
