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


# ── What nobody typed here (capability 8, 108) ──────────────────────────────────────────────────

ANSWERED = {"feasibility": "now", "missing": "Field offices."}
CONFIRM, WHICH = ("Q7", "confirm", "confirm"), ("Q7", "which", "which")
PART_GAPS = [(code, "judgement", "answer") for code in VOICE]


def voice_whole(
    parts: tuple[str, ...], origin: str, judgement: str = "no", **item: object
) -> Sheet:
    """Q7 with its parts, and an answer to the whole of the given origin."""
    rows = {code: Given(judgement=part) for code, part in zip(VOICE, parts, strict=True) if part}
    whole = Given(judgement=judgement, feasibility="now", origin=origin, **item)  # type: ignore[arg-type]  # plain words
    return Sheet(questionnaire(), {**rows, "Q7": whole})


@pytest.mark.parametrize(
    ("origin", "to_confirm", "expected"),
    [
        ("typed", False, []),
        ("copied", True, [("Q8", "confirm", "confirm")]),
        ("filled", True, [("Q8", "confirm", "confirm")]),
        ("short_form", True, [("Q8", "confirm", "confirm")]),
        ("carried", True, [("Q8", "confirm", "confirm")]),
        ("short_form", False, []),
        ("carried", False, []),
    ],
)
def test_an_unconfirmed_answer_stands_and_is_a_gap(origin, to_confirm, expected):
    row = sheet(Q8=Given(judgement="no", feasibility="now", origin=origin, to_confirm=to_confirm))
    assert gaps_of(row, "Q8") == expected
    assert row.items()["Q8"].judgement == "no"


def test_an_unconfirmed_answer_says_what_else_it_lacks():
    row = sheet(Q8=Given(judgement="no", origin="short_form", to_confirm=True))
    assert gaps_of(row, "Q8") == [
        ("Q8", "feasibility", "feasibility"),
        ("Q8", "confirm", "confirm"),
    ]


def test_an_unconfirmed_part_is_one_gap_of_its_question():
    copied = Given(judgement="yes", origin="copied", to_confirm=True)
    row = Sheet(questionnaire(), dict.fromkeys(VOICE, copied))
    assert gaps_of(row, "Q7") == [CONFIRM]
    assert row.unconfirmed(questionnaire().question("Q7")) == "Q7.1"


def test_an_optional_answer_that_was_brought_is_confirmed_too():
    row = Sheet(questionnaire(), {"Q4.left_out": Given(text="x", origin="copied", to_confirm=True)})
    assert Gap("Q4.left_out", "confirm", "confirm") in row.gaps


@pytest.mark.parametrize(
    ("parts", "origin", "extra", "counts", "gaps"),
    [
        # no part answered: a brought answer speaks for the item, a typed one does not
        (("", "", "", ""), "short_form", {}, "no", []),
        (("", "", "", ""), "short_form", {"to_confirm": True}, "no", [CONFIRM]),
        (("", "", "", ""), "filled", {}, "no", []),
        (("", "", "", ""), "copied", {}, "no", []),
        (("", "", "", ""), "typed", {}, "", PART_GAPS),
        # begun: the open parts are asked for
        (("yes", "", "", ""), "short_form", {}, "", PART_GAPS[1:]),
        # all parts agree with it
        (("no", "no", "no", "no"), "short_form", {}, "no", []),
        # they disagree: which stands is asked, once, before anything else
        (("yes", "yes", "yes", "yes"), "short_form", {}, "no", [WHICH]),
        (("yes", "yes", "yes", "yes"), "short_form", {"to_confirm": True}, "no", [WHICH]),
        (("yes", "yes", "yes", "yes"), "filled", {}, "no", [WHICH]),
        (("yes", "yes", "yes", "yes"), "typed", {}, "no", [("Q7", "reason", "override")]),
        (("yes", "yes", "yes", "yes"), "copied", {}, "no", [WHICH]),
        # a reason settles it for the whole
        (("yes", "yes", "yes", "yes"), "short_form", {"reason": "On paper only."}, "no", []),
    ],
)
def test_an_answer_to_the_whole_and_the_parts(parts, origin, extra, counts, gaps):
    row = voice_whole(parts, origin, **extra)
    assert row.judgement(questionnaire().question("Q7")) == counts
    assert gaps_of(row, "Q7") == gaps


def test_emptying_the_whole_lets_the_parts_stand():
    row = Sheet(
        questionnaire(),
        {**dict.fromkeys(VOICE, Given(judgement="yes")), "Q7": Given(origin="short_form")},
    )
    assert (row.judgement(questionnaire().question("Q7")), gaps_of(row, "Q7")) == ("yes", [])
