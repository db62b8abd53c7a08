"""What the deciders read: open claims, proposed programmes, leads in dispute (101, 103)."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from assessments.enums import ClaimKind, ClaimState
from assessments.models import Assessment, ListClaim
from nsss_gender.accounts.models import Ministry
from programmes.models import Programme
from programmes.selectors import similar_programmes


def open_claims() -> QuerySet[ListClaim]:
    """Every claim that waits for a decision, the oldest first; those on one's own list."""
    rows = ListClaim.objects.waiting().filter(ministry=F("assessment__submission__ministry"))
    return _read(rows).order_by("created_at")


def _read(rows: QuerySet[ListClaim]) -> QuerySet[ListClaim]:
    return rows.select_related(
        "ministry",
        "other_ministry",
        "other_programme",
        "created_by",
        "seat",
        "assessment__programme",
        "assessment__submission__round__questionnaire",
        "assessment__submission__ministry",
    ).prefetch_related("partners")


def claim_or_none(pk: uuid.UUID) -> ListClaim | None:
    """Any claim, with all its page shows."""
    return _read(ListClaim.objects.filter(pk=pk)).first()


def proposals() -> QuerySet[Programme]:
    """Programmes that ministries proposed and nobody confirmed or merged yet."""
    return Programme.objects.filter(proposed=True, ended_on=None).select_related(
        "cluster", "proposed_by"
    )


def proposal_holders(programme: Programme) -> list[Assessment]:
    """Where a proposed programme is assessed."""
    rows = programme.assessments.select_related("submission__ministry", "submission__round")
    return list(rows)


def alike(programme: Programme) -> list[Programme]:
    """Programmes of the register with a name like that of a proposed one."""
    return similar_programmes(programme.name_en, programme.name_bn, leaving_out=programme.pk)


def leads_spoken_of() -> QuerySet[Assessment]:
    """Programmes of which a ministry says that another one should lead them, decided or not."""
    said = ListClaim.objects.filter(
        assessment=OuterRef("pk"), kind__in=[ClaimKind.LEAD, ClaimKind.NOT_OURS]
    )
    return Assessment.objects.filter(Exists(said)).select_related(
        "programme", "submission__ministry", "submission__round__questionnaire"
    )


def disputed() -> QuerySet[Assessment]:
    """Those on which the ministries do not agree, or of which the named one says nothing.

    The same rule as ``permissions.leads.lead_claimed``, for a list.
    """
    waiting = ListClaim.objects.waiting().filter(assessment=OuterRef("pk"))
    own = Q(ministry=OuterRef("submission__ministry"))
    left = waiting.filter(own, kind=ClaimKind.NOT_OURS)
    wanted = waiting.filter(~own, kind=ClaimKind.LEAD)
    wishes = ListClaim.objects.waiting().filter(
        assessment=OuterRef("assessment"), kind=ClaimKind.LEAD
    )
    named = Q(ministry=OuterRef("other_ministry"))
    agreed = left.filter(Exists(wishes.filter(named)), ~Exists(wishes.exclude(named)))
    rows = leads_spoken_of().filter(Exists(left) | Exists(wanted)).exclude(Exists(agreed))
    return rows.order_by("submission__ministry__order", "programme__code")


@dataclass(frozen=True)
class Side:
    """One ministry's word in a dispute."""

    ministry: Ministry
    claim: ListClaim | None


def sides(assessment: Assessment, claims: list[ListClaim]) -> list[Side]:
    """The ministry on whose list it is, the one that it names, and everybody who speaks of it."""
    own = assessment.submission.ministry
    by_ministry = {row.ministry_id: row for row in reversed(claims)}
    found: dict[uuid.UUID, Ministry] = {own.pk: own}
    for row in claims:
        if row.state in {ClaimState.STANDING, ClaimState.NOTED}:
            found.setdefault(row.ministry_id, row.ministry)
            if row.other_ministry:
                found.setdefault(row.other_ministry.pk, row.other_ministry)
    return [Side(ministry, by_ministry.get(key)) for key, ministry in found.items()]


def ministries() -> QuerySet[Ministry]:
    """Every ministry that exists, in official order."""
    return Ministry.objects.filter(closed_on=None)
