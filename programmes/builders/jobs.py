"""What the pages of import and export show: the list of files, the preview with its filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language

from programmes.builders.known import labels
from programmes.builders.preview import Shown, shown
from programmes.enums import JobKind, JobState, RowOutcome
from programmes.models import RegisterJob
from programmes.schema.facts import KINDS

PAGE_SIZE = 50
TABS = (RowOutcome.CHANGE, RowOutcome.ADD, RowOutcome.INVALID, RowOutcome.SAME)
LOOKED_AT = frozenset({JobState.PREVIEW, JobState.DONE, JobState.WRITING, JobState.FAILED})


@dataclass(frozen=True)
class Tab:
    """One filter of the preview, as the tabs component takes it."""

    url: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True)
class Preview:
    """A page of the preview."""

    tabs: list[Tab]
    page: "Page[Any]"
    rows: list[Shown]
    outcome: str
    query: str


def job_page(number: str | None) -> "Page[Any]":
    """Files of the register, fifty a page, the newest first; two statements."""
    jobs = RegisterJob.objects.select_related("asked_by").defer("mapping", "asked_for")
    return Paginator(jobs, PAGE_SIZE).get_page(number)


def preview(job: RegisterJob, asked: Mapping[str, str]) -> Preview | None:
    """The chosen rows of an import; None where there is nothing to look at."""
    if job.kind != JobKind.IMPORT or job.state not in LOOKED_AT or not any(_counts(job)):
        return None
    counts = dict(zip(TABS, _counts(job), strict=True))
    first = next((tab for tab in TABS if counts[tab]), RowOutcome.SAME)
    outcome = next((tab for tab in TABS if tab == asked.get("show")), first)
    tabs = [Tab(f"?show={tab}", str(tab.label), counts[tab], tab == outcome) for tab in TABS]
    rows = job.rows.filter(outcome=outcome)
    page = Paginator(rows, PAGE_SIZE).get_page(asked.get("page"))
    used = {KINDS[name] for row in page.object_list for name in row.changes if name in KINDS}
    words, language = labels(used), get_language() or "en"
    return Preview(tabs, page, shown(page.object_list, words, language), outcome, f"show={outcome}")


def _counts(job: RegisterJob) -> list[int]:
    return [int(job.counts.get(tab, 0)) for tab in TABS]
