"""The language switch keeps the place and what is typed; either digits are understood everywhere."""

from typing import Any

import pytest
from playwright.sync_api import expect

from assessments.models import Consultation
from tests.assessments.factories import make_scene
from tests.journeys.steps import choose, record_clearance, write

pytestmark = pytest.mark.django_db(transaction=True)

MANY = {"en": "1,25,000", "bn": "১,২৫,০০০"}  # noqa: RUF001
TYPED = "Not saved yet: যৌতুক"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_the_switch_keeps_the_place(javascript: bool, desk: Any):
    scene = make_scene("under_review")
    reviewer = desk(scene.reviewer, javascript=javascript)
    reviewer.open("assessments:read_assessment", scene.assessment.pk, query="?order=first")
    there = reviewer.path
    reviewer.language = "bn"
    reviewer.choose_language("বাংলা")
    assert reviewer.path == there
    reviewer.language = "en"
    reviewer.choose_language("English")
    assert reviewer.path == there


def test_the_switch_keeps_what_is_typed(desk: Any):
    scene = make_scene("not_started")
    writer = desk(scene.focal)
    writer.open("assessments:section", scene.assessment.pk, "norms")
    choose(writer, "Q8-judgement", "no")
    write(writer, "Q8-detail", TYPED)
    writer.language = "bn"
    writer.choose_language("বাংলা")
    expect(writer.page.locator('[name="Q8-detail"]')).to_have_value(TYPED)
    expect(writer.page.locator('[name="Q8-detail"]')).to_be_visible()
    expect(writer.page.locator('input[name="Q8-judgement"][value="no"]')).to_be_checked()
    writer.press("Save")
    writer.sees("Saved. The report is not submitted yet.")
    expect(writer.page.locator('[name="Q8-detail"]')).to_have_value(TYPED)


def test_after_a_mistake_the_switch_leads_back_to_the_form(desk: Any):
    """An invalid form has no address of its own: the switch goes to the page, with what was typed."""
    scene = make_scene("not_started")
    writer = desk(scene.focal)
    writer.open("assessments:consultations", scene.submission.pk)
    write(writer, "who", TYPED)
    writer.press("Record the consultation")
    expect(writer.page.locator(".error-summary")).to_be_visible()
    there = writer.path
    writer.language = "bn"
    writer.choose_language("বাংলা")
    assert writer.path == there
    expect(writer.page.locator('[name="who"]')).to_have_value(TYPED)


@pytest.mark.parametrize("language", ["en", "bn"])
def test_bangla_digits_are_understood(language: str, desk: Any):
    scene = make_scene("in_progress")
    writer = desk(scene.focal, language=language)
    writer.open("assessments:consultations", scene.submission.pk)
    choose(writer, "kind", "civil_society")
    choose(writer, "stance", "comment")
    write(writer, "who", "নারী সংগঠন")
    write(writer, "held_on", "০৫/০২/২০১৯")
    write(writer, "women", MANY["bn"])
    write(writer, "men", "4")
    writer.press("Record the consultation")
    expect(writer.page.locator(".error-summary")).to_have_count(0)
    row = Consultation.objects.get(who="নারী সংগঠন")
    assert (str(row.held_on), row.women, row.men) == ("2019-02-05", 125_000, 4)
    expect(writer.page.locator("main")).to_contain_text(MANY[language])


def test_bangla_digits_in_the_form_and_the_clearance(desk: Any):
    scene = make_scene("in_progress")
    writer = desk(scene.focal, language="bn")
    writer.open("assessments:section", scene.assessment.pk, "identification")
    write(writer, "Q3_start-text", "২০১৭-১৮")
    writer.press("Save")
    writer.sees("Saved. The report is not submitted yet.")
    expect(writer.page.locator('[name="Q3_start-text"]')).to_have_value("২০১৭-১৮")
    writer.open("assessments:clear", scene.submission.pk)
    record_clearance(writer)
    clearance = scene.submission.clearances.get()
    assert str(clearance.cleared_on) == "2019-02-12"
