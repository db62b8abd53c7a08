"""Setting up and opening a round."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from assessments.models import Assessment, Round, RoundMinistry, Submission
from assessments.services.expectations import expectation_set
from assessments.services.rounds import round_create, round_open
from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from programmes.models import ProgrammeMinistry
from tests.assessments.factories import (
    fresh,
    make_programme,
    make_questionnaire,
    make_round,
    make_scene,
)
from tests.people import every_role, make_ministry, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(db):
    return make_user("keeper", Role.ADMINISTRATOR)


def expected(round_, ministry):
    return round_.expectations.get(ministry=ministry).expected


def test_the_usual_expectations(keeper):
    with_work, without = make_ministry(), make_ministry(role_in_nsss="implementing")
    crossing = make_ministry(role_in_nsss="cross-cutting")
    make_programme(with_work)
    round_ = make_round(keeper, opened=False)
    assert expected(round_, with_work) == "report"
    assert expected(round_, without) == "nil"
    assert expected(round_, crossing) == "none"
    assert round_.expectations.get(ministry=crossing).reason
    assert not Submission.objects.exists()


def test_only_todays_lead_counts(keeper):
    past, partner, lead = make_ministry(), make_ministry(), make_ministry()
    programme = make_programme(past)
    ProgrammeMinistry.objects.filter(programme=programme).update(valid_to=dt.date(2018, 7, 1))
    ProgrammeMinistry.objects.create(programme=programme, ministry=lead)
    ProgrammeMinistry.objects.create(programme=programme, ministry=partner, part="partner")
    round_ = make_round(keeper)
    assert expected(round_, lead) == "report"
    assert {expected(round_, row) for row in (past, partner)} == {"nil"}
    assert Assessment.objects.get().submission.ministry == lead


def test_a_repeated_creation_makes_one_round(keeper):
    key = uuid.uuid4()
    first = make_round(keeper, opened=False, key=key)
    again = make_round(keeper, opened=False, key=key, titles=("Other", "অন্য"))
    assert (again.pk, again.title_en) == (first.pk, "First round")
    assert Event.objects.filter(action="round created").count() == 1


def test_opening_gives_each_expected_ministry_its_report_once(keeper):
    ministry, nil = make_ministry(), make_ministry(role_in_nsss="implementing")
    crossing = make_ministry(role_in_nsss="cross-cutting")
    make_programme(ministry)
    make_programme(ministry)
    round_ = make_round(keeper, opened=False)
    for _ in range(2):
        round_open(round_=round_, by=keeper)
    reports = {row.ministry: row for row in Submission.objects.all()}
    assert set(reports) == {ministry, nil}
    assert reports[ministry].assessments.count() == 2
    assert {row.status for row in reports.values()} == {"not_started"}
    assert crossing not in reports
    assert fresh(round_).opened_by == keeper
    assert Event.objects.filter(action="round opened").count() == 1


@pytest.mark.parametrize(("value", "reason"), [("none", ""), ("none", "  "), ("perhaps", "x")])
def test_a_faulty_expectation_is_refused(keeper, value, reason):
    ministry = make_ministry()
    round_ = make_round(keeper, opened=False)
    with pytest.raises(ValidationError):
        expectation_set(round_=round_, ministry=ministry, expected=value, reason=reason, by=keeper)
    assert expected(round_, ministry) == "nil"


def test_only_administrators_keep_rounds():
    people = every_role()
    keeper = people.pop("administrator")
    round_ = make_round(keeper, opened=False)
    row = RoundMinistry.objects.all()[0]
    events = Event.objects.count()
    for user in people.values():
        with pytest.raises(PermissionDenied):
            round_create(
                key=uuid.uuid4(),
                titles=("a", "ক"),
                questionnaire=make_questionnaire(),
                deadline_at=timezone.now(),
                consultation_minimum=1,
                by=user,
            )
        with pytest.raises(PermissionDenied):
            round_open(round_=round_, by=user)
        with pytest.raises(PermissionDenied):
            expectation_set(
                round_=round_, ministry=row.ministry, expected="none", reason="r", by=user
            )
    assert (Round.objects.count(), Event.objects.count()) == (1, events)


def test_a_later_round_starts_afresh():
    scene = make_scene("accepted")
    make_round(scene.administrator)
    newest = Submission.objects.exclude(round=scene.round).get(ministry=scene.ministry)
    assert (newest.status, newest.number) == ("not_started", 0)
    assert scene.submission.status == "accepted"
