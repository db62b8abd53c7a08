"""Shared programmes: what a partner reads and says, and what its lead sees of it (103)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import Judgement, PartnerStance
from assessments.models import Assessment, BesideVersion, PartnerStatement, Submission
from assessments.models.answer import draft_sheet
from assessments.selectors.question_view import QuestionView, question_views
from nsss_gender.accounts.models import Ministry, Seat, User
from programmes.enums import MinistryPart
from programmes.models import ProgrammeMinistry

TONES = {"": "attention", PartnerStance.CONCUR: "ok", PartnerStance.DISSENT: "problem"}


@dataclass(frozen=True)
class Shared:
    """One programme that another ministry leads, with what the own ministry said of it."""

    assessment: Assessment
    statement: PartnerStatement | None

    @property
    def word(self) -> str:
        return stance_word(self.statement)

    @property
    def tone(self) -> str:
        return TONES[self.statement.stance if self.statement else ""]


def stance_word(statement: PartnerStatement | None) -> str:
    """Where a partner stands, in words."""
    if statement is None:
        return _("Nothing said yet")
    stance = statement.stance
    return str(PartnerStance(stance).label) if stance else _("No position yet")


def shared_visible(user: User) -> QuerySet[Assessment]:
    """What other ministries lead and the user's ministry shares, in the open rounds."""
    return (
        Assessment.objects.all()
        .shared_with(user)
        .select_related(
            "programme__cluster", "submission__round__questionnaire", "submission__ministry"
        )
    )


def shared_with(user: User, seat: Seat | None) -> list[Shared]:
    """The list "Shared with us", by lead in official order; two queries."""
    if seat is None:
        return []
    own = PartnerStatement.objects.filter(ministry=seat.ministry_id)
    rows = shared_visible(user).prefetch_related(Prefetch("statements", own, to_attr="own"))
    ordered = rows.order_by("submission__ministry__order", "programme__code")
    return [Shared(row, next(iter(vars(row)["own"]), None)) for row in ordered]


def statement_of(assessment: Assessment, ministry_id: uuid.UUID | None) -> PartnerStatement | None:
    """What the ministry said of the programme, with its answers."""
    rows = assessment.statements.filter(ministry=ministry_id).select_related("ministry", "by")
    return rows.prefetch_related("answers__question").first()


def statements(assessment: Assessment) -> list[PartnerStatement]:
    """What every partner said of the programme, in official order."""
    rows = assessment.statements.select_related("ministry").order_by("ministry__order")
    return list(rows.prefetch_related("answers__question"))


@dataclass(frozen=True)
class Beside:
    """What one partner answers to one question for its component."""

    ministry: Ministry
    word: str
    text: str


def beside(said: Iterable[PartnerStatement]) -> dict[str, list[Beside]]:
    """The partners' answers by question."""
    found: dict[str, list[Beside]] = {}
    for row in said:
        for code, given in row.values()["answers"].items():
            word = str(Judgement(given["judgement"]).label) if given["judgement"] else ""
            found.setdefault(code, []).append(Beside(row.ministry, word, given["text"]))
    return found


def questions_of(assessment: Assessment) -> list[QuestionView]:
    """The draft's answers to read, without level, comments or history."""
    return list(question_views(draft_sheet(assessment), None, {}, {}))


def versions(statement: PartnerStatement | None) -> list[BesideVersion]:
    """Every text of a statement, kept ones included, the newest first."""
    if statement is None:
        return []
    rows = BesideVersion.objects.filter(target=statement.target).select_related("by", "redacted_by")
    return list(rows.order_by("-number"))


def silent_partners(submission: Submission) -> list[tuple[Assessment, Ministry]]:
    """The partners of today that have said nothing of a listed programme; one query without any."""
    listed = submission.assessments.listed()
    today = timezone.localdate()
    links = [
        link
        for link in ProgrammeMinistry.objects.filter(
            programme__in=listed.values("programme"), part=MinistryPart.PARTNER, valid_to=None
        )
        .exclude(ministry=submission.ministry_id)
        .select_related("ministry")
        .order_by("programme__code", "ministry__order")
        if link.holds_on(today)
    ]
    if not links:
        return []
    rows = listed.filter(programme__in=[link.programme_id for link in links])
    by_programme = {row.programme_id: row for row in rows.select_related("programme")}
    stated = PartnerStatement.objects.filter(assessment__submission=submission).exclude(stance="")
    said = set(stated.values_list("assessment__programme", "ministry"))
    return [
        (by_programme[link.programme_id], link.ministry)
        for link in links
        if (link.programme_id, link.ministry_id) not in said
    ]
