"""A round set up by cloning, checked, run dry and opened exactly as it was shown (78)."""

import datetime as dt
import re
import uuid

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from assessments.enums import Counting, LetterKind
from assessments.models import Assessment, CallLetter, Mail, Notice, ReminderLetter, Submission
from assessments.selectors.opening import opening, opening_mark, reminders
from assessments.selectors.opening_checks import checks
from assessments.services.expectations import expectation_set
from assessments.services.milestones import Wished, milestones_save
from assessments.services.rounds import round_clone, round_open
from nsss_gender.accounts import services as people
from nsss_gender.audit.models import Event
from programmes.models import Programme
from tests.assessments.factories import (
    fresh,
    letter_save,
    make_holiday,
    make_programme,
    make_questionnaire,
    make_round,
    make_scene,
)
from tests.assessments.test_review_views import text, url
from tests.assessments.test_rounds_views import round_data
from tests.people import signed_in

pytestmark = pytest.mark.django_db


def cloned(scene, source=None, **fields):
    given = {
        "key": uuid.uuid4(),
        "titles": ("Second round", "দ্বিতীয় পর্যায়"),
        "questionnaire": make_questionnaire(),
        "deadline_at": scene.round.deadline_at + dt.timedelta(days=100),
        "consultation_minimum": 2,
    }
    return round_clone(source=source or scene.round, by=scene.administrator, **(given | fields))


def planned(round_, *days, by):
    wished = [Wished(uuid.uuid4(), day, f"Step {place}", "", "") for place, day in enumerate(days)]
    milestones_save(round_=round_, base=fresh_mark(round_), wished=wished, by=by)


def fresh_mark(round_):
    return type(round_.milestones.model()).mark_of(round_.milestones.all())


def texts(round_):
    return [check.text for check in checks(opening(round_))]


# ── Cloning ─────────────────────────────────────────────────────────────────────────────────────


def test_a_clone_takes_milestones_moved_with_the_deadline_and_letters_without_their_number():
    scene = make_scene()
    planned(scene.round, dt.date(2019, 2, 20), None, by=scene.administrator)
    letter_save(scene.round, by=scene.administrator)
    key = uuid.uuid4()
    for _ in range(2):  # a repeated post
        copy = cloned(scene, key=key)
    days = [(row.name_en, row.day) for row in copy.milestones.all()]
    assert days == [("Step 0", dt.date(2019, 5, 31)), ("Step 1", None)]
    old, new = CallLetter.objects.get(round=scene.round), CallLetter.objects.get(round=copy)
    assert (new.memo_number, new.dated_on, new.number) == ("", None, 1)
    assert (new.body_en, new.subject_bn, new.signatory) == (
        old.body_en,
        old.subject_bn,
        old.signatory,
    )
    assert not ReminderLetter.objects.filter(round=copy).exists()
    event = Event.objects.get(action="round created", target=f"round:{copy.pk}")
    assert event.changes["moved_by_days"] == [None, 100]
    assert event.changes["letters"] == [None, [LetterKind.CALL]]


def test_the_milestones_of_a_clone_are_flagged_until_somebody_looked():
    scene = make_scene()
    planned(scene.round, dt.date(2019, 2, 20), by=scene.administrator)
    copy = cloned(scene)
    assert any("milestones were moved" in said for said in texts(copy))
    planned(copy, dt.date(2019, 6, 2), by=scene.administrator)
    assert not any("milestones were moved" in said for said in texts(copy))


def test_short_form_and_counting_are_typed_shown_and_kept():
    scene = make_scene()
    browser = signed_in(scene.administrator)
    data = round_data(short_form_on="৬/২/২০১৯", reminders_count_in="calendar")
    page = reverse("assessments:round_create")
    late = browser.post(page, data | {"short_form_on": "15/02/2019"})
    assert late.status_code == 422
    assert "Choose a day before the last day of submission." in text(late)
    assert browser.post(page, data).status_code == 302
    shown = text(browser.get(reverse("assessments:round", args=[data["key"]])))
    assert "Last day of the short form 06/02/2019 17:00" in shown.replace("\xa0", " ")
    assert "Reminders count in Calendar days" in shown
    edit = browser.get(reverse("assessments:round_edit", args=[data["key"]])).content.decode()
    assert re.search(r'name="short_form_on"[^>]*value="06/02/2019"', edit)
    assert re.search(r'value="calendar"[^>]*checked', edit)


def test_a_clone_counts_as_its_source_does():
    scene = make_scene()
    source = make_round(scene.administrator, opened=False, reminders_count_in=Counting.CALENDAR)
    form = signed_in(scene.administrator).get(url("round_clone", source)).content.decode()
    assert re.search(r'value="calendar"[^>]*checked', form)


# ── Checks ──────────────────────────────────────────────────────────────────────────────────────


def test_a_sound_round_lacks_only_the_memo_number():
    scene = make_scene()
    scene.round.deadline_at = timezone.now() - dt.timedelta(days=1)
    scene.round.save()  # no other round is running
    for name in ("focal", "stranger"):
        seat = scene.people[name].seats[0]
        people.seat_update(by=scene.administrator, seat=seat, office={"phone": "02-1"})
    Programme.objects.update(cluster=scene.cluster)
    round_ = make_round(scene.administrator, opened=False)
    for row in round_.expectations.exclude(ministry__in=[scene.ministry, scene.other_ministry]):
        row.expected, row.reason = "none", "Not part of it."
        row.save()
    found = [
        said for said in texts(round_) if "weekly holiday" not in said and "worked" not in said
    ]
    assert found == [
        "The call letter has no memo number yet. You can also write it after the opening."
    ]


def test_each_thing_that_is_wrong_is_named_with_the_page_that_mends_it():
    scene = make_scene()
    bare = make_programme(scene.ministry, "Without a cluster", name_bn="")
    mute = scene.focal
    mute.email = ""
    mute.save()
    scene.ministry.name_bn = ""
    scene.ministry.save()
    round_ = make_round(
        scene.administrator,
        opened=False,
        deadline_at=dt.datetime(2019, 2, 15, 12, tzinfo=dt.UTC),  # a Friday
        short_form_due_at=dt.datetime(2019, 2, 20, 12, tzinfo=dt.UTC),
    )
    found = {check.text: check for check in checks(opening(round_))}
    grave = [said for said, check in found.items() if check.grave]
    assert grave == ["The deadline is in the past."]
    assert found["The deadline falls on a day that is not worked."].day.weekly == "friday"
    assert "The short form is due after the whole report." in found
    assert found["Another round is open until after today:"].rows == (
        (scene.round, url("round", scene.round)),
    )
    seat = reverse("accounts:seat", args=[mute.seats[0].pk])
    unmailed = found["Focal points without an e-mail address: no mail reaches them"]
    assert unmailed.rows == ((scene.ministry, seat),)
    place = reverse("programmes:detail", args=[bare.pk])
    assert (bare, place) in found[
        "Programmes without a cluster: the plan has no chapter for them"
    ].rows
    assert found["Programmes without a Bangla name"].rows == ((bare, place),)
    assert found["Ministries without a Bangla name"].rows == (
        (scene.ministry, reverse("programmes:ministry", args=[scene.ministry.pk])),
    )


def test_a_round_that_expects_nothing_is_grave():
    scene = make_scene()
    round_ = make_round(scene.administrator, opened=False)
    for row in round_.expectations.all():
        expectation_set(
            round_=round_,
            ministry=row.ministry,
            expected="none",
            reason="Nothing.",
            by=scene.administrator,
        )
    assert texts(round_)[0] == "Nothing is expected of any ministry: opening would make no report."


# ── Dry run and opening ─────────────────────────────────────────────────────────────────────────


def test_opening_does_exactly_what_the_dry_run_showed():
    scene = make_scene(programmes=2)
    round_ = make_round(scene.administrator, opened=False)
    before = (Submission.objects.count(), Notice.objects.count(), Event.objects.count())
    found = opening(round_)
    words = text(signed_in(scene.administrator).get(url("round_open", round_)))
    assert (Submission.objects.count(), Notice.objects.count(), Event.objects.count()) == before
    assert len(mail.outbox) == Mail.objects.count() == 0
    assert f"{len(found.told)} messages in the application" in words
    assert scene.focal.email in words
    round_open(round_=round_, by=scene.administrator, seen=found.mark)
    made = Submission.objects.filter(round=round_)
    assert made.count() == found.reports
    assert Assessment.objects.filter(submission__in=made).count() == found.programmes
    told = Notice.objects.filter(submission__in=made, transition="round_opened")
    assert {row.seat for row in told} == {one.seat for one in found.told}


def test_the_dry_run_shows_the_days_of_the_reminders():
    """Thursday 14 February 2019, 17:00; Friday and Saturday are not worked, the 10th is a holiday."""
    scene = make_scene()
    make_holiday(dt.date(2019, 2, 10))
    due = dt.datetime(2019, 2, 14, 11, tzinfo=dt.UTC)
    by = scene.administrator
    working = make_round(by, opened=False, deadline_at=due)
    plain = make_round(by, opened=False, deadline_at=due, reminders_count_in=Counting.CALENDAR)
    days = {
        row.pk: [f"{one.name} {one.day:%d}" for one in reminders(row)] for row in (working, plain)
    }
    assert days[working.pk] == ["T-7 04", "T-3 11", "T-1 13", "T+1 17", "T+3 19"]
    assert days[plain.pk] == ["T-7 07", "T-3 11", "T-1 13", "T+1 15", "T+3 17"]
    words = text(signed_in(by).get(url("round_open", working)))
    assert "Reminder T-7 04/02/2019" in words
    assert "Reminder T+3 19/02/2019 (also to the supervising officer)" in words


CHANGES = {
    "title": lambda scene, round_: type(round_).objects.filter(pk=round_.pk).update(title_en="X"),
    "expected": lambda scene, round_: round_.expectations.filter(ministry=scene.ministry).update(
        expected="nil"
    ),
    "programme": lambda scene, round_: make_programme(scene.ministry),
    "holder": lambda scene, round_: people.seat_vacate(
        by=scene.administrator, seat=scene.focal.seats[0], reason="Left."
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_since_the_dry_run_is_shown_before_anything_opens(name):
    scene = make_scene()
    round_ = make_round(scene.administrator, opened=False)
    seen = opening_mark(round_)
    CHANGES[name](scene, round_)
    with pytest.raises(ValidationError):
        round_open(round_=round_, by=scene.administrator, seen=seen)
    browser = signed_in(scene.administrator)
    answer = browser.post(url("round_open", round_), {"seen": seen})
    assert answer.status_code == 409
    assert "has changed since you looked" in text(answer)
    assert not fresh(round_).is_open
    [shown] = re.findall(r'name="seen" value="([0-9a-f]+)"', answer.content.decode())
    assert browser.post(url("round_open", round_), {"seen": shown}).status_code == 302
    assert fresh(round_).is_open


def test_a_post_without_the_mark_opens_nothing():
    scene = make_scene()
    round_ = make_round(scene.administrator, opened=False)
    browser = signed_in(scene.administrator)
    assert browser.post(url("round_open", round_)).status_code == 409
    assert signed_in(scene.focal).post(url("round_open", round_)).status_code == 403  # the stranger
    assert not fresh(round_).is_open
