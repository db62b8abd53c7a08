"""Proposed programmes, codes, and the warning about programmes that are there already (1, 101)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from nsss_gender.accounts.enums import Grade, Role
from nsss_gender.audit.models import Event
from programmes.enums import ProgrammeState
from programmes.models import Programme, ProgrammeName
from programmes.schema.likeness import likeness
from programmes.selectors import Search, programme_list, similar_programmes
from programmes.services import programme_confirm, programme_propose
from tests.people import make_user
from tests.programmes.factories import make_programme

pytestmark = pytest.mark.django_db


def propose(**given):
    focal = make_user(f"focal-{uuid.uuid4().hex[:8]}", Role.FOCAL_POINT)
    fields = {
        "key": uuid.uuid4(),
        "ministry": focal.seats[0].ministry,
        "name_en": "Rest Houses for Tea Workers",
        "name_bn": "",
        "cluster": None,
        "start": "২০১৮-১৯",
        "by": focal,
        "seat": focal.seats[0],
    }
    return programme_propose(**(fields | given))


def test_a_proposed_programme_is_marked_and_led_by_its_ministry(today):
    make_programme(code="P009")
    made = propose()
    assert (made.code, made.proposed, made.grade) == ("P010", True, Grade.BACKGROUND)
    assert made.state_on(today) == ProgrammeState.PROPOSED
    assert made.lead_on(today) == made.proposed_by
    assert (made.start_fy, made.name_on(today).name_en) == ("2018-19", made.name_en)
    assert list(programme_list(Search(words="tea rest"))) == [made]
    event = Event.objects.get(action="programme.proposed")
    assert event.target == f"programme:{made.pk}"
    assert event.seat_name.startswith("Gender focal point")


def test_the_same_key_proposes_once():
    key = uuid.uuid4()
    assert propose(key=key) == propose(key=key)
    assert Programme.objects.count() == ProgrammeName.objects.count() == 1


def test_a_name_in_bangla_alone_is_enough_and_none_is_not():
    assert propose(name_en=" ", name_bn="চা শ্রমিক ভাতা").name_en == "চা শ্রমিক ভাতা"
    with pytest.raises(ValidationError, match="Enter the programme"):
        propose(name_en=" ")
    assert Programme.objects.count() == 1


def test_a_keeper_confirms_once():
    made, keeper = propose(), make_user("keeper", Role.ADMINISTRATOR)
    assert programme_confirm(programme=made, by=keeper).proposed is False
    with pytest.raises(PermissionDenied, match="confirmed already"):
        programme_confirm(programme=made, by=keeper)
    assert Event.objects.filter(action="programme.confirmed").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_others_do_not_confirm(role):
    made = propose()
    with pytest.raises(PermissionDenied):
        programme_confirm(programme=made, by=make_user("other", role))
    made.refresh_from_db()
    assert made.proposed is True


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Old Age Allowance", "Old-age allowance programme", True),
        ("Old Age Allowance", "Old Aged Allowance", True),
        ("বয়স্ক ভাতা কর্মসূচি", "ব\u09dfষ্ক ভাতা", True),
        ("বিধবা ভাতা", "বয়স্ক ভাতা", False),
        ("Maternity Allowance", "Old Age Allowance", False),
        ("Food for Work", "Work for Money", False),
        ("", "Old Age Allowance", False),
    ],
)
def test_names_that_may_mean_the_same(one, other, alike):
    assert (likeness(one, other) >= 0.7) is alike


def test_similar_programmes_are_found_by_old_names_and_acronyms():
    first = make_programme(name_en="Old Age Allowance", name_bn="বয়স্ক ভাতা", acronym="OAA")
    second = make_programme(name_en="Vulnerable Women Benefit", name_bn="")
    ProgrammeName.objects.create(
        programme=second, name_en="Vulnerable Group Development", valid_to="2022-07-01"
    )
    make_programme(name_en="Open Market Sale", name_bn="")
    assert similar_programmes("The Old Age allowances") == [first]
    assert similar_programmes("oaa") == [first]
    assert similar_programmes("", "বয়ষ্ক ভাতা") == [first]
    assert similar_programmes("Vulnerable Groups Development") == [second]
    assert similar_programmes("Old Age Allowance", leaving_out=first.pk) == []
