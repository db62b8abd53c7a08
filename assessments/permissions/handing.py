"""What of a programme is in whose hands: all of it, a section or a question (capability 19).

Whoever has a part in hand reads the whole draft of the programme and writes that part alone.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from assessments.models import HandOut
from assessments.schema import Questionnaire
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import Seat, User


@dataclass(frozen=True)
class Scope:
    """What a seat may write of one assessment. ``codes`` None: everything; else these questions."""

    seat: Seat
    codes: frozenset[str] | None = None

    @property
    def whole(self) -> bool:
        return self.codes is None

    def covers(self, codes: Iterable[str]) -> bool:
        """Whether all these questions are in it; no codes: whether anything is."""
        return self.codes is None or self.codes.issuperset(codes)

    def within(self, codes: set[str]) -> set[str]:
        """Those of ``codes`` that are in it."""
        return codes if self.codes is None else codes & self.codes


def handed_codes(row: HandOut, questionnaire: Questionnaire) -> frozenset[str] | None:
    """The questions that were handed out; None for the whole programme. Reads ``question``."""
    if row.question:
        return frozenset({row.question.code})
    if not row.section:
        return None
    return frozenset(
        question.code
        for section in questionnaire.sections
        if section.code == row.section
        for question in section.questions
    )


def handed_scopes(user: User, rows: Iterable[HandOut]) -> dict[uuid.UUID, Scope]:
    """What ``user`` may write of each assessment by the running hand-outs ``rows``.

    Parts handed to several seats of one person add up; the seat is the first that has any.
    """
    seats = {seat.pk: seat for seat in user.seats_with(Permission.CONTRIBUTE)}
    found: dict[uuid.UUID, Scope] = {}
    for row in rows:
        if row.seat_id not in seats:
            continue
        codes = handed_codes(row, row.assessment.submission.round.questionnaire.schema())
        known = found.get(row.assessment_id)
        if known and known.codes is not None and codes is not None:
            codes |= known.codes
        elif known:
            codes = None
        seat = known.seat if known else seats[row.seat_id]
        found[row.assessment_id] = Scope(seat, codes)
    return found
