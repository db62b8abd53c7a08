"""The contradiction rules: a truth table for each, what the reader refuses, and what no rule does (17)."""

from dataclasses import replace

import pytest

from assessments.contradictions import Facts, contradictions
from assessments.schema import FACTS, load
from assessments.schema.shapes import ANSWER_TESTS
from assessments.sheet import Given, Sheet
from tests.assessments.factories import questionnaire_text
from tests.assessments.test_schema import both, complaints, file_of, judged, plain, section

SCHEMA = load(questionnaire_text())


def said(**answers: object) -> dict[str, Given]:
    """Answers by code (``Q10__1`` for Q10.1): a judgement, a list of choices, or {"text": …}."""
    found = {}
    for name, value in answers.items():
        code = name.replace("__", ".")
        if isinstance(value, str):
            found[code] = Given(judgement=value)
        elif isinstance(value, list):
            found[code] = Given(choices=tuple(value))
        else:
            found[code] = Given(**value)
    return found


def codes(answers: dict[str, Given], facts: Facts) -> list[str]:
    return [found.code for found in contradictions(Sheet(SCHEMA, answers), facts)]


def holding(*names: str) -> Facts:
    return Facts(holding=frozenset(names))


NONE = Facts()
YEAR = {"text": "2018-19"}
Q7_YES = {"Q7__1": "yes", "Q7__2": "yes", "Q7__3": "yes", "Q7__4": "yes"}
Q9_YES = {"Q9__1": "yes", "Q9__2": "yes", "Q9__3": "yes"}
# rule → answers and facts with which it is there, and the same once changed so that it is not
TABLE = {
    "split_claimed": [
        (said(Q10__1="yes"), holding("no_split"), True),
        (said(Q10__1="yes"), holding("split"), False),
        (said(Q10__1="yes"), NONE, False),
        (said(Q10__1="no"), holding("no_split"), False),
        # in a programme for one sex only the part does not apply by design
        (said(Q10__1="yes", Q4__approach=["one_sex"]), holding("no_split"), False),
    ],
    "split_denied": [
        (said(Q10__1="no"), holding("split"), True),
        (said(Q10__1="no"), NONE, False),
        (said(Q10__1="yes"), holding("split"), False),
    ],
    "one_sex_both_reached": [
        (said(Q4__approach=["one_sex"]), holding("women_reached", "men_reached"), True),
        (said(Q4__approach=["one_sex"]), holding("women_reached"), False),
        (said(Q4__approach=["equal"]), holding("women_reached", "men_reached"), False),
    ],
    "both_one_sex_reached": [
        (said(Q4__approach=["equal"]), holding("one_sex_reached"), True),
        (said(Q4__approach=["specific_within"]), holding("one_sex_reached"), True),
        (said(Q4__approach=["one_sex"]), holding("one_sex_reached"), False),
        (said(Q4__approach=["equal"]), NONE, False),
    ],
    "equal_for_women_only": [
        (said(Q4__approach=["equal"], Q4__groups=["women", "girls"]), NONE, True),
        (said(Q4__approach=["equal"], Q4__groups=["women", "students"]), NONE, False),
        (said(Q4__approach=["equal"]), NONE, False),
        (said(Q4__approach=["one_sex"], Q4__groups=["women"]), NONE, False),
    ],
    "end_before_start": [
        (said(Q3__end={"text": "2017-18"}, Q3__start=YEAR), NONE, True),
        (said(Q3__end=YEAR, Q3__start=YEAR), NONE, False),
        (said(Q3__start=YEAR), NONE, False),
    ],
    "start_differs": [
        (said(Q3__start=YEAR), Facts(register={"Q3.start": "1997-98"}), True),
        (said(Q3__start=YEAR), Facts(register={"Q3.start": "2018-19"}), False),
        (said(Q3__start=YEAR), Facts(register={"Q3.start": ""}), False),
        (said(), Facts(register={"Q3.start": "1997-98"}), False),
    ],
    "continues_but_ends": [
        (said(Q3__continues=["yes"], Q3__end=YEAR), Facts(strategy_end="2025-26"), True),
        (said(Q3__continues=["yes"], Q3__end=YEAR), Facts(strategy_end="2018-19"), False),
        (said(Q3__continues=["no"], Q3__end=YEAR), Facts(strategy_end="2025-26"), False),
        (said(Q3__continues=["yes"]), Facts(strategy_end="2025-26"), False),
    ],
    "stops_without_end": [
        (said(Q3__continues=["no"]), NONE, True),
        (said(Q3__continues=["no"], Q3__end=YEAR), NONE, False),
        (said(Q3__continues=["not_decided"]), NONE, False),
    ],
    "graduation_for_life": [
        (said(Q5="yes", Q4__stages=["old_age"]), NONE, True),
        (said(Q5="yes", Q4__stages=["old_age", "disability"]), NONE, False),
        (said(Q5="na", Q4__stages=["old_age"]), NONE, False),
    ],
    "promotive_without_graduation": [
        (said(Q5="na", Q4__functions=["promotive", "protective"]), NONE, True),
        (said(Q5="na", Q4__functions=["protective"]), NONE, False),
        (said(Q5="no", Q4__functions=["promotive"]), NONE, False),
    ],
    "objective_without_action": [
        (said(Q6a="yes", Q6b="no"), NONE, True),
        (said(Q6a="yes", Q6b="partly"), NONE, False),
        (said(Q6a="partly", Q6b="no"), NONE, False),
    ],
    "action_without_objective": [
        (said(Q6a="no", Q6b="yes"), NONE, True),
        (said(Q6a="partly", Q6b="yes"), NONE, False),
    ],
    "no_action_but_work": [
        (said(Q6b="no", Q8="yes"), NONE, True),
        (said(Q6b="no", **Q7_YES), NONE, True),
        (said(Q6b="no", **Q9_YES, Q4__functions=["promotive"]), NONE, True),
        (said(Q6b="no", Q8="partly"), NONE, False),
        (said(Q6b="yes", Q8="yes"), NONE, False),
    ],
    "voice_without_women_asked": [
        (said(Q7__4="yes"), holding("no_woman_consulted"), True),
        (said(Q7__4="yes"), NONE, False),
        (said(Q7__4="no"), holding("no_woman_consulted"), False),
    ],
    "transformative_without_norms": [
        (said(Q4__functions=["transformative"], Q8="no"), NONE, True),
        (said(Q4__functions=["transformative"], Q8="partly"), NONE, False),
        (said(Q4__functions=["protective"], Q8="no"), NONE, False),
    ],
    "training_without_promotive": [
        (said(Q4__functions=["protective"], **Q9_YES), NONE, True),
        (said(Q4__functions=["promotive"], **Q9_YES), NONE, False),
        (said(**Q9_YES), NONE, False),
        (said(Q4__functions=["protective"], **{**Q9_YES, "Q9__3": "no"}), NONE, False),
    ],
    "indicators_without_data": [
        (said(Q11="yes", Q10__1="no"), NONE, True),
        (said(Q11="yes", Q10__1="yes"), NONE, False),
        (said(Q11="partly", Q10__1="no"), NONE, False),
    ],
    "objective_without_indicator": [
        (said(Q6a="yes", Q11="no"), NONE, True),
        (said(Q6a="yes", Q11="partly"), NONE, False),
    ],
    "evidence_for_no": [
        (said(Q8="no"), Facts(evidenced=frozenset({"Q8"})), True),
        (said(Q8="yes"), Facts(evidenced=frozenset({"Q8"})), False),
        (said(Q8="no"), Facts(evidenced=frozenset({"Q11"})), False),
    ],
}


def test_every_rule_has_its_table():
    assert list(TABLE) == [rule.code for rule in SCHEMA.contradictions]
    assert 12 <= len(TABLE) <= 20


@pytest.mark.parametrize(
    ("rule", "answers", "facts", "there"),
    [(rule, *case) for rule, cases in TABLE.items() for case in cases],
)
def test_a_rule_is_there_exactly_when_its_conditions_hold(rule, answers, facts, there):
    assert (rule in codes(answers, facts)) is there


def test_an_empty_form_contradicts_nothing_whatever_is_known():
    everything = Facts(
        holding=frozenset(FACTS),
        evidenced=frozenset(SCHEMA.codes),
        register={"Q3.start": "1997-98"},
        strategy_end="2025-26",
    )
    assert codes({}, everything) == []


def test_it_lies_between_the_answers_that_meet_it():
    answers = said(Q6b="no", Q8="yes", Q11="yes")
    found = {one.code: one.codes for one in contradictions(Sheet(SCHEMA, answers), NONE)}
    assert found == {"no_action_but_work": ("Q6b", "Q8")}


def test_a_questionnaire_without_rules_contradicts_nothing():
    bare = replace(SCHEMA, contradictions=())
    assert contradictions(Sheet(bare, said(Q6a="yes", Q6b="no"))) == ()


# ── What the reader refuses, all at once ────────────────────────────────────────────────────────


def rule(code: str = "odd", *when: object, **more: object) -> dict[str, object]:
    found = list(when) or [{"test": "judged", "of": ["Q7"], "among": ["no"]}]
    return {"code": code, "name": both(), "text": both(), "when": found, **more}


def about(*rules: object) -> tuple[str, ...]:
    return complaints(file_of(section(judged(), plain()), contradictions=list(rules)))


def test_a_rule_that_asks_what_there_is_not():
    assert about(
        rule("odd", {"test": "judged", "of": ["Q77"], "among": ["maybe"]}),
        rule(
            "odd", {"test": "judged", "of": ["Q7"], "among": ["no"]}, {"test": "fact", "of": ["x"]}
        ),
    ) == (
        "the file: contradiction “odd” is there twice",
        "the file: contradiction “odd”: it asks “Q77”, which there is not",
        "the file: contradiction “odd”: it looks for “maybe”, which there is not",
        "the file: contradiction “odd”: it asks “x”, which there is not",
    )


def test_a_rule_that_no_answer_decides():
    assert about(rule("odd", {"test": "fact", "of": ["split"]})) == (
        "odd: a contradiction needs at least one condition that asks an answer",
    )


def test_a_condition_that_is_not_whole():
    assert about(
        rule(
            "odd",
            {"test": "judged", "of": ["Q7"]},
            {"test": "empty", "of": ["Q2"], "among": ["no"]},
            {"test": "before", "of": ["Q2"]},
            {"test": "judged", "among": ["no"]},
            {"test": "guessed", "of": "Q2"},
        )
    ) == (
        "odd, when 1: “judged” needs “among”",
        "odd, when 2: “empty” has no “among”",
        "odd, when 3: “before” compares two answers",
        "odd, when 4: a condition needs “of”: what it asks",
        f"odd, when 5: “test” is “guessed”, not one of: {', '.join((*ANSWER_TESTS, 'fact'))}",
        "odd, when 5: “of” must be a list of quoted texts",
        "odd, when 5: a condition needs “of”: what it asks",
    )
