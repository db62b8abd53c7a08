"""What "Our programmes" reads: every programme of the list and what was said of it (101)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import ClaimState
from assessments.models import Assessment, ListClaim, Submission
from nsss_gender.accounts.models import Ministry, User
from programmes.enums import MinistryPart
from programmes.models import Programme, ProgrammeMinistry

TONES = {
    ClaimState.STANDING: "info",
    ClaimState.NOTED: "ok",
    ClaimState.ACCEPTED: "ok",
    ClaimState.DECLINED: "problem",
    ClaimState.WITHDRAWN: "neutral",
}


@dataclass(frozen=True)
class ListRow:
    """One programme of the list. ``claim`` is what was said last and not taken back."""

    assessment: Assessment
    claim: ListClaim | None

    @property
    def programme(self) -> Programme:
        return self.assessment.programme

    @property
    def partners(self) -> list[Ministry]:
        """The ministries that share it today, from the register."""
        today = timezone.localdate()
        links = getattr(self.programme, "partner_links", ())
        return [link.ministry for link in links if link.holds_on(today)]

    @property
    def tone(self) -> str:
        return TONES[ClaimState(self.claim.state)] if self.claim else "attention"

    @property
    def word(self) -> str:
        """Where it stands: the decision's state, or that nothing was said yet."""
        return str(self.claim.get_state_display()) if self.claim else _("To be confirmed")


def list_rows(submission: Submission) -> QuerySet[Assessment]:
    """The programmes of a report by cluster and code, those left off the list as well."""
    partners = ProgrammeMinistry.objects.filter(part=MinistryPart.PARTNER, valid_to=None)
    return (
        submission.assessments.select_related("programme__cluster")
        .prefetch_related(
            "programme__stages",
            Prefetch(
                "programme__ministry_links",
                partners.select_related("ministry"),
                to_attr="partner_links",
            ),
            Prefetch("claims", own_claims(submission), to_attr="said"),
        )
        .order_by("programme__cluster__order", "programme__code")
    )


def own_claims(submission: Submission) -> QuerySet[ListClaim]:
    """What the report's own ministry said and did not take back, the newest first."""
    rows = ListClaim.objects.filter(ministry=submission.ministry_id)
    return (
        rows.exclude(state=ClaimState.WITHDRAWN)
        .select_related("other_ministry", "other_programme")
        .prefetch_related("partners")
        .order_by("-created_at")
    )


def shown(rows: Sequence[Assessment]) -> list[ListRow]:
    """Rows of ``list_rows`` with the claim that counts now."""
    return [ListRow(row, next(iter(getattr(row, "said", ())), None)) for row in rows]


def list_row(assessment: Assessment) -> ListRow:
    """The same for one programme, read again with all the page shows."""
    row = list_rows(assessment.submission).get(pk=assessment.pk)
    row.submission = assessment.submission
    return shown([row])[0]


def left_out(submission: Submission) -> list[ListRow]:
    """The programmes off the list, each with what was said of it."""
    return shown(list(list_rows(submission).filter(left_out=True)))


def unconfirmed(submission: Submission) -> int:
    """Of how many programmes nothing was said yet, or what was said was declined."""
    said = ListClaim.objects.holding().filter(
        ministry=submission.ministry_id, assessment=OuterRef("pk")
    )
    return submission.assessments.filter(~Exists(said)).count()


def own_claim_or_none(user: User, pk: uuid.UUID) -> ListClaim | None:
    """A claim on a programme of a report that the user may know of."""
    visible = Assessment.objects.visible_to(user).values("pk")
    rows = ListClaim.objects.filter(assessment__in=visible)
    return rows.select_related("assessment__submission__round__questionnaire").filter(pk=pk).first()


def ministries_beside(ministry_id: uuid.UUID) -> QuerySet[Ministry]:
    """Every other ministry, in official order."""
    return Ministry.objects.exclude(pk=ministry_id)


def programme_by_code(code: str) -> Programme | None:
    """A programme of the register by the code people type."""
    return Programme.objects.filter(code__iexact=code).first()
