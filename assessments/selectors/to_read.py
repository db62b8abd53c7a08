"""Which answers of a packet are to be read, and which of them were looked at (capability 27).

Of a first packet every answer; after a return what changed, and what an open point is about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessments.enums import AssessmentStatus
from assessments.models import Assessment, Packet, ReviewComment
from assessments.selectors.compared import differs
from assessments.selectors.question_states import Comments, Marks, standing_mark
from assessments.sheet import Sheet


@dataclass(frozen=True)
class Progress:
    """Of ``of`` answers ``to_read`` are to be read this time; ``looked`` of these were looked at."""

    of: int = 0
    to_read: int = 0
    looked: int = 0

    @property
    def left(self) -> int:
        return self.to_read - self.looked

    @property
    def all(self) -> bool:
        """Whether every answer is to be read: nobody decided on an earlier packet."""
        return self.of == self.to_read

    @classmethod
    def of_looks(cls, looks: Iterable[tuple[bool, bool, bool]]) -> "Progress":
        """From (there is an answer, it is to be read, it was looked at), one for each question."""
        rows = list(looks)
        read = [looked for _there, to_read, looked in rows if to_read]
        return cls(sum(there for there, *_ in rows), len(read), sum(read))

    def __add__(self, other: "Progress") -> "Progress":
        return Progress(
            self.of + other.of, self.to_read + other.to_read, self.looked + other.looked
        )


@dataclass(frozen=True)
class Answered:
    """What is known of one answer: whether there is one, what the reviewers said and marked."""

    touched: bool
    changed: bool
    comments: Sequence[ReviewComment]
    marked: bool


def look(there: Answered, packet: Packet, *, first: bool, settled: bool) -> tuple[bool, bool]:
    """Whether one answer is to be read this time, and whether it was looked at: marked, commented,
    its point resolved, or the whole programme settled. ``first``: nobody decided on it before."""
    to_read = there.changed or _carried(there.comments, packet) or (first and there.touched)
    return to_read, settled or there.marked or _answered_to(there.comments, packet)


def _carried(comments: Sequence[ReviewComment], packet: Packet) -> bool:
    """Whether a point of an earlier packet was open when this one came."""
    return any(
        row.packet_id != packet.pk
        and (row.resolved_at is None or row.resolved_at >= packet.created_at)
        for row in comments
    )


def _answered_to(comments: Sequence[ReviewComment], packet: Packet) -> bool:
    """Whether a reviewer said something to this packet: a comment, or every point resolved."""
    if any(row.packet_id == packet.pk for row in comments):
        return True
    moments = [row.resolved_at for row in comments]
    done = [moment for moment in moments if moment is not None]
    return bool(done) and len(done) == len(moments) and max(done) >= packet.created_at


def progress(
    sheet: Sheet,
    old: Sheet | None,
    place: tuple[Packet, Assessment],
    comments: Comments,
    marks: Marks,
) -> Progress:
    """The progress of one programme, without what its page needs beside."""
    packet, assessment = place
    settled = assessment.status == AssessmentStatus.SETTLED
    rows = []
    for question in sheet.questionnaire.questions:
        code, changed = question.code, bool(old and differs(sheet, old, question))
        there = Answered(
            sheet.touched(question),
            changed=changed,
            comments=comments.get(code, ()),
            marked=standing_mark(sheet, question, marks.get(code, ())) is not None,
        )
        looks = look(there, packet, first=old is None, settled=settled)
        rows.append((there.touched or changed, *looks))
    return Progress.of_looks(rows)
