"""What "Our programmes" reads: every programme of the list and what was said of it (101)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim, Submission
from nsss_gender.accounts.models import Ministry, Seat, User
from programmes.enums import MinistryPart, ProgrammeState
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
    """One programme of the list. ``claim`` is what was said last and not taken back; ``others`` what
    other ministries say of it and nobody decided yet."""

    assessment: Assessment
    claim: ListClaim | None
    others: tuple[ListClaim, ...] = ()

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
    def ended(self) -> bool:
        """Whether the register says that it runs no longer, whatever was said here."""
        return self.programme.state_on(timezone.localdate()) == ProgrammeState.ENDED

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
        submission.assessments.select_related("programme__cluster", "submission")
        .prefetch_related(
            "programme__stages",
            Prefetch(
                "programme__ministry_links",
                partners.select_related("ministry"),
                to_attr="partner_links",
            ),
            Prefetch("claims", _claims(), to_attr="said"),
        )
        .order_by("programme__cluster__order", "programme__code")
    )


def _claims() -> QuerySet[ListClaim]:
    """What ministries said and did not take back, the newest first."""
    return (
        ListClaim.objects.exclude(state=ClaimState.WITHDRAWN)
        .select_related("ministry", "other_ministry", "other_programme")
        .prefetch_related("partners")
        .order_by("-created_at")
    )


def shown(rows: Sequence[Assessment]) -> list[ListRow]:
    """Rows of ``list_rows`` with the claim that counts now, and what others say."""
    return [_shown(row) for row in rows]


def _shown(row: Assessment) -> ListRow:
    own = row.submission.ministry_id
    said: list[ListClaim] = getattr(row, "said", [])
    others = (one for one in said if one.ministry_id != own and one.state == ClaimState.STANDING)
    return ListRow(row, next((one for one in said if one.ministry_id == own), None), tuple(others))


def list_row(assessment: Assessment) -> ListRow:
    """The same for one programme, read again with all the page shows."""
    row = list_rows(assessment.submission).get(pk=assessment.pk)
    row.submission = assessment.submission
    return shown([row])[0]


def set_aside(submission: Submission) -> dict[str, list[ListRow]]:
    """The programmes off the list, and those not assessed, each with what was said of it."""
    aside = submission.assessments.filter(Q(left_out=True) | ~Q(not_assessed_reason=""))
    said = _claims().prefetch_related(None)  # what leaves a list names no partners
    found = aside.select_related("programme", "submission").prefetch_related(
        Prefetch("claims", said, to_attr="said")
    )
    rows = shown(list(found.order_by("programme__code")))
    return {
        "left_out": [row for row in rows if row.assessment.left_out],
        "unassessed": [row for row in rows if not row.assessment.left_out],
    }


@dataclass(frozen=True)
class Counts:
    """Of a list: all its programmes, those that count, those of which nothing that counts is said."""

    total: int
    listed: int
    unconfirmed: int


def counts(submission: Submission) -> Counts:
    """One query; the report then knows whether it is nil."""
    said = ListClaim.objects.holding().filter(
        ministry=submission.ministry_id, assessment=OuterRef("pk")
    )
    found = submission.assessments.aggregate(
        total=Count("pk"),
        listed=Count("pk", filter=Q(left_out=False)),
        unconfirmed=Count("pk", filter=~Exists(said)),
    )
    submission.is_nil = not found["listed"]
    return Counts(**found)


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


def asked_of(seats: Sequence[Seat]) -> list[ListClaim]:
    """Programmes of which another ministry says that they are ours, and that wait for a decision."""
    ministries = [seat.ministry_id for seat in seats]
    rows = ListClaim.objects.waiting().filter(
        kind=ClaimKind.NOT_OURS, other_ministry__in=ministries
    )
    own = ListClaim.objects.waiting().filter(ministry__in=ministries)
    return list(
        rows.select_related("assessment__programme", "ministry").prefetch_related(
            Prefetch("assessment__claims", own, to_attr="ours")
        )
    )
