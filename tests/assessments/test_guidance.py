"""Guidance at the question: what "partly" means, an example, sex and gender, in both languages (11)."""

import pytest
from django.conf import settings
from django.urls import reverse

from assessments.schema import load
from tests.assessments.factories import make_scene, questionnaire_text
from tests.people import signed_in

SCHEMA = load(questionnaire_text())


def test_sex_and_gender_are_told_apart_where_it_matters():
    told = [question.code for question in SCHEMA.questions if question.gender]
    assert told == ["Q4.approach", "Q4.left_out", "Q6a", "Q6b", "Q8", "Q9", "Q11"]
    # Q10 explains the two words themselves, in its help
    assert "Sex and gender are two things." in SCHEMA.question("Q10").help.en


def test_every_question_that_is_easily_misread_has_an_example():
    with_one = {question.code for question in SCHEMA.questions if question.example}
    assert with_one == {
        *(question.code for question in SCHEMA.judged),
        "Q1",
        "Q4.approach",
        "Q4.functions",
        "Q4.left_out",
        "Q12",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"), [("en", "Sex and gender here"), ("bn", "এখানে লিঙ্গ ও জেন্ডার")]
)
def test_it_stands_folded_at_the_question(language, title):
    scene = make_scene("in_progress")
    client = signed_in(scene.focal)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for section, code in (("norms", "Q8"), ("people", "Q4.approach")):
        url = reverse("assessments:section", args=[scene.assessment.pk, section])
        html = client.get(url).content.decode()
        assert title in html
        assert SCHEMA.question(code).gender.in_language(language) in html
