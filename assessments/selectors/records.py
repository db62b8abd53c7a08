"""What was said of the packets of a report, as a record of a decision freezes it (28)."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.enums import AssessmentStatus, CommentKind, ReplyOutcome, answer_words
from assessments.models import (
    TOLD,
    Assessment,
    Evidence,
    Examined,
    Packet,
    PacketRecord,
    ReviewComment,
    Submission,
)
from assessments.schema import Questionnaire
from assessments.sheet import GAPS
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import text_digest

Content = Mapping[str, Any]

# What was done, for the list of what happened to a packet.
DONE = {
    "return": gettext_lazy("Returned to the ministry"),
    "undo_return": gettext_lazy("Return undone"),
    "submit": gettext_lazy("Answered and sent again"),
    "resubmit": gettext_lazy("Answered and sent again"),
    "recommend": gettext_lazy("Recommended for acceptance"),
    "send_back": gettext_lazy("Sent back to the reviewer"),
    "accept": gettext_lazy("Accepted"),
    "undo_accept": gettext_lazy("Acceptance undone"),
}


def comments_content(submission: Submission) -> list[dict[str, Any]]:
    """Every standing comment of the report with its reply, by programme and question; one query.

    ``answered`` is what the packet said to the question that a proposal is about: judgement, feasibility.
    """
    rows = ReviewComment.objects.standing().filter(packet__submission=submission)
    found = list(
        rows.select_related(
            "packet", "question", "by", "resolved_by", "reply__by", "assessment__programme"
        ).order_by("assessment__programme__code", "question__position", "created_at")
    )
    schema = submission.round.questionnaire.schema()
    packets: dict[object, Packet] = {}
    for row in found:
        row.packet = packets.setdefault(row.packet_id, row.packet)  # each is read once
    return [_comment(row, _answered(row, schema)) for row in found]


def _answered(row: ReviewComment, schema: Questionnaire) -> list[str]:
    if not row.proposed:
        return []
    sheet = row.packet.sheet(row.assessment_id, schema)
    judgement = sheet.judgement(schema.question(row.question.code))
    feasible = sheet[row.question.code].feasibility if judgement in GAPS else ""
    return [judgement, feasible]


def _comment(row: ReviewComment, said: list[str]) -> dict[str, Any]:
    reply = getattr(row, "reply", None)
    return {
        "id": str(row.pk),
        "packet": row.packet.number,
        "assessment": str(row.assessment_id),
        "question": row.question.code,
        "kind": row.kind,
        "text": row.text,
        "refuses_na": row.refuses_na,
        "on_not_assessed": row.on_not_assessed,
        "proposed": row.proposed,
        "proposed_feasibility": row.proposed_feasibility,
        "answered": said,
        "by": person_content(row.by),
        "at": row.created_at.isoformat(),
        "sent_at": _moment(row.published_at),
        "resolved_at": _moment(row.resolved_at),
        "resolved_by": person_content(row.resolved_by),
        "reply": {
            "outcome": reply.outcome,
            "text": reply.text,
            "by": person_content(reply.by),
            "at": reply.at.isoformat(),
        }
        if reply
        else None,
    }


def person_content(user: User | None) -> dict[str, str] | None:
    """Who it was, by the name of that day."""
    return {"id": str(user.pk), "name": str(user)} if user else None


def marks_content(packet: Packet) -> dict[str, list[dict[str, Any]]]:
    """What the reviewer looked at, verified and settled; three queries."""
    examined = Examined.objects.filter(packet=packet, undone_at=None)
    verdicts = Evidence.objects.filter(assessment__submission=packet.submission_id)
    settled = Assessment.objects.filter(
        submission=packet.submission_id, status=AssessmentStatus.SETTLED
    )
    return {
        "examined": [
            {
                "assessment": str(row.assessment_id),
                "question": row.question.code,
                "by": person_content(row.by),
                "at": row.at.isoformat(),
            }
            for row in examined.select_related("question", "by").order_by("at", "pk")
        ],
        "verdicts": [
            {
                "evidence": str(row.pk),
                "verdict": row.verdict,
                "note": row.verdict_note,
                "by": person_content(row.verdict_by),
                "at": _moment(row.verdict_at),
            }
            for row in verdicts.exclude(verdict="").select_related("verdict_by").order_by("pk")
        ],
        "settled": [
            {
                "assessment": str(row.pk),
                "by": person_content(row.settled_by),
                "at": _moment(row.settled_at),
            }
            for row in settled.select_related("settled_by").order_by("pk")
        ],
    }


def _moment(value: dt.datetime | None) -> str:
    return value.isoformat() if value else ""


# ── Read back ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Said:
    """One comment of a record, in words, with the reply that it then had."""

    data: Content

    @property
    def code(self) -> str:
        return str(self.data["question"])

    @property
    def kind(self) -> str:
        return str(CommentKind(self.data["kind"]).label)

    @property
    def text(self) -> str:
        return str(self.data["text"])

    @property
    def by(self) -> str:
        return str(self.data["by"]["name"])

    @property
    def answered(self) -> str:
        """The ministry's answer that a proposal is about, in words."""
        return answer_words(*self.data["answered"]) if self.data["answered"] else ""

    @property
    def refuses_na(self) -> bool:
        return bool(self.data["refuses_na"])

    @property
    def resolved(self) -> bool:
        return bool(self.data["resolved_at"])

    @property
    def proposed(self) -> str:
        """The proposed answer in words, "" for a remark."""
        if not self.data["proposed"]:
            return ""
        return answer_words(self.data["proposed"], self.data["proposed_feasibility"])

    @property
    def whole(self) -> str:
        """The comment with everything that belongs to it, each on its line: for a cell of a table."""
        lines = [self.text]
        if self.proposed:
            own = _("The ministry's answer: %(answer)s") % {"answer": self.answered}
            other = _("Proposed answer: %(answer)s") % {"answer": self.proposed}
            lines = [own, other, _("Reason: %(reason)s") % {"reason": self.text}]
        if self.refuses_na:
            lines.append(_("“Not applicable” is not accepted here."))
        return "\n".join(lines)

    @property
    def reply(self) -> str:
        """The ministry's reply in words, "" before there is one."""
        given = self.data["reply"]
        if not given:
            return ""
        word = str(ReplyOutcome(given["outcome"]).label)
        return f"{word}: {given['text']}" if given["text"] else word

    @property
    def replied_by(self) -> str:
        return str(self.data["reply"]["by"]["name"]) if self.data["reply"] else ""


def said_in(comments: Iterable[Content]) -> dict[str, list[Said]]:
    """Comments by the assessment that they are about."""
    found: dict[str, list[Said]] = {}
    for row in comments:
        found.setdefault(row["assessment"], []).append(Said(row))
    return found


def records(submission: Submission) -> QuerySet[PacketRecord]:
    """Every record of a report, in its order."""
    rows = PacketRecord.objects.filter(packet__submission=submission)
    return rows.select_related("packet").order_by("number")


def intact(packet: Packet) -> bool:
    """Whether a packet and every record about it still have the digests that were noted with them."""
    whole = text_digest(packet.content) == packet.sha256
    return whole and all(row.intact for row in packet.records.all())


def last_told(packet: Packet) -> PacketRecord | None:
    """The last record of a packet of which the ministry was told; None before there is one."""
    return packet.records.filter(transition__in=TOLD).order_by("-number").first()
