"""The forms of a section without a view: what they read, keep, refuse and hand on."""

import uuid

import pytest
from django.utils import translation

from assessments.forms.beside import ConsultationForm
from assessments.forms.fill import NotAssessedForm, SectionForm
from assessments.forms.submit import ClearanceForm
from assessments.schema import load
from assessments.selectors.places import field_id, prefix, section_of, short_code
from assessments.sheet import Given, Sheet
from nsss_gender.language.fields import LONGEST
from tests.assessments.factories import questionnaire_text

SCHEMA = load(questionnaire_text())
OPTIONS = {
    "Q2": [("confirmed", "Yes"), ("to_correct", "No")],
    "Q3.continues": [("yes", "Yes"), ("no", "No")],
    "Q4.stages": [("school", "School age"), ("old", "Old age")],
    "Q12": [("none", "None"), ("M01", "Ministry")],
}


def section_form(code, data=None, *, given=None, closed=None, suggested=None):
    section = next(section for section in SCHEMA.sections if section.code == code)
    return SectionForm(
        data,
        section=section,
        sheet=Sheet(SCHEMA, given or {}),
        options=OPTIONS,
        closed=closed or {},
        suggested=suggested or {},
    )


def posted(**fields):
    return {"token": str(uuid.uuid4()), **{k.replace("__", "-"): v for k, v in fields.items()}}


def test_what_was_typed_comes_out_by_question_with_its_base():
    form = section_form("norms", posted(Q8__base="3", Q8__judgement="no", Q8__detail="  ক  "))
    assert form.is_valid()
    base, values = form.drafts()["Q8"]
    assert base == 3
    assert values == {
        "judgement": "no",
        "text": "",
        "missing": "",
        "feasibility": "",
        "detail": "ক",
        "reason": "",
    }


def test_choices_always_come_out_as_a_list():
    data = posted(
        Q2__base="0", Q2__choices="confirmed", Q3_start__base="0", Q3_start__text="২০১৮-২০১৯",
        Q3_end__base="0", Q3_continues__base="0",
    )  # fmt: skip
    form = section_form("identification", data)
    assert form.is_valid(), form.problems()
    drafts = form.drafts()
    assert drafts["Q2"][1] == {"choices": ["confirmed"], "text": ""}
    assert drafts["Q3.start"][1] == {"text": "2018-19"}
    assert drafts["Q3.continues"][1] == {"choices": []}


def test_several_choices_are_kept_and_unknown_ones_refused():
    form = section_form("partners", posted(Q12__base="0", Q12__choices=["M01", "M99"]))
    assert not form.is_valid()
    assert form.problems()[0][0] == "id_Q12-choices_0"


def test_parts_are_yes_no_or_not_applicable_and_the_item_may_be_overridden():
    form = section_form("voice")
    assert [value for value, _label in form.forms["Q7.1"].fields["judgement"].choices] == [
        "yes",
        "no",
        "na",
    ]
    assert next(iter(form.forms["Q7"].fields["judgement"].choices))[0] == ""
    assert set(form.forms["Q7.1"].fields) == {"base", "judgement", "reason"}


def test_closed_questions_have_no_fields_to_post():
    form = section_form("empowerment", closed={"Q6a": "Locked."})
    assert set(form.forms) == {"Q6b"}


def test_a_standing_answer_fills_the_form_and_gives_its_number_as_base():
    given = {"Q8": Given(judgement="no", text="Standing.", number=4)}
    page = str(section_form("norms", given=given).forms["Q8"])
    assert 'value="4"' in page
    assert "Standing." in page


def test_a_suggestion_is_only_a_first_value():
    form = section_form("people", suggested={"Q4.stages": {"choices": ["old"]}})
    assert form.forms["Q4.stages"]["choices"].value() == ["old"]
    assert form.forms["Q4.stages"]["base"].value() == 0


@pytest.mark.parametrize(("length", "valid"), [(LONGEST, True), (LONGEST + 1, False)])
def test_ten_thousand_characters_fit_and_not_one_more(length, valid):
    form = section_form("overall", posted(Q1__base="0", Q1__text="ক" * length))
    assert form.is_valid() is valid
    if not valid:
        target, message = form.problems()[0]
        assert (target, "10,001" in message) == ("id_Q1-text", True)


def test_the_browser_never_cuts_a_pasted_text():
    assert "maxlength" not in str(section_form("overall").forms["Q1"])


def test_nothing_is_marked_required_in_the_browser():
    assert "required" not in str(section_form("norms").forms["Q8"])


def test_a_typed_text_keeps_its_own_language():
    form = section_form("overall", given={"Q1": Given(text="আজ", number=1)})
    assert 'lang="bn"' in str(form.forms["Q1"])


def test_messages_are_in_the_language_of_the_page_with_its_digits():
    with translation.override("bn"):
        form = section_form("overall", posted(Q1__base="0", Q1__text="x" * (LONGEST + 1)))
        assert not form.is_valid()
        assert "১০,০০১" in form.problems()[0][1]


def test_half_a_sign_and_nul_are_refused_not_raised():
    for text in ("\ud800", "a\x00b"):
        form = section_form("overall", posted(Q1__base="0", Q1__text=text))
        assert not form.is_valid()


def test_ids_have_no_dots_and_every_code_has_its_section():
    assert [prefix("Q4.stages"), prefix("Q7.1"), prefix("Q5")] == ["Q4_stages", "Q7_1", "Q5"]
    assert field_id("Q7.1", "judgement", grouped=True) == "id_Q7_1-judgement_0"
    assert [short_code(code) for code in ("Q4.stages", "Q7.1", "Q6a")] == ["Q4", "Q7.1", "Q6a"]
    for code in SCHEMA.codes:
        assert section_of(SCHEMA, code) in SCHEMA.sections
    with pytest.raises(KeyError):
        section_of(SCHEMA, "Q99")


def test_a_reason_is_needed_to_leave_a_programme_out_and_none_to_take_it_back():
    assert not NotAssessedForm({"reason": "  "}).is_complete(again=False)
    assert NotAssessedForm({"reason": "It ended."}).is_complete(again=False)
    assert NotAssessedForm({"reason": ""}).is_complete(again=True)


def test_a_nil_statement_is_asked_only_of_a_nil_report():
    assert "nil_statement" not in ClearanceForm(nil=False).fields
    assert ClearanceForm(nil=True).fields["nil_statement"].required


def test_a_clearance_cannot_lie_in_the_future():
    typed = {"name": "A", "post": "B", "memo_number": "1", "cleared_on": "01/01/2190"}
    typed["code"] = "0123 4567 89ab"
    form = ClearanceForm(typed, nil=False)
    assert set(form.errors) == {"cleared_on"}


def test_each_form_is_issued_its_own_key():
    keys = {str(ConsultationForm()["key"].value()) for _ in range(3)}
    assert len(keys) == 3
