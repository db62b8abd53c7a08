# Bangla digits and look-alike signs are what is tested
"""Typed text: equal words are equal, and its script is known."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nsss_gender.language import text


@pytest.mark.parametrize(
    ("one_sign", "two_signs"),
    [
        ("মন্ত্রণাল\u09df", "মন্ত্রণাল\u09af\u09bc"),
        ("বা\u09dcি", "বা\u09a1\u09bcি"),
        ("গা\u09dd", "গা\u09a2\u09bc"),
        ("ক\u09cb", "ক\u09c7\u09be"),
        ("ক\u09cc", "ক\u09c7\u09d7"),
    ],
)
def test_both_encodings_of_a_sign_become_equal(one_sign, two_signs):
    assert one_sign != two_signs
    assert text.normalise(one_sign) == text.normalise(two_signs)
    assert text.same(one_sign, two_signs)
    assert text.fold(one_sign) == text.fold(two_signs)


def test_different_words_stay_different():
    assert not text.same("নারী", "নারি")


def test_line_ends_of_every_system_become_equal():
    assert text.normalise("a\r\nb\rc\n") == "a\nb\nc\n"


def test_a_search_ignores_capitals_joiners_and_runs_of_space():
    assert text.fold("  Old\u00a0 AGE \n") == "old age"
    assert text.fold("র\u200d্যাব") == text.fold("র্যাব")


@given(st.text())
def test_normalising_twice_changes_nothing_more(typed):
    once = text.normalise(typed)
    assert text.normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("typed", "script"),
    [
        ("", ""),
        ("12,345 – ১২", ""),
        ("Old age", "en"),
        ("বয়স্ক ভাতা", "bn"),
        ("বয়স্ক ভাতা (OAA)", "bn"),
        ("The word ভাতা means allowance", "en"),
        ("Ελλάδα", ""),
    ],
)
def test_the_script_of_a_text_is_that_of_most_of_its_letters(typed, script):
    assert text.script(typed) == script


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("মন্ত্রণালয়", "মন্ত্রনাল\u09df"),
        ("কর্মসূচি", "কর্মসূচী"),
        ("কর্মসুচি", "কর্মসূচী"),
        ("অধিদপ্তর", "অধিদফতর"),
        ("বিমা", "বীমা"),
        ("দুঃস্থ", "দুস্থ"),
        ("শিশু", "ষিষু"),
        ("উৎসব", "উত্সব"),
        ("বাংলা", "বাঙলা"),
        ("ঈদ", "ইদ"),
        ("চাঁদা", "চাদা"),
        ("২০১৮-১৯", "2018-19"),
        ("Women’s  Food-for-Work", "womens food for work"),
    ],
)
def test_a_register_is_searched_in_one_spelling(one, other):
    assert text.search_fold(one) == text.search_fold(other) != ""


def test_words_that_differ_in_more_than_spelling_stay_apart():
    words = ["ভাতা", "ভোতা", "বয়স্ক", "বিধবা", "widow", "window", "12", "21"]
    assert len(set(map(text.search_fold, words))) == len(words)
    assert [text.search_fold(signs) for signs in ("", " ", "%_", "' --", "।")] == [""] * 5


@given(st.text())
def test_a_folded_text_stays_as_it_is(typed):
    folded = text.search_fold(typed)
    assert text.search_fold(folded) == folded
