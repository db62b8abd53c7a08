"""What the pages of the rounds read: expectations and states, never an answer."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from assessments.deadlines import local_day
from assessments.enums import Expected, SubmissionStatus
from assessments.models import Holiday, Round, RoundMinistry, Submission
from assessments.selectors.division import TONES
from assessments.selectors.due import DayWarning, day_warning


def rounds() -> QuerySet[Round]:
    """All rounds, the newest first, with how many reports are expected and how many came."""
    wanted = Q(expectations__expected__in=[Expected.REPORT, Expected.NIL])
    return (
        Round.objects.select_related("questionnaire")
        .annotate(
            wanted=Count("expectations", filter=wanted, distinct=True),
            received=Count(
                "submissions", filter=Q(submissions__submitted_at__isnull=False), distinct=True
            ),
        )
        .order_by("-created_at")
    )


@dataclass(frozen=True)
class ExpectedRow:
    """One ministry of a round, with the state of its report once the round is open."""

    row: RoundMinistry
    submission: Submission | None

    @property
    def word(self) -> str:
        return str(SubmissionStatus(self.submission.status).label) if self.submission else ""

    @property
    def tone(self) -> str:
        return TONES[self.submission.status] if self.submission else "neutral"


def expectations(round_: Round) -> QuerySet[RoundMinistry]:
    """The expected list in official order; one query."""
    return round_.expectations.select_related("ministry").order_by(
        "ministry__order", "ministry__code"
    )


def expected_rows(round_: Round) -> list[ExpectedRow]:
    """The expected list in official order; two queries."""
    reports = {row.ministry_id: row for row in round_.submissions.filter(number=0)}
    return [ExpectedRow(row, reports.get(row.ministry_id)) for row in expectations(round_)]


def totals(rows: list[ExpectedRow]) -> list[tuple[Any, int]]:
    """How many ministries are expected to do what."""
    return [
        (label, sum(1 for row in rows if row.row.expected == value))
        for value, label in Expected.choices
    ]


def deadline_warning(round_: Round) -> DayWarning | None:
    """What is wrong with the day of the deadline, for a round that is being set up."""
    return day_warning(local_day(round_.deadline_at))


def holidays() -> QuerySet[Holiday]:
    """All public holidays, the latest day first."""
    return Holiday.objects.order_by("-day")
