"""Whose programmes an analysis counts, and along which axis (capability 47)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q, QuerySet

from assessments.schema import Questionnaire
from nsss_gender.accounts.models import Ministry
from programmes.enums import Approach, Function
from programmes.models import Cluster, LifecycleStage, TargetGroup
from reports.enums import Axis, EntryState
from reports.models import ActionPlan, EntryAnswer, PlanEntry

_TERMS: dict[str, type[Cluster] | type[LifecycleStage] | type[TargetGroup]] = {
    Axis.CLUSTER: Cluster,
    Axis.STAGE: LifecycleStage,
    Axis.GROUP: TargetGroup,
}
_CHOICES = {Axis.APPROACH: Approach, Axis.FUNCTION: Function}


@dataclass(frozen=True)
class Scope:
    """Whose programmes are counted: the nation's, or those of one ministry or one cluster of a plan."""

    plan: ActionPlan
    ministry: Ministry | None = None
    cluster: Cluster | None = None

    def entries(self) -> QuerySet[PlanEntry]:
        """All programmes of the scope, settled or not, without an order."""
        found = PlanEntry.objects.filter(plan=self.plan).order_by()
        if self.ministry:
            found = found.filter(ministry=self.ministry)
        return found.filter(cluster=self.cluster) if self.cluster else found

    def settled(self) -> QuerySet[PlanEntry]:
        """The programmes that are counted."""
        return self.entries().filter(state=EntryState.SETTLED)

    def answers(self) -> QuerySet[EntryAnswer]:
        """The judged answers of the programmes that are counted."""
        return EntryAnswer.objects.filter(entry__in=self.settled()).order_by()

    @property
    def schema(self) -> Questionnaire:
        return self.plan.round.questionnaire.schema()

    @property
    def axes(self) -> tuple[Axis, ...]:
        """By what programmes can be told apart here: a cluster is one cluster."""
        return tuple(axis for axis in Axis if not (self.cluster and axis == Axis.CLUSTER))

    @property
    def narrow(self) -> bool:
        """Whether it is less than the nation."""
        return bool(self.ministry or self.cluster)


def along(entries: QuerySet[PlanEntry], axis: Axis) -> QuerySet[Any]:
    """Each programme once for every code it has on the axis, and once without where it has none."""
    return entries.annotate(facet=FilteredRelation("facets", condition=Q(facets__axis=axis)))


def labels(axis: Axis, found: Iterable[str | None], *, narrow: bool) -> list[tuple[str, str]]:
    """The lines of an axis in the order of the register, with their words; "" for what is not stated.

    A line without a programme is told of the nation's few clusters and stages, too; of the many groups,
    and of one ministry or cluster (``narrow``), only what is there.
    """
    there = set(found)
    if axis in _TERMS:
        known = [(row.code, str(row)) for row in _TERMS[axis].objects.all()]
    else:
        known = [(code, str(label)) for code, label in _CHOICES[axis].choices]
    all_told = axis != Axis.GROUP and not narrow
    lines = [(code, label) for code, label in known if all_told or code in there]
    unknown = sorted(code for code in there if code and code not in dict(known))
    lines += [(code, code) for code in unknown]
    return [*lines, ("", "")] if None in there else lines
