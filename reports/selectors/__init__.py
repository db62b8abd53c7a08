"""What plans, papers, pages and files read."""

from reports.selectors.drafts import (
    Draft,
    Listed,
    MinistryStanding,
    Totals,
    draft,
    plans,
    rounds_without_plan,
    startable_rounds,
)
from reports.selectors.papers import (
    export_page,
    exports,
    lettered,
    packets,
    programme_or_404,
    programmes,
    reports,
    rounds,
)
from reports.selectors.rows import (
    Given,
    answers,
    comments,
    counted,
    items,
    question,
    untranslated,
)

__all__ = [
    "Draft",
    "Given",
    "Listed",
    "MinistryStanding",
    "Totals",
    "answers",
    "comments",
    "counted",
    "draft",
    "export_page",
    "exports",
    "items",
    "lettered",
    "packets",
    "plans",
    "programme_or_404",
    "programmes",
    "question",
    "reports",
    "rounds",
    "rounds_without_plan",
    "startable_rounds",
    "untranslated",
]
