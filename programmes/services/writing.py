"""A preview becomes the register: one transaction, all rows or none, in bulk (1; reliability 46).

What people read meanwhile is not blocked; on SQLite others wait for their turn to write, so everything
that can be reckoned before the transaction is.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from nsss_gender.accounts.enums import Grade
from nsss_gender.accounts.models import Ministry
from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.services import Entry, record_many
from programmes.enums import JobState, MinistryPart, RowOutcome
from programmes.models import (
    Agency,
    Cluster,
    LifecycleStage,
    Programme,
    ProgrammeFunction,
    ProgrammeMinistry,
    ProgrammeName,
    RegisterJob,
    RegisterJobRow,
    TargetGroup,
)
from programmes.services.keys import search_keys_settle
from programmes.services.register import STREAM
from programmes.services.working import Stopped, job_record, mine

BATCH = 500
NEW = "+"
NAMES = frozenset({"name_en", "name_bn"})
APART = frozenset({"lead", "partners", "agency", "cluster", "stages", "groups", "functions"})
_NUMBERED = re.compile(r"P(\d+)")


class Stale(Exception):  # noqa: N818 - no fault: the register went on while the preview was looked at
    """Rows whose programme has changed since the preview; ``rows`` are their numbers in the file."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(rows)
        self.rows = rows


def register_write(*, job: RegisterJob) -> int:
    """Write the preview of ``job``; returns the number of programmes written.

    Raises Stale, Stopped or PermissionDenied; then nothing is written.
    """
    outcomes = [RowOutcome.ADD, RowOutcome.CHANGE]
    rows = list(RegisterJobRow.objects.filter(job=job, outcome__in=outcomes).order_by("position"))
    with transaction.atomic():
        kept = RegisterJob.objects.select_for_update(of=("self",)).get(pk=job.pk)
        if not mine(job).filter(cancel_asked=False).exists():
            raise Stopped
        seat = can_manage_register(job.asked_by).require()
        entries = _Writer(job, rows).write()
        kept.state, kept.finished_at = JobState.DONE, timezone.now()
        kept.done = kept.total = len(rows)
        kept.save(update_fields=["state", "finished_at", "done", "total"])
        record_many(entries, stream=STREAM, by=job.asked_by, seat=seat)
        job_record(job, "import written", {"file": job.sha256, "programmes": len(rows)})
    return len(rows)


@dataclass
class _Writer:
    """One writing: rows, the programmes they change, the words they name."""

    job: RegisterJob
    rows: list[RegisterJobRow]
    today: dt.date = field(default_factory=timezone.localdate)

    def write(self) -> list[Entry]:
        """Everything, in the order in which the parts need each other; returns what the log gets."""
        self.words()
        self.programmes()
        self.names()
        self.ministries()
        self.lists()
        search_keys_settle([one.pk for one in self.found.values()])
        return [self.entry(row) for row in self.rows]

    def entry(self, row: RegisterJobRow) -> Entry:
        """The event of one programme: old → new of each field, and which file said so."""
        target = f"programme:{self.found[row.position].pk}"
        return Entry("programme.imported", target, row.changes, self.job.source)

    def words(self) -> None:
        """The lists by code, with what the file adds to them."""
        self.agencies = {one.name_en: one for one in Agency.objects.all()}
        fresh = sorted(self.added("agency") - self.agencies.keys())
        made = Agency.objects.bulk_create([Agency(name_en=word) for word in fresh])
        self.agencies |= {one.name_en: one for one in made}
        self.groups = {one.code: one for one in TargetGroup.objects.all()}
        by_name = {one.name_en: one for one in self.groups.values()}
        for word in sorted(self.added("groups") - by_name.keys()):
            code = _free_code(word, self.groups)
            by_name[word] = self.groups[code] = TargetGroup.objects.create(
                code=code, name_en=word, order=len(self.groups) + 1
            )
        self.groups |= {f"{NEW}{name}": one for name, one in by_name.items()}
        self.clusters = {one.code: one for one in Cluster.objects.all()}
        self.stages = {one.code: one for one in LifecycleStage.objects.all()}
        self.by_code = {one.code: one for one in Ministry.objects.all()}

    def added(self, name: str) -> set[str]:
        """The words of a list that the file adds to it."""
        found: set[str] = set()
        for row in self.rows:
            value = row.values.get(name) or ()
            words = [value] if isinstance(value, str) else value
            found |= {word.removeprefix(NEW) for word in words if word.startswith(NEW)}
        return found

    def programmes(self) -> None:
        """Lock and check what is changed, then insert and update; raises Stale."""
        changed = [row for row in self.rows if row.outcome == RowOutcome.CHANGE]
        there = self.locked([row.programme_id for row in changed])
        stale = [
            row.position
            for row in changed
            if (one := there.get(row.programme_id)) is None or one.number != row.base
        ]
        taken = set(Programme.objects.values_list("code", flat=True))
        added = [row for row in self.rows if row.outcome == RowOutcome.ADD]
        stale += [row.position for row in added if row.values.get("code") in taken]
        if stale:
            raise Stale(sorted(stale))
        codes = _free_numbers(taken | {row.values.get("code", "") for row in added})
        self.found: dict[int, Programme] = {}
        for row in changed:
            one = self.found[row.position] = there[row.programme_id]
            self.fill(one, row.values)
            one.number += 1
        for row in added:
            one = Programme(code=row.values.get("code") or next(codes), grade=self.job.grade)
            one.source = self.job.source
            self.fill(one, row.values)
            self.found[row.position] = one
        _upsert([self.found[row.position] for row in changed])
        Programme.objects.bulk_create([self.found[row.position] for row in added], batch_size=BATCH)

    def locked(self, pks: Sequence[Any]) -> dict[Any, Programme]:
        """The programmes by key, locked in one order."""
        found: dict[Any, Programme] = {}
        for some in _parts(sorted(pks, key=str)):
            rows = Programme.objects.select_for_update().filter(pk__in=some).order_by("pk")
            found.update({one.pk: one for one in rows})
        return found

    def fill(self, one: Programme, values: Mapping[str, Any]) -> None:
        """The programme's own columns."""
        for name in values.keys() - APART - {"code"}:
            setattr(one, name, values[name])
        sure = self.job.grade == Grade.OFFICIAL
        if "name_bn" in values:
            one.name_bn_confirmed = sure
        if "cluster" in values:
            one.cluster, one.cluster_confirmed = self.clusters.get(values["cluster"]), sure
        if "agency" in values:
            one.agency = self.agencies.get(values["agency"].removeprefix(NEW))

    def saying(self, *names: str) -> Iterator[tuple[RegisterJobRow, Programme]]:
        """The rows that say something of one of the fields."""
        for row in self.rows:
            if row.values.keys() & set(names):
                yield row, self.found[row.position]

    def names(self) -> None:
        """Dated names: the one that held until now is closed today."""
        wanted = {one.pk: one for _row, one in self.saying(*NAMES)}
        same_day: list[ProgrammeName] = []
        for some in _parts(list(wanted)):
            current = ProgrammeName.objects.filter(programme__in=some, valid_to=None)
            same_day += list(current.filter(valid_from=self.today))
            current.exclude(valid_from=self.today).update(valid_to=self.today)
        for name in same_day:  # renamed twice in a day: the last name of the day stands
            one = wanted.pop(name.programme_id)
            name.name_en, name.name_bn, name.source = one.name_en, one.name_bn, self.job.source
        ProgrammeName.objects.bulk_update(same_day, ["name_en", "name_bn", "source"], BATCH)
        self.bulk(
            ProgrammeName,
            [
                {"programme": one, "name_en": one.name_en, "name_bn": one.name_bn} | self.dated(one)
                for one in wanted.values()
            ],
        )

    def ministries(self) -> None:
        """Dated ministries: a lead or partner that the file no longer names is closed today."""
        fresh: list[dict[str, Any]] = []
        over: list[int] = []
        held = self.held([one.pk for _row, one in self.saying("lead", "partners")])
        for row, one in self.saying("lead", "partners"):
            links = held.get(one.pk, {})
            wanted = self.wanted(row, links)
            over += [link.pk for key, link in links.items() if key not in wanted]
            fresh += [
                {"programme": one, "ministry": self.by_code[code], "part": part} | self.dated(one)
                for code, part in wanted
                if (code, part) not in links
            ]
        for some in _parts(over):
            ProgrammeMinistry.objects.filter(pk__in=some).update(valid_to=self.today)
        self.bulk(ProgrammeMinistry, fresh)

    def held(self, pks: Sequence[Any]) -> dict[Any, dict[tuple[str, str], ProgrammeMinistry]]:
        """The links that hold today, by programme."""
        found: dict[Any, dict[tuple[str, str], ProgrammeMinistry]] = {}
        for some in _parts(pks):
            links = ProgrammeMinistry.objects.filter(programme__in=some, valid_to=None)
            for link in links.select_related("ministry"):
                key = (link.ministry.code, str(link.part))
                found.setdefault(link.programme_id, {})[key] = link
        return found

    @staticmethod
    def wanted(row: RegisterJobRow, links: Mapping[tuple[str, str], Any]) -> list[tuple[str, str]]:
        """The ministries that the programme has after the row, each with its part."""
        parts = {"lead": MinistryPart.LEAD.value, "partners": MinistryPart.PARTNER.value}
        found: list[tuple[str, str]] = []
        for name, part in parts.items():
            value = row.values.get(name)
            codes = [code for code, held in links if held == part]
            if value is not None:
                codes = ([value] if value else []) if isinstance(value, str) else list(value)
            found += [(code, part) for code in codes]
        return found

    def lists(self) -> None:
        """Stages, groups and functions, which the register keeps without days."""
        for name, words, link in (
            ("stages", self.stages, "lifecyclestage"),
            ("groups", self.groups, "targetgroup"),
        ):
            through: Any = getattr(Programme, name).through
            rows = list(self.saying(name))
            self.cleared(through, rows)
            links = {(one.pk, words[code].pk) for row, one in rows for code in row.values[name]}
            made = [through(**{"programme_id": a, f"{link}_id": b}) for a, b in links]
            through._default_manager.bulk_create(made, batch_size=BATCH)
        rows = list(self.saying("functions"))
        self.cleared(ProgrammeFunction, rows)
        self.bulk(
            ProgrammeFunction,
            [
                {"programme": one, "function": code}
                for row, one in rows
                for code in row.values["functions"]
            ],
        )

    @staticmethod
    def cleared(model: Any, rows: Iterable[tuple[RegisterJobRow, Programme]]) -> None:
        for some in _parts([one.pk for row, one in rows if row.outcome == RowOutcome.CHANGE]):
            model._default_manager.filter(programme_id__in=some).delete()

    def dated(self, one: Programme) -> dict[str, Any]:
        """From when a new fact holds: from today, or without a start for a new programme."""
        return {"valid_from": self.today if one.number > 1 else None, "source": self.job.source}

    @staticmethod
    def bulk(model: Any, rows: Iterable[Mapping[str, Any]]) -> None:
        model._default_manager.bulk_create([model(**row) for row in rows], batch_size=BATCH)


def _upsert(rows: Sequence[Programme]) -> None:
    """Update whole rows in few statements; each is there, so none is ever inserted."""
    own = [part.name for part in Programme._meta.concrete_fields if not part.primary_key]
    Programme.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=own
    )


def _parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The keys a few hundred at a time: a statement takes only so many."""
    for start in range(0, len(keys), BATCH):
        yield keys[start : start + BATCH]


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
