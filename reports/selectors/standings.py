"""Where each ministry's report stands for the plan: counted by the database, in two queries (law 10)."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assessments.enums import AssessmentStatus, Expected, SubmissionStatus
from assessments.models import Assessment, Round, RoundMinistry, Submission
from nsss_gender.accounts.models import Ministry
from reports.enums import Standing

SENT = frozenset(
    {
        SubmissionStatus.SUBMITTED,
        SubmissionStatus.UNDER_REVIEW,
        SubmissionStatus.RETURNED,
        SubmissionStatus.RECOMMENDED,
        SubmissionStatus.ACCEPTED,
    }
)
COUNTS = ("settled", "unsettled", "not_assessed")
# The report itself, and supplements once they are accepted (104).
COUNTED = Q(number=0) | Q(status=SubmissionStatus.ACCEPTED)


@dataclass(frozen=True)
class MinistryStanding:
    """Where one ministry's report stands; the counts are of its programmes, ``rows`` of its chapter."""

    ministry: Ministry
    standing: Standing
    expected: str
    status: str = ""
    reason: str = ""
    settled: int = 0
    unsettled: int = 0
    not_assessed: int = 0
    rows: int = 0


def standings(round_: Round, among: Q, rows: Mapping[uuid.UUID, int]) -> Iterator[MinistryStanding]:
    """The ministries of the round's list that ``among`` names, in official order.

    ``rows``: how many rows each has in the draft.
    """
    programmes = _programmes(round_)
    for row in _expected(round_).filter(among):
        status = vars(row)["report_status"] or ""
        counts = programmes.get(row.ministry_id, dict.fromkeys(COUNTS, 0))
        told = counts if status in SENT else {}  # nothing is told of what was not sent (11)
        yield MinistryStanding(
            ministry=row.ministry,
            standing=_standing(row.expected, told),
            expected=row.expected,
            status=status,
            reason=row.reason,
            rows=rows.get(row.ministry_id, 0),
            **told,
        )


def _expected(round_: Round) -> QuerySet[RoundMinistry]:
    """What is expected of whom, with the state of the report."""
    report = Submission.objects.filter(COUNTED, round=round_, ministry=OuterRef("ministry"))
    return (
        RoundMinistry.objects.filter(round=round_)
        .annotate(report_status=Subquery(report.order_by("number").values("status")[:1]))
        .select_related("ministry")
        .order_by("ministry__order", "ministry__code")
    )


def _programmes(round_: Round) -> Mapping[uuid.UUID, dict[str, int]]:
    """How many programmes of each ministry are in which state, each counted once: what an accepted
    supplement says of a programme stands before what the report says (104)."""
    sent = Submission.objects.filter(COUNTED, round=round_)
    listed = Assessment.objects.filter(left_out=False, submission__in=sent)
    later = listed.filter(
        programme=OuterRef("programme"),
        submission__ministry=OuterRef("submission__ministry"),
        submission__number__gt=OuterRef("submission__number"),
    )
    assessed = Q(not_assessed_reason="")
    settled = Q(status=AssessmentStatus.SETTLED)
    counted = (
        listed.filter(~Exists(later))
        .order_by()
        .values("submission__ministry")
        .annotate(
            settled=Count("pk", filter=assessed & settled),
            unsettled=Count("pk", filter=assessed & ~settled),
            left=Count("pk", filter=~assessed),
        )
    )
    return {row["submission__ministry"]: _counts(row) for row in counted}


def _counts(row: Mapping[str, Any]) -> dict[str, int]:
    return dict(zip(COUNTS, (row["settled"], row["unsettled"], row["left"]), strict=True))


def _standing(expected: str, told: Mapping[str, int]) -> Standing:
    """Where a ministry stands; nothing is told of a report that was not submitted."""
    if not told:
        return Standing.NOT_EXPECTED if expected == Expected.NONE else Standing.MISSING
    if not any(told.values()):
        return Standing.NIL
    return Standing.UNSETTLED if told["unsettled"] else Standing.SETTLED
