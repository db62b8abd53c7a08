"""Mail: written as each person chose, sent at least once, tried again, listed when it failed (36, 37)."""

import datetime as dt
import email
import socket
from collections.abc import Iterator
from email.policy import default

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.mail import get_connection
from django.utils import timezone

from assessments import tasks
from assessments.enums import MailState
from assessments.models import Mail, Notice
from assessments.selectors import posting as selectors
from assessments.services.mailing import (
    CLAIM_LAPSES,
    KEPT,
    PAUSES,
    mail_again,
    mail_claim,
    mail_send,
    mails_let_go,
)
from assessments.services.messages import notice_read
from assessments.services.posting import at_once_write, digests_write
from assessments.services.texts import mail_text
from nsss_gender.accounts.enums import MailChoice
from nsss_gender.accounts.models import User
from nsss_gender.accounts.services import seat_hand_over
from nsss_gender.language.numbers import to_bangla
from tests.assessments.factories import fresh, make_scene
from tests.people import make_person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2019, 2, 12)


class Postman:
    """A mail server that keeps what it takes and refuses what it is told to."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], email.message.EmailMessage]] = []
        self.refuse: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos, message))
        return "250 taken"


@pytest.fixture
def postman(settings) -> Iterator[Postman]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    handler = Postman()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


def choose(user, choice, language="en"):
    User.objects.filter(pk=user.pk).update(mail_choice=choice, language=language)


def make_mail(**fields):
    given = {"key": f"test:{Mail.objects.count()}", "address": "rahima@example.org"}
    given |= {"subject": "Subject", "body": "Body", "language": "en"}
    return Mail.objects.create(**(given | fields))


def returned(choice, language="en"):
    """A returned report whose focal point chose so; in the scene, every other person wants no mail."""
    User.objects.update(mail_choice=MailChoice.NONE)
    scene = make_scene("under_review")
    User.objects.exclude(pk=scene.focal.pk).update(mail_choice=MailChoice.NONE)
    Notice.objects.all().delete()
    choose(scene.focal, choice, language)
    scene.comment("Q7")
    scene.comment("Q8")
    scene.comment("Q9")
    scene.send_return()
    return scene


# ── As each person chose ────────────────────────────────────────────────────────────────────────


def test_a_return_with_three_comments_is_one_mail_at_once(postman):
    scene = returned(MailChoice.AT_ONCE)
    assert tasks.post() == 1
    (receivers, message), *others = postman.mails
    assert others == []
    assert receivers == [scene.focal.email]
    assert message["Subject"] == f"The report was returned for revision. {scene.ministry}"
    text = message.get_content()
    assert "Please look at Q8 again." in text
    assert f"http://localhost:8000/reports/{scene.submission.pk}/points/" in text
    assert tasks.post() == 0


def test_an_acceptance_is_one_mail_too(postman):
    scene = make_scene("recommended")
    User.objects.update(mail_choice=MailChoice.NONE)
    Notice.objects.update(mailed_at=timezone.now())
    choose(scene.focal, MailChoice.AT_ONCE)
    scene.accept()
    assert tasks.post() == 1
    assert postman.mails[0][1]["Subject"] == f"The report was accepted. {scene.ministry}"


def test_nothing_comes_at_once_to_who_wants_it_daily_and_nothing_at_all_to_who_wants_none():
    scene = returned(MailChoice.DAILY)
    assert at_once_write() == 0
    choose(scene.focal, MailChoice.NONE)
    assert (at_once_write(), digests_write(day=TODAY)) == (0, 0)
    assert Mail.objects.count() == 0


def test_the_digest_is_one_a_person_and_day_and_tells_each_thing_once():
    scene = returned(MailChoice.DAILY)
    assert digests_write(day=TODAY) == 1
    assert digests_write(day=TODAY) == 0
    Notice.objects.create(
        seat=scene.focal.seats[0], submission=scene.submission, transition="undo_return"
    )
    assert digests_write(day=TODAY) == 0  # the day has had its mail
    assert digests_write(day=TODAY + dt.timedelta(days=1)) == 1
    first, second = Mail.objects.order_by("created_at")
    assert "returned for revision" in first.body
    assert "returned for revision" not in second.body.partition("Waiting on you:")[0]
    assert digests_write(day=TODAY + dt.timedelta(days=2)) == 0


def test_the_digest_says_what_waits_with_its_date():
    scene = returned(MailChoice.DAILY)
    digests_write(day=TODAY)
    mail = Mail.objects.get()
    assert mail.subject == "1 new message: gender assessment of social security"
    assert "Answer the points of the return: First round (due " in mail.body
    assert mail.body.count(scene.ministry.name_en) == 1


def test_a_digest_in_bangla_has_bangla_words_and_digits():
    scene = returned(MailChoice.DAILY, "bn")
    digests_write(day=TODAY)
    mail = Mail.objects.get()
    assert mail.language == "bn"
    assert to_bangla("1") in mail.subject
    assert "The report" not in mail.body
    assert scene.ministry.name_bn in mail.body
    due = scene.round.deadline_at.astimezone(dt.timezone(dt.timedelta(hours=6)))
    assert to_bangla(f"{due:%d/%m/%Y}") in mail.body


def test_what_was_read_in_the_application_is_not_mailed():
    scene = returned(MailChoice.DAILY)
    notice_read(notice=Notice.objects.get(seat=scene.focal.seats[0]), by=scene.focal)
    assert digests_write(day=TODAY) == 0


def test_a_successor_is_not_mailed_what_the_former_holder_was_told():
    scene = returned(MailChoice.DAILY)
    newcomer = make_person("newcomer")
    seat = scene.focal.seats[0]
    seat_hand_over(by=scene.administrator, seat=seat, user=newcomer, reason="Transferred.")
    assert digests_write(day=TODAY) == 0
    assert Notice.objects.filter(seat=seat, read_at=None).count() == 1


def test_an_inactive_person_and_one_without_an_address_get_none():
    scene = returned(MailChoice.DAILY)
    User.objects.filter(pk=scene.focal.pk).update(is_active=False)
    assert digests_write(day=TODAY) == 0
    User.objects.filter(pk=scene.focal.pk).update(is_active=True, email="")
    assert digests_write(day=TODAY) == 0


def test_old_messages_do_not_come_back_with_a_new_choice():
    scene = returned(MailChoice.NONE)
    Notice.objects.update(created_at=timezone.now() - selectors.FRESH)
    choose(scene.focal, MailChoice.DAILY)
    assert digests_write(day=TODAY) == 0


def test_the_number_of_queries_does_not_grow_with_the_people(django_assert_num_queries):
    make_scene("returned")
    with django_assert_num_queries(2):
        one = selectors.posts(MailChoice.DAILY)
    for _number in range(3):
        make_scene("returned")
    with django_assert_num_queries(2):
        assert len(selectors.posts(MailChoice.DAILY)) > len(one)


def test_without_a_mail_server_everything_stands_in_the_application(settings):
    settings.EMAIL_BACKEND = selectors.NOWHERE
    scene = returned(MailChoice.AT_ONCE)
    assert tasks.remind.call("2019-02-12").endswith("0 mails sent")
    assert Mail.objects.count() == 0
    assert scene.focal.seats[0].notices.filter(read_at=None).count() == 1


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_in_bangla_arrives_whole(postman):
    make_mail(subject="প্রতিবেদন পাওয়া যায়নি", body="শেষ সময় ১৪/০২/২০১৯\n")
    assert tasks.post() == 1
    receivers, message = postman.mails[0]
    assert receivers == ["rahima@example.org"]
    assert message["Subject"].strip() == "প্রতিবেদন পাওয়া যায়নি"
    assert message.get_content().strip() == "শেষ সময় ১৪/০২/২০১৯"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["Cc"], message["Bcc"]) == (None, None)
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.problem) == (MailState.SENT, 1, "")
    assert message["Message-ID"] == f"<{mail.pk}@localhost>"


def test_every_receiver_gets_a_mail_of_their_own(postman):
    for number in range(3):
        make_mail(address=f"person-{number}@example.org")
    assert tasks.post() == 3
    for receivers, message in postman.mails:
        assert len(receivers) == 1
        assert message["To"] == receivers[0]


def test_a_refused_address_is_not_tried_again_and_the_others_go_out(postman):
    postman.refuse["gone@example.org"] = "550 no such person"
    make_mail(address="gone@example.org")
    make_mail()
    assert tasks.post() == 1
    failed = Mail.objects.get(address="gone@example.org")
    assert (failed.state, failed.attempts, failed.problem) == (
        MailState.FAILED,
        1,
        "550 no such person",
    )
    assert tasks.post() == 0


def test_a_busy_server_is_tried_again_with_growing_pauses_and_then_given_up(postman, settings):
    postman.refuse["rahima@example.org"] = "451 come back later"
    tried, began = [], timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        mail = make_mail()
        for _turn in range(100):
            before = fresh(mail).attempts
            tasks.post()
            if fresh(mail).attempts > before:
                tried.append(round((timezone.now() - began).total_seconds() / 60))
            clock.shift(dt.timedelta(minutes=60 if len(tried) > 3 else 1))
    minutes = [pause.total_seconds() / 60 for pause in PAUSES]
    assert len(tried) == len(PAUSES) + 1
    for earlier, later, pause in zip(tried, tried[1:], minutes, strict=False):
        assert later - earlier >= pause
    mail = fresh(mail)
    assert (mail.state, mail.problem) == (MailState.FAILED, "451 come back later")


def test_a_server_that_is_away_loses_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    mail = make_mail()
    assert tasks.post() == 0
    mail = fresh(mail)
    assert (mail.state, mail.attempts, mail.claimed_at) == (MailState.WAITING, 1, None)
    assert mail.next_try_at > timezone.now()


def test_two_never_claim_the_same_mail():
    make_mail()
    first, second = mail_claim(), mail_claim()
    assert first is not None
    assert second is None


def test_a_process_that_dies_while_sending_leaves_a_mail_that_is_sent_again(mailoutbox):
    mail = make_mail()
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        assert mail_claim() is not None  # and the process is gone
        clock.shift(CLAIM_LAPSES)
        assert tasks.post() == 0
        clock.shift(dt.timedelta(seconds=1))
        assert tasks.post() == 1
    assert [sent.extra_headers["Message-ID"] for sent in mailoutbox] == [f"<{mail.pk}@localhost>"]


def test_one_that_was_slow_does_not_overwrite_what_became_of_the_mail(mailoutbox):
    make_mail()
    began = timezone.now()
    with time_machine.travel(began, tick=False) as clock:
        slow = mail_claim()
        clock.shift(CLAIM_LAPSES + dt.timedelta(seconds=1))
        assert tasks.post() == 1
        sent_at = Mail.objects.get().sent_at
        clock.shift(dt.timedelta(seconds=5))
        mail_send(mail=slow, connection=get_connection())
    assert Mail.objects.get().sent_at == sent_at


def test_what_waited_three_days_is_not_sent_any_more(mailoutbox):
    make_mail(created_at=timezone.now() - dt.timedelta(days=3, minutes=1))
    assert tasks.post() == 0
    assert Mail.objects.get().state == MailState.FAILED
    assert mailoutbox == []


def test_nobody_of_the_demonstration_is_written_to(settings, mailoutbox):
    settings.NSSS_DEMO = True
    make_mail(address="focal-mosw@demo.invalid")
    assert tasks.post() == 0
    assert Mail.objects.get().state == MailState.WAITING


def test_mails_are_let_go_of_after_half_a_year_unless_they_wait():
    old = timezone.now() - KEPT - dt.timedelta(days=1)
    for state in MailState.values:
        make_mail(key=f"old {state}", state=state, created_at=old)
        make_mail(key=f"new {state}", state=state)
    assert mails_let_go() == 2
    assert sorted(Mail.objects.values_list("key", flat=True)) == [
        *("new failed", "new sent", "new waiting", "old waiting"),
    ]


def test_people_of_the_demonstration_get_no_digest():
    scene = returned(MailChoice.DAILY)
    User.objects.filter(pk=scene.focal.pk).update(email="focal@demo.invalid")
    assert digests_write(day=TODAY) == 0


def test_no_typed_name_becomes_a_header():
    scene = make_scene()
    report = scene.submission
    report.ministry.name_en = "Rahima\r\nBcc: everybody@example.org"
    letter = {"name": "Demo", "submission": report, "due": timezone.now()}
    subject, _body = mail_text("officer.txt", "en", {"letter": letter})
    assert "\n" not in subject
    assert "\r" not in subject


def test_an_administrator_tries_again_once(mailoutbox):
    scene = make_scene()
    mail = make_mail(state=MailState.FAILED, attempts=7, problem="550 no")
    mail_again(mail=mail, by=scene.administrator)
    mail_again(mail=mail, by=scene.administrator)
    assert tasks.post() == 1
    assert [sent.to for sent in mailoutbox] == [["rahima@example.org"]]
