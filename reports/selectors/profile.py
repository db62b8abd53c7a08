"""One programme as the plan shows it: what its packet says, its score, its rows (capabilities 13, 32, 40–46)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet

from assessments.enums import ReplyOutcome
from assessments.models import Packet
from assessments.schema import Questionnaire
from assessments.selectors.evidence import EvidenceCount, counted, packet_evidence
from assessments.selectors.score import ScoreView, score_view
from assessments.sheet import Sheet
from programmes.enums import Approach, Function
from programmes.models import LifecycleStage, TargetGroup
from reports.enums import EntryState
from reports.models import ActionItem, ActionPlan, PlanConstraint, PlanEntry

Content = Mapping[str, Any]
_Row = TypeVar("_Row", ActionItem, PlanConstraint)


@dataclass(frozen=True)
class Profile:
    """A programme of a plan with all that its profile shows. ``words`` are those of stages and groups."""

    plan: ActionPlan
    entry: PlanEntry
    items: tuple[ActionItem, ...]
    constraints: tuple[PlanConstraint, ...]
    evidence: Mapping[str, EvidenceCount]
    words: Mapping[str, str]

    @property
    def packet(self) -> Packet:
        return self.entry.packet

    @cached_property
    def content(self) -> Content:
        """What the packet says of the programme."""
        return self.packet.assessments[str(self.entry.assessment_id)]

    @property
    def programme(self) -> Content:
        """The register as it was on the day of the packet."""
        found: Content = self.content["programme"]
        return found

    @cached_property
    def schema(self) -> Questionnaire:
        return self.plan.round.questionnaire.schema()

    @cached_property
    def sheet(self) -> Sheet:
        return self.packet.sheet(self.entry.assessment_id, self.schema)

    @cached_property
    def score(self) -> ScoreView:
        """Points, level and conditions, in the language of the reader."""
        return score_view(self.sheet, lambda _section, _code: "")

    @property
    def assessed(self) -> bool:
        return self.entry.state != EntryState.NOT_ASSESSED

    @property
    def differing(self) -> list[Content]:
        """The proposed answers that the ministry did not take: both are printed (32)."""
        key = str(self.entry.assessment_id)
        return [
            row
            for row in self.packet.data.get("proposals", [])
            if row["assessment"] == key and row["outcome"] == ReplyOutcome.DIFFERS
        ]

    @property
    def consultations(self) -> list[Content]:
        """Who was asked for the whole report."""
        found: list[Content] = self.packet.data["consultations"]
        return found

    def named(self, codes: list[str]) -> str:
        """Stages, groups, approach or functions in words."""
        return "; ".join(self.words.get(code, code) for code in codes)


def entries(found: QuerySet[PlanEntry]) -> QuerySet[PlanEntry]:
    """Programmes of plans with what a profile needs of each."""
    return found.select_related(
        "plan__round__questionnaire",
        "ministry",
        "programme",
        "cluster",
        "assessment__programme",
        "score",
        "packet__submission",
    )


def entry_of(plan: ActionPlan, assessment: uuid.UUID) -> PlanEntry:
    """The entry of an assessment. Raises PlanEntry.DoesNotExist where the plan does not hold it."""
    return entries(plan.entries.all()).get(assessment=assessment)


def profile(entry: PlanEntry) -> Profile:
    """The programme in a fixed number of queries: rows, constraints, evidence, stages, groups."""
    content = entry.packet.assessments[str(entry.assessment_id)]
    rows = entry.items.standing().select_related("ministry").order_by("position")
    items = [_with(row, entry) for row in rows]
    evidence = packet_evidence(content)
    return Profile(
        plan=entry.plan,
        entry=entry,
        items=tuple(items),
        constraints=tuple(_with(row, entry) for row in entry.constraints.order_by("position")),
        evidence={code: counted(one.row for one in found) for code, found in evidence.items()},
        words=_words(),
    )


def _with(row: _Row, entry: PlanEntry) -> _Row:
    row.entry = entry
    return row


def _words() -> dict[str, str]:
    """The words of everything by which a programme is told apart."""
    registered = [*LifecycleStage.objects.all(), *TargetGroup.objects.all()]
    fixed = [*Approach.choices, *Function.choices]
    return {row.code: str(row) for row in registered} | {code: str(word) for code, word in fixed}
