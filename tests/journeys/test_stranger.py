"""A foreign ministry sees nothing, and cannot even tell whether there is anything (law 2)."""

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from tests.assessments.factories import make_scene
from tests.house.test_pages import address
from tests.journeys.desk import Desk
from tests.pages import FILLING, REVIEWING, Page, answer, assessment, report, section

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=)"[^"]+"')
OBJECTS = [
    page
    for page in (*FILLING, *REVIEWING)
    if page.state == "in_progress" and "stranger" not in f"{page.ok} {page.no}" and not page.post
]


def _body(desk: Desk, path: str) -> tuple[int, str]:
    answer = desk.visit(path)
    return answer.status, TOKEN.sub(r'\1""', answer.text())


@pytest.mark.parametrize("language", ["en", "bn"])
def test_a_foreign_object_looks_like_a_missing_one(language: str, desk: Any):
    scene = make_scene("in_progress", judgements={"Q8": "no"})
    stranger = desk(scene.stranger, language=language)
    missing = _body(stranger, reverse("assessments:report", args=[uuid.uuid4()]))
    assert missing[0] == 404
    stranger.heading("Page not found")
    found = {str(page): _body(stranger, address(page, scene)) for page in _buildable(scene)}
    assert len(found) > 5
    assert {name for name, body in found.items() if body != missing} == set()


def _buildable(scene: Any) -> list[Page]:
    """The pages of objects that exist in this scene."""
    return [page for page in OBJECTS if page.args in (answer, assessment, report, section)]


def test_a_stranger_who_is_not_signed_in_sees_the_sign_in(desk: Any):
    scene = make_scene("in_progress")
    nobody = desk()
    nobody.open("assessments:report", scene.submission.pk)
    nobody.heading("Sign in")
    assert scene.ministry.name_en not in nobody.page.content()
