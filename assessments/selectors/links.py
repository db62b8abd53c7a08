"""What was asked by links, what came back, and what stands beside it (capability 20)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from assessments.enums import ContributionState, answer_words
from assessments.models import Assessment, Contribution, ContributionLink, Submission
from assessments.models.answer import draft_sheet
from assessments.schema import Question
from assessments.selectors.grid import answer_shown
from assessments.selectors.handed import question_title
from assessments.selectors.shown import FieldShown, options
from assessments.sheet import GAPS
from nsss_gender.accounts.models import User

PAGE_SIZE = 20
DAYS, MOST_DAYS = 14, 60
# Kinds in which somebody writes; what is chosen from a list is not asked by a link.
WRITTEN = frozenset({"judged", "text", "narrative", "partners"})
STATES = {
    "waiting": ("attention", gettext_lazy("A proposal waits")),
    "adopted": ("ok", gettext_lazy("Adopted")),
    "adapted": ("ok", gettext_lazy("Adopted with changes")),
    "declined": ("neutral", pgettext_lazy("contribution", "Declined")),
    "ended": ("neutral", pgettext_lazy("link", "Ended")),
    "expired": ("problem", pgettext_lazy("link", "Expired")),
    "opened": ("info", gettext_lazy("Opened, nothing written yet")),
    "asked": ("info", gettext_lazy("Asked, not opened yet")),
}


def askable(question: Question) -> bool:
    """Whether a question can be asked by a link."""
    return question.kind in WRITTEN


def takes_judgement(question: Question) -> bool:
    """Whether a proposal's judgement can become the answer: where named parts give it, it stays an
    opinion beside them."""
    return question.judged and not question.parts


def first_until() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=DAYS)


@dataclass(frozen=True)
class LinkView:
    """One link of a list with where it stands."""

    link: ContributionLink
    state: str
    title: str

    @property
    def tone(self) -> str:
        return STATES[self.state][0]

    @property
    def word(self) -> str:
        return str(STATES[self.state][1])

    @property
    def until(self) -> dt.date:
        """The last day on which it can be used."""
        return timezone.localtime(self.link.expires_at).date()

    @property
    def days_left(self) -> int:
        return (self.until - timezone.localdate()).days

    @property
    def changeable(self) -> bool:
        """Whether a new secret makes sense: nothing was decided, and it was not ended."""
        return self.state in {"asked", "opened", "expired"} or (
            self.state == "waiting" and self.link.revoked_at is None
        )


def links_of(user: User) -> "QuerySet[ContributionLink]":
    """The links of programmes that the user may open; whether they may change them is asked beside."""
    visible = Assessment.objects.visible_to(user).values("pk")
    rows = ContributionLink.objects.filter(assessment__in=visible)
    return _related(rows)


def contributions_of(user: User) -> "QuerySet[Contribution]":
    """What came by these links."""
    visible = Assessment.objects.visible_to(user).values("pk")
    return Contribution.objects.filter(link__assessment__in=visible).select_related(
        "link__question",
        "link__assessment__programme",
        "link__assessment__submission__round__questionnaire",
        "link__assessment__submission__ministry",
        "decided_by",
    )


def _related(rows: "QuerySet[ContributionLink]") -> "QuerySet[ContributionLink]":
    contributions = Prefetch("contributions", Contribution.objects.order_by("-number"))
    return rows.select_related(
        "question",
        "created_by",
        "assessment__programme",
        "assessment__submission__round__questionnaire",
        "assessment__submission__ministry",
    ).prefetch_related(contributions)


def link_page(
    submission: Submission, number: str | None
) -> "tuple[list[LinkView], Page[ContributionLink]]":
    """Twenty links of a report, the newest first; the number of queries is fixed."""
    rows = ContributionLink.objects.filter(assessment__submission=submission)
    page = Paginator(_related(rows).order_by("-created_at", "pk"), PAGE_SIZE).get_page(number)
    return [link_view(row) for row in page.object_list], page


def asked_already(assessment: Assessment, code: str) -> list[LinkView]:
    """Who was asked this question of this programme."""
    rows = ContributionLink.objects.filter(assessment=assessment, question__code=code)
    return [link_view(row) for row in _related(rows).order_by("-created_at")]


def link_view(link: ContributionLink) -> LinkView:
    """The link with its state in words and its question's title. Reads ``contributions``."""
    question = link.assessment.submission.round.questionnaire.schema().question(link.question.code)
    return LinkView(link, _state(link), question_title(question))


def _state(link: ContributionLink) -> str:
    last = link.last
    if last is not None:
        return str(last.state)
    if link.revoked_at:
        return "ended"
    if not link.is_running:
        return "expired"
    return "opened" if link.opened_at else "asked"


def waiting_at(assessment: Assessment) -> dict[str, list[Contribution]]:
    """The proposals that wait in one programme, by question; one query where there are any."""
    if not vars(assessment).get("proposals_waiting", True):
        return {}
    rows = Contribution.objects.filter(
        link__assessment=assessment, state=ContributionState.WAITING
    ).select_related("link__question")
    found: dict[str, list[Contribution]] = {}
    for row in rows.order_by("at"):
        found.setdefault(row.link.question.code, []).append(row)
    return found


@dataclass(frozen=True)
class Beside:
    """A proposal beside the answer that stands: what is decided on, and from which version."""

    question: Question
    shown: Sequence[FieldShown]
    base: int
    judged: str
    standing: dict[str, str]


def beside(row: Contribution) -> Beside:
    """What stands where the proposal would go; one query for the draft, one where options are read."""
    assessment, code = row.link.assessment, row.link.question.code
    question = assessment.submission.round.questionnaire.schema().question(code)
    sheet = draft_sheet(assessment)
    given = sheet[code]
    chosen = (
        () if question.judged else options(question, leave_out=assessment.submission.ministry.code)
    )
    return Beside(
        question=question,
        shown=answer_shown(sheet, question, chosen),
        base=given.number,
        judged=words_of(row),
        standing={
            "judgement": given.judgement,
            "feasibility": given.feasibility,
            "text": given.text,
        },
    )


def words_of(row: Contribution) -> str:
    """The judgement of a proposal in words: "No, with modification"."""
    return answer_words(row.judgement, row.feasibility if row.judgement in GAPS else "")
