"""The questionnaire reader: what it accepts, everything it refuses, and the way into JSON and back."""

import json
import unicodedata
from collections.abc import Mapping

import pytest
import yaml

from assessments.schema import (
    MAX_FIELDS,
    ROW_KINDS,
    Question,
    SchemaError,
    Text,
    load,
    question_from_dict,
    questionnaire_from_dict,
)


def both(english: str = "Words") -> dict[str, str]:
    return {"en": english, "bn": "কথা"}


def plain(code: str = "Q2", **more: object) -> dict[str, object]:
    guideline = {"record": "5.0", "item": 2, "name": both()}
    question = {
        "code": code,
        "kind": "text",
        "guideline": guideline,
        "label": both(),
        "text": both(),
    }
    return {**question, **more}


def judged(code: str = "Q7", **more: object) -> dict[str, object]:
    texts = {
        name: both()
        for name in ("help", "partly", "example", "follow_up", "missing", "gap", "indicator")
    }
    actions = {kind: both(kind) for kind in ROW_KINDS}
    settings = {
        "required": True,
        "scored": True,
        "cycle_stage": "planning",
        "step_objective": 1,
        "actions": actions,
    }
    return {**plain(code, kind="judged"), **texts, **settings, **more}


def part(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "text": both(), "help": both(), **more}


def section(*questions: object, code: str = "first") -> dict[str, object]:
    return {"code": code, "title": both(), "intro": both(), "questions": list(questions)}


def file_of(*sections: object, **more: object) -> str:
    whole = {
        "version": "1.0",
        "title": both(),
        "source": both(),
        "sections": list(sections),
        **more,
    }
    return yaml.safe_dump(whole, allow_unicode=True)


def complaints(text: str) -> tuple[str, ...]:
    with pytest.raises(SchemaError) as refused:
        load(text)
    return refused.value.complaints


def complaints_about(*questions: object) -> tuple[str, ...]:
    return complaints(file_of(section(*questions)))


def without(mapping: Mapping[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in mapping.items() if name != key}


class TestReading:
    def test_a_small_questionnaire(self):
        parts = [part("Q7.1", na_when_one_sex=True), part("Q7.2")]
        text = file_of(section(plain()), section(judged(parts=parts), code="second"))
        found = load(text)
        assert found.version == "1.0"
        assert found.codes == ("Q2", "Q7", "Q7.1", "Q7.2")
        assert found.question("Q7").step_objective == 1
        assert found.part("Q7.1").na_when_one_sex is True
        assert found.part("Q7.2").na_when_one_sex is False
        assert found.question("Q2").guideline.item == 2

    def test_items_are_the_judged_questions_that_score_in_order(self):
        text = file_of(
            section(judged("Q5", scored=False), judged("Q6a")), section(judged("Q8"), code="next")
        )
        found = load(text)
        assert [question.code for question in found.judged] == ["Q5", "Q6a", "Q8"]
        assert [question.code for question in found.items] == ["Q6a", "Q8"]

    def test_an_unknown_code_is_named(self):
        with pytest.raises(KeyError, match="Q99"):
            load(file_of(section(plain()))).question("Q99")

    def test_a_text_in_the_language_of_the_page(self):
        text = Text(en="Training", bn="প্রশিক্ষণ")
        assert text.in_language("bn") == "প্রশিক্ষণ"
        assert text.in_language("en-gb") == "Training"

    def test_values_cannot_be_changed(self):
        found = load(file_of(section(plain())))
        with pytest.raises(AttributeError):
            found.version = "2.0"  # type: ignore[misc]
        assert isinstance(hash(found), int)


class TestJson:
    PARTS = (part("Q7.1", na_when_one_sex=True), part("Q7.2"))
    OPTIONS = ({"code": "yes", "text": both()}, {"code": "no", "text": both()})

    def test_a_questionnaire_comes_back_unchanged(self):
        first = section(plain(kind="choice", options=list(self.OPTIONS), added=True))
        found = load(file_of(first, section(judged(parts=list(self.PARTS)), code="second")))
        stored = json.loads(json.dumps(found.as_dict()))
        assert questionnaire_from_dict(stored) == found

    @pytest.mark.parametrize(
        "raw",
        [plain(), plain(kind="choices", source="groups"), judged(), judged(parts=list(PARTS))],
        ids=["text", "choices", "judged", "parts"],
    )
    def test_a_question_comes_back_unchanged(self, raw):
        question = question_from_dict(raw)
        stored = json.loads(json.dumps(question.as_dict()))
        assert question_from_dict(stored) == question
        assert isinstance(question, Question)

    def test_a_broken_stored_question_is_refused(self):
        with pytest.raises(SchemaError) as refused:
            question_from_dict(without(judged(), "gap"))
        assert refused.value.complaints == ("Q7: a judged question needs “gap”",)

    def test_something_else_is_refused(self):
        with pytest.raises(SchemaError, match="expected keys with values"):
            question_from_dict(["Q7"])


class TestComplaints:
    def test_all_of_them_come_at_once(self):
        broken = without(judged("Q8", kind="judged", colour="red"), "gap")
        again = plain("Q2", kind="essay")
        found = complaints(file_of(section(plain(), again, broken), section(code="empty")))
        assert found == (
            (
                "Q2: “kind” is “essay”, not one of: identification, text, fiscal_year, choice, "
                "choices, judged, partners, narrative"
            ),
            "Q8: unknown key “colour”",
            "Q8: a judged question needs “gap”",
            "empty: a section needs at least one question",
            "the file: code “Q2” is there twice",
        )

    def test_text_that_is_not_yaml(self):
        (complaint,) = complaints("version: [")
        assert complaint.startswith("not YAML")

    @pytest.mark.parametrize("text", ["", "- one", "just words", "3"])
    def test_a_file_that_is_not_a_mapping(self, text):
        assert complaints(text)[0] == "the file: expected keys with values"

    def test_a_date_that_does_not_exist(self):
        (complaint,) = complaints("version: 2019-99-99")
        assert complaint.startswith("not YAML")

    def test_a_key_written_twice(self):
        text = file_of(section(plain())) + "version: '2.0'\n"
        assert complaints(text) == ("line 1: “version” is there twice",)

    def test_a_file_that_contains_itself(self):
        assert "expected" in complaints("&all [*all]")[0]

    def test_a_version_without_quotes(self):
        text = file_of(section(plain()), version=2019.1)
        assert complaints(text) == ("the file: “version” must be quoted text",)

    def test_no_sections(self):
        assert complaints(file_of()) == ("the file: a questionnaire needs at least one section",)

    def test_sections_that_are_no_list(self):
        text = file_of(sections={"one": 1})
        assert complaints(text)[0] == "the file: “sections” must be a list"

    def test_a_section_code_used_twice(self):
        text = file_of(section(plain("Q2")), section(plain("Q12")))
        assert complaints(text) == ("the file: section “first” is there twice",)

    def test_a_part_that_repeats_a_code_of_another_question(self):
        found = complaints_about(judged("Q7", parts=[part("Q8.1")]))
        assert found == ("Q7: part “Q8.1” should be “Q7.1”",)

    def test_parts_are_numbered_from_one(self):
        found = complaints_about(judged(parts=[part("Q7.1"), part("Q7.3")]))
        assert found == ("Q7: part “Q7.3” should be “Q7.2”",)

    @pytest.mark.parametrize("code", ["7", "Q", "q7", "Q7 ", "Q7;--", "Q700"])
    def test_a_code_of_another_form(self, code):
        assert complaints_about(plain(code)) == (f"{code}: “{code}” is not a usable code",)

    def test_a_page_with_too_many_fields(self):
        questions = [plain(f"Q{number}") for number in range(1, MAX_FIELDS + 2)]
        assert complaints_about(*questions) == ("first: 21 fields; a section holds at most 20",)

    def test_a_full_page_is_allowed(self):
        questions = [plain(f"Q{number}") for number in range(1, MAX_FIELDS + 1)]
        assert len(load(file_of(section(*questions))).questions) == MAX_FIELDS

    def test_parts_count_as_fields(self):
        parts = [part(f"Q7.{number}") for number in range(1, 9)]
        assert complaints_about(judged(parts=parts)) == (
            "first: 22 fields; a section holds at most 20",
        )

    @pytest.mark.parametrize("raw", ["Q2", ["Q2"], None, 7])
    def test_a_question_that_is_no_mapping(self, raw):
        assert complaints_about(raw)[0] == "first, questions 1: expected keys with values"


class TestComplaintsAboutTexts:
    @pytest.mark.parametrize("language", ["en", "bn"])
    def test_a_language_is_missing(self, language):
        raw = plain(text=without(both(), language))
        assert complaints_about(raw) == (f"Q2, text: “{language}” is missing",)

    def test_a_language_is_empty(self):
        assert complaints_about(plain(text={"en": " ", "bn": "কথা"})) == (
            "Q2, text: “en” must be quoted text",
        )

    def test_a_third_language(self):
        raw = plain(text={**both(), "fr": "mots"})
        assert complaints_about(raw) == ("Q2, text: unknown key “fr”",)

    def test_a_text_in_no_language(self):
        assert complaints_about(plain(text="Words"))[0] == "Q2, text: expected keys with values"

    def test_bangla_that_is_not_normalised(self):
        composed = "কর্মসূচির আ\u09df"
        assert composed != unicodedata.normalize("NFC", composed)
        raw = plain(help={"en": "Words", "bn": composed})
        assert complaints_about(raw) == ("Q2, help: “bn” is not in Unicode normal form C",)

    @pytest.mark.parametrize(
        ("raw", "language"),
        [({"en": "Words", "bn": "Words"}, "bn"), ({"en": "কথা", "bn": "কথা"}, "en")],
    )
    def test_a_text_under_the_wrong_language(self, raw, language):
        assert complaints_about(plain(text=raw)) == (
            f"Q2, text: “{language}” is not in the script of its language",
        )


class TestComplaintsAboutJudgedQuestions:
    @pytest.mark.parametrize(
        "name",
        ["help", "partly", "example", "follow_up", "missing", "gap", "indicator", "cycle_stage"],
    )
    def test_a_piece_is_missing(self, name):
        found = complaints_about(without(judged(), name))
        assert found == (f"Q7: a judged question needs “{name}”",)

    @pytest.mark.parametrize("kind", ROW_KINDS)
    def test_the_action_for_one_kind_of_row_is_missing(self, kind):
        actions = {other: both() for other in ROW_KINDS if other != kind}
        found = complaints_about(judged(actions=actions))
        assert found == (f"Q7: a judged question needs “actions, {kind}”",)

    def test_no_actions_at_all(self):
        assert len(complaints_about(without(judged(), "actions"))) == len(ROW_KINDS)

    def test_an_unknown_kind_of_row(self):
        actions = {kind: both() for kind in (*ROW_KINDS, "abolish")}
        assert complaints_about(judged(actions=actions)) == (
            "Q7, actions: unknown kind of row “abolish”",
        )

    @pytest.mark.parametrize("objective", [0, 5])
    def test_an_objective_outside_the_four(self, objective):
        assert complaints_about(judged(step_objective=objective)) == (
            "Q7: a judged question needs a “step_objective” from 1 to 4",
        )

    def test_an_unknown_cycle_stage(self):
        assert complaints_about(judged(cycle_stage="dreaming")) == (
            (
                "Q7: “cycle_stage” is “dreaming”, not one of: "
                "planning, implementation, monitoring, evaluation"
            ),
        )

    def test_an_answer_nobody_has_to_give(self):
        assert complaints_about(judged(required=False)) == (
            "Q7: a judged question needs “required”",
        )

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("partly", both()),
            ("follow_up", both()),
            ("missing", both()),
            ("gap", both()),
            ("indicator", both()),
            ("scored", True),
            ("actions", {"redesign": both()}),
            ("cycle_stage", "planning"),
            ("step_objective", 2),
            ("parts", [part("Q2.1")]),
        ],
    )
    def test_a_piece_only_judged_questions_have(self, name, value):
        found = complaints_about(plain(**{name: value}))
        assert found == (f"Q2: only a judged question has “{name}”",)

    @pytest.mark.parametrize(
        ("name", "value", "complaint"),
        [
            ("required", "yes", "Q7: “required” must be true or false"),
            ("step_objective", True, "Q7: “step_objective” must be a whole number"),
            ("parts", "Q7.1", "Q7: “parts” must be a list"),
            ("actions", ["redesign"], "Q7, actions: expected keys with values"),
        ],
    )
    def test_a_value_of_another_type(self, name, value, complaint):
        assert complaint in complaints_about(judged(**{name: value}))


class TestComplaintsAboutChoices:
    OPTION = {"code": "yes", "text": both()}

    def test_nothing_to_choose_from(self):
        assert complaints_about(plain(kind="choice")) == (
            "Q2: a choice needs either options or a source",
        )

    def test_two_things_to_choose_from(self):
        raw = plain(kind="choices", source="groups", options=[self.OPTION])
        assert complaints_about(raw) == ("Q2: a choice needs either options or a source",)

    def test_options_where_nothing_is_chosen(self):
        assert complaints_about(plain(options=[self.OPTION])) == (
            "Q2: only a choice has options or a source",
        )

    def test_an_unknown_source(self):
        assert complaints_about(plain(kind="choice", source="weather")) == (
            "Q2: “source” is “weather”, not one of: stages, groups, approaches, functions",
        )

    def test_an_option_twice(self):
        raw = plain(kind="choice", options=[self.OPTION, self.OPTION])
        assert complaints_about(raw) == ("Q2: option “yes” is there twice",)

    def test_an_option_yaml_reads_as_true(self):
        raw = plain(kind="choice", options=[{"code": True, "text": both()}])
        assert complaints_about(raw) == ("Q2, options 1: “code” must be quoted text",)
