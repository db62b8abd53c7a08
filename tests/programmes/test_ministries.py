"""Ministries as dated data: renamed, merged, split, reopened; their programmes follow (75)."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.accounts.enums import Grade, MinistryKind, Role
from nsss_gender.accounts.models import Ministry, MinistrySuccession
from nsss_gender.audit.models import Event
from programmes.selectors import Search, programme_leads, programme_list
from programmes.services import ministries as services
from tests.people import make_ministry, make_user
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db

DAY = dt.date(2020, 7, 1)
WHY = {"day": DAY, "reason": "Rules of business.", "source": "Gazette 3"}


@pytest.fixture
def keeper():
    return make_user("keeper", Role.ADMINISTRATOR)


def test_a_new_name_holds_from_its_day_and_programmes_are_found_by_both(keeper):
    ministry = make_ministry("Ministry of Relief")
    programme = make_programme(ministry)
    for _turn in range(2):
        services.ministry_rename(
            ministry=ministry, names=("Ministry of Disasters", "দুর্যোগ মন্ত্রণালয়"), by=keeper, **WHY
        )  # fmt: skip
    names = {name.name_en: (name.valid_from, name.valid_to) for name in ministry.names.all()}
    assert names == {"Ministry of Disasters": (DAY, None), "Ministry of Relief": (None, DAY)}
    for words in ("disasters", "relief", "দূর্যোগ মন্ত্রনালয়"):
        assert list(programme_list(Search(words=words))) == [programme]
    assert Event.objects.get().changes["name"][1] == ["Ministry of Disasters", "দুর্যোগ মন্ত্রণালয়"]


def test_a_merged_ministry_hands_its_programmes_to_its_successor(keeper):
    ministry, successor = make_ministry(), make_ministry()
    programme = make_programme(ministry)
    for _turn in range(2):
        services.ministry_close(ministry=ministry, successors=[successor], by=keeper, **WHY)
    ministry.refresh_from_db()
    assert ministry.closed_on == DAY
    assert programme_leads() == {programme.pk: successor.pk}
    assert [event.action for event in Event.objects.order_by("sequence")] == [
        "programme.moved",
        "ministry.closed",
    ]
    with pytest.raises(PermissionDenied, match="Reopen it first"):
        services.ministry_rename(ministry=ministry, names=("Other", ""), by=keeper, **WHY)
    services.ministry_reopen(ministry=ministry, reason="A slip.", by=keeper)
    assert not MinistrySuccession.objects.exists()
    assert programme_leads() == {programme.pk: successor.pk}


def test_after_a_split_each_programme_is_moved_by_hand(keeper):
    ministry = make_ministry()
    programme = make_programme(ministry)
    parts = [make_ministry(), make_ministry()]
    services.ministry_close(ministry=ministry, successors=parts, by=keeper, **WHY)
    assert programme_leads() == {programme.pk: ministry.pk}
    assert [row.successor for row in ministry.successions.order_by("pk")] == parts


@pytest.mark.parametrize("which", ["itself", "closed", "tomorrow"])
def test_what_cannot_be_leaves_nothing(which, keeper, today):
    ministry, closed = make_ministry(), make_ministry(closed_on=DAY)
    given = {**WHY, "day": today + dt.timedelta(days=1)} if which == "tomorrow" else WHY
    successors = {"itself": [ministry], "closed": [closed], "tomorrow": []}[which]
    with pytest.raises(ValidationError):
        services.ministry_close(ministry=ministry, successors=successors, by=keeper, **given)
    assert not Event.objects.exists()
    assert not MinistrySuccession.objects.exists()


def test_facts_are_corrected_and_ministries_added_once(keeper):
    ministry = make_ministry(code="M41")
    programme = make_programme(ministry)
    for _turn in range(2):
        services.ministry_edit(
            ministry=ministry, values={"acronym": "MOX", "aliases": "Ex-Ministry", "code": "Z"}, by=keeper
        )  # fmt: skip
    assert list(programme_list(Search(words="mox ex ministry"))) == [programme]
    assert Event.objects.get().changes == {"acronym": ["", "MOX"], "aliases": ["", "Ex-Ministry"]}
    key = uuid.uuid4()
    new = {"kind": MinistryKind.MINISTRY, "order": 50, "name_en": "New", "grade": Grade.OFFICIAL}
    for _turn in range(2):
        made = services.ministry_add(key=key, values=new, by=keeper)
    assert (made.code, made.names.get().name_en) == ("M42", "New")
    assert Ministry.objects.count() == 2


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_change_no_ministry(role):
    ministry = make_ministry()
    person = make_user("other", role, ministry)
    for call in (
        lambda: services.ministry_rename(ministry=ministry, names=("X", ""), by=person, **WHY),
        lambda: services.ministry_close(ministry=ministry, successors=[], by=person, **WHY),
        lambda: services.ministry_edit(ministry=ministry, values={"acronym": "X"}, by=person),
        lambda: services.ministry_add(key=uuid.uuid4(), values={}, by=person),
        lambda: services.ministry_reopen(ministry=ministry, reason="x", by=person),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert not Event.objects.exists()
