"""A whole round, day by day, with holidays, extension, crash and two workers: each reminder once (36)."""

import datetime as dt
from collections import Counter
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from assessments.deadlines import DHAKA
from assessments.enums import Counting, MailState
from assessments.models import HandOut, Mail, Notice, Round, Submission
from assessments.selectors.reminded import LastReminder, last_reminders
from assessments.selectors.reminding import telling
from assessments.services.expectations import expectation_set
from assessments.services.extensions import extension_give
from assessments.services.reminding import letter_write, reminder_write, reminders_write
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat
from nsss_gender.audit.models import Event
from nsss_gender.language.dates import moment
from tests.assessments.factories import fresh, hand_out, make_holiday, make_scene
from tests.assessments.test_review_views import text
from tests.people import make_seat, make_user, signed_in

pytestmark = pytest.mark.django_db

OPENING = dt.datetime(2019, 1, 31, 10, 0, tzinfo=DHAKA)
DEADLINE = dt.datetime(2019, 2, 14, 17, 0, tzinfo=DHAKA)  # a Thursday
OFFICER = {"supervisor_name": "Demo Officer", "supervisor_mail": "officer@example.org"}


def morning(day, month=2):
    return dt.datetime(2019, month, day, 7, 0, tzinfo=DHAKA)


def opened(state="not_started", **fields):
    """A round as of the first workshop; the first ministry's seat names its supervising officer."""
    with time_machine.travel(OPENING, tick=False):
        scene = make_scene(state, deadline_at=DEADLINE, **fields)
        Seat.objects.filter(role=Role.FOCAL_POINT).update(**OFFICER)
    return scene


def walk(first, last, act=None):
    """Every morning from ``first`` to ``last`` (days of February 2019; 29 is 1 March) the worker runs.

    Out: (day, step or officer, ministry's seat's user) of everything written, in order.
    """
    said = []
    for day in range(first, last + 1):
        with time_machine.travel(morning(1) + dt.timedelta(days=day - 1), tick=False):
            if act:
                act(day)
            told = reminders_write(today=dt.date(2019, 2, 1) + dt.timedelta(days=day - 1))
            rows = Notice.objects.filter(key__contains=":T").order_by("-created_at")[: told.notices]
            mails = Mail.objects.order_by("-created_at")[: told.letters]
            said += sorted((day, row.key.split(":")[2], row.seat_id) for row in rows)
            said += [(day, "mail", row.address) for row in mails]
    return said


def steps(said, seat):
    return [(day, step) for day, step, whom in said if whom == seat.pk]


def mails(said):
    return sorted((day, whom) for day, step, whom in said if step == "mail")


def test_a_round_from_opening_to_ten_days_after():
    scene = opened()
    focal = scene.focal.seats[0]
    said = walk(1, 28)
    # 14 February is due; Fridays and Saturdays (8, 9, 15, 16, 22, 23) are no working days
    told = [(5, "T-7"), (11, "T-3"), (13, "T-1"), (17, "T+1"), (19, "T+3")]
    assert steps(said, focal) == told
    assert steps(said, scene.stranger.seats[0]) == told
    assert steps(said, scene.contributor.seats[0]) == []
    # one mail a ministry; in the third, which runs no programme, nobody sits who names an officer
    assert mails(said) == [(19, ""), (19, "officer@example.org"), (19, "officer@example.org")]
    assert len(said) == 13
    assert walk(1, 28) == []


def test_in_calendar_days():
    scene = opened()
    Round.objects.update(reminders_count_in=Counting.CALENDAR)
    said = steps(walk(1, 28), scene.focal.seats[0])
    assert said == [(7, "T-7"), (11, "T-3"), (13, "T-1"), (15, "T+1"), (17, "T+3")]


def test_a_holiday_moves_what_lies_before_it():
    scene = opened()
    make_holiday(dt.date(2019, 2, 12))
    said = steps(walk(1, 20), scene.focal.seats[0])
    assert said == [(4, "T-7"), (10, "T-3"), (13, "T-1"), (17, "T+1"), (19, "T+3")]


def test_an_extension_of_one_ministry_makes_reminders_of_its_own():
    """Given on the day after T-1: the first ministry is told of the new deadline, the other of the old."""
    scene = opened()
    until = dt.datetime(2019, 2, 26, 17, 0, tzinfo=DHAKA)

    def act(day):
        if day == 14:
            extension_give(
                key=scene.round.pk,
                round_=scene.round,
                ministry=scene.ministry,
                until=until,
                reason="Floods.",
                by=scene.reviewer,
            )

    said = walk(1, 35, act)
    assert steps(said, scene.focal.seats[0]) == [
        *[(5, "T-7"), (11, "T-3"), (13, "T-1")],
        *[(17, "T-7"), (21, "T-3"), (25, "T-1"), (27, "T+1"), (31, "T+3")],
    ]
    assert steps(said, scene.stranger.seats[0]) == [
        *[(5, "T-7"), (11, "T-3"), (13, "T-1"), (17, "T+1"), (19, "T+3")]
    ]


def test_what_comes_in_is_not_chased():
    scene = opened()

    def act(day):
        if day == 12:
            scene.bring("submitted")

    said = steps(walk(1, 28, act), scene.focal.seats[0])
    assert said == [(5, "T-7"), (11, "T-3")]


def test_a_cleared_report_is_still_out():
    scene = opened("cleared")
    assert steps(walk(13, 17), scene.focal.seats[0]) == [(13, "T-1"), (17, "T+1")]


def test_a_report_returned_before_the_deadline_is_reminded_from_then_on():
    scene = opened("under_review")

    def act(day):
        if day == 11:
            scene.send_return()

    said = steps(walk(1, 28, act), scene.focal.seats[0])
    assert said == [(13, "T-1"), (17, "T+1"), (19, "T+3")]


def test_a_report_returned_after_the_deadline_is_not_chased_for_it():
    scene = opened("under_review")

    def act(day):
        if day == 20:
            scene.send_return()

    assert steps(walk(1, 40, act), scene.focal.seats[0]) == []


def test_a_worker_that_was_down_sends_the_latest_only():
    scene = opened()
    assert steps(walk(14, 14), scene.focal.seats[0]) == [(14, "T-1")]
    assert steps(walk(15, 18), scene.focal.seats[0]) == [(17, "T+1")]


def test_after_a_crash_between_two_messages_the_rest_comes_and_nothing_twice():
    scene = opened()
    with time_machine.travel(morning(19), tick=False):
        due = telling(dt.date(2019, 2, 19))
        assert (len(due.notices), len(due.letters)) == (4, 3)
        reminder_write(owed=due.notices[0])
        reminder_write(owed=due.notices[1])
        letter_write(letter=due.letters[0])
        told = reminders_write(today=dt.date(2019, 2, 19))
    assert (told.notices, told.letters) == (2, 2)
    assert Notice.objects.filter(key__contains=":T").count() == 4
    assert Mail.objects.count() == 3
    assert scene.submission.status == "not_started"


def test_two_that_read_before_either_writes_tell_nobody_twice():
    opened()
    with time_machine.travel(morning(19), tick=False):
        one, two = telling(dt.date(2019, 2, 19)), telling(dt.date(2019, 2, 19))
        wrote = [reminder_write(owed=row) for row in (*one.notices, *two.notices)]
        sent = [letter_write(letter=row) for row in (*one.letters, *two.letters)]
    assert Counter(wrote) == {True: 4, False: 4}
    assert Counter(sent) == {True: 3, False: 3}


def test_a_report_that_came_in_since_it_was_read_is_left_alone():
    scene = opened()
    with time_machine.travel(morning(13), tick=False):
        due = telling(dt.date(2019, 2, 13))
        scene.bring("submitted")
        wrote = {row.seat: reminder_write(owed=row) for row in due.notices}
    assert wrote == {scene.focal.seats[0]: False, scene.stranger.seats[0]: True}


def test_the_alternate_is_reminded_too_and_a_closed_seat_is_not():
    scene = opened()
    with time_machine.travel(OPENING, tick=False):
        alternate = make_seat(make_user("alternate"), Role.FOCAL_POINT, scene.ministry)
        gone = make_seat(None, Role.FOCAL_POINT, scene.ministry)
        Seat.objects.filter(pk=gone.pk).update(ended_at=OPENING, ended_by=scene.administrator)
    said = walk(13, 13)
    assert steps(said, alternate) == [(13, "T-1")]
    assert steps(said, gone) == []


def test_nobody_is_reminded_in_a_practice_round_or_of_one_not_open():
    opened()
    Round.objects.update(kind="practice")
    assert walk(13, 19) == []
    Round.objects.update(kind="real", opened_at=None, opened_by=None)
    assert walk(13, 19) == []


def test_the_officer_gets_one_mail_in_bangla_that_says_whom_to_ring():
    scene = opened()
    walk(19, 19)
    mail = Mail.objects.get(submission=scene.submission)
    assert (mail.address, mail.name, mail.language) == (
        "officer@example.org",
        "Demo Officer",
        "bn",
    )
    assert mail.state == MailState.WAITING
    assert scene.ministry.name_bn in mail.subject
    assert moment(DEADLINE, "bn") in mail.body.replace("\N{NO-BREAK SPACE}", " ")


def test_without_an_address_the_mail_stands_as_not_sent():
    scene = opened()
    Seat.objects.update(supervisor_mail="", supervisor_name="")
    walk(19, 19)
    mail = Mail.objects.get(submission=scene.submission)
    assert (mail.state, mail.address, mail.seat) == (MailState.FAILED, "", scene.focal.seats[0])


def test_a_hand_out_is_told_to_both_sides():
    scene = opened("in_progress")
    with time_machine.travel(morning(3), tick=False):
        hand_out(scene.assessment, scene.contributor, scene.focal)
    HandOut.objects.update(due_on=dt.date(2019, 2, 7))
    said = walk(4, 10)
    assert steps(said, scene.contributor.seats[0]) == [(6, "T-1"), (10, "T+1")]
    own = [row for row in steps(said, scene.focal.seats[0]) if row != (5, "T-7")]
    assert own == [(6, "T-1"), (10, "T+1")]
    HandOut.objects.update(ended_at=morning(10), ended_by=scene.focal)
    assert steps(walk(11, 12), scene.contributor.seats[0]) == []


def test_a_ministry_that_was_reminded_can_still_be_let_off():
    """Nobody wrote in its report: the reminders go with it, the mail stays in the outbox."""
    scene = opened()
    walk(13, 19)
    report = scene.other
    expectation_set(
        round_=fresh(scene.round),
        ministry=scene.other_ministry,
        expected="none",
        reason="It runs no programme.",
        by=scene.administrator,
    )
    assert not Submission.objects.filter(pk=report.pk).exists()
    assert Mail.objects.filter(key__contains=str(report.pk), submission=None).count() == 1


def test_every_reminder_stands_in_the_log():
    scene = opened()
    walk(13, 19)
    rows = Event.objects.filter(stream=scene.submission.stream, action__startswith="reminder")
    assert sorted(rows.values_list("action", flat=True)) == [
        "reminder mailed",
        "reminder written",
        "reminder written",
        "reminder written",
    ]


def test_the_command_runs_as_of_another_day_and_a_dry_run_writes_nothing():
    scene = opened()
    with time_machine.travel(morning(13), tick=False):
        out = StringIO()
        call_command("send_reminders", "--today", "2019-02-13", "--dry-run", stdout=out)
        assert out.getvalue().endswith("2019-02-13: 2 messages, 0 letters\n")
        assert not Notice.objects.filter(key__contains=":T").exists()
        for _again in range(2):
            call_command("send_reminders", "--today", "2019-02-13", stdout=StringIO())
    assert Notice.objects.filter(seat=scene.focal.seats[0]).filter(key__contains=":T").count() == 1


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    scene = opened()
    for _number in range(5):
        make_seat(make_user(f"more-{_number}"), Role.FOCAL_POINT, scene.ministry)
    with time_machine.travel(morning(19), tick=False), django_assert_num_queries(8):
        telling(dt.date(2019, 2, 19))
    assert fresh(scene.round).opened_at == OPENING


def test_the_division_sees_when_the_last_reminder_went_out_and_whether_it_arrived():
    scene = opened()
    Seat.objects.filter(ministry=scene.other_ministry).update(supervisor_mail="")
    reports = [scene.submission.pk, scene.other.pk]
    assert last_reminders(reports) == {}
    walk(13, 13)
    assert last_reminders(reports)[reports[0]] == LastReminder(seat_at=morning(13))
    walk(19, 19)
    assert last_reminders(reports) == {
        reports[0]: LastReminder(morning(19), morning(19), officer_reached=True),
        reports[1]: LastReminder(morning(19), morning(19), officer_reached=False),
    }
    page = reverse("reports:board_ministry", args=[scene.round.pk, scene.other_ministry.pk])
    found = text(signed_in(scene.approver).get(page))
    assert "the mail could not be sent, please ring" in found
    letters = signed_in(scene.reviewer).get(f"/rounds/{scene.round.pk}/reminder/")
    assert "last reminded 19/02/2019" in text(letters)
