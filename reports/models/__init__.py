"""Plans with their rows, and the files that are made of them and of reports."""

from reports.models.export import Export, ExportQuerySet, Subject, keep_files
from reports.models.facts import EntryAnswer, EntryFacet
from reports.models.plan import (
    ActionPlan,
    ActionPlanQuerySet,
    PlanConstraint,
    PlanEntry,
    taking_part,
)
from reports.models.printed import PrintedPart
from reports.models.rows import (
    LANGUAGES,
    TEXTS,
    ActionItem,
    ActionItemQuerySet,
    ItemSupport,
    PolicyReference,
)
from reports.models.texts import PlanText, PlanVersion

__all__ = [
    "LANGUAGES",
    "TEXTS",
    "ActionItem",
    "ActionItemQuerySet",
    "ActionPlan",
    "ActionPlanQuerySet",
    "EntryAnswer",
    "EntryFacet",
    "Export",
    "ExportQuerySet",
    "ItemSupport",
    "PlanConstraint",
    "PlanEntry",
    "PlanText",
    "PlanVersion",
    "PolicyReference",
    "PrintedPart",
    "Subject",
    "keep_files",
    "taking_part",
]
