"""Finding programmes: by words in either language and encoding, by lists, by ministry and day."""

import datetime as dt

import pytest

from nsss_gender.accounts.enums import Grade
from programmes.enums import MinistryPart
from programmes.models import (
    Agency,
    LifecycleStage,
    ProgrammeMinistry,
    ProgrammeName,
    TargetGroup,
)
from programmes.selectors import Search, choices, ministry_programmes, programme_list
from programmes.services.keys import search_keys_settle
from tests.people import make_ministry
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db


def codes(**search: str) -> list[str]:
    return [programme.code for programme in programme_list(Search(**search))]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", ["X1", "X2"]),
        ("old age", ["X1"]),
        ("OLD", ["X1"]),
        ("age old", ["X1"]),  # the order of the words does not matter
        ("old widow", []),  # every word must occur
        ("oaa", ["X1"]),
        ("x2", ["X2"]),
        ("বয়স্ক", ["X1"]),  # two signs, as stored
        ("ব\u09dfস্ক", ["X1"]),  # one sign, as many keyboards send it
        ("  বয়স্ক   ভাতা ", ["X1"]),
        ("elder", ["X1"]),  # a name it once had
        ("dss", ["X1"]),  # its agency
        ("indigenous", ["X2"]),  # another word for its target group
        ("100%", []),  # signs of the database's own language find nothing by themselves
        ("_", []),
        ("' OR 1=1 --", []),
        ("nothing like it", []),
    ],
)
def test_words_find_programmes(words: str, found: list[str]) -> None:
    ministry = make_ministry()
    agency = Agency.objects.create(name_en="Department of Social Services (DSS)")
    first = make_programme(
        ministry, code="X1", name_en="Old Age Allowance", name_bn="ব\u09af\u09bcস্ক ভাতা",
        acronym="OAA", agency=agency,
    )  # fmt: skip
    ProgrammeName.objects.create(
        programme=first, name_en="Elders' Allowance", valid_to=dt.date(2001, 1, 1)
    )
    second = make_programme(ministry, code="X2", name_en="Widow Allowance", name_bn="বিধবা ভাতা")
    group = TargetGroup.objects.create(
        code="small_ethnic", name_en="Small ethnic communities", aliases="indigenous"
    )
    second.groups.add(group)
    search_keys_settle()
    assert codes(words=words) == found


def test_lists_narrow_the_register() -> None:
    lead, partner = make_ministry(), make_ministry()
    first = make_programme(lead, code="X1", grade=Grade.BACKGROUND)
    make_programme(make_ministry(), code="X2")
    ProgrammeMinistry.objects.create(programme=first, ministry=partner, part=MinistryPart.PARTNER)
    first.stages.add(LifecycleStage.objects.create(code="old_age", name_en="Old age"))
    first.groups.add(TargetGroup.objects.create(code="women", name_en="Women"))
    for search in (
        {"grade": "C"},
        {"stage": "old_age"},
        {"group": "women"},
        {"ministry": lead.code},
        {"ministry": partner.code},
        {"stage": "old_age", "group": "women", "ministry": lead.code},
    ):
        assert codes(**search) == ["X1"], search
    assert codes(cluster="social_allowance") == ["X1", "X2"]
    assert codes(cluster="social_insurance") == []


def test_ministries_come_in_official_order() -> None:
    second, first = make_ministry(order=902), make_ministry(order=901)
    make_programme(second, code="X1")
    make_programme(first, code="X3")
    make_programme(first, code="X2")
    assert codes() == ["X2", "X3", "X1"]
    assert choices().ministries == [first, second]


def test_programmes_of_a_ministry_on_a_day() -> None:
    before, now = make_ministry(), make_ministry()
    moved = dt.date(2010, 7, 1)
    programme = make_programme(now)
    programme.ministry_links.update(valid_from=moved)
    ProgrammeMinistry.objects.create(programme=programme, ministry=before, valid_to=moved)
    last = moved - dt.timedelta(days=1)
    found = {
        (ministry, day): list(ministry_programmes(ministry, day))
        for ministry in (before, now)
        for day in (last, moved)
    }
    assert found == {
        (before, last): [programme],
        (before, moved): [],
        (now, last): [],
        (now, moved): [programme],
    }
