"""The contradiction rules of a questionnaire file: read, and checked against its questions (17)."""

import re
from collections.abc import Collection, Iterator

from assessments.schema.checks import repeated
from assessments.schema.entry import Entry
from assessments.schema.shapes import (
    AMONG_TESTS,
    ANSWER_TESTS,
    FACT_TEST,
    FACTS,
    Condition,
    Contradiction,
    Questionnaire,
)

PAIR = 2
RULE_CODE = re.compile(r"[a-z][a-z_]{0,39}")
WORDS = {
    "judged": ("yes", "partly", "no", "na"),
    "evidenced": ("yes", "partly", "no", "na"),
    "feasible": ("now", "with_modification", "later", "not_possible"),
}


def contradiction(entry: Entry) -> Contradiction:
    """Read one rule; what is wrong with it by itself goes into the complaints."""
    entry.expect(Contradiction)
    rule = Contradiction(
        code=entry.code(RULE_CODE),
        name=entry.text("name"),
        text=entry.text("text"),
        when=tuple(_condition(child) for child in entry.children("when")),
    )
    if not any(condition.test in ANSWER_TESTS for condition in rule.when):
        entry.complain("a contradiction needs at least one condition that asks an answer")
    return rule


def _condition(entry: Entry) -> Condition:
    entry.expect(Condition)
    condition = Condition(
        test=entry.word("test", allowed=(*ANSWER_TESTS, FACT_TEST)),
        of=entry.words("of"),
        among=entry.words("among"),
    )
    if not condition.of:
        entry.complain("a condition needs “of”: what it asks")
    if condition.test and bool(condition.among) != (condition.test in AMONG_TESTS):
        needs = "needs" if condition.test in AMONG_TESTS else "has no"
        entry.complain(f"“{condition.test}” {needs} “among”")
    if condition.test == "before" and len(condition.of) != PAIR:
        entry.complain("“before” compares two answers")
    return condition


def check_contradictions(questionnaire: Questionnaire, entry: Entry) -> None:
    """Complain about rules that are there twice, and about what the questionnaire does not have."""
    codes = [rule.code for rule in questionnaire.contradictions]
    for code in repeated(codes):
        entry.complain(f"contradiction “{code}” is there twice")
    for rule in questionnaire.contradictions:
        for condition in rule.when:
            for complaint in _unknown(condition, questionnaire):
                entry.complain(f"contradiction “{rule.code}”: {complaint}")


def _unknown(condition: Condition, questionnaire: Questionnaire) -> Iterator[str]:
    known = FACTS if condition.test == FACT_TEST else questionnaire.codes
    yield from _strange(condition.of, known, "it asks")
    words = WORDS.get(condition.test) or _options(condition, questionnaire)
    if words:
        yield from _strange(condition.among, words, "it looks for")


def _strange(found: Collection[str], known: Collection[str], verb: str) -> Iterator[str]:
    for word in found:
        if word not in known:
            yield f"{verb} “{word}”, which there is not"


def _options(condition: Condition, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The options that the asked questions have of their own; none where a register list is offered."""
    asked = [question for question in questionnaire.questions if question.code in condition.of]
    if any(question.source for question in asked):
        return ()
    return tuple(option.code for question in asked for option in question.options)
