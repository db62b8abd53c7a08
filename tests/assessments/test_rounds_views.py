"""Setting up a round on its pages: Bangla digits, the weekly holiday, and no answer anywhere."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from assessments.models import Round, Submission
from assessments.selectors.opening import opening_mark
from assessments.services.expectations import expectation_set
from nsss_gender.accounts import services as people
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from programmes.models import ProgrammeMinistry
from tests.assessments.factories import (
    fresh,
    make_holiday,
    make_programme,
    make_questionnaire,
    make_round,
    make_scene,
)
from tests.assessments.test_review_views import queries, text, url
from tests.people import make_ministry, make_user, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(db):
    """An administrator's browser."""
    return signed_in(make_user("round-keeper", Role.ADMINISTRATOR))


def round_data(**fields):
    given = {
        "key": str(uuid.uuid4()),
        "title_en": "Second round",
        "title_bn": "দ্বিতীয় পর্যায়",
        "questionnaire": str(make_questionnaire().pk),
        "deadline_on": "14/02/2019",
        "deadline_time": "17:00",
        "consultation_minimum": "1",
    }
    return given | fields


def create(client, **fields):
    return client.post(reverse("assessments:round_create"), round_data(**fields))


def test_the_rounds_are_the_administrators():
    scene = make_scene()
    round_ = make_round(scene.administrator, opened=False)
    pages = [
        reverse("assessments:rounds"),
        reverse("assessments:round_create"),
        url("round", round_),
        url("round_open", round_),
        reverse("assessments:round_expect", args=[round_.pk, scene.ministry.pk]),
    ]
    for person, user in scene.people.items():
        client = signed_in(user)
        for page in pages:
            wanted = 200 if person == "administrator" else 403
            assert client.get(page).status_code == wanted, (person, page)
            if person != "administrator" and page not in (pages[0], pages[2]):
                assert client.post(page, {}).status_code == 403
    assert not fresh(round_).is_open


def test_a_round_is_created_once_however_often_it_is_posted(client):
    data = round_data()
    for _ in range(2):
        answer = client.post(reverse("assessments:round_create"), data)
        assert (answer.status_code, answer.url) == (
            302,
            reverse("assessments:round", args=[data["key"]]),
        )
    round_ = Round.objects.get()
    assert round_.title_bn == "দ্বিতীয় পর্যায়"
    assert round_.deadline_at == dt.datetime(2019, 2, 14, 11, 0, tzinfo=dt.UTC)
    assert not round_.is_open
    assert not Submission.objects.exists()


def test_bangla_digits_are_read_everywhere(client):
    fields = {"deadline_on": "১৪/০২/২০১৯", "deadline_time": "১৭:৩০", "consultation_minimum": "২"}
    assert create(client, **fields).status_code == 302
    round_ = Round.objects.get()
    assert round_.deadline_at == dt.datetime(2019, 2, 14, 11, 30, tzinfo=dt.UTC)
    assert round_.consultation_minimum == 2


@pytest.mark.parametrize(("day", "weekday"), [("15/02/2019", "Friday"), ("16/02/2019", "Saturday")])
def test_a_deadline_on_a_weekly_holiday_is_asked_about_and_can_be_kept(client, day, weekday):
    answer = create(client, deadline_on=day)
    assert answer.status_code == 422
    assert f"{day} is a {weekday}, a weekly holiday." in text(answer)
    assert "The next working day is 17/02/2019." in text(answer)
    assert not Round.objects.exists()
    answer = create(client, deadline_on=day, keep_day="on")
    assert answer.status_code == 302
    for name in ("round", "round_open"):
        words = text(client.get(url(name, Round.objects.get())))
        assert f"The deadline is a {weekday}, a weekly holiday." in words


@pytest.mark.parametrize(
    ("field", "typed", "complaint"),
    [
        ("title_en", "", "Write something here."),
        ("title_bn", "x" * 201, "Shorten this text"),
        ("deadline_on", "31/02/2019", "Enter a date that exists"),
        ("deadline_time", "25:00", "Enter a time of day"),
        ("deadline_time", "", "Enter a time."),
        ("consultation_minimum", "some", "Enter a whole number in digits"),
        ("consultation_minimum", "-1", "Enter 0 or more."),
        ("questionnaire", "11111111-1111-4111-8111-111111111111", "Select a valid choice"),
    ],
)
def test_a_faulty_round_is_shown_again_with_what_was_typed(client, field, typed, complaint):
    answer = create(client, **{field: typed})
    assert answer.status_code == 422
    assert complaint in text(answer)
    if field != "questionnaire":
        assert typed in answer.content.decode()
    assert not Round.objects.exists()


def test_all_mistakes_are_shown_at_once(client):
    answer = create(client, title_en="", deadline_on="x", deadline_time="x")
    assert answer.content.decode().count('class="field-errors"') == 3


def test_a_round_is_opened_after_a_confirmation_and_only_once():
    scene = make_scene()
    client = signed_in(scene.administrator)
    round_ = make_round(scene.administrator, opened=False)
    page = url("round_open", round_)
    assert "Open it now" in text(client.get(page))
    assert not fresh(round_).is_open
    seen = {"seen": opening_mark(round_)}
    for _ in range(2):
        assert client.post(page, seen).url == url("round", round_)
    assert fresh(round_).opened_by == scene.administrator
    assert Submission.objects.filter(round=round_, ministry=scene.ministry).count() == 1
    assert "already open" in text(client.get(page))


def test_an_administrator_sees_states_and_no_answer():
    scene = make_scene("submitted")
    client = signed_in(scene.administrator)
    words = text(client.get(url("round", scene.round)))
    assert "Submitted" in words
    assert "Not started" in words
    for name, row in (("read", scene.submission), ("read_assessment", scene.assessment)):
        assert client.get(url(name, row)).status_code == 404


def test_an_unknown_round_or_ministry_is_not_found(client):
    scene = make_scene()
    for page in (
        reverse("assessments:round", args=[uuid.uuid4()]),
        reverse("assessments:round_expect", args=[scene.round.pk, uuid.uuid4()]),
    ):
        assert client.get(page).status_code == 404


def test_the_pages_cost_the_same_for_one_and_for_three(client):
    scene = make_scene()
    lists = reverse("assessments:rounds")
    before = [len(queries(client, page)) for page in (lists, url("round", scene.round))]
    for _ in range(2):
        make_round(scene.administrator)
    make_scene()
    after = [len(queries(client, page)) for page in (lists, url("round", Round.objects.first()))]
    assert before == after
    assert max(after) <= 12


# ── Edit, clone, dry run (78) ───────────────────────────────────────────────────────────────────


def edit_data(round_, **fields):
    given = {"key": str(round_.pk), "base": round_.mark, "title_en": "New title"}
    return round_data(**(given | fields))


def test_a_round_is_edited_until_it_is_open():
    scene = make_scene()
    client = signed_in(scene.administrator)
    round_ = make_round(scene.administrator, opened=False)
    page = url("round_edit", round_)
    assert round_.title_en in client.get(page).content.decode()
    answer = client.post(page, edit_data(round_))
    assert (answer.status_code, answer.url) == (302, url("round", round_))
    assert fresh(round_).title_en == "New title"
    assert fresh(round_).deadline_at == dt.datetime(2019, 2, 14, 11, 0, tzinfo=dt.UTC)
    answer = client.post(page, edit_data(round_, title_en="Too late"))  # the old mark
    assert answer.status_code == 422
    assert "Somebody changed this round in the meantime." in text(answer)
    assert fresh(round_).title_en == "New title"
    client.post(url("round_open", round_), {"seen": opening_mark(fresh(round_))})
    answer = client.post(page, edit_data(fresh(round_), title_en="Later"))
    assert answer.status_code == 403
    assert "Its deadline moves only by an extension." in text(answer)


def test_an_edit_that_changes_nothing_leaves_no_event():
    scene = make_scene()
    client = signed_in(scene.administrator)
    round_ = make_round(scene.administrator, opened=False)
    data = edit_data(round_)
    for _ in range(2):
        assert client.post(url("round_edit", round_), data).status_code == 302
    event = Event.objects.get(action="round changed")
    assert event.changes["title_en"] == ["First round", "New title"]


def test_a_clone_brings_the_expected_list_and_opens_nothing():
    scene = make_scene()
    client = signed_in(scene.administrator)
    earlier = make_round(scene.administrator, opened=False)
    expectation_set(
        round_=earlier,
        ministry=scene.other_ministry,
        expected="none",
        reason="Its programmes moved.",
        by=scene.administrator,
    )
    newcomer = make_ministry(role_in_nsss="implementing")
    assert "are copied" in text(client.get(url("round_clone", earlier)))
    data = round_data(title_en="Third round")
    for _ in range(2):
        assert client.post(url("round_clone", earlier), data).status_code == 302
    copy = Round.objects.get(title_en="Third round")
    found = {row.ministry: (row.expected, row.reason) for row in copy.expectations.all()}
    assert found[scene.other_ministry] == ("none", "Its programmes moved.")
    assert found[scene.ministry] == ("report", "")
    assert found[newcomer] == ("nil", "")
    assert not copy.is_open


def test_a_deadline_on_a_public_holiday_names_it(client):
    make_holiday(dt.date(2019, 2, 21), "Mother Language Day")
    answer = create(client, deadline_on="21/02/2019")
    assert answer.status_code == 422
    assert "21/02/2019 is a public holiday: Mother Language Day." in text(answer)
    assert "The next working day is 24/02/2019." in text(answer)
    assert create(client, deadline_on="21/02/2019", keep_day="on").status_code == 302
    words = text(client.get(url("round_open", Round.objects.get())))
    assert "The deadline is a public holiday: Mother Language Day. (to be confirmed)" in words
    assert "The deadline is in the past." in words


def test_the_dry_run_names_what_is_missing_and_writes_nothing():
    scene = make_scene()
    people.seat_vacate(by=scene.administrator, seat=scene.focal.seats[0], reason="Moved.")
    seatless = make_ministry("Ministry without a seat", role_in_nsss="implementing")
    orphan = make_programme(seatless, "Led by nobody")
    ProgrammeMinistry.objects.filter(programme=orphan).delete()
    ended = make_programme(
        seatless, "Ended long ago", ended_on=dt.date(2018, 7, 1), end_kind="ended"
    )
    round_ = make_round(scene.administrator, opened=False)
    expectation_set(
        round_=round_,
        ministry=scene.other_ministry,
        expected="none",
        reason="Moved.",
        by=scene.administrator,
    )
    before = (Submission.objects.count(), Event.objects.count())
    words = text(signed_in(scene.administrator).get(url("round_open", round_)))
    rows = round_.expectations.exclude(expected="none").count()
    assert f"{rows} reports, not begun" in words
    assert "1 programme to assess" in words
    assert "Ministries whose focal point’s seat is vacant: 1 " + str(scene.ministry) in words
    assert "Ministry without a seat" in words
    assert "Programmes that no ministry leads: nobody is asked about them: 1 Led by nobody" in words
    unasked = scene.other.assessments.get().programme
    assert f"nothing is expected: nobody is asked about them: 1 {unasked}" in words
    assert str(ended) not in words
    assert (Submission.objects.count(), Event.objects.count()) == before


def test_what_has_ended_is_not_asked_about():
    scene = make_scene()
    make_programme(scene.ministry, ended_on=dt.date(2018, 7, 1), end_kind="ended")
    round_ = make_round(scene.administrator)
    report = Submission.objects.get(round=round_, ministry=scene.ministry)
    assert report.assessments.count() == 1
