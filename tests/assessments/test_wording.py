"""Which words changed: nothing is lost, nothing is cut inside a letter, and it never takes long."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.wording import ADDED, REMOVED, SAME, WORK, Run, replaced, tokens, word_changes
from nsss_gender.language.text import normalise

WORDS = ["মহিলা", "ক্ষমতায়ন", "কর্মসূচি", "র‍্যাব", "২০১৮-১৯", "women", "ministry's", "two", "1,20,000"]
SIGNS = [" ", "  ", "\n", ". ", "। ", ", ", " – ", "👩‍🌾", "🇧🇩", "é", "\u200d", "\u09cd"]
JOINERS, HASANTA = "\u200d\u200c", "\u09cd"
texts = st.one_of(
    st.lists(st.sampled_from(WORDS + SIGNS), max_size=30).map("".join),
    st.text(max_size=60),
).map(normalise)


def left(runs: tuple[Run, ...], without: str) -> str:
    return "".join(run.text for run in runs if run.kind != without)


@given(old=texts, new=texts)
def test_without_what_was_added_the_old_text_is_left_and_the_other_way_round(old, new):
    runs = word_changes(old, new)
    assert left(runs, ADDED) == old
    assert left(runs, REMOVED) == new
    assert all(run.text for run in runs)


@given(text=texts)
def test_a_text_that_did_not_change_is_one_run(text):
    assert word_changes(text, text) == ((Run(SAME, text),) if text else ())


@given(text=texts)
def test_a_text_is_never_cut_inside_a_letter_with_its_marks(text):
    found = tokens(text)
    assert "".join(found) == text
    for before, after in pairwise(found):
        assert unicodedata.category(after[0])[0] != "M"
        assert after[0] not in JOINERS
        assert before[-1] != JOINERS[0] or after[0].isspace()
        assert not (before[-1] == HASANTA and after[0].isalpha() and before[:-1].isalpha())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two unions, 14 women.", ["Two", " ", "unions", ",", " ", "14", " ", "women", "."]),
        ("2018-19 at 1,20,000/-", ["2018-19", " ", "at", " ", "1,20,000", "/", "-"]),
        ("the ministry's own", ["the", " ", "ministry's", " ", "own"]),
        ("ক্ষমতায়নের জন্য। ১২", ["ক্ষমতায়নের", " ", "জন্য", "।", " ", "১২"]),
        ("র‍্যাব", ["র‍্যাব"]),
        ("", []),
    ],
)
def test_words_signs_and_spaces_are_told_apart(text, found):
    assert tokens(normalise(text)) == [normalise(word) for word in found]


def test_one_changed_word_is_marked_alone():
    runs = word_changes("Half of the women were asked.", "All of the women were asked in March.")
    assert [(run.kind, run.text) for run in runs] == [
        ("removed", "Half"),
        ("added", "All"),
        ("same", " of the women were asked"),
        ("added", " in March"),
        ("same", "."),
    ]


def test_one_changed_bangla_word_is_marked_whole():
    runs = word_changes("নারীর ক্ষমতায়ন লক্ষ্য", "নারীর ক্ষমতায়নের লক্ষ্য")
    assert [(run.kind, run.text) for run in runs if run.kind != SAME] == [
        ("removed", "ক্ষমতায়ন"),
        ("added", "ক্ষমতায়নের"),
    ]


def test_neighbouring_changes_are_one():
    runs = word_changes("We ask two groups of women.", "We ask village committees of women.")
    assert [(run.kind, run.text) for run in runs] == [
        ("same", "We ask "),
        ("removed", "two groups"),
        ("added", "village committees"),
        ("same", " of women."),
    ]


def test_a_text_written_anew_is_shown_whole():
    old, new = (
        "Nothing was planned so far in any district.",
        "Forty courtyard meetings a month, since March.",
    )
    assert word_changes(old, new) == (Run(REMOVED, old[:-1]), Run(ADDED, new[:-1]), Run(SAME, "."))


def test_what_is_chosen_is_replaced_as_a_whole():
    assert replaced("No", "Partly") == (Run(REMOVED, "No"), Run(ADDED, "Partly"))
    assert replaced("No", "No") == (Run(SAME, "No"),)
    assert replaced("", "No") == (Run(ADDED, "No"),)
    assert replaced("", "") == ()


@pytest.mark.parametrize("word", ["a", "নারী"])
def test_a_text_made_to_be_slow_is_not(word):
    old, new = f"{word} b " * 1250, f"{word} c " * 1250
    begun = time.process_time()
    runs = word_changes(old, new)
    assert time.process_time() - begun < 1
    assert (left(runs, ADDED), left(runs, REMOVED)) == (old, new)
    assert len(old.split()) ** 2 > WORK
