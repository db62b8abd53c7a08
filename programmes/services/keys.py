"""What a programme is found by: the one place that writes ``Programme.search_key`` (capabilities 1, 91)."""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet

from nsss_gender.language.text import search_fold
from programmes.models import Programme, ProgrammeMinistry, ProgrammeName, TargetGroup

BATCH = 500


def search_key(programme: Programme) -> str:
    """All that ``programme`` is found by, folded, one text a line: code, acronym, every name it has or had,
    its agency, its target groups with their other wordings, its ministries with theirs.

    Reads names, groups, agency and ministry_links: prefetch them for many (``search_keys_settle`` does).
    """
    links = [link for link in programme.ministry_links.all() if link.valid_to is None]
    return key_from(
        programme, names=programme.names.all(), groups=programme.groups.all(), links=links
    )


def key_from(
    programme: Programme,
    *,
    names: Iterable[ProgrammeName],
    groups: Iterable[TargetGroup],
    links: Iterable[ProgrammeMinistry],
) -> str:
    """The same from what is not written yet: an import reckons its keys before it takes the lock."""
    lines = dict.fromkeys(filter(None, map(search_fold, _texts(programme, names, groups, links))))
    return "\n".join(lines)


def search_keys_settle(programme_ids: Iterable[uuid.UUID] | None = None) -> int:
    """Write the keys that are out of date, of these programmes or of all; out: how many there were.

    Call it inside the transaction of whatever changed a name, an agency, a group or a ministry.
    """
    ids = list(Programme.objects.values_list("pk", flat=True)) if programme_ids is None else None
    wanted = sorted(set(programme_ids or ids or ()))
    return sum(
        _settle(Programme.objects.filter(pk__in=wanted[start : start + BATCH]))
        for start in range(0, len(wanted), BATCH)
    )


def _settle(programmes: QuerySet[Programme]) -> int:
    links = ProgrammeMinistry.objects.filter(valid_to=None).select_related("ministry")
    stale = []
    for programme in programmes.select_related("agency").prefetch_related(
        "names", "groups", Prefetch("ministry_links", links), "ministry_links__ministry__names"
    ):
        key = search_key(programme)
        if key != programme.search_key:
            programme.search_key = key
            stale.append(programme)
    Programme.objects.bulk_create(  # ten times as fast as bulk_update's CASE of all rows
        stale, update_conflicts=True, unique_fields=["id"], update_fields=["search_key"]
    )
    return len(stale)


def _texts(
    programme: Programme,
    names: Iterable[ProgrammeName],
    groups: Iterable[TargetGroup],
    links: Iterable[ProgrammeMinistry],
) -> Iterator[str]:
    yield from (programme.code, programme.acronym, programme.name_en, programme.name_bn)
    for name in names:
        yield from (name.name_en, name.name_bn)
    if programme.agency:
        agency = programme.agency
        yield from (agency.name_en, agency.name_bn, *agency.aliases.splitlines())
    for group in groups:
        yield from (group.name_en, group.name_bn, *group.aliases.splitlines())
    for link in links:
        ministry = link.ministry
        yield from (ministry.acronym, ministry.name_en, ministry.name_bn)
        yield from ministry.aliases.splitlines()
        for dated in ministry.names.all():
            yield from (dated.name_en, dated.name_bn)
