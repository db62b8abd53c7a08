"""Every questionnaire file loads, and its texts are fit to be shown in both languages."""

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessments.schema import Questionnaire, Text, load, question_from_dict
from assessments.scoring import GRADUATION, ITEMS

FILES = sorted(Path(__file__).parents[2].glob("fixtures/questionnaires/*.yaml"))
LATIN_ALLOWED = {"NSSS", "CMC", "G2P", "PDF", "Excel"}
# Spellings and words the glossary replaces by another.
OTHER_SPELLINGS = (
    "কর্মসূচী", "মন্ত্রনালয়", "বীমা", "সুবিধাভোগী", "ভাতাভোগী", "দুস্থ", "অধিদফতর", "কন্যাশিশু",
    "মনিটরিং", "বেইজলাইন", "গ্র্যাজুয়েশন",
)  # fmt: skip


each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path: Path) -> Questionnaire:
    return load(path.read_text(encoding="utf-8"))


def texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif hasattr(value, "as_dict"):
        yield from texts(vars(value))


@each_file
def test_it_loads_under_its_own_name(path):
    assert read(path).version == path.stem


@each_file
def test_the_rules_find_every_item_they_score(path):
    questionnaire = read(path)
    assert tuple(question.code for question in questionnaire.items) == tuple(ITEMS)
    assert questionnaire.question(GRADUATION).scored is False


@each_file
def test_every_question_survives_being_stored(path):
    for question in read(path).questions:
        stored = json.loads(json.dumps(question.as_dict()))
        assert question_from_dict(stored) == question


@each_file
def test_bangla_texts_hold_bangla_only(path):
    latin = {
        word
        for text in texts(read(path))
        for word in re.findall(r"[A-Za-z0-9]+", text.bn)
        if word not in LATIN_ALLOWED
    }
    assert latin == set()


@each_file
def test_bangla_texts_use_the_words_of_the_glossary(path):
    words = [unicodedata.normalize("NFC", word) for word in OTHER_SPELLINGS]
    found = [(word, text.bn) for text in texts(read(path)) for word in words if word in text.bn]
    assert found == []


@each_file
def test_texts_have_no_stray_spaces(path):
    for text in texts(read(path)):
        for words in (text.en, text.bn):
            assert words == " ".join(words.split())


@each_file
def test_nothing_but_the_record_is_passed_off_as_the_record(path):
    for question in read(path).questions:
        assert question.guideline.record in question.guideline.name.en
        assert (question.guideline.item == 0) == ("item" not in question.guideline.name.en)


def test_there_is_a_questionnaire():
    assert [path.stem for path in FILES][:1] == ["2019.1"]


def test_the_first_one_asks_what_the_product_promises():
    assert read(FILES[0]).codes == (
        "Q2", "Q3.start", "Q3.end", "Q3.continues",
        "Q4.stages", "Q4.groups", "Q4.approach", "Q4.functions", "Q4.left_out",
        "Q5", "Q6a", "Q6b", "Q7", "Q7.1", "Q7.2", "Q7.3", "Q7.4", "Q8",
        "Q9", "Q9.1", "Q9.2", "Q9.3", "Q10", "Q10.1", "Q10.2", "Q10.3", "Q11", "Q12", "Q1",
    )  # fmt: skip


def test_what_the_record_does_not_ask_is_marked():
    added = [question.code for question in read(FILES[0]).questions if question.added]
    assert added == ["Q4.approach", "Q4.functions", "Q4.left_out", "Q10", "Q11"]
