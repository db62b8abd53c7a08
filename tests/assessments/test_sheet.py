"""The sheet: which judgement counts, and what is still missing (product.md section 4)."""

from functools import lru_cache
from pathlib import Path

import pytest

from assessments import schema
from assessments.sheet import EMPTY, Gap, Given, Sheet

FILE = Path(__file__).parents[2] / "fixtures" / "questionnaires" / "2019.1.yaml"
VOICE = ("Q7.1", "Q7.2", "Q7.3", "Q7.4")


@lru_cache
def questionnaire() -> schema.Questionnaire:
    return schema.load(FILE.read_text(encoding="utf-8"))


def sheet(**given: Given) -> Sheet:
    """A sheet of answers by code, a dot written as two underscores: ``Q7__1=…``."""
    return Sheet(questionnaire(), {code.replace("__", "."): row for code, row in given.items()})


def voice(*judgements: str, **item: str) -> Sheet:
    parts = {
        code: Given(judgement=judgement) for code, judgement in zip(VOICE, judgements, strict=True)
    }
    return Sheet(questionnaire(), {**parts, "Q7": Given(**item)})


def gaps_of(row: Sheet, question: str) -> list[tuple[str, str, str]]:
    return [
        (gap.question, gap.field, gap.rule)
        for gap in row.gaps
        if gap.question.split(".")[0] == question
    ]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("yes", "yes", "yes", "yes"), "yes"),
        (("no", "no", "no", "no"), "no"),
        (("na", "na", "na", "na"), "na"),
        (("yes", "no", "no", "no"), "partly"),
        (("yes", "na", "yes", "na"), "yes"),
        (("no", "na", "na", "na"), "no"),
        (("yes", "no", "", "no"), ""),
        (("", "", "", ""), ""),
    ],
)
def test_an_item_is_derived_from_its_parts(parts: tuple[str, ...], expected: str):
    row = voice(*parts)
    assert row.judgement(questionnaire().question("Q7")) == expected
    assert row.items()["Q7"].judgement == expected


def test_an_override_counts_and_needs_a_reason():
    row = voice("yes", "yes", "yes", "no", judgement="no", feasibility="now")
    assert row.judgement(questionnaire().question("Q7")) == "no"
    assert gaps_of(row, "Q7") == [("Q7", "reason", "override")]
    with_reason = voice(
        "yes", "yes", "yes", "no", judgement="no", feasibility="now", reason="Only on paper."
    )
    assert gaps_of(with_reason, "Q7") == []


def test_an_override_does_not_answer_for_an_open_part():
    row = voice("yes", "", "yes", "yes", judgement="yes")
    assert row.judgement(questionnaire().question("Q7")) == ""
    assert gaps_of(row, "Q7") == [("Q7.2", "judgement", "answer")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Given(), [("Q8", "judgement", "answer")]),
        (Given(judgement="yes"), []),
        (Given(judgement="no"), [("Q8", "feasibility", "feasibility")]),
        (Given(judgement="no", feasibility="now"), []),
        (Given(judgement="no", feasibility="not_possible"), [("Q8", "reason", "not_possible")]),
        (Given(judgement="no", feasibility="not_possible", reason="By law."), []),
        (
            Given(judgement="partly"),
            [("Q8", "missing", "missing"), ("Q8", "feasibility", "feasibility")],
        ),
        (Given(judgement="partly", missing="Field offices.", feasibility="later"), []),
        (Given(judgement="na"), [("Q8", "reason", "na")]),
        (Given(judgement="na", reason="  "), [("Q8", "reason", "na")]),
        (Given(judgement="na", reason="Nobody is reached."), []),
        (Given(text="Only words."), [("Q8", "judgement", "answer")]),
    ],
)
def test_what_is_required(given: Given, expected: list[tuple[str, str, str]]):
    assert gaps_of(sheet(Q8=given), "Q8") == expected


def test_sex_disaggregated_data_do_not_apply_in_a_programme_for_one_sex():
    parts = {"Q10__2": Given(judgement="yes"), "Q10__3": Given(judgement="yes")}
    both = sheet(**parts)
    one = sheet(Q4__approach=Given(choices=("one_sex",)), **parts)
    question = questionnaire().question("Q10")
    assert both.judgement(question) == ""
    assert one.judgement(question) == "yes"


def test_the_approach_is_required():
    assert Gap("Q4.approach", "choices", "answer") in sheet().gaps
    assert Gap("Q4.approach", "choices", "answer") not in (
        sheet(Q4__approach=Given(choices=("equal",))).gaps
    )


def test_an_empty_sheet_has_not_started_and_scores_nothing():
    row = sheet()
    assert (row.started, row.complete, row.answered) == (False, False, 0)
    assert set(row.score.unanswered) >= {"Q6a", "Q11"}
    assert row["Q8"] is EMPTY


def test_a_given_survives_its_dictionary():
    given = Given(judgement="no", text="খ", choices=("a", "b"), number=3, version="v", by="x")
    assert Given.from_dict(given.as_dict()) == given
