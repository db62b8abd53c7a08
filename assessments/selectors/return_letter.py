"""The return letter: the comments of one packet by programme and question (capabilities 25, 28)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from assessments.models import Notice, Packet, ReviewComment, Submission
from assessments.schema import Question
from assessments.selectors.proposals import answered
from assessments.selectors.reading import Named, named


@dataclass(frozen=True)
class Line:
    """One comment with its reply; ``answered`` is the answer that a proposal is about."""

    comment: ReviewComment
    answered: str


@dataclass(frozen=True)
class Point:
    """A question with what was said about it."""

    code: str
    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Programme:
    name: Named
    code: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class ReturnLetter:
    """Everything the page prints. ``sent``: the comments reached the ministry; without it the letter
    is what would be sent now. ``carried`` are points of earlier packets that are still open."""

    packet: Packet
    ministry: Named
    programmes: tuple[Programme, ...]
    carried: tuple[Programme, ...]
    note: str
    returned_at: dt.datetime | None
    sent: bool
    numbers: tuple[int, ...]


def return_letter(
    submission: Submission, number: int | None, *, unsent: bool
) -> ReturnLetter | None:
    """The letter about packet ``number`` (None: the last that has a comment); None where there is no
    such packet. ``unsent``: with comments that the ministry has not received."""
    packets = {row.number: row for row in submission.packets.order_by("number")}
    rows = ReviewComment.objects.standing() if unsent else ReviewComment.objects.published()
    found = rows.filter(packet__submission=submission).select_related("question", "reply", "by")
    comments = list(
        found.order_by("assessment__programme__code", "question__position", "created_at")
    )
    keys = {row.pk: row.number for row in packets.values()}
    numbers = tuple(sorted({keys[row.packet_id] for row in comments}))
    chosen = number or (numbers[-1] if numbers else max(packets, default=0))
    packet = packets.get(chosen)
    if packet is None:
        return None
    own = [row for row in comments if row.packet_id == packet.pk]
    earlier = [row for row in comments if keys[row.packet_id] < chosen and not row.resolved_at]
    for row in (*own, *earlier):
        row.packet = packets[keys[row.packet_id]]
    notice = _notice(submission, packet, packets.get(chosen + 1))
    return ReturnLetter(
        packet=packet,
        ministry=named(packet.data["ministry"]),
        programmes=_programmes(submission, packet, own),
        carried=_programmes(submission, packet, earlier),
        note=notice.reason if notice else "",
        returned_at=notice.created_at if notice else None,
        sent=bool(own) and all(row.published_at for row in own),
        numbers=numbers,
    )


def _notice(submission: Submission, packet: Packet, after: Packet | None) -> Notice | None:
    """The last return of this packet: its note and its moment."""
    rows = Notice.objects.filter(submission=submission, transition="return")
    rows = rows.filter(created_at__gte=packet.created_at)
    if after:
        rows = rows.filter(created_at__lt=after.created_at)
    return rows.order_by("-created_at").first()


def _programmes(
    submission: Submission, packet: Packet, comments: Sequence[ReviewComment]
) -> tuple[Programme, ...]:
    schema = submission.round.questionnaire.schema()
    said = answered(comments, schema)
    questions = {question.code: question for question in schema.questions}
    found: dict[str, dict[str, list[Line]]] = {}
    for row in comments:
        lines = found.setdefault(str(row.assessment_id), {}).setdefault(row.question.code, [])
        lines.append(Line(row, said.get(row, "")))
    return tuple(
        Programme(
            name=named(packet.assessments[key]["programme"]),
            code=packet.assessments[key]["programme"]["code"],
            points=tuple(_point(questions[code], lines) for code, lines in points.items()),
        )
        for key, points in found.items()
        if key in packet.assessments
    )


def _point(question: Question, lines: Sequence[Line]) -> Point:
    label = question.label.in_language(get_language() or "en")
    return Point(question.code, label, tuple(lines))
