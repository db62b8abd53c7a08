"""The merge of one answer: by example, and by laws over any three versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.merge import FIELDS, Merged, merge, same

BASE = {"judgement": "partly", "text": "Groups meet.", "missing": "", "choices": ["a"]}


def test_different_fields_merge():
    head = {**BASE, "text": "Groups meet monthly."}
    mine = {**BASE, "missing": "A budget."}
    merged = {**BASE, "text": "Groups meet monthly.", "missing": "A budget."}
    assert merge(BASE, head, mine) == Merged(merged, ())


def test_the_same_field_changed_both_ways_is_a_clash_and_the_head_stays():
    head = {**BASE, "text": "Groups meet monthly."}
    mine = {**BASE, "text": "Groups meet weekly.", "missing": "A budget."}
    assert merge(BASE, head, mine) == Merged({**head, "missing": "A budget."}, ("text",))


def test_the_same_change_twice_is_no_clash():
    both = {**BASE, "text": "Groups meet monthly."}
    assert merge(BASE, both, both) == Merged(both, ())


def test_a_text_that_is_cleared_on_one_side_is_cleared():
    assert merge(BASE, BASE, {**BASE, "text": ""}).values["text"] == ""


def test_a_text_cleared_on_one_side_and_changed_on_the_other_is_a_clash():
    cleared, changed = {**BASE, "text": ""}, {**BASE, "text": "Groups meet weekly."}
    assert merge(BASE, cleared, changed).clashes == ("text",)
    assert merge(BASE, changed, cleared).clashes == ("text",)


def test_clashes_come_in_the_order_of_the_fields():
    head = {"reason": "one", "judgement": "yes", "choices": ["a"]}
    mine = {"choices": ["b"], "judgement": "no", "reason": "two"}
    assert merge({}, head, mine).clashes == ("judgement", "reason", "choices")


def test_a_field_not_sent_is_unchanged():
    head = {**BASE, "judgement": "yes"}
    assert merge(BASE, head, {"text": "New."}) == Merged({**head, "text": "New."}, ())


def test_the_first_answer_of_two_people_to_different_fields():
    head = {"judgement": "yes", "text": "", "choices": []}
    assert merge({}, head, {"text": "Yes, because."}) == Merged(
        {"judgement": "yes", "text": "Yes, because.", "choices": []}, ()
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("first\r\nsecond", "first\nsecond"),
        ("\u09af\u09bc", "\u09df"),  # the letter yya, composed and not
        ("", None),
        ([], ""),
        (["a", "b"], ("a", "b")),
    ],
)
def test_what_reads_the_same_is_no_change(one, other):
    assert same(one, other)
    assert merge({"text": one}, {"text": "New."}, {"text": other}) == Merged({"text": "New."}, ())


def test_a_field_that_an_answer_does_not_have_is_refused():
    with pytest.raises(ValueError, match="colour"):
        merge({}, {}, {"colour": "red"})


# A small alphabet, so that equal and different values both happen often.
VALUES = st.sampled_from(("", "one", "two", "two\r\nthree", "two\nthree", "\u09df", "\u09af\u09bc"))
CHOICES = st.lists(st.sampled_from(("a", "b")), max_size=2, unique=True)
ANSWERS = st.fixed_dictionaries(
    {}, optional={field: CHOICES if field == "choices" else VALUES for field in FIELDS}
)


def value(answer, base, field):
    """What an answer says in a field: its own word, or the base's where it says nothing."""
    return answer.get(field, base.get(field))


@given(ANSWERS, ANSWERS, ANSWERS)
def test_no_typed_word_is_lost(base, head, mine):
    """Whatever head or mine changed is in the merged values or named as a clash; head always stays."""
    merged = merge(base, head, mine)
    for field in FIELDS:
        before = base.get(field)
        now = merged.values.get(field)
        if not same(value(head, base, field), before):
            assert same(now, value(head, base, field))
        if not same(value(mine, base, field), before):
            assert same(now, value(mine, base, field)) or field in merged.clashes


@given(ANSWERS, ANSWERS, ANSWERS)
def test_nothing_is_invented(base, head, mine):
    merged = merge(base, head, mine)
    assert set(merged.values) == {*base, *head, *mine}
    for field, found in merged.values.items():
        assert found in (value(head, base, field), value(mine, base, field))


@given(ANSWERS, ANSWERS, ANSWERS)
def test_a_clash_is_a_field_that_both_changed_differently(base, head, mine):
    expected = tuple(
        field
        for field in FIELDS
        if not same(value(head, base, field), base.get(field))
        and not same(value(mine, base, field), base.get(field))
        and not same(value(head, base, field), value(mine, base, field))
    )
    assert merge(base, head, mine).clashes == expected


@given(ANSWERS, ANSWERS, ANSWERS)
def test_merging_a_second_time_changes_nothing(base, head, mine):
    once = merge(base, head, mine)
    assert merge(base, once.values, mine) == once


@given(ANSWERS, ANSWERS, ANSWERS)
def test_the_order_does_not_matter_where_nothing_clashes(base, head, mine):
    one, other = merge(base, head, mine), merge(base, mine, head)
    assert one.clashes == other.clashes
    for field in set(one.values) - set(one.clashes):
        assert same(one.values[field], other.values[field])


@given(ANSWERS, ANSWERS)
def test_who_changed_nothing_changes_nothing(base, other):
    assert merge(base, other, base).clashes == ()
    assert merge(base, base, other).clashes == ()
    for field in FIELDS:
        expected = value(other, base, field)
        assert same(merge(base, other, base).values.get(field), expected)
        assert same(merge(base, base, other).values.get(field), expected)
