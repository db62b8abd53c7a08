"""Plans with their rows, and the files that are made of them and of reports."""

from reports.models.export import SILENT_AFTER, Export, ExportQuerySet, Subject
from reports.models.plan import (
    ActionItem,
    ActionItemQuerySet,
    ActionPlan,
    ActionPlanQuerySet,
    PlanConstraint,
    PlanEntry,
    taking_part,
)

__all__ = [
    "SILENT_AFTER",
    "ActionItem",
    "ActionItemQuerySet",
    "ActionPlan",
    "ActionPlanQuerySet",
    "Export",
    "ExportQuerySet",
    "PlanConstraint",
    "PlanEntry",
    "Subject",
    "taking_part",
]
