"""The versions of what stands beside the answers, and which of them can be taken out (87)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.models import (
    Assessment,
    BesideVersion,
    Explanation,
    OwnStrategy,
    PartnerStatement,
    Submission,
)
from assessments.models.kept import Kept, kept_explanation, kept_statement, kept_strategy
from assessments.permissions import beside_kept_from_redaction
from assessments.selectors.contradictions import contradictions_url
from nsss_gender.accounts.enums import Permission
from nsss_gender.accounts.models import User
from nsss_gender.language.dates import moment
from nsss_gender.language.numbers import number


@dataclass(frozen=True)
class Redactable:
    """One version with a typed text; ``stays`` says why it cannot be taken out."""

    version: BesideVersion
    texts: Sequence[str]
    stays: str

    @property
    def name(self) -> str:
        """The version, when and by whom."""
        language = get_language() or "en"
        given = {
            "number": number(self.version.number, language),
            "at": moment(self.version.at, language),
        }
        return _("Version %(number)s, %(at)s") % given + f", {self.version.by}"


def kept_of(user: User, kind: str, pk: uuid.UUID) -> Kept | None:
    """What stands beside the answers, of a report that the user may know of; None for others."""
    if kind == "explanation":
        drafts = Assessment.objects.visible_to(user)
        explained = Explanation.objects.filter(pk=pk, assessment__in=drafts)
        explanation = explained.select_related("assessment__submission__ministry").first()
        return kept_explanation(explanation) if explanation else None
    if kind == "strategy":
        reports = Submission.objects.visible_to(user)
        strategy = OwnStrategy.objects.filter(pk=pk, submission__in=reports)
        found = strategy.select_related("submission__ministry").first()
        return kept_strategy(found) if found else None
    own = [seat.ministry_id for seat in user.seats_with(Permission.FILL)]
    stated = PartnerStatement.objects.filter(pk=pk, ministry__in=own)
    statement = stated.select_related("ministry", "assessment__submission").first()
    return kept_statement(statement) if statement else None


def kept_url(kept: Kept) -> str:
    """The page on which its earlier texts are read."""
    if isinstance(kept.row, Explanation):
        return contradictions_url(kept.row.assessment, kept.row.rule)
    if isinstance(kept.row, OwnStrategy):
        return reverse("assessments:strategy_history", args=[kept.row.pk])
    return reverse("assessments:shared", args=[kept.row.assessment_id])


def redactable_beside(kept: Kept) -> list[Redactable]:
    """The versions with typed texts, the newest first."""
    rows = BesideVersion.objects.filter(target=kept.target).select_related("by")
    typed = {row: kept.typed(row.values) for row in rows.order_by("-number")}
    stays = beside_kept_from_redaction(kept, typed)
    return [Redactable(row, texts, stays.get(row.pk, "")) for row, texts in typed.items() if texts]


def redactable_beside_choices(rows: Sequence[Redactable]) -> list[tuple[str, str]]:
    """Those that can be taken out, for the form."""
    return [(str(row.version.pk), row.name) for row in rows if not row.stays]
