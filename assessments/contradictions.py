"""Which answers of a sheet do not fit together: the rules of the questionnaire, evaluated (17); pure.

The rules are data of the questionnaire (``schema.Contradiction``). They warn and never block: an
answer and what stands beside it can differ for a good reason, and the ministry can say which.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assessments.schema import Condition, Contradiction
from assessments.sheet import EMPTY, GAPS, Sheet


@dataclass(frozen=True)
class Facts:
    """What is known beside the answers: ``holding`` the named facts that hold, ``evidenced`` the
    questions with evidence, ``register`` what the register says by question code, and the last
    fiscal year of the strategy."""

    holding: frozenset[str] = frozenset()
    evidenced: frozenset[str] = frozenset()
    register: Mapping[str, str] = field(default_factory=dict)
    strategy_end: str = ""


NO_FACTS = Facts()


@dataclass(frozen=True)
class Found:
    """A contradiction that is there, and the answers it lies between, in the order of the rule."""

    rule: Contradiction
    codes: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.rule.code


def contradictions(sheet: Sheet, facts: Facts = NO_FACTS) -> tuple[Found, ...]:
    """The contradictions of a sheet, in the order of the questionnaire's rules."""
    found = (_found(rule, sheet, facts) for rule in sheet.questionnaire.contradictions)
    return tuple(one for one in found if one)


def _found(rule: Contradiction, sheet: Sheet, facts: Facts) -> Found | None:
    codes: list[str] = []
    for condition in rule.when:
        if condition.test == "fact":
            if not facts.holding.issuperset(condition.of):
                return None
            continue
        met = _met(condition, sheet, facts)
        if not met:
            return None
        codes += met
    return Found(rule, tuple(dict.fromkeys(codes)))


def _met(condition: Condition, sheet: Sheet, facts: Facts) -> list[str]:
    """The codes of the answers that meet a condition; none where it does not hold."""
    if condition.test == "before":
        first, second = (_year(sheet[code].text) for code in condition.of)
        return list(condition.of) if first and second and first < second else []
    holds = TESTS[condition.test]
    return [code for code in condition.of if holds(sheet, code, condition.among, facts)]


def _judgement(sheet: Sheet, code: str) -> str:
    """The judgement that counts for a question or a part."""
    questionnaire = sheet.questionnaire
    for question in questionnaire.judged:
        if question.code == code:
            return sheet.judgement(question)
    return sheet.part_judgement(questionnaire.part(code))


def _judged(sheet: Sheet, code: str, among: tuple[str, ...], _facts: Facts) -> bool:
    return _judgement(sheet, code) in among


def _feasible(sheet: Sheet, code: str, among: tuple[str, ...], _facts: Facts) -> bool:
    return _judgement(sheet, code) in GAPS and sheet[code].feasibility in among


def _chosen(sheet: Sheet, code: str, among: tuple[str, ...], _facts: Facts) -> bool:
    return not set(among).isdisjoint(sheet[code].choices)


def _not_chosen(sheet: Sheet, code: str, among: tuple[str, ...], _facts: Facts) -> bool:
    return bool(sheet[code].choices) and set(among).isdisjoint(sheet[code].choices)


def _only_chosen(sheet: Sheet, code: str, among: tuple[str, ...], _facts: Facts) -> bool:
    return bool(sheet[code].choices) and set(among).issuperset(sheet[code].choices)


def _empty(sheet: Sheet, code: str, _among: tuple[str, ...], _facts: Facts) -> bool:
    return sheet[code].values() == EMPTY.values()


def _evidenced(sheet: Sheet, code: str, among: tuple[str, ...], facts: Facts) -> bool:
    return code in facts.evidenced and _judgement(sheet, code) in among


def _differs(sheet: Sheet, code: str, _among: tuple[str, ...], facts: Facts) -> bool:
    """Whether the register says something else; not where one of the two says nothing."""
    ours, register = _year(sheet[code].text), _year(facts.register.get(code, ""))
    return bool(ours and register and ours != register)


def _ends_early(sheet: Sheet, code: str, _among: tuple[str, ...], facts: Facts) -> bool:
    ours, end = _year(sheet[code].text), _year(facts.strategy_end)
    return bool(ours and end and ours < end)


def _year(label: str) -> int:
    """The year in which a fiscal year "2018-19" begins; 0 for anything else."""
    first = label.strip()[:4]
    return int(first) if first.isascii() and first.isdigit() else 0


TESTS: Mapping[str, Callable[[Sheet, str, tuple[str, ...], Facts], bool]] = {
    "judged": _judged,
    "feasible": _feasible,
    "chosen": _chosen,
    "not_chosen": _not_chosen,
    "only_chosen": _only_chosen,
    "empty": _empty,
    "evidenced": _evidenced,
    "differs": _differs,
    "ends_early": _ends_early,
}
