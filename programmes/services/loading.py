"""Loading the register from its files: whole or not at all, and a second time without effect."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from nsss_gender.accounts.models import Ministry, MinistryName, Seat, User
from nsss_gender.accounts.permissions import can_manage_register
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import record
from programmes.models import (
    Agency,
    Budget,
    Cluster,
    ClusterMembership,
    Coverage,
    LifecycleStage,
    Programme,
    ProgrammeName,
    TargetGroup,
    Term,
)
from programmes.schema.register import RegisterReader
from programmes.schema.rows import MinistryRow, ProgrammeRow, Register, TermRow
from programmes.schema.tables import RegisterError
from programmes.services.dated import links_settle, name_settle
from programmes.services.keys import search_keys_settle

STREAM = "register"
LOADED = ".loaded"

Changes = dict[str, Any]


@dataclass
class Tally:
    """What a load did, by kind: created, changed, unchanged, kept (edited here since, left alone)."""

    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def lines(self) -> list[str]:
        """One line for each kind, in the order of loading."""
        outcomes = ("created", "changed", "unchanged", "kept")
        return [
            f"{kind}: " + ", ".join(f"{found[outcome]} {outcome}" for outcome in outcomes)
            for kind, found in self.counts.items()
        ]


def register_load(*, by: User | None, folder: Path) -> Tally:
    """Load the files of ``folder``; ``by`` is None for the command line.

    Raises RegisterError with every complaint, and PermissionDenied; then nothing is written. What a
    person has edited in the register since the last load is left as that person left it.
    """
    seat = can_manage_register(by).require() if by else None
    register = RegisterReader(folder).read()
    if complaints := list(_unfit(register)):
        raise RegisterError(complaints)
    with transaction.atomic():
        return _Loader(by, seat).load(register)


class _Loader:
    """One load: what is there already, what was done."""

    def __init__(self, by: User | None, seat: Seat | None) -> None:
        self.by, self.seat = by, seat
        self.today = timezone.localdate()
        self.tally = Tally()
        edits = Event.objects.filter(stream=STREAM).exclude(by="").exclude(action__endswith=LOADED)
        self.edited = set(edits.values_list("target", flat=True))

    def load(self, register: Register) -> Tally:
        """Everything, in the order in which the parts need each other."""
        self.clusters = self.terms("cluster", Cluster, register.clusters)
        self.stages = self.terms("stage", LifecycleStage, register.stages)
        self.groups = self.terms("group", TargetGroup, register.groups)
        self.agencies = self.load_agencies(register)
        self.ministries = self.load_ministries(register.ministries)
        self.coordinators(register.ministries)
        self.load_programmes(register.programmes)
        search_keys_settle()
        return self.tally

    def terms(self, kind: str, model: type[Term], rows: Iterable[TermRow]) -> dict[str, Any]:
        """The terms of one list by code."""
        there = {term.code: term for term in model._default_manager.all()}
        found: dict[str, Any] = {}
        for row in rows:
            term = there.get(row.code)
            if not self.is_kept(kind, term):
                term, changes = _put(model, term, {"code": row.code}, _term_values(row))
                self.tell(kind, term, changes)
            found[row.code] = term
        return found

    def load_agencies(self, register: Register) -> dict[str, Agency]:
        """Every agency that a programme names, by its English name."""
        bangla = {row.name_en: row.name_bn for row in register.agencies}
        there = {agency.name_en: agency for agency in Agency.objects.all()}
        names = {row.agency for row in register.programmes if row.agency}
        for name in sorted(names):
            agency = there.get(name)
            if not self.is_kept("agency", agency):
                values = {"name_bn": bangla.get(name, "")}
                there[name], changes = _put(Agency, agency, {"name_en": name}, values)
                self.tell("agency", there[name], changes)
        return there

    def load_ministries(self, rows: Iterable[MinistryRow]) -> dict[str, Ministry]:
        """Ministries with their dated names and their clusters, by code."""
        there = {
            ministry.code: ministry
            for ministry in Ministry.objects.prefetch_related("names", "memberships__cluster")
        }
        for row in rows:
            if not self.is_kept("ministry", there.get(row.code)):
                there[row.code] = self.ministry(there.get(row.code), row)
        return there

    def ministry(self, ministry: Ministry | None, row: MinistryRow) -> Ministry:
        """One ministry as its row says."""
        values = {**row.values, "order": row.order}
        ministry, changes = _put(Ministry, ministry, {"code": row.code}, values)
        changes |= name_settle(
            MinistryName, owner={"ministry": ministry}, names=ministry.names.all(),
            values=row.values, source=row.name_source, today=self.today,
        )  # fmt: skip
        changes |= self.memberships(ministry, dict(row.clusters))
        self.tell("ministry", ministry, changes)
        return ministry

    def memberships(self, ministry: Ministry, wanted: Mapping[str, str]) -> Changes:
        """The clusters in which the ministry sits, each with its grade."""
        there = {member.cluster.code: member for member in ministry.memberships.all()}
        before = {code: member.grade for code, member in there.items()}
        if before == wanted:
            return {}
        for code, grade in wanted.items():
            ClusterMembership.objects.update_or_create(
                cluster=self.clusters[code], ministry=ministry, defaults={"grade": grade}
            )
        gone = [member.pk for code, member in there.items() if code not in wanted]
        ClusterMembership.objects.filter(pk__in=gone).delete()
        return {"clusters": [before or None, dict(wanted)]}

    def coordinators(self, rows: Iterable[MinistryRow]) -> None:
        """Which ministry coordinates each cluster, with the grade of that fact."""
        wanted = {code: (row.code, grade) for row in rows for code, grade in row.coordinates}
        for code, cluster in self.clusters.items():
            if f"cluster:{cluster.pk}" in self.edited:
                continue
            ministry, grade = wanted.get(code, ("", cluster.coordinator_grade))
            values = {"coordinator": self.ministries.get(ministry), "coordinator_grade": grade}
            _, changes = _put(Cluster, cluster, {}, values)
            if changes:
                self.record("cluster", cluster, changes)

    def load_programmes(self, rows: Iterable[ProgrammeRow]) -> None:
        """The programmes with everything that hangs on them."""
        linked = ("names", "ministry_links__ministry", "stages", "groups", "coverages", "budgets")
        there = {
            programme.code: programme
            for programme in Programme.objects.select_related("cluster", "agency").prefetch_related(
                *linked
            )
        }
        for row in rows:
            if not self.is_kept("programme", there.get(row.code)):
                self.programme(there.get(row.code), row)

    def programme(self, programme: Programme | None, row: ProgrammeRow) -> None:
        """One programme as its row says."""
        values = {
            **row.values,
            "cluster": self.clusters[row.cluster],
            "agency": self.agencies.get(row.agency),
        }
        programme, changes = _put(Programme, programme, {"code": row.code}, values)
        source = str(row.values["source"])
        changes |= name_settle(
            ProgrammeName, owner={"programme": programme}, names=programme.names.all(),
            values=row.values, source=source, today=self.today,
        )  # fmt: skip
        changes |= links_settle(programme, row.links, self.ministries, self.today)
        changes |= _choose(programme.stages, self.stages, row.stages, "stages")
        changes |= _choose(programme.groups, self.groups, row.groups, "groups")
        changes |= self.figures(programme, row, source)
        self.tell("programme", programme, changes)

    def figures(self, programme: Programme, row: ProgrammeRow, source: str) -> Changes:
        """The coverage and budget of the row; figures of other periods or sources stay."""
        changes: Changes = {}
        graded = {"grade": row.values["grade"]}
        for kind, model, there, figure in (
            ("coverage", Coverage, programme.coverages.all(), row.coverage),
            ("budget", Budget, programme.budgets.all(), row.budget),
        ):
            if figure is None:
                continue
            key = {"period": figure.period, "source": source}
            found = next((old for old in there if key.items() <= vars(old).items()), None)
            if found and f"{kind}:{found.pk}" in self.edited:
                continue
            values = {**vars(figure), **graded}
            _, changed = _put(model, found, {"programme": programme, **key}, values)
            changed.pop("", None)
            changes |= {f"{kind} {figure.period} {name}": pair for name, pair in changed.items()}
        return changes

    def is_kept(self, kind: str, found: models.Model | None) -> bool:
        """Whether a person has edited this since; then it is counted and left alone."""
        kept = found is not None and f"{kind}:{found.pk}" in self.edited
        if kept:
            self.tally.counts[kind]["kept"] += 1
        return kept

    def tell(self, kind: str, target: models.Model, changes: Changes) -> None:
        """Count the outcome and record it."""
        is_new = bool(changes.pop("", False))
        outcome = "created" if is_new else "changed" if changes else "unchanged"
        self.tally.counts[kind][outcome] += 1
        if outcome != "unchanged":
            self.record(kind, target, changes)

    def record(self, kind: str, target: models.Model, changes: Changes) -> None:
        """One event on the register's stream."""
        record(
            f"{kind}{LOADED}",
            stream=STREAM,
            target=f"{kind}:{target.pk}",
            by=self.by,
            seat=self.seat,
            changes=changes,
        )


def _put(
    model: type[Any], found: Any | None, key: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Any, Changes]:
    """Create or update a row so that it has ``values``.

    Out: the row and its changes as field → [old, new]; a new row's changes also hold the key "".
    """
    row = found or model(**key)
    changes: Changes = {} if found else {"": True}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            changes[name] = [_plain(old) if found else None, _plain(value)]
            setattr(row, name, value)
    if changes:
        row.save()
    return row, changes


def _plain(value: Any) -> Any:
    """A value as the log keeps it: a row by its code or English name, whatever the language."""
    if isinstance(value, models.Model):
        return str(getattr(value, "code", "") or getattr(value, "name_en", "") or value.pk)
    return value


def _term_values(row: TermRow) -> Changes:
    return {
        "order": row.order,
        "name_en": row.name_en,
        "name_bn": row.name_bn,
        "aliases": "\n".join(row.aliases),
        "confirmed": row.confirmed,
    }


def _choose(related: Any, terms: Mapping[str, Any], codes: Iterable[str], name: str) -> Changes:
    """Let a programme have exactly these terms."""
    before, after = [term.code for term in related.all()], list(codes)
    if before == after:
        return {}
    related.set([terms[code] for code in after])
    return {name: [before or None, after]}


def _unfit(register: Register) -> Iterable[str]:
    """What the database would refuse: texts that are too long, amounts that are too large."""
    for term in (*register.clusters, *register.stages, *register.groups):
        yield from _complaints(term.code, Cluster(code=term.code, **_term_values(term)))
    for ministry in register.ministries:
        yield from _complaints(
            ministry.code, Ministry(code=ministry.code, order=ministry.order, **ministry.values)
        )
    for row in register.programmes:
        graded = {"grade": row.values["grade"]}
        yield from _complaints(row.code, Programme(code=row.code, **row.values))
        yield from _complaints(row.code, Agency(name_en=row.agency or "-"))
        for model, figure in ((Coverage, row.coverage), (Budget, row.budget)):
            if figure:
                yield from _complaints(row.code, model(**vars(figure), **graded))


def _complaints(code: str, row: models.Model) -> Iterable[str]:
    links = {part.name for part in row._meta.fields if part.is_relation}
    try:
        row.clean_fields(exclude=links)
    except ValidationError as problem:
        for name, messages in problem.message_dict.items():
            yield f"{code}: {name}: {' '.join(messages)}"
