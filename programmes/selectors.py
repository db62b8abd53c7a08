"""What pages and other apps read from the register. Nothing here writes."""

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.utils import timezone

from nsss_gender.accounts.models import Ministry, MinistryName, Seat
from nsss_gender.audit.models import Event
from nsss_gender.language.text import search_fold
from programmes.enums import MinistryPart, ProgrammeState
from programmes.models import (
    Budget,
    Cluster,
    Coverage,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    Succession,
    TargetGroup,
)
from programmes.schema import likeness

LONGEST_SEARCH = 8
_M = TypeVar("_M", bound=Model)
ALL_STATES = "all"
STREAM = "register"
CODE = re.compile(r"P(\d{1,9})")
LISTED_FIELDS = ("code", "name_en", "name_bn", "cluster", "grade", "proposed", "ended_on")


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


@dataclass(frozen=True)
class Listed:
    """One row of the list: the programme and the names beside it."""

    programme: Programme
    lead: Ministry | None
    cluster: Cluster | None
    stages: list[LifecycleStage]


def choices() -> Choices:
    """The lists of the filter; ministries only where they run a programme today. Four queries."""
    running = ProgrammeMinistry.objects.filter(ministry=OuterRef("pk"), valid_to=None)
    names = ("code", "name_en", "name_bn")
    return Choices(
        list(Cluster.objects.only(*names)),
        list(LifecycleStage.objects.only(*names)),
        list(TargetGroup.objects.only(*names)),
        list(Ministry.objects.filter(Exists(running)).only(*names)),
    )


def programme_list(search: Search | None = None) -> QuerySet[Programme]:
    """Programmes that match, by lead ministry in official order, then by code; each knows its ``lead_id``."""
    wanted = search or Search()
    found: QuerySet[Programme] = _by_lead(Programme.objects.all())
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


def programme_listing(search: Search) -> QuerySet[Programme]:
    """``programme_list`` with only what a row of the list shows; its long texts stay in the database."""
    return programme_list(search).only(*LISTED_FIELDS)


def programme_rows(programmes: Iterable[Programme], lists: Choices) -> list[Listed]:
    """The rows of one page of ``programme_listing``, named from the lists that the page has read anyway. One query."""
    found = list(programmes)
    ministries = {ministry.pk: ministry for ministry in lists.ministries}
    clusters = {cluster.pk: cluster for cluster in lists.clusters}
    stages = {stage.pk: stage for stage in lists.stages}
    pairs = Programme.stages.through.objects.filter(programme__in=found)
    chosen: dict[uuid.UUID, set[int]] = defaultdict(set)
    for programme_id, stage_id in pairs.values_list("programme_id", "lifecyclestage_id"):
        chosen[programme_id].add(stage_id)
    return [
        Listed(
            programme,
            ministries.get(vars(programme)["lead_id"]),
            clusters.get(programme.cluster_id) if programme.cluster_id else None,
            [stage for pk, stage in stages.items() if pk in chosen[programme.pk]],
        )
        for programme in found
    ]


def programme_whole() -> QuerySet[Programme]:
    """Programmes with all that their page shows: seven queries, for one or for many."""
    links = ProgrammeMinistry.objects.select_related("ministry")
    return Programme.objects.select_related("cluster", "agency", "proposed_by").prefetch_related(
        "stages",
        "groups",
        "functions",
        coverages_standing(),
        Prefetch("budgets", Budget.objects.filter(withdrawn_at=None)),
        Prefetch("ministry_links", links),
    )


def code_next() -> str:
    """The next free code of the register: one more than the highest (P096 after P095)."""
    codes = Programme.objects.filter(code__startswith="P").values_list("code", flat=True)
    numbers = (int(match[1]) for code in codes if (match := CODE.fullmatch(code)))
    return f"P{max(numbers, default=0) + 1:03}"


def programme_events(programme: Programme) -> QuerySet[Event]:
    """What was done to a programme and its figures, newest first."""
    own = [f"programme:{programme.pk}"]
    for kind, rows in (("coverage", programme.coverages), ("budget", programme.budgets)):
        own += [f"{kind}:{pk}" for pk in rows.values_list("pk", flat=True)]
    return Event.objects.filter(stream=STREAM, target__in=own)


def newest_first(rows: QuerySet[_M]) -> QuerySet[_M]:
    """Validity rows by their first day, the newest first; one without a first day is the oldest on every database."""
    return rows.order_by(F("valid_from").desc(nulls_last=True), "-pk")


def successions(programme: Programme) -> QuerySet[Succession]:
    """Into what the programme went over, and what went over into it."""
    either = Q(predecessor=programme) | Q(successor=programme)
    return Succession.objects.filter(either).select_related("predecessor", "successor")


def coverages_standing() -> "Prefetch[str, QuerySet[Coverage], str]":
    """For ``prefetch_related``: the people reached, without rows that were withdrawn."""
    return Prefetch("coverages", Coverage.objects.filter(withdrawn_at=None))


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


def ministries_standing() -> QuerySet[Ministry]:
    """The ministries and divisions that exist today, in official order."""
    return Ministry.objects.filter(Q(closed_on=None) | Q(closed_on__gt=timezone.localdate()))


def ministries_expected() -> QuerySet[Ministry]:
    """The ministries that report unless the round says otherwise: those that sit in a cluster.

    Ministries and divisions that only work across the clusters are not expected to (mapping.csv).
    """
    return ministries_standing().filter(memberships__isnull=False).distinct()


def _links() -> QuerySet[ProgrammeMinistry]:
    return ProgrammeMinistry.objects.filter(programme=OuterRef("pk"), valid_to=None)


def _by_lead(found: QuerySet[Programme]) -> Any:
    """By the official order of the lead, then by code (Any: the plugin takes annotated rows for another type).

    Joined, not asked row by row: a programme has one lead at most (a constraint).
    """
    leads = Q(ministry_links__part=MinistryPart.LEAD, ministry_links__valid_to=None)
    found = found.annotate(lead=FilteredRelation("ministry_links", condition=leads))
    found = found.annotate(lead_id=F("lead__ministry_id"))
    return found.order_by(F("lead__ministry__order").asc(nulls_last=True), "code")


def _in_state(found: QuerySet[Programme], state: str, day: dt.date) -> QuerySet[Programme]:
    ended = Q(ended_on__lte=day)
    if state == ProgrammeState.ENDED:
        return found.filter(ended)
    if state == ALL_STATES:
        return found
    found = found.filter(Q(ended_on=None) | Q(ended_on__gt=day))
    return found.filter(proposed=state == ProgrammeState.PROPOSED) if state else found


def ministry_list() -> QuerySet[Ministry]:
    """Every ministry in official order, each with ``led``, how many running programmes it leads today."""
    running = Q(programme_links__programme__ended_on=None) | Q(
        programme_links__programme__ended_on__gt=timezone.localdate()
    )
    leads = Q(programme_links__part=MinistryPart.LEAD, programme_links__valid_to=None)
    counted: Any = Ministry.objects.annotate(led=Count("programme_links", filter=leads & running))
    return cast("QuerySet[Ministry]", counted.order_by("order", "code"))


def ministry_whole() -> QuerySet[Ministry]:
    """Ministries with what their page shows."""
    return ministry_list().prefetch_related(
        Prefetch("names", newest_first(MinistryName.objects.all())),
        "successions__successor",
        "precedents__predecessor",
        "memberships__cluster",
    )


def ministry_events(ministry: Ministry) -> QuerySet[Event]:
    """What was done to a ministry in the register, newest first."""
    return Event.objects.filter(stream=STREAM, target=f"ministry:{ministry.pk}")


def seats_left(ministry: Ministry) -> list[Seat]:
    """The open seats of a ministry that has ended: they are to be handed on (75, 76). None while it stands."""
    if not ministry.closed_on:
        return []
    return list(Seat.objects.with_holder().filter(ministry=ministry, ended_at=None))
