"""Acting for a ministry (79): who may, what opens, what is marked, and what it keeps a person from.

The ministry is the scene's first one; its paper is entered by ``reviewer`` or ``technical_support``.
Charlie is ``stranger``, the focal point of the second ministry.
"""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from assessments.models import AnswerVersion, Assessment, BesideVersion, Notice
from assessments.permissions import (
    can_act,
    can_decide_extension,
    can_edit,
    can_fill,
    can_move,
    can_review,
    seat_to_act_in,
)
from assessments.services import submissions
from assessments.services.on_behalf import on_behalf_begin
from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Acting, User
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from programmes.models import ProgrammeMinistry
from reports.builders import packet as packet_builder
from reports.builders import receipt, report, returned
from reports.exports import page
from tests.assessments.factories import Scene, answers_save, extension_ask, fresh, make_scene
from tests.people import make_person, make_seat, signed_in

pytestmark = pytest.mark.django_db

REASON = "The report came by post: the ministry has no line this week."
MEMO = "44.01.0000.017.19-8"


def begin(scene: Scene, by: User, memo_number: str = MEMO, **fields) -> Acting:
    given = {"submission": scene.submission, "key": uuid.uuid4(), "reason": REASON} | fields
    return on_behalf_begin(memo_number=memo_number, by=by, **given)


def own_role(user: User) -> str:
    return user.own_seats[0].role


# ── Who may ─────────────────────────────────────────────────────────────────────────────────────


def test_reviewers_and_technical_support_may_act_and_nobody_else():
    scene = make_scene("in_progress")
    seat = seat_to_act_in(scene.submission)
    may = {name for name, user in scene.people.items() if can_act(user, scene.submission, seat)}
    assert may == {"reviewer", "second_reviewer", "technical_support"}


STATES = {
    "not_started": True,
    "in_progress": True,
    "cleared": True,
    "submitted": False,
    "under_review": False,
    "returned": True,
    "recommended": False,
    "accepted": False,
}


@pytest.mark.parametrize("state", STATES)
def test_only_while_the_report_is_the_ministrys_to_write(state):
    scene = make_scene(state)
    verdict = can_act(scene.technical_support, scene.submission, seat_to_act_in(scene.submission))
    assert verdict.allowed == STATES[state]
    assert bool(verdict.reason) != STATES[state]


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_who_also_decides_or_administers_never_acts(role):
    scene = make_scene("in_progress")
    make_seat(scene.reviewer, role)
    with pytest.raises(PermissionDenied):
        begin(scene, scene.reviewer)
    assert Acting.objects.count() == 0


def test_who_reviewed_a_part_does_not_enter_the_paper():
    scene = make_scene("returned")
    seat = seat_to_act_in(scene.submission)
    assert not can_act(scene.reviewer, scene.submission, seat)
    assert can_act(scene.second_reviewer, scene.submission, seat)


def test_a_ministry_without_a_focal_points_seat_cannot_be_acted_for():
    scene = make_scene("in_progress")
    services.seat_end(by=scene.administrator, seat=scene.focal.seats[0], reason="Closed.")
    verdict = can_act(scene.reviewer, scene.submission, seat_to_act_in(scene.submission))
    assert not verdict
    assert verdict.reason


def test_a_vacant_seat_can_be_acted_in():
    scene = make_scene("in_progress")
    services.seat_vacate(by=scene.administrator, seat=scene.focal.seats[0], reason="Left.")
    begin(scene, scene.reviewer)
    assert can_fill(scene.reviewer, scene.submission)


def test_beginning_twice_with_one_key_is_one_act():
    scene, key = make_scene("in_progress"), uuid.uuid4()
    first, second = (begin(scene, scene.reviewer, key=key) for _ in range(2))
    assert first == second
    assert Acting.objects.count() == 1
    assert Notice.objects.filter(transition="acted_for").count() == 1


def test_one_ministry_at_a_time():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    with pytest.raises(PermissionDenied):
        begin(scene, scene.reviewer, submission=scene.other)


# ── What opens, and when it ends ────────────────────────────────────────────────────────────────


def test_acting_opens_that_ministry_alone():
    scene = make_scene("in_progress", programmes=2)
    acting = begin(scene, scene.reviewer)
    by = scene.reviewer
    assert by.seats == [acting.seat]
    assert own_role(by) == Role.REVIEWER
    assert can_edit(by, scene.assessment)
    assert not can_fill(by, scene.other)
    browser = signed_in(by)
    status = {
        name: browser.get(reverse(f"assessments:{name}", args=args)).status_code
        for name, args in {
            "report": [scene.submission.pk],
            "section": [scene.assessment.pk, "empowerment"],
            "check": [scene.submission.pk],
            "queue": [],
            "read": [scene.submission.pk],
            "decisions": [],
        }.items()
    }
    assert status == {
        "report": 200,
        "section": 200,
        "check": 200,
        "queue": 403,
        "read": 404,
        "decisions": 403,
    }
    assert browser.get(reverse("assessments:report", args=[scene.other.pk])).status_code == 404


def test_acting_does_not_open_what_another_ministry_shares():
    scene = make_scene("in_progress")
    theirs = scene.other.assessments.get()
    partner = ProgrammeMinistry(programme=theirs.programme, ministry=scene.ministry, part="partner")
    partner.save()
    assert list(Assessment.objects.shared_with(scene.focal)) == [theirs]
    begin(scene, scene.reviewer)
    assert list(Assessment.objects.shared_with(scene.reviewer)) == []
    address = reverse("assessments:shared", args=[theirs.pk])
    assert signed_in(scene.reviewer).get(address).status_code == 404


def test_acting_does_not_open_another_round_of_the_same_ministry():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    Acting.objects.update(about=f"round:{uuid.uuid4()}")
    scene.reviewer.seats_forget()
    assert not can_fill(scene.reviewer, scene.submission)
    address = reverse("assessments:report", args=[scene.submission.pk])
    assert signed_in(scene.reviewer).get(address).status_code == 404


def test_the_banner_stands_on_every_page_and_ends_it_in_one_click():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    browser = signed_in(scene.reviewer)
    for address in ("/report/", "/account/", "/account/acting/", "/nothing-here/"):
        said = browser.get(address, follow=True).content.decode()
        assert "You act for:" in said, address
        assert reverse("accounts:acting_end") in said, address
    answer = browser.post(reverse("accounts:acting_end"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("assessments:queue")
    assert "You act for:" not in answer.content.decode()
    assert browser.post(reverse("accounts:acting_end")).status_code == 302  # once more: harmless


def test_it_ends_after_eight_hours():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    Acting.objects.update(ends_at=timezone.now() - dt.timedelta(seconds=1))
    scene.reviewer.seats_forget()
    assert scene.reviewer.acting is None
    assert own_role(scene.reviewer) == scene.reviewer.seats[0].role
    begin(scene, scene.reviewer)  # what ended by itself is in nobody's way
    assert Acting.objects.filter(until=None).count() == 1


def test_it_ends_at_the_sign_out():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    signed_in(scene.reviewer).post(reverse("account_logout"))
    assert Acting.objects.filter(until=None).count() == 0


def test_it_ends_with_the_seat_it_was_begun_in():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    own = scene.reviewer.own_seats[0]
    services.seat_hand_over(
        by=scene.administrator, seat=own, user=make_person("newcomer"), reason="Moved."
    )
    assert fresh(scene.reviewer).seats == []
    assert Acting.objects.filter(until=None).count() == 0


# ── What is marked ──────────────────────────────────────────────────────────────────────────────


def test_everything_written_says_who_for_whom_and_why():
    scene = make_scene("in_progress")
    acting = begin(scene, scene.reviewer)
    answers_save(scene.assessment, {"Q8": {"text": "As the paper says."}}, by=scene.reviewer)
    version = AnswerVersion.objects.get(text="As the paper says.")
    assert (version.by, version.seat, version.on_behalf) == (scene.reviewer, acting.seat, acting)
    event = Event.objects.filter(action="answers saved").latest("id")
    assert (event.by, event.seat) == (str(scene.reviewer.pk), str(acting.seat_id))
    assert event.reason == (f"On behalf of {acting.seat}, because: {REASON} Memo number {MEMO}.")
    assert log_breaks() == []


def test_texts_beside_the_answers_are_marked():
    scene = make_scene("not_started")
    acting = begin(scene, scene.reviewer)
    scene.people["focal"] = scene.reviewer
    scene.fill()
    assert set(BesideVersion.objects.values_list("on_behalf", flat=True)) == {acting.pk}


def test_the_focal_point_is_told_at_once_and_reads_why():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    told = Notice.objects.get(transition="acted_for")
    assert (told.seat, told.reason) == (scene.focal.seats[0], REASON)
    shown = signed_in(scene.focal).get(reverse("assessments:report", args=[scene.submission.pk]))
    assert shown.content.decode().count(REASON.replace("'", "&#x27;")) == 2  # list and notice


def test_history_packet_receipt_and_print_say_it():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    answers_save(scene.assessment, {"Q8": {"text": "As the paper says."}}, by=scene.reviewer)
    answer = AnswerVersion.objects.get(text="As the paper says.").answer
    address = reverse("assessments:answer_history", args=[answer.pk])
    assert REASON in signed_in(scene.focal).get(address).content.decode()
    printed = page.render(report.document(report.read(scene.submission), None, "en"))
    assert printed.count("The Cabinet Division, for the ministry") == 1
    assert printed.count(REASON) == 1
    scene.clear()
    scene.submit()
    packet = scene.packet
    [row] = packet.data["on_behalf"]
    assert (row["by"], row["reason"], row["memo_number"]) == (
        str(scene.reviewer),
        REASON,
        MEMO,
    )
    answers = packet.assessments[str(scene.assessment.pk)]["answers"]
    assert {code for code, said in answers.items() if said.get("on_behalf")} == {"Q8"}
    assert REASON in page.render(receipt.document(packet, "en"))
    assert REASON in page.render(receipt.document(packet, "bn"))
    reading = signed_in(scene.approver).get(reverse("assessments:read", args=[scene.submission.pk]))
    assert REASON in reading.content.decode()


def test_return_letter_and_packet_say_it():
    scene = make_scene("in_progress")
    begin(scene, scene.second_reviewer)
    services.acting_end(by=scene.second_reviewer)
    for step in (scene.clear, scene.submit, scene.claim, scene.send_return):
        step()
    for document in (
        returned.document(scene.packet, "bn"),
        packet_builder.document(scene.packet, None, "en"),
    ):
        assert page.render(document).count(REASON) == 1


def test_a_report_that_nobody_acted_in_says_nothing_of_it():
    scene = make_scene("submitted")
    assert "on_behalf" not in scene.packet.data
    assert "on_behalf" not in scene.packet.content


# ── Sending needs the paper ─────────────────────────────────────────────────────────────────────

SENDING = {"in_progress": "clear", "cleared": "submit", "returned": "resubmit"}


@pytest.mark.parametrize("state", SENDING)
def test_clearing_and_submitting_need_the_memo_number(state):
    scene = make_scene(state)
    begin(scene, scene.second_reviewer, memo_number="")
    refused = can_move(scene.second_reviewer, scene.submission, SENDING[state])
    assert not refused
    assert "memo number" in refused.reason
    services.acting_memo(by=scene.second_reviewer, memo_number=MEMO)
    verdict = can_move(scene.second_reviewer, scene.submission, SENDING[state])
    assert "memo number" not in verdict.reason
    assert verdict.allowed == (state != "returned")  # there, the point is still unanswered


def test_a_memo_number_is_given_once():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer, memo_number="")
    browser, address = signed_in(scene.reviewer), reverse("accounts:acting")
    assert browser.post(address, {"memo_number": ""}).status_code == 422
    assert browser.post(address, {"memo_number": MEMO}).status_code == 302
    browser.post(address, {"memo_number": "another"})
    assert Acting.objects.get().memo_number == MEMO


# ── Conflict of interest, by person ─────────────────────────────────────────────────────────────


def acted(scene: Scene, by: User) -> None:
    begin(scene, by)
    services.acting_end(by=by)


def test_who_acted_does_not_claim_review_or_judge():
    scene = make_scene("in_progress")
    acted(scene, scene.reviewer)
    scene.clear()
    scene.submit()
    assert not can_move(scene.reviewer, scene.submission, "claim")
    assert can_move(scene.second_reviewer, scene.submission, "claim")


@pytest.mark.parametrize("arrow", ["return", "recommend"])
def test_who_acted_moves_nothing_though_the_report_came_to_the_seat(arrow):
    scene = make_scene("in_progress")
    acted(scene, scene.second_reviewer)
    scene.clear()
    scene.submit()
    scene.claim()
    scene.comment()
    seat = scene.second_reviewer.own_seats[0]
    with pytest.raises(Exception, match="entered answers"):
        submissions.submission_hand_over(
            submission=scene.submission, to=seat, reason="On leave.", by=scene.reviewer
        )
    submission = scene.submission
    submission.reviewer = seat
    submission.save()
    assert not can_move(scene.second_reviewer, submission, arrow)
    assert not can_review(scene.second_reviewer, submission)
    assert can_move(scene.second_reviewer, submission, "hand_over")  # to get rid of it


def test_who_acted_does_not_accept_in_another_seat():
    scene = make_scene("in_progress")
    acted(scene, scene.technical_support)
    scene.clear()
    scene.submit()
    scene.claim()
    scene.recommend()
    make_seat(scene.technical_support, Role.APPROVER)
    refused = can_move(scene.technical_support, scene.submission, "accept")
    assert (refused.allowed, "another person" in refused.reason) == (False, True)
    assert can_move(scene.approver, scene.submission, "accept")


def test_who_asked_for_time_does_not_grant_it():
    scene = make_scene("in_progress")
    begin(scene, scene.reviewer)
    asked = extension_ask(scene, by=scene.focal)
    asked.asked_by = scene.reviewer
    services.acting_end(by=scene.reviewer)
    assert not can_decide_extension(scene.reviewer, asked)
    assert can_decide_extension(scene.approver, asked)


def test_acting_for_another_ministry_leaves_this_one_free():
    scene = make_scene("submitted")
    on_behalf_begin(
        submission=scene.other, key=uuid.uuid4(), reason=REASON, memo_number="", by=scene.reviewer
    )
    services.acting_end(by=scene.reviewer)
    assert can_move(scene.reviewer, scene.submission, "claim")


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def test_the_page_begins_it_and_asks_for_the_reason():
    scene = make_scene("in_progress")
    browser = signed_in(scene.technical_support)
    address = reverse("assessments:on_behalf_begin", args=[scene.submission.pk])
    listed = browser.get(reverse("assessments:on_behalf")).content.decode()
    assert address in listed
    typed = {"key": str(uuid.uuid4()), "reason": "  ", "memo_number": MEMO}
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert MEMO in refused.content.decode()
    typed["reason"] = REASON
    for _ in range(2):  # a double click
        assert browser.post(address, typed).status_code == 302
    assert Acting.objects.count() == 1
    assert browser.get(address).status_code == 200  # says what runs
    assert signed_in(scene.stranger).get(address).status_code == 403
    assert (
        signed_in(scene.technical_support).get(reverse("assessments:on_behalf")).status_code == 403
    )


def test_the_second_factor_of_the_own_seat_is_still_asked_for(settings):
    scene = make_scene("in_progress")
    settings.NSSS_TOTP_ROLES = [Role.REVIEWER]
    begin(scene, scene.reviewer)
    answer = signed_in(scene.reviewer).get("/report/")
    assert answer["Location"] == reverse("mfa_activate_totp")
