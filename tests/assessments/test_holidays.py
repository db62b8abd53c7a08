"""Public holidays: kept by administrators, logged, never doubled, counted everywhere."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from assessments.models import Holiday
from assessments.selectors.due import calendar
from assessments.services.holidays import holiday_remove, holiday_save
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from tests.assessments.factories import fresh, make_holiday
from tests.assessments.test_review_views import queries, text
from tests.people import every_role, make_user, signed_in

pytestmark = pytest.mark.django_db

VALUES = {
    "day": dt.date(2019, 2, 21),
    "name_en": "Mother Language Day",
    "name_bn": "মাতৃভাষা দিবস",
    "grade": "C",
    "source": "",
}


@pytest.fixture
def keeper(db):
    return make_user("keeper", Role.ADMINISTRATOR)


@pytest.fixture
def client(keeper):
    return signed_in(keeper)


def typed(**fields):
    return VALUES | {"key": str(uuid.uuid4()), "base": "", "day": "২১/০২/২০১৯"} | fields


def test_a_holiday_is_kept_once_and_logged(keeper):
    key = uuid.uuid4()
    for _ in range(2):
        holiday_save(key=key, base="", values=VALUES, by=keeper)
    assert Holiday.objects.get().day == VALUES["day"]
    event = Event.objects.get(action="holiday saved")
    assert event.changes["day"] == [None, "2019-02-21"]
    assert not calendar().is_working(dt.date(2019, 2, 21))


def test_a_day_has_one_holiday(keeper):
    make_holiday(VALUES["day"])
    with pytest.raises(ValidationError) as refusal:
        holiday_save(key=uuid.uuid4(), base="", values=VALUES, by=keeper)
    assert set(refusal.value.message_dict) == {"day"}
    assert Holiday.objects.count() == 1


def test_who_saves_second_is_told(keeper):
    holiday = make_holiday(VALUES["day"])
    read = holiday.mark
    holiday_save(key=holiday.pk, base=read, values=VALUES | {"name_en": "First"}, by=keeper)
    with pytest.raises(ValidationError):
        holiday_save(key=holiday.pk, base=read, values=VALUES | {"name_en": "Second"}, by=keeper)
    assert fresh(holiday).name_en == "First"


def test_a_removed_holiday_is_worked_again_and_stays_in_the_log(keeper):
    holiday = make_holiday(VALUES["day"])
    for _ in range(2):
        holiday_remove(holiday=holiday, by=keeper)
    assert calendar().is_working(VALUES["day"])
    assert Event.objects.get(action="holiday removed").changes["name_en"] == ["Victory Day", None]


def test_only_administrators_keep_holidays():
    people = every_role()
    people.pop("administrator")
    holiday = make_holiday(VALUES["day"])
    for user in people.values():
        with pytest.raises(PermissionDenied):
            holiday_save(key=holiday.pk, base=holiday.mark, values=VALUES, by=user)
        with pytest.raises(PermissionDenied):
            holiday_remove(holiday=holiday, by=user)
    assert (fresh(holiday).name_en, Event.objects.count()) == ("Victory Day", 0)


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def test_a_holiday_is_added_in_either_digits_and_shown_to_be_confirmed(client):
    answer = client.post(reverse("assessments:holiday_create"), typed())
    assert (answer.status_code, answer.url) == (302, reverse("assessments:holidays"))
    words = text(client.get(answer.url))
    assert "Mother Language Day 21/02/2019" in words
    assert "To be confirmed" in words


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"day": "31/02/2019"}, "Enter a date that exists"),
        ({"name_en": ""}, "Write something here."),
        ({"grade": "Z"}, "Choose one of the answers shown."),
        ({"grade": "A"}, "Name the official source"),
    ],
)
def test_a_faulty_holiday_is_shown_again(client, fields, complaint):
    answer = client.post(reverse("assessments:holiday_create"), typed(**fields))
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert not Holiday.objects.exists()


def test_a_holiday_is_changed_and_removed(client):
    holiday = make_holiday(VALUES["day"])
    page = reverse("assessments:holiday_edit", args=[holiday.pk])
    assert "Victory Day" in client.get(page).content.decode()
    data = typed(base=holiday.mark, name_en="Renamed")
    assert client.post(page, data).status_code == 302
    assert fresh(holiday).name_en == "Renamed"
    assert client.post(page, data | {"name_en": "Too late"}).status_code == 422
    assert client.post(reverse("assessments:holiday_remove", args=[holiday.pk])).status_code == 302
    assert not Holiday.objects.exists()
    assert client.get(page).status_code == 404


def test_the_list_is_paged_and_costs_the_same(client):
    page = reverse("assessments:holidays")
    make_holiday(VALUES["day"])
    before = len(queries(client, page))
    for number in range(60):
        make_holiday(VALUES["day"] + dt.timedelta(days=number), f"Day {number}")
    assert len(queries(client, page)) == before
    assert "Page 1 of 2" in text(client.get(page))
