"""The pages for many programmes: grid, short form, filling, copying; all without a script."""

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from assessments.models import AnswerVersion
from assessments.models.answer import draft_sheet
from tests.assessments.factories import (
    Scene,
    answers_fill,
    answers_save,
    fresh,
    hand_out,
    make_scene,
)
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def url(name: str, *args: Any) -> str:
    return reverse(f"assessments:{name}", args=args)


def answers(scene: Scene, code: str = "Q8") -> list[str]:
    return [draft_sheet(fresh(row))[code].judgement for row in scene.assessments]


def cells(page: Any) -> list[dict[str, tuple[str, list[str]]]]:
    """Of each row of the grid, by column: the state and the signs."""
    return [
        {cell.code: (cell.state, [mark.sign for mark in cell.marks]) for cell in row.cells}
        for row in page.context["grid"].rows
    ]


# ── The grid ────────────────────────────────────────────────────────────────────────────────────


def test_the_grid_shows_what_counts_and_what_is_wrong_with_it():
    scene = make_scene(programmes=2)
    first, second = scene.assessments
    answers_fill(first, scene.focal, {"Q8": "no", "Q10": "partly"})
    answers_save(
        second, {"Q8": {"judgement": "partly"}, "Q7.1": {"judgement": "yes"}}, by=scene.focal
    )
    page = signed_in(scene.focal).get(url("grid", scene.submission.pk))
    one, two = cells(page)
    assert list(one) == [
        "Q2",
        "Q3",
        "Q4",
        "Q5",
        "Q6a",
        "Q6b",
        "Q7",
        "Q8",
        "Q9",
        "Q10",
        "Q11",
        "Q12",
        "Q1",
    ]
    assert (one["Q2"], one["Q4"], one["Q8"], one["Q10"]) == (
        ("answered", []),
        ("answered", []),
        ("no", []),
        ("partly", []),
    )
    assert (two["Q8"], two["Q7"], two["Q6a"]) == (("partly", ["!"]), ("begun", []), ("", []))


def test_a_cell_leads_to_its_place():
    scene = make_scene()
    page = signed_in(scene.focal).get(url("grid", scene.submission.pk))
    found = {cell.code: cell.url for cell in page.context["grid"].rows[0].cells}
    assert found["Q8"] == url("section", scene.assessment.pk, "norms") + "#Q8"
    assert found["Q4"] == url("section", scene.assessment.pk, "people") + "#Q4_stages"


def test_an_unconfirmed_answer_and_an_open_point_are_marked():
    scene = make_scene("returned")
    page = signed_in(scene.focal).get(url("grid", scene.submission.pk))
    assert cells(page)[0]["Q8"] == ("yes", ["*"])
    post_short(scene, {(0, "Q8"): "no"})
    page = signed_in(scene.focal).get(url("grid", scene.submission.pk))
    assert cells(page)[0]["Q8"] == ("no", ["?", "!", "*"])
    assert "to be confirmed" in page.content.decode()


def test_the_focal_point_sees_in_whose_hands_each_programme_is():
    scene = make_scene(programmes=2)
    hand_out(scene.assessment, scene.contributor, scene.focal)
    page = signed_in(scene.focal).get(url("grid", scene.submission.pk))
    held = [[one.seat.holder for one in row.hands] for row in page.context["grid"].rows]
    assert held == [[scene.contributor], []]


def test_a_contributor_sees_only_what_was_handed_out():
    scene = make_scene(programmes=3)
    hand_out(scene.assessments[1], scene.contributor, scene.focal)
    page = signed_in(scene.contributor).get(url("grid", scene.submission.pk))
    assert [row.assessment for row in page.context["grid"].rows] == [scene.assessments[1]]
    page = signed_in(scene.contributor).get(url("short_form", scene.submission.pk))
    assert [row.row.assessment for row in page.context["rows"]] == [scene.assessments[1]]


@pytest.mark.parametrize("name", ["grid", "short_form"])
def test_for_a_stranger_there_is_no_such_report(name):
    scene = make_scene()
    assert signed_in(scene.stranger).get(url(name, scene.submission.pk)).status_code == 404


def test_twenty_programmes_stand_on_a_page():
    scene = make_scene(programmes=21)
    browser = signed_in(scene.focal)
    first = browser.get(url("grid", scene.submission.pk))
    second = browser.get(url("grid", scene.submission.pk) + "?page=2")
    assert [len(page.context["grid"].rows) for page in (first, second)] == [20, 1]


# ── The short form ──────────────────────────────────────────────────────────────────────────────


def short_fields(html: str) -> dict[str, str]:
    """What a browser would post of the short form as it stands, without a script."""
    chosen = re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', html, re.S)
    found = {}
    for name, inner in chosen:
        picked = re.findall(r'value="([^"]*)" selected', inner)
        found[name] = picked[0] if picked else ""
    return found | dict(
        re.findall(r'<input type="hidden" name="([^"]+-was)" value="([^"]*)"', html)
    )


def short_posted(scene: Scene, changes: dict[tuple[int, str], str]) -> dict[str, Any]:
    html = signed_in(scene.focal).get(url("short_form", scene.submission.pk)).content.decode()
    rows = re.findall(r'name="row" value="([^"]+)"', html)
    changed = {f"{row}-{code}": value for (row, code), value in changes.items()}
    return {"token": str(uuid.uuid4()), "row": rows, **short_fields(html), **changed}


def post_short(scene: Scene, changes: dict[tuple[int, str], str]) -> Any:
    posted = short_posted(scene, changes)
    return signed_in(scene.focal).post(url("short_form", scene.submission.pk), posted)


def test_quick_answers_are_saved_and_shown():
    scene = make_scene(programmes=2)
    answer = post_short(scene, {(0, "Q8"): "no", (1, "Q8"): "yes", (1, "Q7"): "partly"})
    assert (answer.status_code, answers(scene)) == (302, ["no", "yes"])
    page = signed_in(scene.focal).get(url("short_form", scene.submission.pk)).content.decode()
    assert short_fields(page)["1-Q7"] == "partly"
    assert AnswerVersion.objects.count() == 3


def test_saving_the_short_form_as_it_stands_writes_nothing():
    scene = make_scene()
    answers_fill(scene.assessment, scene.focal, "yes")
    before = AnswerVersion.objects.count()
    assert post_short(scene, {}).status_code == 302
    assert AnswerVersion.objects.count() == before


def test_a_stale_cell_is_named_and_the_rest_is_saved():
    scene = make_scene(programmes=2)
    posted = short_posted(scene, {(0, "Q8"): "yes", (1, "Q8"): "yes"})
    answers_save(scene.assessment, {"Q8": {"judgement": "no"}}, by=scene.focal)
    answer = signed_in(scene.focal).post(url("short_form", scene.submission.pk), posted)
    assert (answer.status_code, answers(scene)) == (409, ["no", "yes"])
    page = answer.content.decode()
    assert "A colleague answered “No” in the meantime." in page
    assert short_fields(page)["0-Q8"] == "no"


def test_an_answer_that_is_not_offered_is_a_mistake_at_its_place():
    scene = make_scene()
    answer = post_short(scene, {(0, "Q8"): "perhaps", (0, "Q7"): "yes"})
    page = answer.content.decode()
    assert (answer.status_code, AnswerVersion.objects.count()) == (422, 0)
    assert 'href="#id_0-Q8"' in page
    assert short_fields(page)["0-Q7"] == "yes"


def test_a_form_without_its_token_is_not_saved():
    scene = make_scene()
    posted = short_posted(scene, {(0, "Q8"): "no"})
    del posted["token"]
    answer = signed_in(scene.focal).post(url("short_form", scene.submission.pk), posted)
    assert (answer.status_code, AnswerVersion.objects.count()) == (422, 0)


def test_a_locked_short_form_is_read_only():
    scene = make_scene("submitted")
    browser = signed_in(scene.focal)
    page = browser.get(url("short_form", scene.submission.pk)).content.decode()
    assert ("<select" in page, "The report is locked" in page) == (False, True)
    posted = {"token": str(uuid.uuid4()), "row": [str(scene.assessment.pk)]}
    assert browser.post(url("short_form", scene.submission.pk), posted).status_code == 403


# ── Filling ─────────────────────────────────────────────────────────────────────────────────────


def fill_posted(page: Any, **changes: Any) -> dict[str, Any]:
    """The filling form as it stands, its ticks included."""
    rows = page.context["form"].rows
    ticked = [place.key for _tick, place, on in rows if on]
    bases = {f"base-{place.key}": str(place.base) for _tick, place, _on in rows}
    code = page.context["form"].question.code
    return {"token": str(uuid.uuid4()), f"{code}-base": "0", "pick": ticked, **bases, **changes}


def test_the_empty_programmes_are_ticked_and_filled():
    scene = make_scene(programmes=3)
    answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    address = url("fill_question", scene.submission.pk, "Q8")
    page = signed_in(scene.focal).get(address)
    posted = fill_posted(page, **{"Q8-judgement": "no", "Q8-feasibility": "later"})
    answer = signed_in(scene.focal).post(address, posted)
    assert (answer.status_code, answer["Location"]) == (302, url("grid", scene.submission.pk))
    assert answers(scene) == ["yes", "no", "no"]


def test_what_stands_there_is_shown_and_replaced_only_when_ticked():
    scene = make_scene(programmes=2)
    answers_save(scene.assessment, {"Q8": {"text": "Written with care."}}, by=scene.focal)
    address = url("fill_question", scene.submission.pk, "Q8")
    browser = signed_in(scene.focal)
    page = browser.get(address)
    assert "Written with care." in page.content.decode()
    keys = [place.key for _tick, place, _on in page.context["form"].rows]
    typed = {"Q8-judgement": "no", "Q8-text": "For all."}
    answer = browser.post(address, fill_posted(page, pick=keys, **typed))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "These were left as they were" in shown
    assert "For all.</textarea>" in shown
    assert answers(scene) == ["", "no"]
    page = browser.get(address)
    browser.post(address, fill_posted(page, pick=keys[:1], replace=keys[:1], **typed))
    assert draft_sheet(fresh(scene.assessment))["Q8"].text == "For all."


def test_all_mistakes_of_the_filling_come_at_once():
    scene = make_scene()
    address = url("fill_question", scene.submission.pk, "Q8")
    page = signed_in(scene.focal).get(address)
    answer = signed_in(scene.focal).post(address, fill_posted(page, pick=[]))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_Q8-judgement_0"' in shown
    assert 'href="#pick-0"' in shown


@pytest.mark.parametrize("code", ["Q4.groups", "Q12", "Q1", "Q3.end"])
def test_every_kind_of_question_can_be_filled_down(code):
    scene = make_scene()
    address = url("fill_question", scene.submission.pk, code)
    page = signed_in(scene.focal).get(address)
    name = f"{code.replace('.', '_')}"
    chosen = page.context["form"].answer.fields.get("choices")
    value = {f"{name}-choices": [chosen.choices[0][0]]} if chosen else {f"{name}-text": "2020-21"}
    posted = fill_posted(page, **{f"{name}-base": "0"}, **value)
    assert signed_in(scene.focal).post(address, posted).status_code == 302
    assert draft_sheet(fresh(scene.assessment))[code].origin == "filled"


@pytest.mark.parametrize("code", ["Q2", "Q99", "Q7.1"])
def test_the_identification_and_unknown_questions_are_not_filled(code):
    scene = make_scene()
    address = url("fill_question", scene.submission.pk, code)
    assert signed_in(scene.focal).get(address).status_code == 404


def test_the_open_questions_of_a_programme_are_filled():
    scene = make_scene()
    answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    address = url("fill_programme", scene.assessment.pk)
    page = signed_in(scene.focal).get(address)
    posted = fill_posted(page, **{"all-judgement": "no", "all-feasibility": "now"})
    assert signed_in(scene.focal).post(address, posted).status_code == 302
    items = draft_sheet(fresh(scene.assessment)).items()
    assert {code: item.judgement for code, item in items.items()} == {
        **dict.fromkeys(("Q5", "Q6a", "Q6b", "Q7", "Q9", "Q10", "Q11"), "no"),
        "Q8": "yes",
    }


def test_for_a_stranger_there_is_nothing_to_fill():
    scene = make_scene()
    browser = signed_in(scene.stranger)
    assert browser.get(url("fill_programme", scene.assessment.pk)).status_code == 404
    assert browser.get(url("fill_question", scene.submission.pk, "Q8")).status_code == 404


def test_a_locked_programme_cannot_be_ticked():
    scene = make_scene("submitted")
    page = signed_in(scene.focal).get(url("fill_question", scene.submission.pk, "Q8"))
    assert "The report is locked" in page.content.decode()
    assert page.context["form"].first_tick == ""


# ── Copying ─────────────────────────────────────────────────────────────────────────────────────


def copy_posted(page: Any, source: Any, **changes: Any) -> dict[str, Any]:
    bases = page.context["bases"]
    return {"token": str(uuid.uuid4()), "source": str(source.pk), "bases": bases, **changes}


def test_an_answer_is_copied_and_says_from_where():
    scene = make_scene(programmes=2)
    first, second = scene.assessments
    answers_save(first, {"Q8": {"judgement": "no", "text": "Words."}}, by=scene.focal)
    browser = signed_in(scene.focal)
    address = url("answer_copy", second.pk, "Q8")
    answer = browser.post(address, copy_posted(browser.get(address), first))
    assert answer["Location"] == url("section", second.pk, "norms") + "#Q8"
    page = browser.get(url("section", second.pk, "norms")).content.decode()
    assert "Copied from another programme:" in page
    assert str(first.programme) in page
    assert "Words.</textarea>" in page


def test_a_copy_over_an_answer_needs_the_tick():
    scene = make_scene(programmes=2)
    first, second = scene.assessments
    for row, text in ((first, "Theirs."), (second, "Ours.")):
        answers_save(row, {"Q8": {"judgement": "no", "text": text}}, by=scene.focal)
    browser, address = signed_in(scene.focal), url("answer_copy", second.pk, "Q8")
    page = browser.get(address)
    answer = browser.post(address, copy_posted(page, first))
    assert (answer.status_code, draft_sheet(fresh(second))["Q8"].text) == (409, "Ours.")
    browser.post(address, copy_posted(page, first, replace="on"))
    assert draft_sheet(fresh(second))["Q8"].text == "Theirs."


def test_a_programme_that_one_may_not_read_is_no_source():
    scene = make_scene(programmes=2)
    first, second = scene.assessments
    answers_save(first, {"Q8": {"judgement": "no"}}, by=scene.focal)
    hand_out(second, scene.contributor, scene.focal)
    browser, address = signed_in(scene.contributor), url("answer_copy", second.pk, "Q8")
    page = browser.get(address)
    assert page.context["sources"] == []
    assert browser.post(address, copy_posted(page, first)).status_code == 404
    assert (
        browser.post(address, copy_posted(page, scene.other.assessments.get())).status_code == 404
    )


def test_a_form_that_was_tampered_with_copies_nothing():
    scene = make_scene(programmes=2)
    first, second = scene.assessments
    answers_save(first, {"Q8": {"judgement": "no"}}, by=scene.focal)
    browser, address = signed_in(scene.focal), url("answer_copy", second.pk, "Q8")
    page = browser.get(address)
    answer = browser.post(address, copy_posted(page, first, bases="0,0,x"))
    assert (answer.status_code, AnswerVersion.objects.count()) == (409, 1)


def test_for_a_stranger_there_is_nothing_to_copy_into():
    scene = make_scene()
    address = url("answer_copy", scene.assessment.pk, "Q8")
    assert signed_in(scene.stranger).get(address).status_code == 404
