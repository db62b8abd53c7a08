"""Setting up a round on its pages: Bangla digits, the weekly holiday, and no answer anywhere."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from assessments.models import Round, Submission
from nsss_gender.accounts.enums import Role
from tests.assessments.factories import fresh, make_questionnaire, make_round, make_scene
from tests.assessments.test_review_views import queries, text, url
from tests.people import make_user, signed_in

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


def test_the_expected_list_is_changed_before_the_round_opens():
    scene = make_scene()
    client = signed_in(scene.administrator)
    round_ = make_round(scene.administrator, opened=False)
    page = reverse("assessments:round_expect", args=[round_.pk, scene.ministry.pk])
    assert client.post(page, {"expected": "none", "reason": " "}).status_code == 422
    assert client.post(page, {"expected": "perhaps"}).status_code == 422
    assert round_.expectations.get(ministry=scene.ministry).expected == "report"
    answer = client.post(page, {"expected": "none", "reason": "Its programmes moved."})
    assert (answer.status_code, answer.url) == (302, url("round", round_))
    assert "Its programmes moved." in text(client.get(url("round", round_)))
    client.post(url("round_open", round_))
    assert client.get(page).status_code == 403
    answer = client.post(page, {"expected": "report", "reason": ""})
    assert answer.status_code == 403
    assert "already open" in text(answer)
    assert not Submission.objects.filter(round=round_, ministry=scene.ministry).exists()


def test_a_round_is_opened_after_a_confirmation_and_only_once():
    scene = make_scene()
    client = signed_in(scene.administrator)
    round_ = make_round(scene.administrator, opened=False)
    page = url("round_open", round_)
    assert "Open it now" in text(client.get(page))
    assert not fresh(round_).is_open
    for _ in range(2):
        assert client.post(page).url == url("round", round_)
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
