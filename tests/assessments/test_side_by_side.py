"""Two packets of one programme side by side, word by word (capability 27)."""

import re

import pytest
from django.urls import reverse

from assessments.selectors.side_by_side import sendings, side_by_side
from tests.assessments.factories import Scene, make_round, make_scene
from tests.pages import sent_twice
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def page(scene: Scene, person: str = "reviewer", **query: object):
    url = reverse("assessments:read_compare", args=[scene.assessment.pk])
    return signed_in(scene.people[person]).get(url, query)


def twice() -> Scene:
    scene = make_scene("under_review")
    sent_twice(scene)
    return scene


def test_two_packets_are_compared_the_older_first():
    scene = twice()
    answer = page(scene)
    sides = answer.context["sides"]
    assert (sides.old.packet.number, sides.new.packet.number) == (1, 2)
    assert [view.code for view in sides.differing] == ["Q8"]
    assert "Q8" not in [view.code for view in sides.same]
    html = answer.content.decode()
    assert re.search(r"<ins>.*?Court-yard meetings since March\.</?", html)
    assert "1 answer differs" in html


def test_the_order_of_picking_does_not_matter():
    scene = twice()
    newest, oldest = (row.key for row in sendings(scene.reviewer, scene.assessment))
    for old, new in ((oldest, newest), (newest, oldest)):
        answer = page(scene, old=old, new=new)
        assert answer.status_code == 200
        sides = answer.context["sides"]
        assert (sides.old.key, sides.new.key) == (oldest, newest)


@pytest.mark.parametrize(
    ("pick", "complaint"),
    [
        (("2", "2"), "Choose two different ones."),
        (("9", "2"), "Choose one of the answers shown."),
    ],
)
def test_a_faulty_pick_is_told_and_the_page_still_compares(pick, complaint):
    scene = twice()
    keys = {str(row.packet.number): row.key for row in sendings(scene.reviewer, scene.assessment)}
    old, new = (keys.get(name, "x") for name in pick)
    answer = page(scene, old=old, new=new)
    assert answer.status_code == 422
    assert complaint in answer.content.decode()
    assert answer.context["sides"].new.packet.number == 2


def test_with_one_packet_there_is_nothing_to_compare():
    scene = make_scene("under_review")
    answer = page(scene)
    assert answer.context["form"] is None
    assert "There is nothing to compare yet" in answer.content.decode()


def test_a_stranger_and_the_ministry_do_not_compare_here():
    scene = twice()
    wanted = {"stranger": 404, "nobody": 404, "observer": 404, "focal": 403, "coordinator": 200}
    for person, status in wanted.items():
        assert page(scene, person).status_code == status, person


def test_the_accepted_report_of_an_earlier_round_can_be_picked():
    scene = make_scene("accepted")
    earlier = scene.assessment
    later = Scene(
        make_round(scene.administrator, titles=("Second round", "দ্বিতীয় পর্যায়")),
        scene.ministry,
        scene.other_ministry,
        scene.people,
        scene.cluster,
        {"Q8": "no"},
        scene.programmes,
    )
    assert not [row for row in sendings(scene.reviewer, later.assessment) if row.own]
    later.bring("under_review")
    rows = sendings(scene.reviewer, later.assessment)
    assert [(row.own, row.assessment) for row in rows] == [
        (True, later.assessment),
        (False, earlier),
    ]
    sides = side_by_side(*rows)
    assert sides is not None
    assert [view.code for view in sides.differing] == ["Q8"]
    html = page(later).content.decode()
    assert "First round: Packet 1" in html
    assert reverse("assessments:read_assessment", args=[earlier.pk]) in html
    # A coordinator reads it too, an observer only what was accepted.
    assert len(sendings(scene.coordinator, later.assessment)) == len(rows)
