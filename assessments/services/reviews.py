"""Comments and the state of each assessment under review (capabilities 25, 28, 30–32).

Nothing here changes an answer (law 4): a proposed one is written only when the ministry agrees to it
(services.replies).
"""

import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments import workflow
from assessments.enums import AssessmentStatus, CommentKind, Feasibility, Judgement
from assessments.models import Assessment, Packet, Question, ReviewComment, Submission
from assessments.permissions import can_comment, can_reopen, can_settle, latest_packet
from assessments.sheet import GAPS, same_as_proposed
from nsss_gender.accounts.models import Seat, User
from nsss_gender.accounts.permissions import refuse
from nsss_gender.audit.services import record, text_digest
from nsss_gender.language.text import normalise

OPENING = (CommentKind.MUST_FIX, CommentKind.QUESTION)


def assessment_locked(assessment: Assessment) -> Assessment:
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


@dataclass(frozen=True)
class Remark:
    """What a reviewer says of the question ``code``; with ``proposed`` it proposes another answer,
    its text the reason. Only a must-fix can refuse a "not applicable"."""

    code: str
    kind: str
    text: str
    refuses_na: bool = False
    proposed: str = ""
    proposed_feasibility: str = ""


def comment_add(
    *, assessment: Assessment, key: uuid.UUID, remark: Remark, by: User
) -> ReviewComment:
    """Comment on a question of the last packet; ``key`` makes a repeated post harmless.

    A must-fix or a question opens points in the assessment. The ministry sees it when the report is
    returned or accepted. Raises ValidationError for what the form does not offer.
    """
    with transaction.atomic():
        locked = assessment_locked(assessment)
        seat = can_comment(by, locked).require()
        known = ReviewComment.objects.filter(pk=key).first()
        if known:
            return _same(known, locked)
        packet, question = remark_place(locked, remark.code)
        remark_check(packet, locked, remark)
        fields = asdict(remark) | {
            "text": normalise(remark.text),
            "refuses_na": remark.refuses_na and remark.kind == CommentKind.MUST_FIX,
        }
        del fields["code"]
        comment = ReviewComment.objects.create(
            id=key,
            packet=packet,
            assessment=locked,
            question=question,
            on_not_assessed=bool(packet.assessments[str(locked.pk)]["not_assessed"]),
            by=by,
            seat=seat,
            **fields,
        )
        _record(comment, "comment added", by=by, seat=seat)
        _open_points(comment, locked, by=by, seat=seat)
    return comment


def _open_points(comment: ReviewComment, assessment: Assessment, *, by: User, seat: Seat) -> None:
    if comment.kind in OPENING and assessment.status != AssessmentStatus.POINTS_OPEN:
        _move(assessment, "open_points", by=by, seat=seat)


def remark_place(assessment: Assessment, code: str) -> tuple[Packet, Question]:
    """The last packet and the question a comment is on; of a programme that was not assessed only
    its identification can be commented. Raises ValidationError."""
    packet = latest_packet(assessment.submission)
    question = Question.objects.filter(
        questionnaire=assessment.submission.round.questionnaire, code=code, parent=None
    ).first()
    entry = packet.assessments.get(str(assessment.pk)) if packet else None
    if packet is None or entry is None or question is None:
        raise ValidationError({"code": _("Choose a question of the questionnaire.")})
    if entry["not_assessed"] and question.kind != "identification":
        raise ValidationError(
            {"code": _("This programme was not assessed: comment on its identification.")}
        )
    return packet, question


def remark_check(packet: Packet, assessment: Assessment, remark: Remark) -> None:
    """Raise ValidationError for a kind or a proposal that no form offers, or that proposes nothing new."""
    if remark.kind not in CommentKind.values:
        raise ValidationError({"kind": _("Choose one of the answers shown.")})
    if not (remark.proposed or remark.proposed_feasibility):
        return
    schema = assessment.submission.round.questionnaire.schema()
    question = schema.question(remark.code)
    gap = remark.proposed in GAPS
    if not question.judged or remark.proposed not in Judgement.values:
        raise ValidationError({"proposed": _("Choose one of the answers shown.")})
    if gap != (remark.proposed_feasibility in Feasibility.values):
        raise ValidationError(
            {"proposed_feasibility": _("Say whether it is possible: you propose “no” or “partly”.")}
        )
    if same_as_proposed(packet.sheet(assessment.pk, schema), question, remark):
        raise ValidationError({"proposed": _("This is the ministry's answer already.")})


def _same(comment: ReviewComment, assessment: Assessment) -> ReviewComment:
    if comment.assessment_id != assessment.pk:
        refuse(_("This form belongs to another report. Reload the page."))
    return comment


def _record(comment: ReviewComment, action: str, *, by: User, seat: Seat, reason: str = "") -> None:
    record(
        action,
        stream=comment.assessment.submission.stream,
        target=f"comment:{comment.pk}",
        by=by,
        seat=seat,
        reason=reason,
        changes={
            "question": comment.question.code,
            "kind": comment.kind,
            "proposed": [comment.proposed, comment.proposed_feasibility],
            "digest": text_digest(comment.text),
        },
    )


def comment_withdraw(*, comment: ReviewComment, by: User) -> None:
    """Take back a comment that the ministry has not received yet."""
    with transaction.atomic():
        locked = assessment_locked(comment.assessment)
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
        locked = assessment_locked(comment.assessment)
        seat = can_comment(by, locked).require()
        row = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        if row.resolved_at or row.withdrawn_at:
            return
        row.resolved_at, row.resolved_by = timezone.now(), by
        row.save(update_fields=["resolved_at", "resolved_by"])
        _record(comment, "comment resolved", by=by, seat=seat)


def comment_reopen(*, comment: ReviewComment, reason: str, by: User) -> None:
    """Undo that a point was resolved, within a day and with a reason (31)."""
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    with transaction.atomic():
        locked = assessment_locked(comment.assessment)
        row = ReviewComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
        row.assessment = locked
        if row.resolved_at is None:
            return
        seat = can_reopen(by, row).require()
        row.resolved_at = row.resolved_by = None
        row.save(update_fields=["resolved_at", "resolved_by"])
        _record(comment, "comment reopened", by=by, seat=seat, reason=reason)
        _open_points(row, locked, by=by, seat=seat)


def assessment_settle(*, assessment: Assessment, by: User) -> None:
    """Settle a programme: its answers stay locked and its rows enter the drafts."""
    with transaction.atomic():
        locked = assessment_locked(assessment)
        if locked.status == AssessmentStatus.SETTLED:
            return
        seat = can_settle(by, locked).require()
        _move(locked, "settle", by=by, seat=seat)
