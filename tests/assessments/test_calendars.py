"""The ministry's calendar: what stands in it, whose it is, and an address that can be ended (99)."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.urls import reverse

from assessments.deadlines import DHAKA
from assessments.models import CalendarFeed, Milestone, Round
from assessments.selectors import calendars as selectors
from assessments.services.calendars import feed_end, feed_make
from assessments.services.extensions import extension_give
from assessments.views import calendars
from nsss_gender.audit.models import Event
from tests.assessments.factories import answers_save, fresh, hand_out, make_scene
from tests.assessments.test_reminders_sent import DEADLINE, morning, opened
from tests.people import browser, signed_in

pytestmark = pytest.mark.django_db
PAGE = "/calendar/"


def address(scene, by=None):
    token = feed_make(key=uuid.uuid4(), by=by or scene.focal).token
    return reverse("assessments:calendar_feed", args=[token])


def got(url, language="en", **headers):
    return browser().get(f"{url}?lang={language}", headers=headers)


def lines(url, language="en"):
    return got(url, language).content.decode().replace("\r\n ", "").split("\r\n")


def dated(found):
    """(day or moment, summary) of every entry, in order."""
    starts = [line.partition(":")[2] for line in found if line.startswith("DTSTART")]
    names = [line.partition(":")[2] for line in found if line.startswith("SUMMARY")]
    return list(zip(starts, names, strict=True))


def test_the_dates_of_a_ministry():
    scene = opened()
    Round.objects.update(short_form_due_at=dt.datetime(2019, 2, 7, 17, 0, tzinfo=DHAKA))
    Milestone.objects.create(round=scene.round, day=dt.date(2019, 3, 20), name_en="CMC, meeting")
    Milestone.objects.create(round=scene.round, name_en="Not fixed")
    with time_machine.travel(morning(3), tick=False):
        hand_out(scene.assessment, scene.contributor, scene.focal)
        found = lines(address(scene))
    assert dated(found) == [
        ("20190131", "First round: opened"),
        ("20190207T110000Z", "First round: short form due"),
        ("20190320", "First round: CMC\\, meeting"),
        ("20190214T110000Z", "First round: the report is due"),
        ("20190208", f"Handed out\\, due: {scene.programmes[0]}"),
    ]
    assert f"URL:http://localhost:8000/reports/{scene.submission.pk}/" in found
    assert [line for line in found if line.startswith("DESCRIPTION")] == []


def test_an_extension_moves_the_same_entry_and_says_the_first_date():
    scene = opened()
    url = address(scene)
    before = lines(url)
    with time_machine.travel(morning(12), tick=False):
        extension_give(
            key=uuid.uuid4(),
            round_=scene.round,
            ministry=scene.ministry,
            until=DEADLINE + dt.timedelta(days=12),
            reason="Floods.",
            by=scene.reviewer,
        )
    after = lines(url)
    uid = f"UID:deadline-{scene.submission.pk}@localhost"
    assert (before.count(uid), after.count(uid)) == (1, 1)
    assert ("20190226T110000Z", "First round: the report is due") in dated(after)
    assert "LAST-MODIFIED:20190212T010000Z" in after
    said = [line for line in after if line.startswith("DESCRIPTION")]
    assert said == [
        "DESCRIPTION;LANGUAGE=en:Extended; the first deadline was 14/02/2019 17:00.".replace(
            "Extended;", "Extended\\;"
        )
    ]
    others = lines(address(scene, scene.stranger))
    assert ("20190214T110000Z", "First round: the report is due") in dated(others)


def test_it_is_in_bangla_where_nothing_else_is_asked():
    scene = make_scene()
    url = address(scene)
    plain = browser().get(url).content
    assert plain == got(url, "bn").content == got(url, "tlh").content
    assert plain != got(url, "en").content
    assert scene.ministry.name_bn in plain.decode().replace("\r\n ", "")


def test_no_answer_stands_in_it_and_nothing_of_another_ministry():
    scene = make_scene("in_progress")
    answers_save(scene.assessment, {"Q8": {"text": "SENTINEL"}}, by=scene.focal)
    found = got(address(scene)).content.decode().replace("\r\n ", "")
    assert "SENTINEL" not in found
    assert str(scene.other_ministry) not in found
    assert str(scene.other.pk) not in found


def test_a_wrong_and_an_ended_address_are_not_told_apart():
    scene = make_scene()
    url = address(scene)
    assert got(url).status_code == 200
    feed_end(by=scene.focal)
    feed_end(by=scene.focal)
    ended, wrong = got(url), got(reverse("assessments:calendar_feed", args=["x" * 43]))
    assert (ended.status_code, wrong.status_code) == (404, 404)

    def body(answer):
        return answer.content.decode().replace(url, "").replace("x" * 43, "")

    assert url.split("/")[-1] not in ended.content.decode()
    assert len(body(ended)) == len(body(wrong))


def test_a_new_address_ends_the_one_before():
    scene = make_scene()
    first = address(scene)
    second = address(scene)
    assert (got(first).status_code, got(second).status_code) == (404, 200)
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1
    stream = f"calendar:{scene.ministry.pk}"
    assert list(
        Event.objects.filter(stream=stream).order_by("sequence").values_list("action", flat=True)
    ) == ["calendar address made", "calendar address ended", "calendar address made"]


def test_it_is_shown_once_and_stored_nowhere():
    scene = make_scene()
    client, key = signed_in(scene.focal), str(uuid.uuid4())
    shown = client.post(PAGE, {"key": key}).content.decode()
    token = shown.partition(".ics?lang=bn")[0].rpartition("/calendar/")[2]
    assert got(reverse("assessments:calendar_feed", args=[token])).status_code == 200
    again = client.post(PAGE, {"key": key}).content.decode()
    assert "was made a moment ago" in again
    assert token not in again + client.get(PAGE).content.decode()
    assert token not in str(list(CalendarFeed.objects.values())) + str(list(Event.objects.values()))


def test_only_focal_points_keep_one_and_each_their_own():
    scene = make_scene()
    url = address(scene)
    signed_in(scene.stranger).post(reverse("assessments:calendar_end"))
    assert got(url).status_code == 200
    assert signed_in(scene.contributor).post(PAGE, {"key": str(uuid.uuid4())}).status_code == 403


def test_an_unchanged_calendar_is_not_sent_again():
    scene = make_scene()
    url = address(scene)
    first = got(url)
    again = got(url, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    Milestone.objects.create(round=scene.round, day=dt.date(2019, 3, 20), name_en="CMC")
    assert got(url, **{"If-None-Match": first["ETag"]}).status_code == 200


def test_that_it_is_read_is_noted_once_an_hour():
    scene = make_scene()
    url = address(scene)
    with time_machine.travel(morning(12), tick=False) as clock:
        got(url)
        clock.shift(dt.timedelta(minutes=59))
        got(url)
        feed = CalendarFeed.objects.get()
        assert feed.last_read_at == morning(12)
        clock.shift(dt.timedelta(minutes=2))
        got(url)
    assert fresh(feed).last_read_at > morning(12)


def test_who_asks_too_often_is_told_to_wait(monkeypatch):
    monkeypatch.setattr(calendars, "MOST_A_MINUTE", 2)
    url = address(make_scene())
    with time_machine.travel(morning(12), tick=False) as clock:
        assert [got(url).status_code for _number in range(3)] == [200, 200, 429]
        assert got(url)["Retry-After"] == "60"
        clock.shift(dt.timedelta(minutes=1))
        assert got(url).status_code == 200


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    scene = make_scene("in_progress", programmes=3)
    ministry = scene.ministry
    with django_assert_max_num_queries(5) as before:
        selectors.calendar(ministry, "en")
    for number in range(3):
        Milestone.objects.create(
            round=scene.round, day=dt.date(2019, 3, 20), name_en=f"CMC {number}"
        )
        hand_out(scene.assessments[number], scene.contributor, scene.focal)
    with django_assert_max_num_queries(5) as after:
        selectors.calendar(ministry, "en")
    assert len(after) == len(before)
