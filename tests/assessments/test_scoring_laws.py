"""The laws of scoring, by brute force over every answer set, and sampled where feasibility joins in."""

from collections import Counter
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.scoring import ITEMS, RULES_1, ItemAnswer, level_of, points, score, with_yes

QUESTIONS = ("Q5", *ITEMS)
FOUR = ("yes", "partly", "no", "na")
BETTER = {"no": "partly", "partly": "yes"}
POINTS = {"yes": Decimal(1), "partly": Decimal("0.5"), "no": Decimal(0), "na": Decimal(0)}


def level_by_the_text(q6a, q6b, q7, q8, q9, q10, q11):
    """Section 5 once more, written down another way, to check the table against."""
    some = ("yes", "partly")
    if not any(judgement in some for judgement in (q6a, q6b, q7, q8, q9, q10, q11)):
        return 1
    if q6b != "yes" or (q7 not in some and q9 not in some) or q10 not in some:
        return 2
    if (q6a, q7, q8) != ("yes",) * 3 or q9 not in some or q11 not in some:
        return 3
    return 4


@pytest.fixture(scope="module")
def levels():
    """The level of each of the 16,384 sets of the seven gender items."""
    return {
        judgements: level_of(dict(zip(ITEMS, judgements, strict=True)))
        for judgements in product(FOUR, repeat=len(ITEMS))
    }


def test_every_answer_set_has_exactly_one_level():
    counted = Counter(
        score(dict(zip(QUESTIONS, chosen, strict=True))).level
        for chosen in product([ItemAnswer(judgement) for judgement in FOUR], repeat=8)
    )
    assert counted == {1: 512, 2: 58_880, 3: 6_112, 4: 32}


def test_the_level_is_the_one_the_text_gives(levels):
    assert levels == {judgements: level_by_the_text(*judgements) for judgements in levels}


def changed(judgements, place, judgement):
    return (*judgements[:place], judgement, *judgements[place + 1 :])


def test_a_better_answer_never_lowers_the_level(levels):
    assert not [
        (judgements, place)
        for judgements, level in levels.items()
        for place, judgement in enumerate(judgements)
        if judgement in BETTER and levels[changed(judgements, place, BETTER[judgement])] < level
    ]


def test_not_applicable_never_raises_the_level(levels):
    assert not [
        (judgements, place)
        for judgements, level in levels.items()
        for place in range(len(ITEMS))
        if levels[changed(judgements, place, "na")] > level
    ]


def test_not_applicable_counts_for_the_level_as_no(levels):
    assert not [
        judgements
        for judgements, level in levels.items()
        if level
        != levels[tuple("no" if judgement == "na" else judgement for judgement in judgements)]
    ]


def test_the_fewest_points_of_each_level_are_the_fewest(levels):
    fewest = {level: Decimal(7) for level in (2, 3, 4)}
    for judgements, level in levels.items():
        held = sum((POINTS[judgement] for judgement in judgements), Decimal(0))
        for lower in range(2, level + 1):
            fewest[lower] = min(fewest[lower], held)
    assert {rule.level: rule.fewest_points for rule in RULES_1.levels} == fewest


def test_points_are_the_sum_and_are_written_one_way(levels):
    for judgements in levels:
        found = points(dict(zip(ITEMS, judgements, strict=True)))
        assert found == sum(POINTS[judgement] for judgement in judgements)
        assert str(found) == f"{found:f}".removesuffix(".0")


ANSWERS = st.one_of(
    st.builds(ItemAnswer, st.sampled_from(("yes", "na", ""))),
    st.builds(
        ItemAnswer,
        st.sampled_from(("no", "partly")),
        st.sampled_from(("now", "with_modification", "later", "not_possible")),
    ),
)
ANSWER_SETS = st.fixed_dictionaries(dict.fromkeys(QUESTIONS, ANSWERS))


@given(ANSWER_SETS)
def test_the_gains_of_the_rows_make_the_potential(answers):
    found = score(answers)
    assert found.potential - found.current == sum(row.gain for row in found.rows)
    assert found.long_term - found.current == sum(row.long_term for row in found.rows)


@given(ANSWER_SETS)
def test_the_potential_is_reached_item_by_item(answers):
    expected = Decimal(0)
    for item in ITEMS:
        feasible = answers[item].feasibility in ("now", "with_modification")
        expected += Decimal(1) if feasible else POINTS.get(answers[item].judgement, Decimal(0))
    assert score(answers).potential == expected


@given(ANSWER_SETS)
def test_current_potential_long_term_stand_in_order(answers):
    found = score(answers)
    assert 0 <= found.current <= found.potential <= found.long_term <= found.of
    assert found.level <= found.potential_level
    assert found.of + found.na + len(set(found.unanswered) - {"Q5"}) == 7


@given(ANSWER_SETS)
def test_every_gap_is_a_row_or_a_constraint_and_never_both(answers):
    found = score(answers)
    gaps = [code for code in QUESTIONS if answers[code].judgement in ("no", "partly")]
    listed = [row.question for row in found.rows] + list(found.constraints)
    assert sorted(listed) == sorted(gaps)


@settings(max_examples=300)
@given(ANSWER_SETS)
def test_the_fewest_changes_are_all_the_smallest_sets(answers):
    """Every set of feasible items is tried; the ones found must be exactly the smallest that lift."""
    found = score(answers)
    judgements = {item: answers[item].judgement for item in ITEMS}
    feasible = [i for i in ITEMS if answers[i].feasibility in ("now", "with_modification")]
    lifting = [
        chosen
        for size in range(len(feasible) + 1)
        for chosen in combinations(feasible, size)
        if level_of(with_yes(judgements, chosen)) > found.level
    ]
    smallest = min(map(len, lifting), default=0)
    assert list(found.fewest_changes) == [chosen for chosen in lifting if len(chosen) == smallest]
    assert bool(lifting) == (found.potential_level > found.level)


@given(ANSWER_SETS)
def test_the_next_level_is_reachable_or_somebody_is_in_the_way(answers):
    found = score(answers)
    ways = (found.top, bool(found.fewest_changes), bool(found.blocked_by))
    assert ways.count(True) == 1
    assert not [
        item
        for item in found.blocked_by
        if answers[item].judgement == "yes"
        or answers[item].feasibility in ("now", "with_modification")
    ]
    assert found.next_level == (None if found.top else found.level + 1)


@given(ANSWER_SETS, st.sampled_from(("yes", "no", "na", "")))
def test_graduation_never_moves_points_or_level(answers, graduation):
    before, after = score(answers), score({**answers, "Q5": ItemAnswer(graduation)})
    for name in ("current", "of", "na", "potential", "long_term", "level", "fewest_changes"):
        assert getattr(before, name) == getattr(after, name)
