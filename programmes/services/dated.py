"""Dated facts of the register: names and ministries. What held before stays as a closed row."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from nsss_gender.accounts.models import Ministry, MinistryName
from programmes.models import Programme, ProgrammeMinistry, ProgrammeName
from programmes.schema.rows import LinkRow

Changes = dict[str, Any]


def name_settle(
    model: type[MinistryName] | type[ProgrammeName],
    *,
    owner: Mapping[str, Any],
    names: Iterable[MinistryName | ProgrammeName],
    values: Mapping[str, Any],
    source: str,
    today: dt.date,
) -> Changes:
    """Let the names of ``owner`` be these from ``today``; the name that held until now is closed.

    Out: the change as {"name": [old, new]}, empty when the names stay. A first name has no start.
    """
    words = {"name_en": values["name_en"], "name_bn": values["name_bn"]}
    current = next((name for name in names if name.valid_to is None), None)
    if current is None:
        model._default_manager.create(**owner, **words, source=source)
        return {}
    if (current.name_en, current.name_bn) == (words["name_en"], words["name_bn"]):
        return {}
    old = [current.name_en, current.name_bn]
    if current.valid_from == today:  # renamed twice in a day: the last name of the day stands
        current.name_en, current.name_bn = words["name_en"], words["name_bn"]
        current.save()
    else:
        current.valid_to = today
        current.save()
        model._default_manager.create(**owner, **words, source=source, valid_from=today)
    return {"name": [old, list(words.values())]}


def links_settle(
    programme: Programme,
    rows: Iterable[LinkRow],
    ministries: Mapping[str, Ministry],
    today: dt.date,
) -> Changes:
    """Let the programme have these ministries; a lead that the rows no longer name is closed today.

    Out: the change as {"ministries": [old, new]}, empty when they stay.
    """
    there = list(programme.ministry_links.all())
    before = sorted(map(_said, there))
    wanted = list(rows)
    for row in (row for row in wanted if row.valid_to):
        _past(programme, row, ministries, there)
    current = {(row.ministry, row.part): row for row in wanted if not row.valid_to}
    held = {_key(link): link for link in there if link.valid_to is None}
    for key in held.keys() - current.keys():
        held[key].valid_to = today
        held[key].save()
    for key, row in current.items():
        link = held.get(key)
        if link is None:
            start = row.valid_from or (today if there else None)
            there.append(_new(programme, row, ministries, start))
        elif row.valid_from and link.valid_from != row.valid_from:
            link.valid_from = row.valid_from
            link.save()
    after = sorted(map(_said, there))
    return {} if before == after else {"ministries": [before or None, after]}


def _past(
    programme: Programme,
    row: LinkRow,
    ministries: Mapping[str, Ministry],
    there: list[ProgrammeMinistry],
) -> None:
    """A link that has ended, as the row dates it."""
    for link in there:
        if _key(link) == (row.ministry, row.part) and link.valid_from == row.valid_from:
            if link.valid_to != row.valid_to:
                link.valid_to = row.valid_to
                link.save()
            return
    there.append(_new(programme, row, ministries, row.valid_from))


def _new(
    programme: Programme, row: LinkRow, ministries: Mapping[str, Ministry], start: dt.date | None
) -> ProgrammeMinistry:
    return ProgrammeMinistry.objects.create(
        programme=programme,
        ministry=ministries[row.ministry],
        part=row.part,
        valid_from=start,
        valid_to=row.valid_to,
        source=row.source,
    )


def _key(link: ProgrammeMinistry) -> tuple[str, str]:
    return link.ministry.code, link.part


def _said(link: ProgrammeMinistry) -> str:
    """A link in the words of the log: "M01 lead 2003-07-01 to 2010-07-01"."""
    return f"{link.ministry.code} {link.part} {link.valid_from or ''} to {link.valid_to or ''}"
