"""Milestones: one list of a round, kept by administrators, shown above the board (38)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Milestone
from assessments.services.milestones import Wished, milestones_mark, milestones_save
from nsss_gender.audit.models import Event
from tests.assessments.factories import make_scene
from tests.assessments.test_review_views import text, url
from tests.people import signed_in

pytestmark = pytest.mark.django_db

DAY = dt.date(2019, 1, 31)
KEY = uuid.UUID(int=7)


def wish(key=KEY, **fields):
    given = {"day": DAY, "name_en": "Workshop", "name_bn": "", "note": ""}
    return Wished(key=key, **(given | fields))


def save(scene, wished, by=None, base=None):
    stands = milestones_mark(scene.round.milestones.all())
    by = by or scene.administrator
    milestones_save(round_=scene.round, base=stands if base is None else base, wished=wished, by=by)


def kept(scene):
    return [(row.day, row.name_en, row.note) for row in scene.round.milestones.all()]


def test_only_administrators_keep_them():
    scene = make_scene()
    for name, user in scene.people.items():
        if name != "administrator":
            with pytest.raises(PermissionDenied):
                save(scene, [wish()], user)
    assert kept(scene) == []


def test_the_list_is_written_changed_and_emptied_and_each_change_is_logged():
    scene = make_scene()
    second = uuid.uuid4()
    save(scene, [wish(), wish(second, day=None, name_en="CMC")])
    assert kept(scene) == [(DAY, "Workshop", ""), (None, "CMC", "")]
    save(scene, [wish(note="Dhaka")])
    assert kept(scene) == [(DAY, "Workshop", "Dhaka")]
    save(scene, [wish(note="Dhaka")])
    events = Event.objects.filter(action="milestones saved").order_by("sequence")
    assert [event.changes for event in events] == [
        {str(KEY): [None, "2019-01-31 · Workshop"], str(second): [None, "CMC"]},
        {
            str(KEY): ["2019-01-31 · Workshop", "2019-01-31 · Workshop · Dhaka"],
            str(second): ["CMC", None],
        },
    ]


def test_who_saves_second_overwrites_nobody_and_a_repeated_post_changes_nothing():
    scene = make_scene()
    base = milestones_mark([])
    for _ in range(2):
        save(scene, [wish()], base=base)
    with pytest.raises(ValidationError, match="Somebody changed the milestones"):
        save(scene, [wish(name_en="Mine")], base=base)
    assert kept(scene) == [(DAY, "Workshop", "")]


def test_a_milestone_has_a_name():
    scene = make_scene()
    with pytest.raises(ValidationError, match="Give each milestone a name"):
        save(scene, [wish(name_en=" ")])


# ── Page ────────────────────────────────────────────────────────────────────────────────────────


def posted(base="", **fields):
    given = {
        "base": base or milestones_mark([]),
        "count": "2",
        "key_0": str(KEY),
        "day_0": "৩১/০১/২০১৯",
        "name_en_0": "Workshop",
        "key_1": str(uuid.uuid4()),
    }
    return given | fields


def test_the_usual_ones_are_offered_without_a_day_and_nothing_is_saved_by_looking():
    scene = make_scene()
    content = signed_in(scene.administrator).get(url("milestones", scene.round)).content.decode()
    assert 'value="Strategy draft"' in content
    assert "2019" not in content.partition("<main")[2].partition("</main>")[0]
    assert not Milestone.objects.exists()


def test_they_are_typed_and_stand_above_the_board():
    scene = make_scene()
    client, address = signed_in(scene.administrator), url("milestones", scene.round)
    for _ in range(2):
        assert client.post(address, posted()).status_code == 302
    assert kept(scene) == [(DAY, "Workshop", "")]
    board = client.get(f"/board/{scene.round.pk}/")
    assert "31/01/2019 Workshop" in text(board)


def test_mistakes_are_said_at_their_place_and_the_typed_text_stays():
    scene = make_scene()
    client, address = signed_in(scene.administrator), url("milestones", scene.round)
    answer = client.post(address, posted(day_0="31/02/2019", note_1="In the afternoon"))
    assert answer.status_code == 422
    assert "Enter a date that exists" in text(answer)
    assert "Say what happens on this day." in text(answer)
    assert 'value="In the afternoon"' in answer.content.decode()
    assert not Milestone.objects.exists()


def test_a_clash_shows_both_lists_and_saving_again_puts_mine_in_place():
    scene = make_scene()
    client, address = signed_in(scene.administrator), url("milestones", scene.round)
    save(scene, [wish(uuid.uuid4(), name_en="Theirs")])
    answer = client.post(address, posted())
    assert answer.status_code == 422
    assert "Theirs" in text(answer)
    assert 'value="Workshop"' in answer.content.decode()
    base = milestones_mark(scene.round.milestones.all())
    assert f'value="{base}"' in answer.content.decode()
    assert client.post(address, posted(base)).status_code == 302
    assert kept(scene) == [(DAY, "Workshop", "")]


def test_a_stranger_is_refused():
    scene = make_scene()
    assert signed_in(scene.stranger).get(url("milestones", scene.round)).status_code == 403


def test_a_day_that_is_not_worked_is_asked_about_once():
    scene = make_scene()
    client, page = signed_in(scene.administrator), url("milestones", scene.round)
    friday = {"base": milestones_mark([]), "count": "1", "key_0": str(KEY), "day_0": "15/02/2019"}
    friday |= {"name_en_0": "Workshop", "name_bn_0": "", "note_0": ""}
    assert 'name="keep_0"' not in client.get(page).content.decode()
    asked = client.post(page, friday)
    assert asked.status_code == 422
    assert "15/02/2019 is a Friday" in text(asked)
    assert "The next working day is 17/02/2019." in text(asked)
    assert 'name="keep_0"' in asked.content.decode()
    assert kept(scene) == []
    assert client.post(page, friday | {"keep_0": "on"}).status_code == 302
    assert kept(scene) == [(dt.date(2019, 2, 15), "Workshop", "")]
    again = friday | {"base": milestones_mark(scene.round.milestones.all()), "note_0": "Dhaka"}
    assert client.post(page, again).status_code == 302  # it was kept already
