"""What stands beside the answers of an accepted report goes along into its supplement (104)."""

import uuid
from collections.abc import Mapping

from assessments.models import (
    Assessment,
    Citation,
    Commitment,
    Consultation,
    ConsultationWaiver,
    Evidence,
    StrategyFile,
    Submission,
)

ByProgramme = Mapping[uuid.UUID, Assessment]


def beside_carry(
    *, base: Submission, to: Submission, sources: ByProgramme, targets: ByProgramme
) -> None:
    """Own strategy and consultations of ``base``, evidence and citations of the corrected programmes.

    Rows are copied, never moved: who recorded what, and when, stays with the copy.
    """
    lines = _strategies(base, to)
    _consultations(base, to)
    _evidence(sources, targets)
    _citations(sources, targets, lines)


def _strategies(base: Submission, to: Submission) -> dict[str, Commitment]:
    """Copy both documents with their files; returns the new commitments by their words."""
    lines: dict[str, Commitment] = {}
    for row in base.strategies.all():
        old = row.pk
        row.pk, row.submission, row.number = uuid.uuid4(), to, 1
        row._state.adding = True
        row.save()
        for line in Commitment.objects.filter(strategy=old, withdrawn_at=None):
            line.pk, line.strategy = uuid.uuid4(), row
            lines[line.text] = line
        for file in StrategyFile.objects.filter(strategy=old, withdrawn_at=None):
            file.pk, file.strategy = uuid.uuid4(), row
            file._state.adding = True
            file.save()
    Commitment.objects.bulk_create(lines.values())
    return lines


def _consultations(base: Submission, to: Submission) -> None:
    rows = list(base.consultations.filter(withdrawn_at=None))
    for row in rows:
        row.pk, row.submission = uuid.uuid4(), to
    Consultation.objects.bulk_create(rows)
    waivers = list(base.waivers.filter(withdrawn_at=None))
    for waiver in waivers:
        waiver.pk, waiver.submission = uuid.uuid4(), to
    ConsultationWaiver.objects.bulk_create(waivers)


def _evidence(sources: ByProgramme, targets: ByProgramme) -> None:
    """What supports the answers; what the Cabinet Division found of it is found anew."""
    rows = list(
        Evidence.objects.filter(
            assessment__in=[row.pk for row in sources.values()], withdrawn_at=None
        ).select_related("assessment")
    )
    for row in rows:
        row.pk, row.assessment = uuid.uuid4(), targets[row.assessment.programme_id]
        row.verdict, row.verdict_note, row.verdict_at, row.verdict_by = "", "", None, None
    Evidence.objects.bulk_create(rows)


def _citations(sources: ByProgramme, targets: ByProgramme, lines: Mapping[str, Commitment]) -> None:
    rows = Citation.objects.filter(
        assessment__in=[row.pk for row in sources.values()]
    ).select_related("assessment", "commitment")
    Citation.objects.bulk_create(
        Citation(
            assessment=targets[row.assessment.programme_id], commitment=lines[row.commitment.text]
        )
        for row in rows
        if row.commitment.text in lines
    )
