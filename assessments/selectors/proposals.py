"""What the ministry replies to, and a proposed answer beside its own (29, 32)."""

from collections.abc import Iterable
from dataclasses import dataclass

from assessments.enums import AssessmentStatus, CommentKind, ReplyOutcome
from assessments.enums import answer_words as words
from assessments.models import BesideVersion, Packet, ReviewComment
from assessments.schema import Question, Questionnaire
from assessments.sheet import GAPS, Sheet


def answer_words(sheet: Sheet, question: Question) -> str:
    """The answer that counts in words: "No, with modification"."""
    judgement = sheet.judgement(question)
    return words(judgement, sheet[question.code].feasibility if judgement in GAPS else "")


def answered(comments: Iterable[ReviewComment], schema: Questionnaire) -> dict[ReviewComment, str]:
    """What the packet said to which each proposal refers, in words. Reads ``packet``, ``question``."""
    packets: dict[object, Packet] = {}
    found: dict[ReviewComment, str] = {}
    for row in comments:
        if row.proposed:
            packet = packets.setdefault(row.packet_id, row.packet)
            sheet = packet.sheet(row.assessment_id, schema)
            found[row] = answer_words(sheet, schema.question(row.question.code))
    return found


def repliable(comment: ReviewComment) -> bool:
    """Whether a reply changes anything: the point is open, and no settled programme's proposal."""
    settled = comment.assessment.status == AssessmentStatus.SETTLED
    return not comment.resolved_at and not (comment.proposed and settled)


def unreplied(comments: Iterable[ReviewComment]) -> int:
    """How many must-fix comments still lack the reply without which the report cannot go out again."""
    must = (row for row in comments if row.kind == CommentKind.MUST_FIX and not row.resolved_at)
    return sum(not hasattr(row, "reply") for row in must)


@dataclass(frozen=True)
class ReplyVersion:
    """A reply as it was sent once: ``kept`` when a colleague's stands instead."""

    version: BesideVersion

    @property
    def outcome(self) -> str:
        return str(ReplyOutcome(self.version.values["outcome"]).label)

    @property
    def text(self) -> str:
        return str(self.version.values["text"])


def earlier_replies(comments: Iterable[ReviewComment]) -> dict[object, list[ReplyVersion]]:
    """What was replied before the reply that stands, and beside it, by comment; one query."""
    given = {row.reply.target: row for row in comments if hasattr(row, "reply")}
    found: dict[object, list[ReplyVersion]] = {}
    rows = BesideVersion.objects.filter(target__in=given).select_related("by")
    for row in rows.order_by("number"):
        comment = given[row.target]
        if row.number != comment.reply.number:
            found.setdefault(comment.pk, []).append(ReplyVersion(row))
    return found
