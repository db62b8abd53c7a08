"""The scoring of one assessment: conditions, not averages.

Answers to the judged items and a rule set go in; points, level, the conditions behind the level, action
rows, constraints and the fewest changes to the next level come out. A rule set is data: a published one
never changes, and a new rule is a new version. What the codes say to a reader is decided elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType
from typing import Final, TypeAlias

YES: Final = "yes"
PARTLY: Final = "partly"
NO: Final = "no"
NA: Final = "na"
UNANSWERED: Final = ""
JUDGEMENTS: Final = (YES, PARTLY, NO, NA, UNANSWERED)
AT_LEAST: Final = MappingProxyType({YES: (YES,), PARTLY: (YES, PARTLY)})

NOW: Final = "now"
WITH_MODIFICATION: Final = "with_modification"
LATER: Final = "later"
NOT_POSSIBLE: Final = "not_possible"
FEASIBILITIES: Final = (NOW, WITH_MODIFICATION, LATER, NOT_POSSIBLE, UNANSWERED)
FEASIBLE: Final = (NOW, WITH_MODIFICATION)
FEASIBLE_IN_THE_LONG_TERM: Final = (NOW, WITH_MODIFICATION, LATER)

POINTS_WITHOUT_LEVEL: Final = "points_without_level"
LEVEL_WITHOUT_POINTS: Final = "level_without_points"

ITEMS: Final = ("Q6a", "Q6b", "Q7", "Q8", "Q9", "Q10", "Q11")
GRADUATION: Final = "Q5"

LOWEST_LEVEL: Final = 1
ZERO: Final = Decimal(0)
HALF: Final = Decimal("0.5")
ONE: Final = Decimal(1)

Judgements: TypeAlias = Mapping[str, str]


# ── The rule ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a level: any of the named items is at least so far ("yes" or "partly")."""

    code: str
    any_of: tuple[str, ...]
    at_least: str

    def met(self, judgements: Judgements) -> bool:
        """Say whether the answers meet the condition; "not applicable" never does."""
        return any(judgements[item] in AT_LEAST[self.at_least] for item in self.any_of)


@dataclass(frozen=True, slots=True)
class LevelRule:
    """A level above the lowest: its own conditions, beside those of every level below it.

    `fewest_points` is the smallest number of points with which the level can be held.
    """

    level: int
    fewest_points: Decimal
    requirements: tuple[Requirement, ...]

    def met(self, judgements: Judgements) -> bool:
        """Say whether all of this level's own conditions are met."""
        return all(requirement.met(judgements) for requirement in self.requirements)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What a gap becomes in the action plan, by its answer and feasibility, and the points it gains."""

    judgement: str
    feasibility: str
    kind: str
    gain: Decimal
    long_term: Decimal


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One version of the rule; `points` leaves out the answers that do not count in "of"."""

    version: str
    items: tuple[str, ...]
    graduation: str
    points: Mapping[str, Decimal]
    levels: tuple[LevelRule, ...]
    remedies: tuple[Remedy, ...]
    half_expected_from: int

    @property
    def questions(self) -> tuple[str, ...]:
        """Give every question that the rule reads, in questionnaire order."""
        return (self.graduation, *self.items)


RULES_1: Final = RuleSet(
    version="2019.1",
    items=ITEMS,
    graduation=GRADUATION,
    points=MappingProxyType({YES: ONE, PARTLY: HALF, NO: ZERO}),
    levels=(
        LevelRule(2, HALF, (Requirement("any_item_partly", ITEMS, PARTLY),)),
        LevelRule(
            3,
            Decimal(2),
            (
                Requirement("q6b_yes", ("Q6b",), YES),
                Requirement("q7_or_q9_partly", ("Q7", "Q9"), PARTLY),
                Requirement("q10_partly", ("Q10",), PARTLY),
            ),
        ),
        LevelRule(
            4,
            Decimal("5.5"),
            (
                Requirement("q6a_yes", ("Q6a",), YES),
                Requirement("q7_yes", ("Q7",), YES),
                Requirement("q8_yes", ("Q8",), YES),
                Requirement("q9_partly", ("Q9",), PARTLY),
                Requirement("q10_partly", ("Q10",), PARTLY),
                Requirement("q11_partly", ("Q11",), PARTLY),
            ),
        ),
    ),
    remedies=(
        Remedy(NO, NOW, "include_now", gain=ONE, long_term=ONE),
        Remedy(NO, WITH_MODIFICATION, "redesign", gain=ONE, long_term=ONE),
        Remedy(NO, LATER, "prepare", gain=ZERO, long_term=ONE),
        Remedy(PARTLY, NOW, "strengthen_now", gain=HALF, long_term=HALF),
        Remedy(PARTLY, WITH_MODIFICATION, "strengthen_by_redesign", gain=HALF, long_term=HALF),
        Remedy(PARTLY, LATER, "prepare", gain=ZERO, long_term=HALF),
    ),
    half_expected_from=3,
)
RULE_SETS: Final = MappingProxyType({rules.version: rules for rules in (RULES_1,)})


# ── What goes in, what comes out ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """The answer that counts for one item. Feasibility is read only beside "no" and "partly"."""

    judgement: str
    feasibility: str = UNANSWERED

    def __post_init__(self) -> None:
        """Refuse a word the rule does not know, so that a misspelling never counts as a zero."""
        if self.judgement not in JUDGEMENTS:
            raise ValueError(f"unknown judgement: {self.judgement!r}")
        if self.feasibility not in FEASIBILITIES:
            raise ValueError(f"unknown feasibility: {self.feasibility!r}")

    def can_become_yes(self, feasible: tuple[str, ...]) -> bool:
        """Say whether this is a gap with one of the given feasibilities."""
        return self.judgement in (NO, PARTLY) and self.feasibility in feasible


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a level, met or not, and the items it rests on (any of them, at least so far)."""

    level: int
    code: str
    met: bool
    rests_on: tuple[str, ...]
    at_least: str


@dataclass(frozen=True, slots=True)
class Row:
    """An action row that an answer asks for, with the points it gains (and in the long term)."""

    question: str
    kind: str
    gain: Decimal
    long_term: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Score:
    """Everything that follows from one set of answers under one rule set.

    `of` counts the items answered yes, partly or no; `na` and `unanswered` stand beside it.
    `next_level` is None at the top. `fewest_changes` is empty at the top and when the next level is not
    reachable; then `blocked_by` names the items in the way (not possible, later, not applicable, open).
    `disagreement` is "" or a code that says how points and level differ.
    """

    current: Decimal
    of: int
    na: int
    potential: Decimal
    long_term: Decimal
    level: int
    potential_level: int
    graduation: str
    conditions: tuple[Condition, ...]
    rows: tuple[Row, ...]
    constraints: tuple[str, ...]
    fewest_changes: tuple[tuple[str, ...], ...]
    next_level: int | None
    blocked_by: tuple[str, ...]
    top: bool
    rule_set: str
    unanswered: tuple[str, ...]
    disagreement: str


# ── From answers to score ───────────────────────────────────────────────────────────────────────────


def derive(parts: Sequence[str]) -> str:
    """Take the judgements of an item's parts (yes, no, n/a); give the item's, "" while one is open."""
    unknown = set(parts) - {YES, NO, NA, UNANSWERED}
    if unknown:
        raise ValueError(f"a part is yes, no or n/a, not: {sorted(unknown)}")
    if not parts or UNANSWERED in parts:
        return UNANSWERED
    applicable = set(parts) - {NA}
    if not applicable:
        return NA
    return applicable.pop() if len(applicable) == 1 else PARTLY


def score(answers: Mapping[str, ItemAnswer], rules: RuleSet = RULES_1) -> Score:
    """Take the answers that count, by question code (others are not read); give the score."""
    read = {code: answers.get(code, ItemAnswer(UNANSWERED)) for code in rules.questions}
    today = {item: read[item].judgement for item in rules.items}
    feasible = with_yes(today, changeable(read, FEASIBLE, rules))
    some_day = with_yes(today, changeable(read, FEASIBLE_IN_THE_LONG_TERM, rules))
    current, level = points(today, rules), level_of(today, rules)
    target = next((rule for rule in rules.levels if rule.level > level), None)
    counted = sum(judgement in rules.points for judgement in today.values())
    return Score(
        current=current,
        of=counted,
        na=sum(judgement == NA for judgement in today.values()),
        potential=points(feasible, rules),
        long_term=points(some_day, rules),
        level=level,
        potential_level=level_of(feasible, rules),
        graduation=read[rules.graduation].judgement,
        conditions=conditions(today, rules),
        rows=rows(read, rules),
        constraints=constraints(read, rules),
        fewest_changes=fewest_changes(today, changeable(read, FEASIBLE, rules), target),
        next_level=target.level if target else None,
        blocked_by=blocked_by(feasible, target, rules),
        top=target is None,
        rule_set=rules.version,
        unanswered=tuple(code for code in rules.questions if read[code].judgement == UNANSWERED),
        disagreement=disagreement(current, counted, level, rules),
    )


def points(judgements: Judgements, rules: RuleSet = RULES_1) -> Decimal:
    """Add up the points of the seven gender items, written the same way whatever was added (2, 2.5)."""
    counted = (rules.points.get(judgements[item], ZERO) for item in rules.items)
    return sum(counted, ZERO).normalize()


def level_of(judgements: Judgements, rules: RuleSet = RULES_1) -> int:
    """Give the highest level whose conditions, and those of every level below it, are met."""
    reached = LOWEST_LEVEL
    for rule in rules.levels:
        if not rule.met(judgements):
            break
        reached = rule.level
    return reached


def conditions(judgements: Judgements, rules: RuleSet = RULES_1) -> tuple[Condition, ...]:
    """Give every condition of every level, met or not, lowest level first."""
    return tuple(
        Condition(
            level=rule.level,
            code=requirement.code,
            met=requirement.met(judgements),
            rests_on=requirement.any_of,
            at_least=requirement.at_least,
        )
        for rule in rules.levels
        for requirement in rule.requirements
    )


def rows(answers: Mapping[str, ItemAnswer], rules: RuleSet = RULES_1) -> tuple[Row, ...]:
    """Give one action row for each gap that can be closed; a graduation row carries no gain."""
    remedies = {(remedy.judgement, remedy.feasibility): remedy for remedy in rules.remedies}
    found = ((code, remedies.get(_gap(answers[code]))) for code in rules.questions)
    return tuple(
        Row(code, remedy.kind, ZERO, ZERO)
        if code == rules.graduation
        else Row(code, remedy.kind, remedy.gain, remedy.long_term)
        for code, remedy in found
        if remedy
    )


def constraints(answers: Mapping[str, ItemAnswer], rules: RuleSet = RULES_1) -> tuple[str, ...]:
    """Give the questions with a gap that cannot be closed."""
    impossible = ((NO, NOT_POSSIBLE), (PARTLY, NOT_POSSIBLE))
    return tuple(code for code in rules.questions if _gap(answers[code]) in impossible)


def changeable(
    answers: Mapping[str, ItemAnswer], feasible: tuple[str, ...], rules: RuleSet = RULES_1
) -> tuple[str, ...]:
    """Give the gender items whose gap can be closed with one of the given feasibilities."""
    return tuple(item for item in rules.items if answers[item].can_become_yes(feasible))


def with_yes(judgements: Judgements, changed: Iterable[str]) -> dict[str, str]:
    """Give the same judgements with the changed items set to "yes"."""
    return {**judgements, **dict.fromkeys(changed, YES)}


def fewest_changes(
    judgements: Judgements, candidates: Sequence[str], target: LevelRule | None
) -> tuple[tuple[str, ...], ...]:
    """Give all smallest sets of items that reach the target when set to "yes", in questionnaire order."""
    if target is None or not target.met(with_yes(judgements, candidates)):
        return ()
    for size in range(1, len(candidates) + 1):
        enough = tuple(
            chosen
            for chosen in combinations(candidates, size)
            if target.met(with_yes(judgements, chosen))
        )
        if enough:
            return enough
    return ()


def blocked_by(
    potential: Judgements, target: LevelRule | None, rules: RuleSet = RULES_1
) -> tuple[str, ...]:
    """Give the items behind the conditions that stay unmet after every feasible change."""
    unmet = [rule for rule in target.requirements if not rule.met(potential)] if target else []
    in_the_way = {item for requirement in unmet for item in requirement.any_of}
    return tuple(item for item in rules.items if item in in_the_way)


def disagreement(current: Decimal, of: int, level: int, rules: RuleSet = RULES_1) -> str:
    """Say how points and level differ, if they do.

    "points_without_level": enough points for a higher level, but one of its conditions is not met.
    "level_without_points": a high level whose conditions are met with less than half of the points.
    """
    if any(rule.level > level and current >= rule.fewest_points for rule in rules.levels):
        return POINTS_WITHOUT_LEVEL
    if level >= rules.half_expected_from and current < of * HALF:
        return LEVEL_WITHOUT_POINTS
    return ""


def _gap(answer: ItemAnswer) -> tuple[str, str]:
    return (answer.judgement, answer.feasibility)
