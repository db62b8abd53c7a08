"""A proposed answer beside the ministry's own (capability 32)."""

from collections.abc import Iterable

from assessments.enums import answer_words as words
from assessments.models import Packet, ReviewComment
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
