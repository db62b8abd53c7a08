"""The ministry's own documents: their commitments, who cites them, their versions and files (100)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from assessments.enums import StrategyKind, StrategyState
from assessments.models import (
    Assessment,
    BesideVersion,
    Commitment,
    OwnStrategy,
    StrategyFile,
    Submission,
)
from nsss_gender.accounts.models import User


@dataclass(frozen=True)
class Citable:
    """What a programme can cite, by document, and what it cites that the document no longer says."""

    groups: tuple[tuple[str, tuple[Commitment, ...]], ...]
    cited: frozenset[uuid.UUID]
    gone: tuple[Commitment, ...]


def citable(assessment: Assessment) -> Citable:
    """The commitments of the ministry for one programme; two queries."""
    cited = frozenset(assessment.citations.values_list("commitment_id", flat=True))
    rows = list(
        Commitment.objects.filter(strategy__submission=assessment.submission_id)
        .select_related("strategy")
        .order_by("strategy__kind", "position")
    )
    standing = [row for row in rows if row.withdrawn_at is None]
    groups = tuple(
        (str(kind.label), tuple(row for row in standing if row.strategy.kind == kind))
        for kind in StrategyKind
    )
    gone = tuple(row for row in rows if row.withdrawn_at and row.pk in cited)
    return Citable(tuple(group for group in groups if group[1]), cited, gone)


def strategies(submission: Submission) -> QuerySet[OwnStrategy]:
    """Both documents with their standing files."""
    return submission.strategies.prefetch_related("files__created_by")


def withdrawn_but_cited(submission: Submission) -> list[Commitment]:
    """Commitments that their document no longer says, and that programmes still cite (``times``)."""
    listed = Q(citations__assessment__left_out=False)
    rows = Commitment.objects.filter(strategy__submission=submission, withdrawn_at__isnull=False)
    return list(rows.annotate(times=Count("citations", filter=listed)).filter(times__gt=0))


@dataclass(frozen=True)
class VersionShown:
    """One version of a document as a page shows it."""

    version: BesideVersion
    stands: bool

    @property
    def state(self) -> str:
        """The answer in words."""
        state = self.version.values.get("state", "")
        return str(StrategyState(state).label) if state else ""

    @property
    def title(self) -> str:
        return str(self.version.values.get("title", ""))

    @property
    def reference(self) -> str:
        return str(self.version.values.get("reference", ""))

    @property
    def commitments(self) -> str:
        return str(self.version.values.get("commitments", ""))


def versions(row: OwnStrategy) -> list[VersionShown]:
    """Every version, the newest first, texts that were kept beside included."""
    found: Iterable[BesideVersion] = BesideVersion.objects.filter(target=row.target).select_related(
        "by", "seat__ministry", "on_behalf", "redacted_by"
    )
    return [VersionShown(version, version.number == row.number) for version in found]


def strategy_visible(user: User) -> QuerySet[OwnStrategy]:
    """The documents of reports that the user may know of; whether to read them is asked beside."""
    return OwnStrategy.objects.filter(
        submission__in=Submission.objects.visible_to(user)
    ).select_related("submission__round__questionnaire", "submission__ministry")


def files_visible(user: User) -> QuerySet[StrategyFile]:
    """The same for the attached documents."""
    return StrategyFile.objects.filter(
        strategy__submission__in=Submission.objects.visible_to(user)
    ).select_related("strategy__submission__round__questionnaire", "strategy__submission__ministry")


def version_of(user: User, pk: uuid.UUID) -> tuple[BesideVersion, OwnStrategy] | None:
    """A version of a document that the user may know of, with the document; None for others."""
    rows = BesideVersion.objects.filter(target__startswith="strategy:", redacted_at=None)
    version = rows.filter(pk=pk).first()
    key = version.target.partition(":")[2] if version else ""
    row = strategy_visible(user).filter(pk=key).first() if version else None
    return (version, row) if version and row else None
