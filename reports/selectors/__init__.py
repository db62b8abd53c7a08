"""What plans, papers, pages and files read."""

from reports.selectors.chapters import ChapterPage, chapter_page, places
from reports.selectors.drafts import Draft, draft
from reports.selectors.overview import Chapter, Figures, Overview, overview, steady
from reports.selectors.papers import (
    export_page,
    exports,
    lettered,
    other_packets,
    packets,
    programme_or_404,
    programmes,
    reminded,
    reports,
    rounds,
    sent_programmes,
    weeks,
)
from reports.selectors.plans import (
    Listed,
    coordinated,
    plans,
    rounds_without_plan,
    startable_rounds,
)
from reports.selectors.rows import (
    Given,
    answers,
    comments,
    items,
)
from reports.selectors.scope import Scope
from reports.selectors.standings import MinistryStanding
from reports.selectors.texts import sections

__all__ = [
    "Chapter",
    "ChapterPage",
    "Draft",
    "Figures",
    "Given",
    "Listed",
    "MinistryStanding",
    "Overview",
    "Scope",
    "answers",
    "chapter_page",
    "comments",
    "coordinated",
    "draft",
    "export_page",
    "exports",
    "items",
    "lettered",
    "other_packets",
    "overview",
    "packets",
    "places",
    "plans",
    "programme_or_404",
    "programmes",
    "reminded",
    "reports",
    "rounds",
    "rounds_without_plan",
    "sections",
    "sent_programmes",
    "startable_rounds",
    "steady",
    "weeks",
]
