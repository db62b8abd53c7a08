"""All rows that an import will write, reckoned before the transaction so that it is short (reliability 53).

The number of each programme is checked again inside the transaction: what was read here still holds then.
"""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry
from nsss_gender.audit.services import Entry
from programmes.enums import MinistryPart, RowOutcome
from programmes.models import (
    Agency,
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeMinistry,
    ProgrammeName,
    RegisterJob,
    RegisterJobRow,
    TargetGroup,
)
from programmes.schema.facts import NEW
from programmes.services.keys import key_from

BATCH = 500
NAMES = ("name_en", "name_bn")
APART = frozenset({"lead", "partners", "agency", "cluster", "stages", "groups", "functions"})
PARTS = {"lead": MinistryPart.LEAD.value, "partners": MinistryPart.PARTNER.value}
_NUMBERED = re.compile(r"P(\d+)")


@dataclass
class Draft:
    """What is to be written: fresh and changed programmes by the row that says so, and what hangs on them."""

    added: dict[int, Programme] = field(default_factory=dict)
    changed: dict[int, Programme] = field(default_factory=dict)
    agencies: list[Agency] = field(default_factory=list)
    groups: list[TargetGroup] = field(default_factory=list)
    names: list[ProgrammeName] = field(default_factory=list)
    names_mended: list[ProgrammeName] = field(default_factory=list)
    names_over: list[Any] = field(default_factory=list)
    links: list[ProgrammeMinistry] = field(default_factory=list)
    links_over: list[Any] = field(default_factory=list)
    # field → programmes whose words it replaces, and each programme with each of its words
    cleared: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[tuple[Any, Any]]] = field(default_factory=lambda: defaultdict(list))
    entries: list[Entry] = field(default_factory=list)


def draft(job: RegisterJob, rows: Sequence[RegisterJobRow]) -> Draft:
    """All that the rows of a preview will write."""
    return _Drafter(job, rows).draft()


def parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The keys a few hundred at a time: a statement takes only so many."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


class _Drafter:
    def __init__(self, job: RegisterJob, rows: Sequence[RegisterJobRow]) -> None:
        self.job, self.rows, self.made = job, rows, Draft()
        self.today: dt.date = timezone.localdate()
        self.sure = job.grade == Grade.OFFICIAL

    def draft(self) -> Draft:
        """Everything, in the order in which the parts need each other."""
        self.read_words()
        self.read_programmes()
        codes = _free_numbers(self.taken | {row.values.get("code", "") for row in self.rows})
        for row in self.rows:
            if row.outcome == RowOutcome.CHANGE and row.programme_id in self.there:
                self.change(row, self.there[row.programme_id])
            elif row.outcome == RowOutcome.ADD:
                self.add(row, row.values.get("code") or next(codes))
        return self.made

    def read_words(self) -> None:
        """The lists by code, with what the file adds to them."""
        self.clusters = {one.code: one for one in Cluster.objects.all()}
        self.stages = {one.code: one for one in LifecycleStage.objects.all()}
        ministries = Ministry.objects.prefetch_related("names")
        self.ministries = {one.code: one for one in ministries}
        self.agencies = {one.name_en: one for one in Agency.objects.all()}
        for word in sorted(self.new_words("agency") - self.agencies.keys()):
            self.agencies[word] = Agency(name_en=word)
            self.made.agencies.append(self.agencies[word])
        self.groups = {one.code: one for one in TargetGroup.objects.all()}
        by_name = {one.name_en: one for one in self.groups.values()}
        for word in sorted(self.new_words("groups") - by_name.keys()):
            code = _free_code(word, self.groups)
            by_name[word] = TargetGroup(code=code, name_en=word, order=len(self.groups) + 1)
            self.groups[code] = by_name[word]
            self.made.groups.append(by_name[word])
        self.groups |= {f"{NEW}{name}": one for name, one in by_name.items()}

    def new_words(self, name: str) -> set[str]:
        """The words of a list that the file adds to it."""
        found: set[str] = set()
        for row in self.rows:
            value = row.values.get(name) or ()
            words = [value] if isinstance(value, str) else value
            found |= {word.removeprefix(NEW) for word in words if word.startswith(NEW)}
        return found

    def read_programmes(self) -> None:
        """The programmes that are changed, with the names, groups and ministries they have."""
        self.taken = set(Programme.objects.values_list("code", flat=True))
        pks = [row.programme_id for row in self.rows if row.programme_id]
        self.there: dict[Any, Programme] = {}
        self.held_names: dict[Any, list[ProgrammeName]] = defaultdict(list)
        self.held_links: dict[Any, list[ProgrammeMinistry]] = defaultdict(list)
        self.held_groups: dict[Any, list[TargetGroup]] = defaultdict(list)
        by_pk = {one.pk: one for one in self.groups.values()}
        for some in parts(pks):
            self.there.update(Programme.objects.select_related("agency").in_bulk(some))
            for name in ProgrammeName.objects.filter(programme__in=some):
                self.held_names[name.programme_id].append(name)
            for link in _links(some):
                link.ministry = self.ministries[link.ministry.code]
                self.held_links[link.programme_id].append(link)
            through: Any = Programme.groups.through
            pairs = through._default_manager.filter(programme_id__in=some)
            for owner, group in pairs.values_list("programme_id", "targetgroup_id"):
                self.held_groups[owner].append(by_pk[group])

    def change(self, row: RegisterJobRow, one: Programme) -> None:
        """A programme that is there."""
        self.fill(one, row.values)
        one.number += 1
        self.made.changed[row.position] = one
        self.settle(row, one)

    def add(self, row: RegisterJobRow, code: str) -> None:
        """A programme that is new."""
        one = Programme(code=code, grade=self.job.grade, source=self.job.source)
        self.fill(one, row.values)
        self.made.added[row.position] = one
        self.settle(row, one)

    def settle(self, row: RegisterJobRow, one: Programme) -> None:
        """What hangs on the programme, what it is found by, and its event."""
        names, links = self.name(row, one), self.lead(row, one)
        groups = self.listed(row, one)
        one.search_key = key_from(one, names=names, groups=groups, links=links)
        entry = Entry("programme.imported", f"programme:{one.pk}", row.changes, self.job.source)
        self.made.entries.append(entry)

    def fill(self, one: Programme, values: Mapping[str, Any]) -> None:
        """The programme's own columns."""
        for name in values.keys() - APART - {"code"}:
            setattr(one, name, values[name])
        if "name_bn" in values:
            one.name_bn_confirmed = self.sure
        if "cluster" in values:
            one.cluster, one.cluster_confirmed = self.clusters.get(values["cluster"]), self.sure
        if "agency" in values:
            one.agency = self.agencies.get(values["agency"].removeprefix(NEW))

    def name(self, row: RegisterJobRow, one: Programme) -> list[ProgrammeName]:
        """Dated names: the one that held until now is closed today. Out: all it has then."""
        held = self.held_names[one.pk]
        if not row.values.keys() & set(NAMES):
            return held
        current = next((name for name in held if name.valid_to is None), None)
        words = {"name_en": one.name_en, "name_bn": one.name_bn, "source": self.job.source}
        if current and current.valid_from == self.today:
            for (
                key,
                value,
            ) in words.items():  # renamed twice in a day: the last name of the day stands
                setattr(current, key, value)
            self.made.names_mended.append(current)
            return held
        if current:
            self.made.names_over.append(current.pk)
        since = self.today if current else None
        fresh = ProgrammeName(programme=one, valid_from=since, **words)
        self.made.names.append(fresh)
        return [*held, fresh]

    def lead(self, row: RegisterJobRow, one: Programme) -> list[ProgrammeMinistry]:
        """Dated ministries: one that the file no longer names is closed today. Out: those of today."""
        held = {(link.ministry.code, str(link.part)): link for link in self.held_links[one.pk]}
        wanted = list(_wanted(row.values, held))
        over = [link for key, link in held.items() if key not in wanted]
        self.made.links_over += [link.pk for link in over]
        since = None if row.outcome == RowOutcome.ADD else self.today
        fresh = [
            ProgrammeMinistry(
                programme=one,
                ministry=self.ministries[code],
                part=part,
                valid_from=since,
                source=self.job.source,
            )
            for code, part in wanted
            if (code, part) not in held
        ]
        self.made.links += fresh
        return [*(link for key, link in held.items() if key in wanted), *fresh]

    def listed(self, row: RegisterJobRow, one: Programme) -> list[TargetGroup]:
        """Stages, groups and functions, which the register keeps without days. Out: the groups."""
        lists: dict[str, Mapping[str, Any]] = {"stages": self.stages, "groups": self.groups}
        for name in row.values.keys() & {"stages", "groups", "functions"}:
            if row.outcome == RowOutcome.CHANGE:
                self.made.cleared[name].append(one.pk)
            terms = lists.get(name)
            for code in row.values[name]:
                self.made.words[name].append((one, terms[code] if terms else code))
        if "groups" in row.values:
            return [self.groups[code] for code in row.values["groups"]]
        return self.held_groups[one.pk]


def _links(pks: Sequence[Any]) -> QuerySet[ProgrammeMinistry]:
    links = ProgrammeMinistry.objects.filter(programme__in=pks, valid_to=None)
    return links.select_related("ministry")


def _wanted(
    values: Mapping[str, Any], held: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The ministries that the programme has after the row, each with its part."""
    for name, part in PARTS.items():
        value = values.get(name)
        if value is None:
            yield from (key for key in held if key[1] == part)
        else:
            codes = [value] if isinstance(value, str) else value
            yield from ((code, part) for code in codes if code)


def _free_numbers(taken: Iterable[str]) -> Iterator[str]:
    """Codes that nobody has, after the highest: P071, P072 …"""
    numbers = [int(found[1]) for code in taken if (found := _NUMBERED.fullmatch(code))]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"P{number:03}"


def _free_code(word: str, taken: Mapping[str, Any]) -> str:
    """A code for a new target group: its English word, or a number where it has none."""
    stem = re.sub(r"[^a-z0-9]+", "_", word.casefold()).strip("_")[:34] or "group"
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code
