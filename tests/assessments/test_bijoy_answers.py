"""An answer in Bijoy encoding: a warning at the question, a page with both texts, a new version on demand."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from assessments.models import Answer
from assessments.services.rewording import answer_convert
from tests.assessments.factories import answers_save, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
TYPED, MEANT = "bvix I wkï", "নারী ও শিশু"


def typed(scene, code="Q8", **values):
    given = {"text": f"{TYPED}\nSee page 4", "reason": "Plain words"} | values
    answers_save(scene.assessment, {code: given}, by=scene.focal)
    return Answer.objects.get(assessment=scene.assessment, question__code=code)


def page(answer):
    return reverse("assessments:answer_bijoy", args=[answer.pk])


def norms(scene):
    return reverse("assessments:section", args=[scene.assessment.pk, "norms"])


def test_saving_changes_nothing_and_the_section_warns():
    scene = make_scene("in_progress")
    answer = typed(scene)
    assert answer.head.text == f"{TYPED}\nSee page 4"
    html = signed_in(scene.focal).get(norms(scene)).content.decode()
    assert "This looks like Bijoy text." in html
    assert page(answer) in html


def test_plain_answers_are_not_warned_of():
    scene = make_scene("in_progress")
    html = signed_in(scene.focal).get(norms(scene)).content.decode()
    assert "It was saved as you typed it" not in html


def test_both_texts_are_shown_and_the_unicode_text_becomes_a_new_version():
    scene = make_scene("in_progress")
    answer, client = typed(scene), signed_in(scene.focal)
    before = answer.head
    html = client.get(page(answer)).content.decode()
    assert f"{TYPED}<br>" in html
    assert f"{MEANT}<br>" in html
    assert "Plain words" not in html
    data = {"base": before.number, "token": uuid.uuid4()}
    for _twice in range(2):
        assert client.post(page(answer), data).status_code == 302
    answer.refresh_from_db()
    head = answer.head
    assert (head.text, head.reason) == (f"{MEANT}\nSee page 4", "Plain words")
    assert head.judgement == before.judgement
    assert head.number == before.number + 1
    assert answer.versions.filter(text__startswith=TYPED).count() == 1
    assert "No Bijoy text here" in client.get(page(answer)).content.decode()


def test_a_colleagues_change_meanwhile_is_not_overwritten():
    scene = make_scene("in_progress")
    answer, client = typed(scene), signed_in(scene.focal)
    data = {"base": answer.head.number, "token": uuid.uuid4()}
    typed(scene, text="Something else")
    client.post(page(answer), data)
    answer.refresh_from_db()
    assert answer.head.text == "Something else"
    assert answer.versions.filter(kept=True, text__startswith=MEANT).count() == 1


def test_the_stranger_may_not_and_a_locked_report_is_left():
    scene = make_scene("in_progress")
    answer = typed(scene)
    assert signed_in(scene.stranger).get(page(answer)).status_code == 404
    scene.clear()
    scene.submit()
    with pytest.raises(PermissionDenied, match="locked"):
        answer_convert(answer=answer, base=answer.head.number, token=uuid.uuid4(), by=scene.focal)


def test_a_form_that_was_tampered_with_changes_nothing():
    scene = make_scene("in_progress")
    answer = typed(scene)
    data = {"base": "0", "token": "x"}
    assert signed_in(scene.focal).post(page(answer), data).status_code == 422
