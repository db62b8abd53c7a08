"""Supervising: what is stuck, one ministry of the board, and what was expected against what came (38)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import HandOut, RoundMinistry, Submission
from assessments.services import listing
from reports.selectors import stuck as stuck_module
from reports.selectors.board import board, compared
from reports.selectors.drilling import drilled, expectation
from reports.selectors.stuck import RULES, counted, stuck
from tests.assessments import factories
from tests.assessments.factories import extension_ask, make_round, make_scene
from tests.assessments.test_review_views import queries, text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LONG = dt.timedelta(days=28)  # twenty working days, whatever today is


def aged(scene, *stamps, by=LONG):
    """The scene's first report with these stamps so long ago; nothing is expected of the others."""
    alone(scene, scene.ministry)
    moment = timezone.now() - by
    Submission.objects.filter(pk=scene.submission.pk).update(**dict.fromkeys(stamps, moment))
    return scene


def alone(scene, *ministries):
    """Nothing is expected of any other ministry."""
    others = scene.round.expectations.exclude(ministry__in=ministries)
    others.update(expected="none", reason="Not in this test.")
    return scene


def keys(scene):
    return [one.key for one in stuck(scene.round) if one.ministry == scene.ministry]


def opened(scene, by=LONG):
    scene.round.opened_at = timezone.now() - by
    scene.round.save()
    return scene


# ── The rules ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("state", "stamps", "key"),
    [
        ("in_progress", ("opened_at", "changed_at"), "no_save"),
        ("returned", ("returned_at",), "no_reply"),
        ("submitted", ("submitted_at",), "unclaimed"),
        ("under_review", ("claimed_at",), "points"),
        ("recommended", ("recommended_at",), "undecided"),
    ],
)
def test_what_has_not_moved_for_long_is_stuck(state, stamps, key):
    scene = make_scene(state)
    if state == "in_progress":
        listing.list_confirm(submission=scene.submission, by=scene.focal)
    assert keys(aged(scene)) == []
    found = [one for one in stuck(aged(scene, *stamps).round) if one.ministry == scene.ministry]
    assert [(one.key, one.days) for one in found] == [(key, 20)]


def test_a_report_that_nobody_began_and_a_list_that_nobody_confirmed():
    scene = make_scene()
    assert keys(scene) == []
    assert keys(opened(scene)) == ["not_opened"]
    begun = make_scene("in_progress")
    assert keys(aged(begun, "opened_at")) == ["list_unconfirmed"]


def test_a_cleared_report_waits_for_one_click():
    scene = make_scene("cleared")
    assert keys(scene) == []
    scene.submission.clearances.update(created_at=timezone.now() - LONG)
    assert keys(scene) == ["not_sent"]


def test_an_overdue_report_is_told_once_with_what_holds_it_up():
    scene = aged(make_scene("cleared", days=-14))
    (only,) = stuck(scene.round)
    assert (only.key, only.late) == ("overdue", 10)
    scene.submission.clearances.update(created_at=timezone.now() - LONG)
    (held,) = stuck(scene.round)
    assert (held.key, held.late) == ("not_sent", 10)
    assert [(key, number) for key, _title, number in counted([held])] == [
        ("overdue", 1),
        ("not_sent", 1),
    ]


def test_overdue_parts_of_colleagues_are_counted_by_ministry():
    scene = make_scene(programmes=2)
    for row in scene.assessments:
        factories.hand_out(row, scene.contributor, scene.focal)
    assert keys(scene) == []
    HandOut.objects.update(due_on=timezone.localdate() - dt.timedelta(days=14))
    (one,) = (one for one in stuck(scene.round) if one.key == "hand_outs")
    assert (one.number, one.days) == (2, 10)


def test_a_request_for_more_time_waits_for_the_division():
    scene = make_scene()
    line = extension_ask(scene)
    assert keys(scene) == []
    type(line).objects.update(asked_at=timezone.now() - LONG)
    (one,) = (one for one in stuck(scene.round) if one.key == "extension")
    assert (one.person.name, one.url) == (
        str(scene.approver),
        reverse("assessments:extension", args=[line.pk]),
    )


def test_what_is_accepted_or_not_expected_is_never_stuck():
    assert keys(opened(make_scene("accepted"))) == []
    scene = opened(aged(make_scene()))
    assert {one.ministry for one in stuck(scene.round)} == {scene.ministry}


def test_the_longest_first_with_name_and_phone():
    scene = make_scene("submitted")
    seat = scene.stranger.seats[0]
    seat.phone, seat.supervisor_name, seat.supervisor_phone = "0123", "Mrs Begum", "0456"
    seat.save()
    Submission.objects.filter(pk=scene.submission.pk).update(submitted_at=timezone.now() - LONG / 2)
    first, second = stuck(alone(opened(scene), scene.ministry, scene.other_ministry).round)
    assert (first.key, second.key) == ("not_opened", "unclaimed")
    assert (first.person.name, first.person.phone) == (str(scene.stranger), "0123")
    assert (first.officer.name, first.officer.phone) == ("Mrs Begum", "0456")


def test_every_rule_is_named_with_a_step():
    assert all(str(rule.title) and str(rule.step) for rule in RULES.values())
    assert stuck_module.RULES["overdue"].after == 0


# ── The pages ───────────────────────────────────────────────────────────────────────────────────


def test_the_page_leaves_one_kind():
    scene = opened(make_scene("submitted"))
    alone(scene, scene.ministry, scene.other_ministry)
    Submission.objects.filter(pk=scene.submission.pk).update(submitted_at=timezone.now() - LONG)
    client, page = signed_in(scene.approver), reverse("reports:stuck", args=[scene.round.pk])
    assert len(client.get(page).context["page"].object_list) == 2
    one = client.get(page, {"show": "unclaimed"})
    assert [row.key for row in one.context["page"]] == ["unclaimed"]
    assert len(client.get(page, {"show": "x' or 1"}).context["page"].object_list) == 2
    assert "Nothing is stuck." not in text(one)


def test_nothing_stuck_is_said():
    scene = make_scene()
    page = reverse("reports:stuck", args=[scene.round.pk])
    assert "Nothing is stuck." in text(signed_in(scene.reviewer).get(page))


@pytest.mark.parametrize("name", ["stuck", "expected"])
def test_a_ministry_and_a_round_that_is_not_open(name):
    scene = make_scene()
    page = reverse(f"reports:{name}", args=[scene.round.pk])
    assert signed_in(scene.stranger).get(page).status_code == 403
    closed = make_round(scene.administrator, opened=False)
    page = reverse(f"reports:{name}", args=[closed.pk])
    assert signed_in(scene.reviewer).get(page).status_code == 404


def test_the_page_costs_the_same_for_one_matter_and_for_many():
    scene = opened(make_scene("submitted"))
    client, page = signed_in(scene.reviewer), reverse("reports:stuck", args=[scene.round.pk])
    one = queries(client, page)
    Submission.objects.filter(pk=scene.submission.pk).update(submitted_at=timezone.now() - LONG)
    extension_ask(scene, by=scene.stranger)
    assert len(queries(client, page)) == len(one) <= 12


# ── One ministry ────────────────────────────────────────────────────────────────────────────────


def test_one_ministry_names_programmes_holders_and_people_but_no_answer():
    scene = make_scene("in_progress", programmes=2)
    factories.answers_save(scene.assessment, {"Q1": {"text": "a private draft"}}, by=scene.focal)
    factories.hand_out(scene.assessment, scene.contributor, scene.focal)
    row = expectation(scene.round).get(ministry=scene.ministry)
    found = drilled(scene.round, row)
    first, second = found.programmes
    assert (first.percent, first.saved_by) == (100, scene.focal.name)
    assert [held.name for held in first.holdings] == [scene.contributor.name]
    assert second.holdings == ()
    assert [one.user for one in found.people] == [scene.focal, scene.contributor]
    address = reverse("reports:board_ministry", args=[scene.round.pk, scene.ministry.pk])
    words = text(signed_in(scene.approver).get(address))
    assert str(scene.programmes[0]) in words
    assert "100 per cent answered" in words
    assert "a private draft" not in words


def test_a_ministry_outside_the_round_is_not_found():
    scene = make_scene()
    lead = scene.coordinator.seats[0].ministry
    RoundMinistry.objects.filter(ministry=lead).delete()
    address = reverse("reports:board_ministry", args=[scene.round.pk, lead.pk])
    assert signed_in(scene.reviewer).get(address).status_code == 404


# ── Expected and received ───────────────────────────────────────────────────────────────────────


def group_of(scene, expected="report", reason=""):
    RoundMinistry.objects.filter(round=scene.round, ministry=scene.ministry).update(
        expected=expected, reason=reason
    )
    groups = compared(board(scene.round))
    assert sum(len(group.lines) for group in groups) == scene.round.expectations.count()
    return [
        group.key for group in groups if scene.ministry in {line.ministry for line in group.lines}
    ]


@pytest.mark.parametrize(
    ("state", "expected", "group"),
    [
        ("in_progress", "report", "report_out"),
        ("in_progress", "nil", "nil_out"),
        ("submitted", "report", "report"),
        ("submitted", "nil", "nil_report"),
        ("submitted", "none", "unexpected"),
        ("not_started", "none", "none"),
    ],
)
def test_every_ministry_is_in_one_group(state, expected, group):
    scene = make_scene(state)
    assert group_of(scene, expected, "Said so." if expected == "none" else "") == [group]


def test_a_nil_report_is_compared_with_what_was_expected():
    scene = make_scene(programmes=0)
    factories.clear(scene.submission, scene.focal, nil_statement="We run no programme.")
    scene.submit()
    assert group_of(scene, "nil") == ["nil"]
    assert group_of(scene, "report") == ["report_nil"]
