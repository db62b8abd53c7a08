"""Dated facts and totals of the register."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from programmes.enums import MinistryPart
from programmes.models import Coverage, ProgrammeMinistry, ProgrammeName
from tests.people import make_ministry
from tests.programmes.factories import make_programme

FIRST, AFTER = dt.date(2018, 7, 1), dt.date(2019, 7, 1)
BEFORE, WITHIN, LAST = dt.date(2018, 6, 30), dt.date(2019, 1, 31), dt.date(2019, 6, 30)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        # before, first day, within, last day, the day after
        (None, None, (True, True, True, True, True)),
        (FIRST, None, (False, True, True, True, True)),
        (None, AFTER, (True, True, True, True, False)),
        (FIRST, AFTER, (False, True, True, True, False)),
        (FIRST, FIRST, (False, False, False, False, False)),
    ],
)
def test_when_a_dated_row_holds(
    valid_from: dt.date | None, valid_to: dt.date | None, holds: tuple[bool, ...]
) -> None:
    row = ProgrammeName(valid_from=valid_from, valid_to=valid_to)
    assert tuple(row.holds_on(day) for day in (BEFORE, FIRST, WITHIN, LAST, AFTER)) == holds


def test_the_last_day_is_the_one_before_the_end() -> None:
    assert ProgrammeName(valid_to=AFTER).last_day == LAST
    assert ProgrammeName().last_day is None


@pytest.mark.parametrize(
    ("figures", "total"),
    [
        ({}, None),
        ({"women": 0}, 0),
        ({"women": 3, "men": 4, "hijra": 1}, 8),
        ({"not_disaggregated": 10}, 10),
    ],
)
def test_an_unknown_figure_is_not_a_zero(figures: dict[str, int], total: int | None) -> None:
    assert Coverage(**figures).total == total


@pytest.mark.django_db
def test_one_name_and_one_lead_today() -> None:
    programme = make_programme()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeName.objects.create(programme=programme, name_en="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeMinistry.objects.create(programme=programme, ministry=make_ministry())
    ProgrammeMinistry.objects.create(
        programme=programme, ministry=make_ministry(), part=MinistryPart.PARTNER
    )
    assert programme.ministry_links.count() == 2


@pytest.mark.django_db
def test_a_name_is_shown_in_the_language_of_the_page() -> None:
    programme = make_programme(name_en="Old Age Allowance", name_bn="বয়স্ক ভাতা")
    with translation.override("bn"):
        assert str(programme) == "বয়স্ক ভাতা"
    with translation.override("en"):
        assert str(programme) == "Old Age Allowance"
