"""What the settled programmes say together, counted by the database (capabilities 5, 12, 40–47).

Every selector costs the same few statements for one programme and for a thousand. A programme stands in several
lines where it has several stages, groups or functions; what its packet does not say is a line of its own. Lines
follow the register or the questionnaire, never points.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    Count,
    FilteredRelation,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    prefetch_related_objects,
)

from assessments.enums import Level
from assessments.schema import Question
from assessments.scoring import GRADUATION
from reports.enums import Axis, RowKind
from reports.models import EntryAnswer, PlanEntry
from reports.selectors.scope import Scope, along, labels

ZERO = Decimal(0)
PAGE_SIZE = 25
JUDGEMENTS = ("yes", "partly", "no", "na", "")

# ── Levels and points ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Group:
    """The programmes of one line: how many, at which level, and their points together."""

    code: str
    label: str
    levels: tuple[int, ...] = (0,) * len(Level)
    current: Decimal = ZERO
    potential: Decimal = ZERO
    long_term: Decimal = ZERO
    of: int = 0
    na: int = 0

    @property
    def n(self) -> int:
        """How many programmes."""
        return sum(self.levels)

    def mean(self, points: Decimal) -> Decimal | None:
        """Points of one programme on average; nothing where there is none."""
        return points / self.n if self.n else None


@dataclass(frozen=True)
class Rollup:
    """Levels and points along one axis. ``total`` counts every programme once; ``several`` says that
    the lines add up to more, because a programme can stand in several of them."""

    axis: Axis
    groups: tuple[Group, ...]
    total: Group

    @property
    def several(self) -> bool:
        return sum(group.n for group in self.groups) > self.total.n


_POINTS = {
    name: Sum(f"score__{name}") for name in ("current", "potential", "long_term", "of", "na")
}


def total(scope: Scope) -> Group:
    """All programmes of the scope that are counted, each once. One statement."""
    return _group("", "", scope.settled().values("score__level").annotate(n=Count("pk"), **_POINTS))


def rollup(scope: Scope, axis: Axis) -> Rollup:
    """Levels and points of the programmes along an axis, and of all of them, each counted once. One
    statement; another for the words where the register holds them."""
    counted = along(scope.settled(), axis).values("facet__code", "facet__first", "score__level")
    by_code: dict[str | None, list[Mapping[str, Any]]] = defaultdict(list)
    once = []
    for row in counted.annotate(n=Count("pk"), **_POINTS):
        by_code[row["facet__code"]].append(row)
        if row["facet__code"] is None or row["facet__first"]:
            once.append(row)
    groups = (
        _group(code, label, by_code.get(code or None, ()))
        for code, label in labels(axis, by_code, narrow=scope.narrow)
    )
    return Rollup(axis, tuple(groups), _group("", "", once))


def _group(code: str, label: str, rows: Iterable[Mapping[str, Any]]) -> Group:
    found = list(rows)
    at = Counter[int]()
    for row in found:
        at[row["score__level"]] += row["n"]
    sums = {name: sum((row[name] for row in found), ZERO) for name in _POINTS}
    return Group(
        code,
        label,
        levels=tuple(at[level.value] for level in Level),
        current=sums["current"],
        potential=sums["potential"],
        long_term=sums["long_term"],
        of=int(sums["of"]),
        na=int(sums["na"]),
    )


@dataclass(frozen=True)
class Standing:
    """How many programmes are counted, and how many are not, and why."""

    settled: int = 0
    not_assessed: int = 0
    waiting: int = 0


def standing(scope: Scope) -> Standing:
    """What the figures are of. One statement."""
    rows = scope.entries().values_list("state").annotate(n=Count("pk"))
    return Standing(**{str(state): n for state, n in rows})


# ── Answers ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tally:
    """How a question was answered by the programmes of one line; unanswered is "" in ``counts``."""

    code: str
    label: str
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    def count(self, judgement: str) -> int:
        return self.counts.get(judgement, 0)


def questions(scope: Scope) -> tuple[Question, ...]:
    """The judged questions in official order, graduation first."""
    return scope.schema.judged


def tallies(scope: Scope, lang: str) -> tuple[Tally, ...]:
    """How each judged question was answered. One statement."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    rows = scope.answers().values_list("question_code", "judgement").annotate(n=Count("pk"))
    for code, judgement, n in rows:
        counts[code][judgement] = n
    return tuple(
        Tally(one.code, one.label.in_language(lang), counts[one.code]) for one in questions(scope)
    )


def tallies_by(scope: Scope, axis: Axis, question: str) -> tuple[Tally, ...]:
    """How one question was answered along an axis. One or two statements."""
    said = FilteredRelation("answers", condition=Q(answers__question_code=question))
    entries = along(scope.settled(), axis).annotate(said=said).exclude(said=None)
    counts: dict[str | None, dict[str, int]] = defaultdict(dict)
    rows = entries.values_list("facet__code", "said__judgement").annotate(n=Count("pk"))
    for code, judgement, n in rows:
        counts[code][judgement] = n
    return tuple(
        Tally(code, label, counts.get(code or None, {}))
        for code, label in labels(axis, counts, narrow=scope.narrow)
    )


# ── Actions ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Action:
    """One kind of action on one question: how many programmes ask for it, what it gains together, how
    many it would lift to the next level by itself, and how many together with other changes."""

    question: str
    label: str
    code: str
    kind: str
    programmes: int
    gain: Decimal
    lifts: int
    helps: int


def actions(scope: Scope, lang: str) -> tuple[Action, ...]:
    """Every kind of action on a gender item that an answer asks for, in official order. One statement."""
    alone, together = Count("pk", filter=Q(steps=1)), Count("pk", filter=Q(steps__gt=1))
    rows = (
        scope.answers()
        .exclude(kind="")
        .exclude(question_code=GRADUATION)
        .values("question_code", "kind")
        .annotate(n=Count("pk"), points=Sum("gain"), alone=alone, together=together)
    )
    found = {(row["question_code"], row["kind"]): row for row in rows}
    return tuple(
        Action(
            one.code,
            one.label.in_language(lang),
            kind,
            str(label),
            row["n"],
            row["points"],
            row["alone"],
            row["together"],
        )
        for one in questions(scope)
        for kind, label in RowKind.choices
        if (row := found.get((one.code, kind)))
    )


def best(found: Iterable[Action]) -> Action | None:
    """The single kind of action that lifts most programmes, else helps most; of equals the first in official order."""
    return max(found, key=lambda action: (action.lifts, action.helps), default=None)


# ── Programme by programme ──────────────────────────────────────────────────────────────────────


def answered(scope: Scope) -> QuerySet[PlanEntry]:
    """The counted programmes with their answers, in official order: the rows of the heat map."""
    answers = EntryAnswer.objects.order_by("entry", "position")
    return (
        scope.settled()
        .order_by("ministry__order", "ministry__code", "programme__code")
        .select_related("ministry", "programme", "score")
        .prefetch_related(Prefetch("answers", answers))
    )


def with_answers(entries: Iterable[PlanEntry]) -> list[PlanEntry]:
    """The programmes with their answers: one statement, none where they are read already."""
    found = list(entries)
    prefetch_related_objects(found, "answers")
    return found


def answered_page(scope: Scope, number: str | None) -> Page[PlanEntry]:
    """One page of the heat map. Three statements."""
    return Paginator(answered(scope), PAGE_SIZE).get_page(number)
