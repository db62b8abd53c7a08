"""The forty reckoned cases, and what the page needs beside them."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from assessments.scoring import ITEMS, RULE_SETS, RULES_1, ItemAnswer, derive, score

CASES = Path(__file__).parents[1] / "data" / "scoring-cases.csv"
QUESTIONS = ("Q5", *ITEMS)


def answer(cell):
    return ItemAnswer(*cell.split("/"))


def answers(line):
    """Eight cells, Q5 first, as in the file: "yes no/now partly/later na …"."""
    return dict(zip(QUESTIONS, map(answer, line.split()), strict=True))


def every(cell, **others):
    return {code: answer(others.get(code, cell)) for code in QUESTIONS}


def changes_cell(found):
    if found.top:
        return "top"
    return " | ".join("+".join(chosen) for chosen in found.fewest_changes) or "not reachable"


def as_case(found):
    """Write a score as the file writes it."""
    return {
        "current": str(found.current),
        "of": str(found.of),
        "na": str(found.na),
        "potential": str(found.potential),
        "long_term": str(found.long_term),
        "level": str(found.level),
        "potential_level": str(found.potential_level),
        "rows": "; ".join(f"{row.question}:{row.kind}:{row.gain}" for row in found.rows),
        "constraints": "; ".join(found.constraints),
        "fewest_changes": changes_cell(found),
    }


with CASES.open(encoding="utf-8", newline="") as file:
    RECKONED = list(csv.DictReader(file))


def test_there_are_forty_cases():
    assert [case["case"] for case in RECKONED] == [str(number) for number in range(1, 41)]


@pytest.mark.parametrize("case", RECKONED, ids=lambda case: f"{case['case']} {case['note']}")
def test_the_reckoned_case(case):
    found = as_case(score({code: answer(case[code]) for code in QUESTIONS}))
    assert found == {column: case[column] for column in found}


@pytest.mark.parametrize("case", RECKONED, ids=lambda case: f"{case['case']} {case['note']}")
def test_graduation_stands_beside_the_score(case):
    found = score({code: answer(case[code]) for code in QUESTIONS})
    assert found.graduation == case["Q5"].split("/")[0]
    assert [row.gain for row in found.rows if row.question == "Q5"] in ([], [Decimal(0)])


def test_the_rule_set_is_named_in_the_score():
    assert score(every("yes")).rule_set == "2019.1"
    assert dict(RULE_SETS) == {"2019.1": RULES_1}


def test_every_condition_is_given_with_what_it_rests_on():
    worked = score(
        answers(
            "no/with_modification yes partly/now no/now no/not_possible partly/now partly/later no/now"
        )
    )
    assert [(c.level, c.code, c.at_least, c.rests_on, c.met) for c in worked.conditions] == [
        (2, "any_item_partly", "partly", ITEMS, True),
        (3, "q6b_yes", "yes", ("Q6b",), False),
        (3, "q7_or_q9_partly", "partly", ("Q7", "Q9"), True),
        (3, "q10_partly", "partly", ("Q10",), True),
        (4, "q6a_yes", "yes", ("Q6a",), True),
        (4, "q7_yes", "yes", ("Q7",), False),
        (4, "q8_yes", "yes", ("Q8",), False),
        (4, "q9_partly", "partly", ("Q9",), True),
        (4, "q10_partly", "partly", ("Q10",), True),
        (4, "q11_partly", "partly", ("Q11",), False),
    ]


@pytest.mark.parametrize(
    ("line", "next_level", "blocked_by"),
    [
        ("yes yes yes yes yes yes yes yes", None, ()),
        ("no/now no/now no/now no/now no/now no/now no/now no/now", 2, ()),
        ("yes na na na na na na na", 2, ITEMS),
        # Q9 alone would do for voice or training; Q6b waits for a precondition
        ("yes yes partly/later no/now no/now no/now yes yes", 3, ("Q6b",)),
        ("yes yes yes no/not_possible yes na partly/now yes", 3, ("Q7", "Q9")),
        ("yes yes yes no/not_possible na partly/now yes no/later", 4, ("Q7", "Q8", "Q11")),
        # what a level does not ask for never blocks it
        ("no/not_possible no/not_possible no/now yes yes yes yes yes", 3, ()),
    ],
)
def test_what_blocks_the_next_level(line, next_level, blocked_by):
    found = score(answers(line))
    assert (found.next_level, found.blocked_by) == (next_level, blocked_by)
    assert found.top == (next_level is None)
    assert bool(found.fewest_changes) == (next_level is not None and not blocked_by)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("yes yes yes yes yes yes yes yes", ""),
        ("yes yes partly/later yes yes yes yes yes", "points_without_level"),
        ("no/now no/now yes partly/now no/now no/now partly/now no/now", "level_without_points"),
        ("no/now no/now yes partly/now yes no/now yes no/now", ""),
        ("no/now no/now no/now no/now no/now no/now no/now partly/now", ""),
    ],
)
def test_why_points_and_level_disagree(line, code):
    assert score(answers(line)).disagreement == code


def test_unanswered_is_never_a_zero():
    found = score({"Q6b": ItemAnswer("yes"), "Q7": ItemAnswer("no", "now"), "Q8": ItemAnswer("na")})
    assert (found.of, found.na, found.level) == (2, 1, 2)
    assert found.current == Decimal(1)
    assert found.unanswered == ("Q5", "Q6a", "Q9", "Q10", "Q11")
    assert found.graduation == ""


def test_an_open_item_blocks_until_it_is_answered():
    assert score(every("yes", Q10="")).blocked_by == ("Q10",)
    assert score(every("yes", Q10="no")).blocked_by == ("Q10",)
    assert score(every("yes", Q10="no/now")).blocked_by == ()


def test_a_feasibility_left_behind_a_yes_is_not_read():
    found = score(every("yes/not_possible", Q8="na/now"))
    assert (len(found.rows), len(found.constraints)) == (0, 0)
    assert found.potential == Decimal(6)


def test_answers_to_other_questions_are_not_read():
    assert score({**every("yes"), "Q99": ItemAnswer("no", "now")}) == score(every("yes"))


def test_long_term_gains_are_in_the_rows():
    found = score(every("no/later", Q9="partly/later", Q10="partly/now"))
    assert [(row.question, row.gain, row.long_term) for row in found.rows] == [
        ("Q5", 0, 0),
        *((code, 0, 1) for code in ("Q6a", "Q6b", "Q7", "Q8")),
        ("Q9", 0, Decimal("0.5")),
        ("Q10", Decimal("0.5"), Decimal("0.5")),
        ("Q11", 0, 1),
    ]


@pytest.mark.parametrize("wrong", [("maybe",), ("Yes",), ("no", "soon")])
def test_an_unknown_word_is_refused(wrong):
    with pytest.raises(ValueError, match="unknown"):
        ItemAnswer(*wrong)


@pytest.mark.parametrize(
    ("parts", "judgement"),
    [
        ("yes yes yes", "yes"),
        ("no no no", "no"),
        ("na na na", "na"),
        ("yes no yes", "partly"),
        ("yes na yes", "yes"),
        ("no na na", "no"),
        ("yes no na", "partly"),
        ("yes", "yes"),
        ("no", "no"),
        ("na", "na"),
    ],
)
def test_an_item_follows_from_its_parts(parts, judgement):
    assert derive(parts.split()) == judgement


@pytest.mark.parametrize("parts", [[], [""], ["yes", ""], ["", "no", "na"], ["na", ""]])
def test_an_item_stays_open_while_a_part_is(parts):
    assert derive(parts) == ""


@pytest.mark.parametrize("word", ["partly", "YES", "n/a"])
def test_a_part_is_yes_no_or_not_applicable(word):
    with pytest.raises(ValueError, match="a part is"):
        derive(["yes", word])
