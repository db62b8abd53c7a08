"""The decision sheet: what an approver needs on one page (product.md section 1)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from assessments.enums import AssessmentStatus, SubmissionStatus
from assessments.models import Packet, Submission
from assessments.permissions import can_move, reviewed_by, undo_until
from assessments.selectors.compared import changed
from assessments.selectors.evidence import EvidenceCount
from assessments.selectors.question_view import Known, QuestionView, question_views
from assessments.selectors.reading import ProgrammeRow, Reading, reading
from nsss_gender.accounts.models import User
from nsss_gender.accounts.permissions import Verdict


@dataclass(frozen=True)
class ProgrammeChange:
    """What changed in one programme since the packet before; ``fresh``: it was not in it."""

    row: ProgrammeRow
    questions: tuple[QuestionView, ...]
    fresh: bool = False


@dataclass(frozen=True)
class Decision:
    """Everything an approver needs on one page. ``accept``: whether the reader may accept it;
    ``conflict``: the reader reviewed a part of it, in whichever seat."""

    reading: Reading
    before: int
    changes: tuple[ProgrammeChange, ...]
    accept: Verdict
    conflict: bool

    @property
    def changed(self) -> int:
        """How many answers changed since the packet before."""
        return sum(len(one.questions) for one in self.changes)

    @property
    def evidence(self) -> EvidenceCount:
        """What was named behind the answers of the report, and what of it was verified."""
        counts = [row.evidence for row in self.reading.assessed]
        return EvidenceCount(
            sum(one.claimed for one in counts), sum(one.verified for one in counts)
        )

    @property
    def contradicted(self) -> list[ProgrammeRow]:
        """The programmes with answers that do not fit together and that nobody explained."""
        return [row for row in self.reading.assessed if row.contradicted]

    @property
    def undo_until(self) -> dt.datetime | None:
        """Until when an acceptance can be undone."""
        return undo_until(self.reading.submission, "undo_accept")

    @property
    def open_rows(self) -> list[ProgrammeRow]:
        settled = AssessmentStatus.SETTLED
        return [row for row in self.reading.assessed if row.assessment.status != settled]

    @property
    def settled_rows(self) -> list[ProgrammeRow]:
        settled = AssessmentStatus.SETTLED
        return [row for row in self.reading.assessed if row.assessment.status == settled]


def decision(user: User, submission: Submission) -> Decision:
    """The decision sheet of a submitted report."""
    found = reading(user, submission)
    old, accept = found.earlier, can_move(user, submission, "accept")
    waits = submission.status == SubmissionStatus.RECOMMENDED  # then only a conflict refuses it
    return Decision(
        reading=found,
        before=old.number if old else 0,
        changes=tuple(_changes(found, old)) if old else (),
        accept=accept,
        conflict=not accept if waits else reviewed_by(user, submission),
    )


def _changes(found: Reading, old: Packet) -> Iterator[ProgrammeChange]:
    schema, known = found.submission.round.questionnaire.schema(), Known()
    for row in found.rows:
        key = str(row.assessment.pk)
        if key not in old.assessments:
            yield ProgrammeChange(row, (), fresh=True)
            continue
        sheet, before = found.packet.sheet(key, schema), old.sheet(key, schema)
        views = tuple(question_views(sheet, before, {}, known, only=changed(sheet, before)))
        if views:
            yield ProgrammeChange(row, views)
