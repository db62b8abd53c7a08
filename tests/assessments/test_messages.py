"""Waiting on me: what is to be done, what the seats were told, and the mail that failed (36, 37)."""

import re

import pytest
import time_machine
from django.urls import reverse

from assessments.models import Mail, Notice
from assessments.selectors.waiting import todos
from assessments.services.reminding import reminders_write
from nsss_gender.accounts.models import User
from nsss_gender.accounts.services import seat_hand_over
from tests.assessments.factories import extension_ask, fresh, hand_out, make_scene
from tests.assessments.test_reminders_sent import DEADLINE, morning, opened
from tests.assessments.test_review_views import text
from tests.people import make_person, make_user, signed_in

pytestmark = pytest.mark.django_db
INBOX = "/messages/"


def to_do(user):
    return [(todo.text, str(todo.of), todo.url) for todo in todos(user)]


def page(user):
    return signed_in(User.objects.get(pk=user.pk)).get(INBOX)


@pytest.mark.parametrize(
    ("state", "word", "name"),
    [
        ("not_started", "Begin the report", "report"),
        ("in_progress", "Go on with the report", "report"),
        ("cleared", "Submit the report: it is cleared, saved is not submitted", "report"),
        ("returned", "Answer the points of the return", "points"),
    ],
)
def test_a_focal_point_has_the_report_to_do_while_it_is_out(state, word, name):
    scene = make_scene(state)
    url = reverse(f"assessments:{name}", args=[scene.submission.pk])
    assert to_do(scene.focal) == [(word, "First round", url)]


@pytest.mark.parametrize("state", ["submitted", "under_review", "recommended", "accepted"])
def test_a_focal_point_has_nothing_to_do_while_others_read(state):
    assert to_do(make_scene(state).focal) == []


def test_what_waits_on_everybody_else():
    scene = make_scene("under_review")
    extension_ask(scene, by=scene.stranger)
    read = reverse("assessments:read", args=[scene.submission.pk])
    assert ("Read the report", str(scene.ministry), read) in to_do(scene.reviewer)
    assert [todo[0] for todo in to_do(scene.second_reviewer)] == ["Decide on more time"]
    assert [todo[0] for todo in to_do(scene.approver)] == ["Decide on more time"]
    assert to_do(scene.technical_support) == []
    assert to_do(scene.observer) == []
    assert to_do(scene.nobody) == []


def test_what_waits_on_the_approver_and_on_nobody_in_particular():
    scene = make_scene("recommended")
    url = reverse("assessments:decision", args=[scene.submission.pk])
    assert to_do(scene.approver) == [("Decide on the report", str(scene.ministry), url)]
    other = make_scene("submitted")
    (todo,) = [one for one in todos(other.second_reviewer) if one.total]
    assert (todo.text, todo.total) == ("Reports that nobody has taken up", 1)


def test_what_was_handed_out_waits_on_the_colleague_alone():
    scene = make_scene("in_progress")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    url = reverse("assessments:assessment", args=[scene.assessment.pk])
    programme = str(scene.programmes[0])
    assert to_do(scene.contributor) == [("Write what was handed to you", programme, url)]
    assert [todo[0] for todo in to_do(scene.focal)] == ["Go on with the report"]
    assert [todo[0] for todo in to_do(scene.stranger)] == ["Begin the report"]


def test_a_reminder_is_seen_read_and_counted():
    scene = opened()
    with time_machine.travel(morning(13), tick=False):
        reminders_write(today=morning(13).date())
        found = text(page(scene.focal))
        assert "Reminder: the report has not come in yet." in found
        assert "Deadline: 14/02/2019 17:00" in found.replace("\N{NO-BREAK SPACE}", " ")
        assert "1 working day left" in found
        new = Notice.objects.filter(seat=scene.focal.seats[0], read_at=None)
        assert f"Waiting on me {new.count()} new" in found
        notice = new.get(transition="reminder")
        client = signed_in(scene.focal)
        url = reverse("assessments:message_read", args=[notice.pk])
        assert client.post(url).status_code == 302
        assert client.post(url).status_code == 302
        assert fresh(notice).read_by == scene.focal
        assert notice not in new
    assert fresh(scene.round).deadline_at == DEADLINE


def test_all_at_once_and_only_the_own_ones():
    scene = make_scene("returned")
    theirs = Notice.objects.filter(seat=scene.reviewer.seats[0], read_at=None).count()
    assert theirs
    signed_in(scene.focal).post(reverse("assessments:messages_read"))
    assert not Notice.objects.filter(seat=scene.focal.seats[0], read_at=None).exists()
    assert Notice.objects.filter(seat=scene.reviewer.seats[0], read_at=None).count() == theirs


def test_a_stranger_reads_and_marks_nothing_of_the_ministry():
    scene = make_scene("returned")
    notice = Notice.objects.filter(seat=scene.focal.seats[0]).latest("created_at")
    url = reverse("assessments:message_read", args=[notice.pk])
    assert signed_in(scene.stranger).post(url).status_code == 404
    assert fresh(notice).read_at is None
    assert "returned for revision" not in text(page(scene.stranger))


def test_unread_ones_stand_first_and_the_list_is_paged():
    scene = make_scene("returned")
    seat = scene.focal.seats[0]
    oldest = Notice.objects.filter(seat=seat).earliest("created_at")
    Notice.objects.filter(seat=seat).exclude(pk=oldest.pk).update(
        read_at=oldest.created_at, read_by=scene.focal
    )
    extra = {"seat": seat, "submission": scene.submission, "transition": "claim"}
    read = {"read_at": oldest.created_at, "read_by": scene.focal}
    Notice.objects.bulk_create(Notice(**extra, **read) for _ in range(25))
    first = page(scene.focal).context
    assert first["told"][0].notice == oldest
    assert len(first["told"]) == 20
    assert first["page"].paginator.num_pages == 2


def test_a_successor_sees_what_the_seat_was_told():
    scene = make_scene("returned")
    newcomer = make_person("newcomer")
    seat_hand_over(
        by=scene.administrator, seat=scene.focal.seats[0], user=newcomer, reason="Transferred."
    )
    assert "The report was returned for revision." in text(page(newcomer))
    assert "The report was returned for revision." not in text(page(scene.focal))


def test_the_count_is_that_of_all_seats_and_costs_no_query(django_assert_num_queries):
    scene = make_scene("returned")
    user = User.objects.get(pk=scene.focal.pk)
    with django_assert_num_queries(1):
        unread = sum(seat.unread for seat in user.seats)
    assert unread == Notice.objects.filter(seat__in=user.seats, read_at=None).count() > 1


def test_every_message_leads_to_a_page_that_opens():
    """For everybody, in every state on the way: no message leads to a closed door."""
    scene = make_scene("accepted")
    for person in ("focal", "reviewer", "approver"):
        shown = page(getattr(scene, person))
        client = signed_in(getattr(scene, person))
        for message in shown.context["told"]:
            assert client.get(message.url).status_code == 200, (person, message.text)


# ── The choice ──────────────────────────────────────────────────────────────────────────────────


def test_the_choice_is_made_on_the_account_page():
    scene = make_scene()
    client = signed_in(scene.focal)
    mine = {"name": scene.focal.name, "phone": "", "language": "en"}
    assert client.post("/account/", mine).status_code == 200  # a choice is missing
    assert client.post("/account/", mine | {"mail_choice": "at_once"}).status_code == 302
    assert fresh(scene.focal).mail_choice == "at_once"


# ── Mail that failed ────────────────────────────────────────────────────────────────────────────


def failed(scene, **fields):
    seat = scene.focal.seats[0]
    type(seat).objects.filter(pk=seat.pk).update(
        supervisor_phone="0171-000", phone="0172-000", supervisor_post="Joint Secretary"
    )
    given = {"key": "one", "state": "failed", "subject": "Not come in", "body": "…"}
    given |= {"seat": fresh(seat), "submission": scene.submission, "name": "Demo Officer"}
    return Mail.objects.create(**(given | fields))


def test_the_division_sees_whom_to_ring_and_no_address():
    scene = make_scene()
    failed(scene, address="secret@example.org", attempts=1, problem="550 secret@example.org")
    for person in ("reviewer", "approver", "technical_support"):
        found = text(signed_in(getattr(scene, person)).get("/mails/"))
        assert "Demo Officer" in found
        assert "0171-000" in found
        assert "The mail server refused the address." in found
        assert "secret@example.org" not in found
    found = text(signed_in(scene.administrator).get("/mails/"))
    assert "secret@example.org: 550 secret@example.org" in found


def test_without_an_address_nothing_can_be_tried_again():
    scene = make_scene()
    mail = failed(scene, address="")
    client = signed_in(scene.reviewer)
    found = client.get("/mails/").content.decode()
    assert "Nobody has entered an address." in found
    assert not re.search(r"action=\"/mails/", found)
    answer = client.post(reverse("assessments:mail_again", args=[mail.pk]))
    assert answer.status_code == 403
    assert "Nobody knows an address for it" in answer.content.decode()


def test_a_failed_mail_waits_on_who_can_ring():
    scene = make_scene()
    failed(scene)
    for person in ("reviewer", "administrator"):
        found = [todo.text for todo in todos(getattr(scene, person))]
        assert "Mails that could not be sent" in found
    assert "Mails that could not be sent" not in [todo.text for todo in todos(scene.focal)]


def test_the_page_says_when_there_is_no_mail_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    keeper = signed_in(make_user("keeper", "administrator"))
    assert "No mail server is set up" in text(keeper.get("/mails/"))
    assert "No mail server is set up: messages stand here only." in text(keeper.get(INBOX))
