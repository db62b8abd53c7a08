"""Programmes added and corrected by an administrator: once, by code, without losing a colleague's words (1, 4)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.accounts.enums import Grade, Role
from nsss_gender.audit.models import Event
from programmes.enums import Approach, Function
from programmes.models import Agency, LifecycleStage, Programme, ProgrammeName, TargetGroup
from programmes.selectors import Search, programme_list
from programmes.services.facts import programme_add, programme_edit
from tests.people import make_ministry, make_user
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return make_user("keeper", Role.ADMINISTRATOR)


def values(**given):
    return {
        "name_en": "Rest Houses",
        "name_bn": "বিশ্রামাগার",
        "acronym": "RH",
        "approach": Approach.EQUAL,
        "grade": Grade.OFFICIAL,
        "source": "Gazette 7",
        "stages": [],
        "groups": [],
        "functions": [Function.PROMOTIVE, Function.PROTECTIVE],
    } | given


def test_a_programme_is_added_once_with_the_next_code(keeper, today):
    make_programme(code="P095")
    key, ministry = uuid.uuid4(), make_ministry(acronym="MOTEA")
    for _turn in range(2):
        made = programme_add(key=key, ministry=ministry, values=values(), by=keeper)
    assert (made.code, made.number, made.proposed) == ("P096", 1, False)
    assert made.lead_on(today) == ministry
    assert [row.function for row in made.functions.all()] == ["promotive", "protective"]
    assert list(programme_list(Search(words="motea rh"))) == [made]
    event = Event.objects.get()
    assert event.changes["functions"] == [[], ["promotive", "protective"]]
    assert event.changes["code"] == [None, "P096"]


def test_a_code_belongs_to_one_programme(keeper):
    make_programme(code="P095")
    with pytest.raises(ValidationError, match="P095"):
        programme_add(
            key=uuid.uuid4(), ministry=make_ministry(), values=values(code="P095"), by=keeper
        )
    assert not Event.objects.exists()


def test_facts_are_corrected_and_only_differences_are_recorded(keeper):
    programme = make_programme(name_en="Old Age Allowence")
    stage = LifecycleStage.objects.create(code="old_age", name_en="Old age")
    group = TargetGroup.objects.create(code="dalit", name_en="Dalits", aliases="harijan")
    agency = Agency.objects.create(name_en="Department of Rest")
    given = {
        "name_en": "Old Age Allowance",
        "name_bn": programme.name_bn,
        "agency": agency,
        "stages": [stage],
        "groups": [group],
        "functions": [],
        "grade": Grade.OFFICIAL,
    }
    for _turn in range(2):
        edited = programme_edit(programme=programme, base=1, values=given, by=keeper)
    assert edited.number == 2
    assert ProgrammeName.objects.get().name_en == "Old Age Allowance"
    assert Event.objects.get().changes == {
        "name_en": ["Old Age Allowence", "Old Age Allowance"],
        "agency": [None, "Department of Rest"],
        "stages": [[], ["old_age"]],
        "groups": [[], ["dalit"]],
    }
    assert list(programme_list(Search(words="harijan rest"))) == [programme]


def test_a_page_that_was_overtaken_writes_nothing(keeper):
    programme = make_programme()
    programme_edit(programme=programme, base=1, values={"note": "first"}, by=keeper)
    with pytest.raises(ValidationError, match="Somebody has changed this") as refusal:
        programme_edit(programme=programme, base=1, values={"note": "second"}, by=keeper)
    assert refusal.value.code == "stale"
    programme.refresh_from_db()
    assert (programme.note, programme.number) == ("first", 2)


def test_what_is_no_fact_is_not_written(keeper):
    programme = make_programme()
    forged = {"note": "x", "proposed": True, "code": "P999", "number": 50, "search_key": "zzz"}
    programme_edit(programme=programme, base=1, values=forged, by=keeper)
    held = Programme.objects.get()
    assert (held.proposed, held.code, held.number) == (False, programme.code, 2)
    assert "zzz" not in held.search_key


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_neither_add_nor_correct(role):
    programme = make_programme()
    lead = programme.ministry_links.get().ministry
    person = make_user("other", role, lead)
    with pytest.raises(PermissionDenied):
        programme_edit(programme=programme, base=1, values={"note": "x"}, by=person)
    with pytest.raises(PermissionDenied):
        programme_add(key=uuid.uuid4(), ministry=lead, values=values(), by=person)
    assert not Event.objects.exists()
    assert Programme.objects.get() == programme
