"""The ministry's reply to each comment; agreeing to a proposed answer writes it (29, 32; law 4)."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Origin, ReplyOutcome
from assessments.models import Answer, AnswerVersion, ReviewComment, ReviewReply
from assessments.models.answer import draft_sheet
from assessments.permissions import can_reply
from assessments.services.answers import Brought, Draft, answers_save
from assessments.services.beside import Writer, beside_keep, beside_write
from assessments.services.reviews import assessment_locked
from assessments.sheet import Sheet, same_as_proposed
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import record, text_digest
from nsss_gender.language.text import normalise


@dataclass(frozen=True)
class Replied:
    """The reply that stands; ``clashed``: a colleague's, and what was sent now is kept beside it."""

    row: ReviewReply
    clashed: bool = False


def reply_save(*, comment: ReviewComment, base: int, outcome: str, text: str, by: User) -> Replied:
    """The ministry's answer to a comment; "not adopted" and "we keep our own" demand a reason (29).

    ``base`` is the number the form was read with (0: none yet): a reply that a colleague saved in between
    stands, and this one is kept as a version (law 1). Agreeing to a proposed answer makes it the ministry's own in the same transaction; keeping one's
    own after having agreed brings back what stood before. Saying the same again changes nothing.
    """
    text = normalise(text).strip()
    _check(comment, outcome, text)
    with transaction.atomic():
        comment.assessment = assessment_locked(comment.assessment)
        comment.packet.submission = comment.assessment.submission
        seat = can_reply(by, comment).require()
        found = ReviewReply.objects.filter(comment=comment).first()
        same = found is not None and (found.outcome, found.text) == (outcome, text)
        writer = Writer(by, seat, comment.assessment.submission)
        said = {"outcome": outcome, "text": text}
        if found and not same and base != found.number:
            _keep(found, said, base, writer)
            return Replied(found, clashed=True)
        if comment.proposed:
            _answer(comment, outcome, by=by)
        if found and same:
            return Replied(found)
        row = found or ReviewReply(comment=comment)
        old = row.outcome
        row.number = beside_write(row.target, said, base=base, writer=writer)
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
    return Replied(row)


def _keep(row: ReviewReply, said: dict[str, str], base: int, writer: Writer) -> None:
    """Keep the reply that lost a clash, once."""
    if beside_keep(row.target, said, base=base, writer=writer):
        record(
            "reply kept beside",
            stream=writer.submission.stream,
            target=f"comment:{row.comment_id}",
            by=writer.by,
            seat=writer.seat,
            changes={"outcome": [None, said["outcome"]], "digest": text_digest(said["text"])},
        )


def _check(comment: ReviewComment, outcome: str, text: str) -> None:
    """Raise ValidationError for what the form does not offer, or for a missing reason."""
    if outcome not in comment.outcomes:
        raise ValidationError({"outcome": _("Choose one of the answers shown.")})
    if outcome == ReplyOutcome.NOT_ADOPTED and not text:
        raise ValidationError({"text": _("Say why you did not adopt it.")})
    if outcome == ReplyOutcome.DIFFERS and not text:
        raise ValidationError({"text": _("Say why you keep your own answer.")})


def _answer(comment: ReviewComment, outcome: str, *, by: User) -> None:
    """Let the draft follow the reply: the proposed answer, or the ministry's own again."""
    head = _head(comment)
    sheet = draft_sheet(comment.assessment)
    question = sheet.questionnaire.question(comment.question.code)
    stands = same_as_proposed(sheet, question, comment)
    if outcome == ReplyOutcome.AGREED and not stands:
        agreed = Brought(Origin.AGREED, to_confirm=False)
        _write(comment, head, _proposed(comment, sheet), agreed, by=by)
    elif outcome == ReplyOutcome.DIFFERS and stands and head and head.origin == Origin.AGREED:
        before = head.answer.versions.filter(number=head.base).first()
        if before:
            own = Brought(before.origin, before.copied_from, before.to_confirm)
            _write(comment, head, before.given().values(), own, by=by)


def _head(comment: ReviewComment) -> AnswerVersion | None:
    answers = Answer.objects.filter(assessment=comment.assessment, question=comment.question)
    answer = answers.select_related("head__answer").first()
    return answer.head if answer else None


def _proposed(comment: ReviewComment, sheet: Sheet) -> dict[str, Any]:
    """The fields that agreeing sets; all others stay as the ministry wrote them.

    An item with named parts is overridden, with the proposal as the reason, unless the parts
    themselves give the proposed answer by now.
    """
    question = sheet.questionnaire.question(comment.question.code)
    values = {"judgement": comment.proposed, "feasibility": comment.proposed_feasibility}
    if not question.parts:
        return values
    if sheet.derived(question) == comment.proposed:
        return values | {"judgement": ""}
    return values | {"reason": comment.text}


def _write(
    comment: ReviewComment,
    head: AnswerVersion | None,
    values: dict[str, Any],
    brought: Brought,
    *,
    by: User,
) -> None:
    base = head.number if head else 0
    answers_save(
        assessment=comment.assessment,
        drafts={comment.question.code: Draft(base, values, brought=brought)},
        token=uuid.uuid5(comment.pk, f"{brought.origin}:{base}"),
        by=by,
    )
