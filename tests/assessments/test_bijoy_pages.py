"""Bijoy text is recognised wherever long texts are typed, not in the form alone (92)."""

from typing import Any

import pytest
from django.urls import reverse

from tests.assessments.factories import make_scene
from tests.assessments.test_shared import shared_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PAGES = [
    ("reviewer", "read_assessment", "under_review", "?comment=Q8"),
    ("reviewer", "recommend", "under_review", ""),
    ("focal", "points", "returned", ""),
    ("focal", "strategy", "in_progress", ""),
    ("focal", "consultations", "in_progress", ""),
    ("focal", "recall", "submitted", ""),
]


@pytest.mark.parametrize(("who", "name", "state", "query"), PAGES)
def test_a_page_of_long_texts_helps_with_a_paste(who, name, state, query):
    scene = make_scene(state)
    key = scene.assessment.pk if name == "read_assessment" else scene.submission.pk
    assert helps(scene, who, reverse(f"assessments:{name}", args=[key]) + query)


def test_a_partner_s_word_is_helped_too():
    scene = shared_scene()
    assert helps(scene, "stranger", reverse("assessments:shared", args=[scene.assessment.pk]))


def helps(scene: Any, who: str, url: str) -> bool:
    html = signed_in(getattr(scene, who)).get(url).content.decode()
    return '<template id="bijoy-help"' in html
