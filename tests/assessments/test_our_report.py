"""Our report: where it leads, what it shows, whom it refuses, what it costs."""

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.services import rounds
from nsss_gender.accounts.enums import Role
from tests.assessments.factories import hand_out, make_programme, make_round, make_scene
from tests.people import make_ministry, make_user, signed_in

pytestmark = pytest.mark.django_db


def url(scene, name="report"):
    return reverse(f"assessments:{name}", args=[scene.submission.pk])


def test_it_leads_to_the_newest_open_round(client):
    scene = make_scene()
    answer = signed_in(scene.focal).get(reverse("assessments:our_report"))
    assert (answer.status_code, answer["Location"]) == (302, url(scene))


def test_without_an_open_round_it_says_so():
    focal = make_user("lonely", Role.FOCAL_POINT)
    answer = signed_in(focal).get(reverse("assessments:our_report"))
    assert answer.status_code == 200
    assert "No round is open for your ministry." in answer.content.decode()


def test_it_is_refused_to_people_without_a_focal_point_s_seat():
    scene = make_scene()
    for person in (scene.contributor, scene.reviewer, scene.administrator, scene.nobody):
        answer = signed_in(person).get(reverse("assessments:our_report"))
        assert answer.status_code == 403


def test_another_ministry_s_report_does_not_exist_for_a_stranger():
    scene = make_scene()
    browser = signed_in(scene.stranger)
    assert browser.get(url(scene)).status_code == 404
    assert browser.post(url(scene, "list_confirm")).status_code == 404


def test_the_reviewer_of_a_submitted_report_reads_packets_not_the_draft():
    scene = make_scene("submitted")
    answer = signed_in(scene.reviewer).get(url(scene))
    assert answer.status_code == 403
    assert "Only the ministry" in answer.content.decode()


def test_a_contributor_is_told_why_the_whole_report_stays_closed():
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    assert signed_in(scene.contributor).get(url(scene)).status_code == 403


def test_the_list_is_confirmed_once_and_again_without_harm():
    scene = make_scene()
    browser = signed_in(scene.focal)
    assert "Confirm the list" in browser.get(url(scene)).content.decode()
    for _ in range(2):
        assert browser.post(url(scene, "list_confirm"))["Location"] == url(scene)
    assert scene.submission.list_confirmed_by == scene.focal
    assert "Confirm the list" not in browser.get(url(scene)).content.decode()


def test_a_get_confirms_nothing():
    scene = make_scene()
    assert signed_in(scene.focal).get(url(scene, "list_confirm")).status_code == 405
    assert scene.submission.list_confirmed_at is None


@pytest.mark.parametrize(
    ("state", "click"),
    [
        ("not_started", "Confirm the list"),
        ("cleared", "Submit the report"),
        ("submitted", "Open the receipt"),
        ("returned", "Answer the points"),
        ("accepted", "Open the receipt"),
    ],
)
def test_the_next_click_follows_the_state(state, click):
    scene = make_scene(state)
    answer = signed_in(scene.focal).get(url(scene))
    assert answer.context["next"].label == click
    assert click in answer.content.decode()


def test_a_complete_draft_asks_for_the_clearance():
    scene = make_scene("in_progress")
    browser = signed_in(scene.focal)
    browser.post(url(scene, "list_confirm"))
    answer = browser.get(url(scene))
    assert answer.context["next"].url == url(scene, "clear")
    assert "Nothing is missing." in answer.content.decode()


def test_the_grid_says_how_far_each_programme_is_and_in_whose_hands():
    scene = make_scene("in_progress", programmes=2)
    hand_out(scene.assessments[1], scene.contributor, scene.focal)
    report = signed_in(scene.focal).get(url(scene)).context["report"]
    assert [row.percent for row in report.rows] == [100, 100]
    assert {cell.state for row in report.rows for cell in row.cells} == {"done"}
    assert [len(row.hands) for row in report.rows] == [0, 1]


def test_saved_is_not_submitted_stays_until_the_receipt():
    scene = make_scene("in_progress")
    browser = signed_in(scene.focal)
    assert "Saved is not submitted." in browser.get(url(scene)).content.decode()
    scene.clear()
    scene.submit()
    assert "Saved is not submitted." not in browser.get(url(scene)).content.decode()


def test_a_ministry_without_programmes_is_led_to_the_nil_report():
    scene = make_scene()
    focal = make_user("nil-focal", Role.FOCAL_POINT)
    make_round(scene.administrator)
    answer = signed_in(focal).get(reverse("assessments:our_report"), follow=True)
    assert answer.context["next"].label == "File a nil report"


def test_what_happened_is_shown_in_words():
    scene = make_scene("returned")
    answer = signed_in(scene.focal).get(url(scene))
    assert "The report was returned for revision." in answer.content.decode()
    assert len(answer.context["moves"]) <= 5


@pytest.mark.parametrize("state", ["not_started", "in_progress", "returned"])
def test_three_programmes_cost_as_many_queries_as_one(state, django_assert_max_num_queries):
    counts = []
    for programmes in (1, 3):
        scene = make_scene(state, programmes=programmes)
        for assessment in scene.assessments if state == "in_progress" else []:
            hand_out(assessment, scene.contributor, scene.focal)
        browser, address = signed_in(scene.focal), url(scene)
        browser.get(address)
        with django_assert_max_num_queries(12) as captured:
            assert isinstance(captured, CaptureQueriesContext)
            browser.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_round_that_is_not_open_yet_is_not_shown():
    scene = make_scene()
    ministry = make_ministry(role_in_nsss="social")
    focal = make_user("early-focal", Role.FOCAL_POINT, ministry)
    make_programme(ministry)
    round_ = make_round(scene.administrator, opened=False)
    answer = signed_in(focal).get(reverse("assessments:our_report"))
    assert "No round is open" in answer.content.decode()
    rounds.round_open(round_=round_, by=scene.administrator)
    assert signed_in(focal).get(reverse("assessments:our_report")).status_code == 302
