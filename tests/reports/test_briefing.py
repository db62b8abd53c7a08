"""A seat handed over in the middle of a round: nothing is lost, and the newcomer is told everything (76).

Nadia comes new into a seat. Charlie is ``stranger``, the focal point of another ministry.
"""

import uuid

import pytest
from django.urls import reverse

from assessments.permissions import can_edit, can_review
from assessments.selectors.briefing import briefing
from assessments.services.on_behalf import on_behalf_begin
from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import SeatHolding, User
from nsss_gender.audit.models import Event
from reports import tasks
from reports.builders import briefing as builder
from reports.exports import page
from reports.models import Export, Subject
from reports.permissions import can_read, can_read_briefing
from reports.services.exports import Wanted, export_ask
from tests.assessments.factories import (
    Scene,
    answers_save,
    extension_ask,
    fresh,
    hand_out,
    make_scene,
)
from tests.assessments.test_review_views import queries, text
from tests.people import make_person, make_user, signed_in

pytestmark = pytest.mark.django_db


def hand_over(scene: Scene, person: str, reason: str = "Transferred.") -> User:
    """Give the seat of ``person`` to Nadia; returns her."""
    nadia = make_person("nadia")
    seat = scene.people[person].own_seats[0]
    services.seat_hand_over(by=scene.administrator, seat=seat, user=nadia, reason=reason)
    return fresh(nadia)


def words(user: User) -> str:
    """The briefing of the person's seat as its page shows it."""
    return page.render(builder.build(user.own_seats[0], "en"))


# ── Nothing is lost ─────────────────────────────────────────────────────────────────────────────


def test_the_draft_goes_over_with_the_focal_points_seat():
    scene = make_scene("in_progress")
    answers_save(scene.assessment, {"Q8": {"text": "Begun by the first."}}, by=scene.focal)
    nadia = hand_over(scene, "focal")
    assert can_edit(nadia, scene.assessment)
    assert not can_edit(fresh(scene.focal), scene.assessment)
    address = reverse("assessments:section", args=[scene.assessment.pk, "empowerment"])
    assert signed_in(nadia).get(address).status_code == 200
    assert signed_in(fresh(scene.focal)).get(address).status_code == 404


def test_a_claimed_report_goes_over_with_the_reviewers_seat():
    scene = make_scene("under_review")
    nadia = hand_over(scene, "reviewer")
    assert can_review(nadia, scene.submission)
    assert not can_review(fresh(scene.reviewer), scene.submission)


def test_what_was_handed_out_goes_over_with_the_colleagues_seat():
    scene = make_scene("in_progress")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    nadia = hand_over(scene, "contributor")
    assert can_edit(nadia, scene.assessment, ["Q8"])
    assert not can_edit(fresh(scene.contributor), scene.assessment, ["Q8"])


def test_the_former_holders_sessions_end_at_once():
    scene = make_scene("in_progress")
    browser = signed_in(scene.focal)
    assert browser.get(reverse("assessments:our_report"), follow=True).status_code == 200
    hand_over(scene, "focal")
    answer = browser.get(reverse("assessments:our_report"))
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, reverse("account_login"))


# ── The newcomer reads it first ─────────────────────────────────────────────────────────────────


def test_a_newcomer_comes_to_the_briefing_until_it_is_read():
    scene = make_scene("in_progress")
    nadia = hand_over(scene, "focal")
    seat, browser = nadia.own_seats[0], signed_in(nadia)
    place = reverse("reports:briefing", args=[seat.pk])
    assert browser.get("/").url == place
    shown = text(browser.get(place))
    assert f"You took this seat over from {scene.focal}." in shown
    for _ in range(2):  # a double click
        assert browser.post(reverse("reports:briefing_read", args=[seat.pk])).url == "/"
    assert browser.get("/").url == reverse("assessments:our_report")
    assert SeatHolding.objects.get(seat=seat, until=None).briefed_at
    assert Event.objects.filter(action="seat.briefing_read").count() == 1
    assert "I have read it" not in text(browser.get(place))


def test_the_page_counts_new_messages_as_every_other_page():
    scene = make_scene("submitted")
    nadia = hand_over(scene, "reviewer")
    page_ = signed_in(nadia).get(reverse("reports:briefing", args=[nadia.own_seats[0].pk]))
    assert page_.context["unread"] == nadia.own_seats[0].unread
    assert page_.context["unread"] is not True
    assert page_.context["to_be_read"] is True


def test_the_first_holder_of_a_seat_goes_straight_to_work():
    scene = make_scene("in_progress")
    assert signed_in(scene.focal).get("/").url == reverse("assessments:our_report")


def test_the_briefing_is_for_who_sits_there():
    scene = make_scene("in_progress")
    seat = scene.focal.seats[0]
    place = reverse("reports:briefing", args=[seat.pk])
    seen = {name: signed_in(user).get(place).status_code for name, user in scene.people.items()}
    assert {name for name, status in seen.items() if status == 200} == {"focal"}
    assert set(seen.values()) == {200, 404}
    assert signed_in(scene.stranger).post(f"{place}read/").status_code == 404


def test_who_acts_for_the_ministry_does_not_read_its_briefing():
    scene = make_scene("in_progress")
    on_behalf_begin(
        submission=scene.submission,
        key=uuid.uuid4(),
        reason="Post.",
        memo_number="",
        by=scene.reviewer,
    )
    assert not can_read_briefing(scene.reviewer, scene.focal.seats[0])


# ── What it says ────────────────────────────────────────────────────────────────────────────────


def test_a_focal_points_briefing_names_everything_that_is_open():
    scene = make_scene("not_started", programmes=2)
    hand_out(scene.assessments[0], scene.contributor, scene.focal)
    extension_ask(scene)
    nadia = hand_over(scene, "focal", "Retired in May.")
    found = briefing(nadia.own_seats[0])
    draft = found.draft
    assert [row.assessment for row in draft.lacking] == scene.assessments
    assert [(one.programme, one.holder) for one in draft.handed] == [
        (str(scene.assessments[0]), str(scene.contributor))
    ]
    assert draft.due.asked
    assert [row.user for row in found.sittings] == [nadia, scene.focal]
    assert {one.name for one in found.contacts} == {
        str(scene.people[name])
        for name in ("reviewer", "second_reviewer", "approver", "administrator")
    }
    said = words(nadia)
    for part in (
        "More time was asked for",
        "Retired in May.",
        "The round was opened: your report can be begun.",
        str(scene.contributor),
        scene.reviewer.email,
    ):
        assert part in said, part


def test_a_returned_report_names_each_point():
    scene = make_scene("returned")
    said = words(hand_over(scene, "focal"))
    assert "Say which practices are meant." in said
    assert "Must fix" in said


def test_a_reviewers_briefing_lists_claimed_reports_with_their_open_remarks():
    scene = make_scene("under_review")
    scene.comment()
    found = briefing(hand_over(scene, "reviewer").own_seats[0])
    assert [(one.submission, one.open) for one in found.held] == [(scene.submission, 1)]
    assert found.draft is None


def test_an_approvers_briefing_lists_what_waits_for_a_decision():
    scene = make_scene("recommended")
    found = briefing(hand_over(scene, "approver").own_seats[0])
    assert [todo.url for todo in found.waiting] == [
        reverse("assessments:decision", args=[scene.submission.pk])
    ]


def test_a_coordinator_reads_states_of_the_cluster_and_no_remarks():
    scene = make_scene("under_review")
    scene.comment()
    nadia = hand_over(scene, "coordinator")
    found = briefing(nadia.own_seats[0])
    assert [(one.submission, one.open) for one in found.held] == [(scene.submission, 0)]
    assert "Open remarks" not in words(nadia)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_briefing_in_both_languages(role):
    make_scene("in_progress")
    user = make_user("anybody", role)
    place = reverse("reports:briefing", args=[user.own_seats[0].pk])
    for language in ("en", "bn"):
        browser = signed_in(user, headers={"accept-language": language})
        assert browser.get(place).status_code == 200


def test_it_costs_the_same_for_one_programme_and_for_three():
    counts = []
    for number in (1, 3):
        scene = make_scene("returned", programmes=number)
        for assessment in scene.assessments:
            hand_out(assessment, scene.contributor, scene.focal)
        place = reverse("reports:briefing", args=[scene.focal.seats[0].pk])
        counts.append(len(queries(signed_in(scene.focal), place)))
    assert counts[0] == counts[1]


# ── As a file ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx"])
def test_it_is_made_as_a_file(kind):
    scene = make_scene("returned")
    nadia = hand_over(scene, "focal")
    subject = Subject.of_seat(nadia.own_seats[0])
    export = export_ask(
        key=uuid.uuid4(), of=subject, wanted=Wanted(format=kind, language="bn"), by=nadia
    )
    assert tasks.make_export.func(str(export.pk)) == "done"
    made = Export.objects.get(pk=export.pk)
    assert made.size > 0
    browser = signed_in(nadia)
    assert browser.get(reverse("reports:export_file", args=[made.pk])).status_code == 200
    assert browser.get(reverse("reports:export", args=[made.pk])).status_code == 200
    assert not can_read(scene.stranger, subject)


def test_the_page_asks_for_the_file_and_says_what_is_wrong():
    scene = make_scene("in_progress")
    browser = signed_in(scene.focal)
    place = reverse("reports:briefing", args=[scene.focal.seats[0].pk])
    wanted = {"key": str(uuid.uuid4()), "format": "pdf", "language": "en"}
    assert browser.post(place, wanted | {"format": "xyz"}).status_code == 422
    for _ in range(2):
        assert browser.post(place, wanted).status_code == 302
    assert Export.objects.count() == 1
