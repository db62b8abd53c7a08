"""Comments, replies and the state of each assessment under review (capabilities 25, 28–31)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import workflow
from assessments.enums import AssessmentStatus, CommentKind, ReplyOutcome
from assessments.models import Assessment, Question, ReviewComment, ReviewReply, Submission
from assessments.permissions import can_comment, can_reply, can_settle, latest_packet
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record, text_digest
from nsss_gender.language.text import normalise

OPENING = (CommentKind.MUST_FIX, CommentKind.QUESTION)


def _locked(assessment: Assessment) -> Assessment:
    """Lock the submission's row, then the assessment's: the order of every service."""
    rows = Submission.objects.select_for_update(of=("self",))
    submission = rows.select_related("round__questionnaire").get(pk=assessment.submission_id)
    locked = Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    locked.submission = submission
    return locked


def _move(assessment: Assessment, name: str, *, by: User, seat: Seat) -> None:
    """The only writer of an assessment's status; the table decides what is possible."""
    row = workflow.find(workflow.ASSESSMENT, name)
    if assessment.status not in row.sources:
        refuse(_("This programme is “%(state)s”.") % {"state": assessment.get_status_display()})
    before, assessment.status = assessment.status, str(row.target)
    settled = assessment.status == AssessmentStatus.SETTLED
    assessment.settled_at = timezone.now() if settled else None
    assessment.settled_by = by if settled else None
    assessment.save(update_fields=["status", "settled_at", "settled_by"])
    record(
        f"assessment {name}",
        stream=assessment.submission.stream,
        target=f"assessment:{assessment.pk}",
        by=by,
        seat=seat,
        changes={"status": [before, assessment.status]},
    )


def comment_add(
    *,
    assessment: Assessment,
    key: uuid.UUID,
    code: str,
    kind: str,
    text: str,
    by: User,
    refuses_na: bool = False,
) -> ReviewComment:
    """Comment on the question ``code`` of the last packet; ``key`` makes a repeated post harmless.

    A must-fix or a question opens points in the assessment. Only a must-fix can refuse an
    "not applicable". The ministry sees it when the report is returned or accepted.
    """
    if kind not in CommentKind.values:
        raise ValidationError({"kind": _("Choose one of the answers shown.")})
    with transaction.atomic():
        locked = _locked(assessment)
        seat = can_comment(by, locked).require()
        packet = latest_packet(locked.submission)
        question = Question.objects.filter(
            questionnaire=locked.submission.round.questionnaire, code=code, parent=None
        ).first()
        if packet is None or question is None:
            raise ValidationError({"code": _("Choose a question of the questionnaire.")})
        known = ReviewComment.objects.filter(pk=key).first()
        if known:
            return _same(known, locked)
        comment = ReviewComment.objects.create(
            id=key,
            packet=packet,
            assessment=locked,
            question=question,
            kind=kind,
            text=normalise(text),
            refuses_na=refuses_na and kind == CommentKind.MUST_FIX,
            by=by,
            seat=seat,
        )
        _record(comment, "comment added", by=by, seat=seat)
        if kind in OPENING and locked.status != AssessmentStatus.POINTS_OPEN:
            _move(locked, "open_points", by=by, seat=seat)
    return comment


def _same(comment: ReviewComment, assessment: Assessment) -> ReviewComment:
    if comment.assessment_id != assessment.pk:
        refuse(_("This form belongs to another report. Reload the page."))
    return comment


def _record(comment: ReviewComment, action: str, *, by: User, seat: Seat) -> None:
    record(
        action,
        stream=comment.assessment.submission.stream,
        target=f"comment:{comment.pk}",
        by=by,
        seat=seat,
        changes={
            "question": comment.question.code,
            "kind": comment.kind,
            "digest": text_digest(comment.text),
        },
    )


def comment_withdraw(*, comment: ReviewComment, by: User) -> None:
    """Take back a comment that the ministry has not received yet."""
    with transaction.atomic():
        locked = _locked(comment.assessment)
        seat = can_comment(by, locked).require()
        row = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if row.withdrawn_at:
            return
        if row.published_at:
            refuse(_("The ministry has received this comment: resolve it instead."))
        row.withdrawn_at, row.withdrawn_by = timezone.now(), by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        _record(comment, "comment withdrawn", by=by, seat=seat)


def comment_resolve(*, comment: ReviewComment, by: User) -> None:
    """Say that the point is dealt with."""
    with transaction.atomic():
        locked = _locked(comment.assessment)
        seat = can_comment(by, locked).require()
        row = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if row.resolved_at or row.withdrawn_at:
            return
        row.resolved_at, row.resolved_by = timezone.now(), by
        row.save(update_fields=["resolved_at", "resolved_by"])
        _record(comment, "comment resolved", by=by, seat=seat)


def assessment_settle(*, assessment: Assessment, by: User) -> None:
    """Settle a programme: its answers stay locked and its rows enter the drafts."""
    with transaction.atomic():
        locked = _locked(assessment)
        if locked.status == AssessmentStatus.SETTLED:
            return
        seat = can_settle(by, locked).require()
        _move(locked, "settle", by=by, seat=seat)


def reply_save(*, comment: ReviewComment, outcome: str, text: str, by: User) -> ReviewReply:
    """The ministry's answer to a comment; "not adopted" and "we keep our own" demand a reason (29)."""
    text = normalise(text).strip()
    _check_reply(comment, outcome, text)
    with transaction.atomic():
        comment.packet.submission = _locked(comment.assessment).submission
        seat = can_reply(by, comment).require()
        row = ReviewReply.objects.filter(comment=comment).first() or ReviewReply(comment=comment)
        old = row.outcome
        if (row.outcome, row.text) == (outcome, text):
            return row
        row.outcome, row.text, row.by, row.seat, row.at = outcome, text, by, seat, timezone.now()
        row.save()
        record(
            "comment answered",
            stream=comment.assessment.submission.stream,
            target=f"comment:{comment.pk}",
            by=by,
            seat=seat,
            changes={"outcome": [old, outcome], "digest": text_digest(text)},
        )
    return row


def _check_reply(comment: ReviewComment, outcome: str, text: str) -> None:
    """Raise ValidationError for what the form does not offer, or for a missing reason."""
    if outcome not in comment.outcomes:
        raise ValidationError({"outcome": _("Choose one of the answers shown.")})
    if outcome == ReplyOutcome.NOT_ADOPTED and not text:
        raise ValidationError({"text": _("Say why you did not adopt it.")})
    if outcome == ReplyOutcome.DIFFERS and not text:
        raise ValidationError({"text": _("Say why you keep your own answer.")})
