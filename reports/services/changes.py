"""What a refresh of the draft changes: gathered from the latest packets, before anything is written.

Rows are added, pins follow their answers, what changed is flagged, and no text is ever touched.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from assessments import scoring
from assessments.enums import AssessmentStatus, Basis, SubmissionStatus
from assessments.models import Assessment, Packet, Score
from assessments.schema import Question, Questionnaire
from assessments.sheet import Sheet
from programmes.models import Cluster
from reports.enums import EntryState, Priority
from reports.models import (
    ActionItem,
    ActionPlan,
    EntryAnswer,
    EntryFacet,
    PlanConstraint,
    PlanEntry,
)
from reports.selectors.standings import SENT
from reports.services import facts as facts_of

PINS = ("answer_version_id", "kind", "gain", "gap_open")


Key = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Source:
    """One programme in the latest packet of a report or supplement: what the draft takes from it,
    or nothing. ``others`` are what else the ministry sent of the same programme.
    """

    assessment: Assessment
    packet: Packet
    content: Mapping[str, Any]
    score: Score | None
    others: tuple["Source", ...] = ()

    @property
    def key(self) -> Key:
        """Ministry and programme: what is counted once, however often it was sent."""
        return self.packet.submission.ministry_id, self.assessment.programme_id

    @property
    def rank(self) -> tuple[bool, int]:
        """What is accepted stands before what is only settled; then the later supplement counts."""
        submission = self.packet.submission
        return submission.status == SubmissionStatus.ACCEPTED, submission.number

    def sheet(self, schema: Questionnaire) -> Sheet:
        return self.packet.sheet(self.assessment.pk, schema)

    @property
    def state(self) -> EntryState | None:
        """What it is to the draft; None: neither settled nor reported as not assessed."""
        if self.content["not_assessed"]:
            sent = self.packet.submission.status in SENT
            return EntryState.NOT_ASSESSED if sent else None
        settled = self.assessment.status == AssessmentStatus.SETTLED
        return EntryState.SETTLED if settled else None


@dataclass
class Changes:
    """The changes of one refresh: what is new and what was altered, not yet written."""

    plan: ActionPlan
    schema: Questionnaire
    clusters: Mapping[str, Cluster]
    new_entries: list[PlanEntry] = field(default_factory=list)
    entries: list[PlanEntry] = field(default_factory=list)
    new_items: list[ActionItem] = field(default_factory=list)
    items: list[ActionItem] = field(default_factory=list)
    new_constraints: list[PlanConstraint] = field(default_factory=list)
    old_constraints: list[uuid.UUID] = field(default_factory=list)
    counted: list[PlanEntry] = field(default_factory=list)
    answers: list[EntryAnswer] = field(default_factory=list)
    facets: list[EntryFacet] = field(default_factory=list)
    flagged: dict[str, dict[str, Any]] = field(default_factory=dict)
    states: dict[str, list[str | None]] = field(default_factory=dict)

    @property
    def changed(self) -> bool:
        return any(
            (
                self.new_entries,
                self.entries,
                self.new_items,
                self.items,
                self.new_constraints,
                self.old_constraints,
                self.answers,
            )
        )


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────


def _sources(plan: ActionPlan) -> list[Source]:
    """The newest settled packet of each programme, over reports and supplements (104)."""
    found: dict[Key, list[Source]] = {}
    for source in _sent(plan):
        if source.state is not None:
            found.setdefault(source.key, []).append(source)
    return [_newest(sources) for sources in found.values()]


def _newest(sources: list[Source]) -> Source:
    *others, newest = sorted(sources, key=lambda source: source.rank)
    return replace(newest, others=tuple(others))


def _sent(plan: ActionPlan) -> list[Source]:
    """Every programme in the latest packet of every report and supplement, in four queries."""
    last = Packet.objects.filter(submission=OuterRef("submission")).order_by("-number")
    packets = Packet.objects.filter(
        submission__round=plan.round, number=Subquery(last.values("number")[:1])
    ).select_related("submission__ministry")
    packets = packets.order_by("submission__ministry__order", "submission__number")
    found = Assessment.objects.filter(submission__round=plan.round)
    assessments = {str(row.pk): row for row in found.select_related("programme")}
    scores = {
        (row.packet_id, str(row.assessment_id)): row
        for row in Score.objects.filter(
            packet__in=[packet.pk for packet in packets],
            basis=Basis.REPORTED,
            rule_set=scoring.RULES_1.version,
        )
    }
    return [
        Source(assessments[key], packet, content, scores.get((packet.pk, key)))
        for packet in packets
        for key, content in packet.assessments.items()
        if key in assessments
    ]


def changes_of(plan: ActionPlan) -> Changes:
    """What a refresh of a locked plan would change now."""
    clusters = {row.code: row for row in Cluster.objects.all()}
    work = Changes(plan, plan.round.questionnaire.schema(), clusters)
    entries = {(row.ministry_id, row.programme_id): row for row in _entries(plan)}
    rows = plan.items.exclude(entry=None)
    items = _by_entry(rows.select_related("ministry", "entry__programme"))
    counted = set(EntryAnswer.objects.filter(entry__plan=plan).values_list("entry", flat=True))
    constraints = _by_entry(PlanConstraint.objects.filter(entry__plan=plan))
    sources = _sources(plan)
    for source in sources:
        entry = _take_entry(work, entries.get(source.key), source)
        if entry.pk not in counted or entry in work.entries:
            _take_facts(work, entry, source)
        if source.state == EntryState.SETTLED:
            _take_rows(work, entry, items.get(entry.pk, {}), source)
            sheet = source.sheet(work.schema)
            _take_constraints(work, entry, constraints.get(entry.pk, {}), sheet)
        else:
            work.old_constraints += [row.pk for row in constraints.get(entry.pk, {}).values()]
    kept = {source.key for source in sources}
    for key, entry in entries.items():
        if key not in kept and entry.state != EntryState.WAITING:
            work.states[_name(entry)] = [entry.state, EntryState.WAITING]
            entry.state = EntryState.WAITING
            work.entries.append(entry)
    return work


def _entries(plan: ActionPlan) -> Iterable[PlanEntry]:
    return plan.entries.select_related("ministry", "programme")


def _by_entry(rows: Iterable[Any]) -> dict[uuid.UUID, dict[str, Any]]:
    found: dict[uuid.UUID, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row.entry_id, {})[row.question_code] = row
    return found


def _name(entry: PlanEntry) -> str:
    return f"{entry.ministry.code}/{entry.programme.code}"


# ── Taking over, one programme at a time ────────────────────────────────────────────────────────


def _take_entry(work: Changes, entry: PlanEntry | None, source: Source) -> PlanEntry:
    """The entry of a programme with what its packet says; noted where that is news."""
    programme, ministry = source.content["programme"], source.packet.data["ministry"]
    facts = {
        "assessment": source.assessment,
        "packet": source.packet,
        "score": source.score,
        "state": str(source.state),
        "not_assessed_reason": source.content["not_assessed"],
        "ministry_en": ministry["name_en"],
        "ministry_bn": ministry["name_bn"],
        "programme_en": programme["name_en"],
        "programme_bn": programme["name_bn"],
        "cluster": work.clusters.get(programme["cluster"]),
        **facts_of.coverage(programme["coverage"]),
    }
    if entry is None:
        entry = PlanEntry(
            plan=work.plan,
            ministry=source.packet.submission.ministry,
            programme=source.assessment.programme,
            **facts,
        )
        work.new_entries.append(entry)
        work.states[_name(entry)] = [None, entry.state]
    elif _differs(entry, facts):
        if entry.state != facts["state"]:
            work.states[_name(entry)] = [entry.state, str(source.state)]
        for name, value in facts.items():
            setattr(entry, name, value)
        work.entries.append(entry)
    return entry


def _differs(entry: PlanEntry, facts: Mapping[str, Any]) -> bool:
    keys = {
        "assessment": entry.assessment_id,
        "packet": entry.packet_id,
        "score": entry.score_id,
        "cluster": entry.cluster_id,
    }
    return any(
        (keys[name] != (value.pk if value else None))
        if name in keys
        else getattr(entry, name) != value
        for name, value in facts.items()
    )


def _take_facts(work: Changes, entry: PlanEntry, source: Source) -> None:
    """The answers that count and what the programme is counted by, anew from its packet (47)."""
    work.counted.append(entry)
    if source.state == EntryState.SETTLED:
        sheet = source.sheet(work.schema)
        work.answers += facts_of.answers(entry, sheet)
        work.facets += facts_of.facets(entry, source.content["programme"], sheet)


def _take_rows(
    work: Changes, entry: PlanEntry, items: Mapping[str, ActionItem], source: Source
) -> None:
    """One row for each fixable gap; a row whose gap is gone stays, without gain."""
    sheet = source.sheet(work.schema)
    rows = {row.question: row for row in sheet.score.rows}
    for code, row in rows.items():
        pins = {
            "answer_version_id": uuid.UUID(sheet[code].version),
            "kind": row.kind,
            "gain": row.gain,
            "gap_open": True,
        }
        if code in items:
            _follow(work, items[code], pins, source)
            _move(work, items[code], pins, entry, _priority(row, sheet.score))
        else:
            work.new_items.append(_item(work, entry, row, pins, sheet))
    for code, item in items.items():
        if code not in rows:
            version = sheet[code].version
            pins = {
                "answer_version_id": uuid.UUID(version) if version else item.answer_version_id,
                "kind": item.kind,
                "gain": scoring.ZERO,
                "gap_open": False,
            }
            _follow(work, item, pins, source)
            _move(work, item, pins, entry, item.priority)


def _follow(work: Changes, item: ActionItem, pins: Mapping[str, Any], source: Source) -> None:
    """Let a row rest on the same answer where it was sent again unchanged: that is no news (53).

    A supplement takes an accepted answer over as a version of its own.
    """
    for other in source.others:
        now = source.sheet(work.schema)
        before = other.sheet(work.schema)
        pinned = before[item.question_code].version == str(item.answer_version_id)
        if pinned and _said(work, before, item) == _said(work, now, item):
            item.answer_version_id = pins["answer_version_id"]


def _said(work: Changes, sheet: Sheet, item: ActionItem) -> list[Mapping[str, Any]]:
    """What an item and its named parts say."""
    question = work.schema.question(item.question_code)
    return [sheet[code].values() for code in (question.code, *(p.code for p in question.parts))]


def _move(
    work: Changes, item: ActionItem, pins: Mapping[str, Any], entry: PlanEntry, priority: str
) -> None:
    """Follow the answer: pins and priority move, a changed answer is flagged, texts stay."""
    old = {name: getattr(item, name) for name in PINS}
    if old != dict(pins):
        if pins["answer_version_id"] != item.answer_version_id:
            item.previous_version_id = item.answer_version_id
        for name, value in pins.items():
            setattr(item, name, value)
        item.source_changed_at = timezone.now()
        work.flagged[item.reference] = {name: [old[name], pins[name]] for name in PINS}
    elif (item.packet_id, item.priority) == (entry.packet_id, priority):
        return
    item.packet, item.priority = entry.packet, priority
    work.items.append(item)


def _item(
    work: Changes, entry: PlanEntry, row: scoring.Row, pins: Mapping[str, Any], sheet: Sheet
) -> ActionItem:
    question = work.schema.question(row.question)
    return ActionItem(
        plan=work.plan,
        ministry=entry.ministry,
        entry=entry,
        packet=entry.packet,
        question_code=row.question,
        position=_position(work, row.question),
        priority=_priority(row, sheet.score),
        cycle_stage=question.cycle_stage,
        step_objective=question.step_objective,
        **pins,
        **_wording(question, row.kind),
    )


def _wording(question: Question, kind: str) -> dict[str, str]:
    """The texts a new row starts with, in both languages, from the questionnaire."""
    texts = {"gap": question.gap, "action": question.actions[kind], "indicator": question.indicator}
    return {
        f"{name}_{language}": text.in_language(language)
        for name, text in texts.items()
        if text is not None
        for language in ("en", "bn")
    }


def _position(work: Changes, code: str) -> int:
    return [question.code for question in work.schema.judged].index(code)


def _priority(row: scoring.Row, score: scoring.Score) -> Priority:
    """High: closing it is among the fewest changes to the next level; medium: a whole point (51)."""
    if any(row.question in changes for changes in score.fewest_changes):
        return Priority.HIGH
    return Priority.MEDIUM if row.gain == scoring.ONE else Priority.LOW


def _take_constraints(
    work: Changes, entry: PlanEntry, old: Mapping[str, PlanConstraint], sheet: Sheet
) -> None:
    """The gaps that cannot be closed, with the reason that stands in the packet."""
    wanted = {code: sheet[code].reason for code in sheet.score.constraints}
    if wanted == {code: row.reason for code, row in old.items()}:
        return
    work.old_constraints += [row.pk for row in old.values()]
    for code, reason in wanted.items():
        label = work.schema.question(code).label
        work.new_constraints.append(
            PlanConstraint(
                entry=entry,
                question_code=code,
                position=_position(work, code),
                label_en=label.en,
                label_bn=label.bn,
                reason=reason,
            )
        )
