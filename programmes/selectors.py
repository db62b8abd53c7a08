"""What pages and other apps read from the register. Nothing here writes."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from nsss_gender.accounts.models import Ministry
from nsss_gender.language.text import search_fold
from programmes.enums import MinistryPart, ProgrammeState
from programmes.models import (
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from programmes.schema import likeness

LONGEST_SEARCH = 8
ALL_STATES = "all"


@dataclass(frozen=True)
class Search:
    """What to look for: words that must all occur, and codes; empty means no limit.

    ``state`` empty: all that have not ended; ``ALL_STATES``: every programme.
    """

    words: str = ""
    cluster: str = ""
    stage: str = ""
    group: str = ""
    ministry: str = ""
    grade: str = ""
    approach: str = ""
    function: str = ""
    state: str = ""


@dataclass(frozen=True)
class Choices:
    """The lists by which the register is filtered, in official order."""

    clusters: list[Cluster]
    stages: list[LifecycleStage]
    groups: list[TargetGroup]
    ministries: list[Ministry]


def choices() -> Choices:
    """The lists of the filter; ministries only where they run a programme today. Four queries."""
    running = ProgrammeMinistry.objects.filter(ministry=OuterRef("pk"), valid_to=None)
    return Choices(
        list(Cluster.objects.all()),
        list(LifecycleStage.objects.all()),
        list(TargetGroup.objects.all()),
        list(Ministry.objects.filter(Exists(running))),
    )


def programme_list(search: Search | None = None) -> QuerySet[Programme]:
    """Programmes that match, by lead ministry in official order, then by code; two prefetches."""
    wanted = search or Search()
    found: QuerySet[Programme] = _by_lead(Programme.objects.select_related("cluster"))
    found = found.prefetch_related("stages", _current_links())
    by_code = {
        "cluster__code": wanted.cluster,
        "stages__code": wanted.stage,
        "groups__code": wanted.group,
        "functions__function": wanted.function,
        "approach": wanted.approach,
        "grade": wanted.grade,
    }
    found = found.filter(**{name: value for name, value in by_code.items() if value})
    found = _in_state(found, wanted.state, timezone.localdate())
    if wanted.ministry:
        found = found.filter(Exists(_links().filter(ministry__code=wanted.ministry)))
    words = search_fold(wanted.words).split()
    if wanted.words.strip() and not words:
        return found.none()  # signs only: no programme is called so
    for word in words[:LONGEST_SEARCH]:
        found = found.filter(search_key__contains=word)
    return found


def programme_whole() -> QuerySet[Programme]:
    """Programmes with all that their page shows: seven queries, for one or for many."""
    links = ProgrammeMinistry.objects.select_related("ministry")
    return Programme.objects.select_related("cluster", "agency").prefetch_related(
        "stages", "groups", "names", "coverages", "budgets", Prefetch("ministry_links", links)
    )


def ministry_programmes(ministry: Ministry, day: dt.date) -> QuerySet[Programme]:
    """The programmes that ``ministry`` leads or shares on ``day`` and that run then, by code."""
    links = ProgrammeMinistry.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gt=day),
        programme=OuterRef("pk"),
        ministry=ministry,
    )
    running = Q(ended_on=None) | Q(ended_on__gt=day)
    return Programme.objects.select_related("cluster").filter(running, Exists(links))


def programme_leads() -> dict[uuid.UUID, uuid.UUID]:
    """The ministry that leads each programme today, by the ids of both; ended programmes have none."""
    links = ProgrammeMinistry.objects.filter(part=MinistryPart.LEAD, valid_to=None)
    running = Q(programme__ended_on=None) | Q(programme__ended_on__gt=timezone.localdate())
    rows = links.filter(running).order_by("programme__code")
    return dict(rows.values_list("programme_id", "ministry_id"))


def similar_programmes(
    name_en: str, name_bn: str = "", *, leaving_out: uuid.UUID | None = None
) -> list[Programme]:
    """Programmes with a name, old or new, or an acronym like one of these; the likest first, ended ones too.

    For the warning before a programme is added, proposed or renamed (1, 101). Two queries.
    """
    names = ProgrammeName.objects.order_by().values_list(
        "programme_id", "name_en", "name_bn", "programme__acronym"
    )
    found = likeness.likest([name_en, name_bn], ((row[0], row[1:]) for row in names))
    there = Programme.objects.in_bulk([pk for pk in found if pk != leaving_out])
    return [there[pk] for pk in found if pk in there]


def ministries_expected() -> QuerySet[Ministry]:
    """The ministries that report unless the round says otherwise: those that sit in a cluster.

    Ministries and divisions that only work across the clusters are not expected to (mapping.csv).
    """
    return Ministry.objects.filter(memberships__isnull=False).distinct()


def _links() -> QuerySet[ProgrammeMinistry]:
    return ProgrammeMinistry.objects.filter(programme=OuterRef("pk"), valid_to=None)


def _by_lead(found: QuerySet[Programme]) -> Any:
    """By the official order of the lead, then by code (Any: the plugin takes annotated rows for another type)."""
    leads = _links().filter(part=MinistryPart.LEAD).order_by()
    order = Subquery(leads.values("ministry__order")[:1])
    return found.annotate(lead_order=order).order_by("lead_order", "code")


def _current_links() -> "Prefetch[str, QuerySet[ProgrammeMinistry], str]":
    current = ProgrammeMinistry.objects.filter(valid_to=None).select_related("ministry")
    return Prefetch("ministry_links", current, to_attr="current_links")


def _in_state(found: QuerySet[Programme], state: str, day: dt.date) -> QuerySet[Programme]:
    ended = Q(ended_on__lte=day)
    if state == ProgrammeState.ENDED:
        return found.filter(ended)
    if state == ALL_STATES:
        return found
    found = found.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return found.filter(proposed=state == ProgrammeState.PROPOSED) if state else found
