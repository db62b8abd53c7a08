"""What pages and other apps read from the register. Nothing here writes."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from nsss_gender.accounts.models import Ministry
from nsss_gender.language.text import fold
from programmes.enums import MinistryPart
from programmes.models import (
    Agency,
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)

LONGEST_SEARCH = 8


@dataclass(frozen=True)
class Search:
    """What to look for: words that must all occur, and codes; empty means no limit."""

    words: str = ""
    cluster: str = ""
    stage: str = ""
    group: str = ""
    ministry: str = ""
    grade: str = ""


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
    found = Programme.objects.select_related("cluster").annotate(lead_order=_lead_order())
    found = found.prefetch_related("stages", _current_links()).order_by("lead_order", "code")
    by_code = {
        "cluster__code": wanted.cluster,
        "stages__code": wanted.stage,
        "groups__code": wanted.group,
        "grade": wanted.grade,
    }
    found = found.filter(**{name: value for name, value in by_code.items() if value})
    if wanted.ministry:
        found = found.filter(Exists(_links().filter(ministry__code=wanted.ministry)))
    for word in fold(wanted.words).split()[:LONGEST_SEARCH]:
        found = found.filter(_named(word))
    return found


def programme_whole() -> QuerySet[Programme]:
    """Programmes with all that their page shows: seven queries, for one or for many."""
    links = ProgrammeMinistry.objects.select_related("ministry")
    return Programme.objects.select_related("cluster", "agency").prefetch_related(
        "stages", "groups", "names", "coverages", "budgets", Prefetch("ministry_links", links)
    )


def ministry_programmes(ministry: Ministry, day: dt.date) -> QuerySet[Programme]:
    """The programmes that ``ministry`` leads or shares on ``day``, by code."""
    links = ProgrammeMinistry.objects.filter(
        Q(valid_from=None) | Q(valid_from__lte=day),
        Q(valid_to=None) | Q(valid_to__gt=day),
        programme=OuterRef("pk"),
        ministry=ministry,
    )
    return Programme.objects.select_related("cluster").filter(Exists(links))


def ministries_expected() -> QuerySet[Ministry]:
    """The ministries that report unless the round says otherwise: those that sit in a cluster.

    Ministries and divisions that only work across the clusters are not expected to (mapping.csv).
    """
    return Ministry.objects.filter(memberships__isnull=False).distinct()


def _links() -> QuerySet[ProgrammeMinistry]:
    return ProgrammeMinistry.objects.filter(programme=OuterRef("pk"), valid_to=None)


def _lead_order() -> Subquery:
    leads = _links().filter(part=MinistryPart.LEAD).order_by()
    return Subquery(leads.values("ministry__order")[:1])


def _current_links() -> "Prefetch[str, QuerySet[ProgrammeMinistry], str]":
    current = ProgrammeMinistry.objects.filter(valid_to=None).select_related("ministry")
    return Prefetch("ministry_links", current, to_attr="current_links")


def _named(word: str) -> Q:
    """Whether a word occurs in a name the programme has or had, its code, its agency or its groups."""
    either = Q(name_en__icontains=word) | Q(name_bn__icontains=word)
    aliased = either | Q(aliases__icontains=word)
    names = ProgrammeName.objects.filter(either, programme=OuterRef("pk"))
    agencies = Agency.objects.filter(either, pk=OuterRef("agency"))
    groups = TargetGroup.objects.filter(aliased, programmes=OuterRef("pk"))
    own = either | Q(code__iexact=word) | Q(acronym__icontains=word)
    return own | Q(Exists(names)) | Q(Exists(agencies)) | Q(Exists(groups))
