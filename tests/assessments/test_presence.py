"""Who else is in a section, and that somebody left it (capabilities 85, 87)."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Answer, Presence
from assessments.selectors.presence import HERE
from assessments.selectors.timeline import Checkpoint, timeline
from assessments.services.presence import FRESH, page_left, presence_note
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, answers_save, fresh, hand_out, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = make_scene("in_progress")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def section(scene: Scene, code: str = "norms") -> Any:
    sections = scene.round.questionnaire.schema().sections
    return next(row for row in sections if row.code == code)


def ask(scene: Scene, by: Any, code: str = "norms", **data: Any) -> Any:
    url = reverse("assessments:here", args=[scene.assessment.pk, code])
    return signed_in(by).post(url, data)


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer.json()["people"]]


def later(ago: dt.timedelta) -> None:
    Presence.objects.update(seen_at=timezone.now() - ago)


def test_each_sees_the_other_and_nobody_themselves(scene):
    assert names(ask(scene, scene.focal)) == []
    answer = ask(scene, scene.contributor)
    assert names(answer) == [str(scene.focal)]
    said = answer.json()["people"][0]["said"]
    assert said.startswith(f"{scene.focal} is in this section now (")
    assert names(ask(scene, scene.focal)) == [str(scene.contributor)]


def test_another_section_is_another_place(scene):
    ask(scene, scene.focal)
    assert names(ask(scene, scene.contributor, "voice")) == []


def test_who_has_gone_is_not_told(scene):
    ask(scene, scene.focal)
    later(HERE + dt.timedelta(seconds=1))
    assert names(ask(scene, scene.contributor)) == []


def test_the_row_is_written_over_and_only_when_it_is_old(scene):
    ask(scene, scene.focal)
    first = Presence.objects.get().seen_at
    ask(scene, scene.focal)
    assert Presence.objects.get().seen_at == first
    later(FRESH + dt.timedelta(seconds=1))
    ask(scene, scene.focal)
    assert Presence.objects.get().seen_at > first


def test_looking_is_not_in_the_log(scene):
    before = Event.objects.count()
    ask(scene, scene.focal)
    assert Event.objects.count() == before


def test_it_costs_three_statements(scene):
    for person in (scene.focal, scene.contributor):
        presence_note(assessment=scene.assessment, section=section(scene), by=person)
    later(FRESH + dt.timedelta(seconds=1))
    browser = signed_in(scene.focal)
    url = reverse("assessments:here", args=[scene.assessment.pk, "norms"])
    browser.post(url)  # the session is new
    later(FRESH + dt.timedelta(seconds=1))
    with CaptureQueriesContext(connection) as asked:
        browser.post(url)
    own = [row["sql"] for row in asked if "presence" in row["sql"]]
    assert (len(own), len(asked)) == (3, 7)  # the others: session, person, seats, the draft


@pytest.mark.parametrize("who", ["stranger", "reviewer", "administrator"])
def test_for_others_there_is_no_such_section(scene, who):
    assert ask(scene, getattr(scene, who)).status_code == 404
    assert not Presence.objects.exists()


def test_where_nothing_can_be_written_nobody_is_noted():
    scene = make_scene("submitted")
    assert ask(scene, scene.focal).status_code == 403
    with pytest.raises(PermissionDenied):
        presence_note(assessment=scene.assessment, section=section(scene), by=scene.focal)
    assert not Presence.objects.exists()


def test_an_unknown_section_is_not_found(scene):
    assert ask(scene, scene.focal, "nowhere").status_code == 404


# ── Leaving ─────────────────────────────────────────────────────────────────────────────────────


def write(scene: Scene, text: str, code: str = "Q8") -> None:
    answers_save(fresh(scene.assessment), {code: {"detail": text}}, by=scene.contributor)


def told(scene: Scene, code: str = "Q8") -> list[str]:
    """The history of an answer, the newest first: names of checkpoints, numbers of versions."""
    answer = Answer.objects.get(assessment=scene.assessment, question__code=code)
    rows = timeline(answer, scene.round.questionnaire.schema())
    return [
        f"{row.word}: {row.by}".removesuffix(": ")
        if isinstance(row, Checkpoint)
        else " ".join(str(view.version.number) for view in row.views)
        for row in rows
    ]


def test_leaving_is_a_named_line_between_two_sittings(scene):
    write(scene, "One.")
    write(scene, "One. Two.")
    ask(scene, scene.contributor, left="1")
    write(scene, "One. Two. Three.")
    left = f"Left the page: {scene.contributor}"
    assert told(scene) == ["4", left, "3 2", "Handed to a colleague", "1"]


def test_leaving_twice_or_without_a_word_notes_nothing(scene):
    write(scene, "One.")
    leave = {"assessment": scene.assessment, "section": section(scene), "by": scene.contributor}
    assert [page_left(**leave), page_left(**leave)] == [True, False]
    assert page_left(**leave | {"by": scene.focal}) is True  # the factory wrote as the focal point
    assert Event.objects.filter(action="page left").count() == 2


def test_leaving_one_section_says_nothing_of_another(scene):
    write(scene, "One.", "Q5")
    ask(scene, scene.contributor, left="1")
    assert Event.objects.filter(action="page left").count() == 0


def test_a_stranger_leaves_nothing(scene):
    write(scene, "One.")
    assert ask(scene, scene.stranger, left="1").status_code == 404
