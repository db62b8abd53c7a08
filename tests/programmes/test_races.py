"""Two keepers at once: one correction stands and the other is told, a code is given once (law 1, 86)."""

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from nsss_gender.accounts.enums import Role
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from programmes import services
from programmes.models import Coverage, Programme, ProgrammeMinistry
from programmes.services.facts import programme_add, programme_edit
from programmes.services.register import coverage_save
from tests.people import make_ministry, make_user
from tests.programmes.factories import make_programme

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="the tests' SQLite lives in one memory"
    ),
]
FOUR = 4


def together(call: Callable[[int], object]) -> list[str]:
    """Four calls at the same time; what came of each."""

    def run(number: int) -> str:
        try:
            call(number)
        except (PermissionDenied, ValidationError) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(FOUR) as pool:
        return sorted(pool.map(run, range(FOUR)))


@pytest.fixture
def keeper():
    return make_user("keeper", Role.ADMINISTRATOR)


def test_of_four_corrections_from_one_page_one_stands(keeper):
    programme = make_programme()
    results = together(
        lambda number: programme_edit(
            programme=programme, base=1, values={"note": f"note {number}"}, by=keeper
        )
    )
    assert results == ["ValidationError"] * 3 + ["done"]
    programme.refresh_from_db()
    assert programme.number == 2
    assert Event.objects.get().changes == {"note": ["", programme.note]}


def test_four_programmes_get_four_codes(keeper):
    ministry = make_ministry()
    results = together(
        lambda number: programme_add(
            key=uuid.uuid4(), ministry=ministry, values={"name_en": f"N {number}"}, by=keeper
        )
    )
    assert results == ["done"] * FOUR
    codes = set(Programme.objects.values_list("code", flat=True))
    assert codes == {"P001", "P002", "P003", "P004"}
    assert log_breaks() == []


def test_a_new_programme_sent_four_times_is_one(keeper):
    ministry, key = make_ministry(), uuid.uuid4()
    results = together(
        lambda _number: programme_add(
            key=key, ministry=ministry, values={"name_en": "Rest Houses"}, by=keeper
        )
    )
    assert results == ["done"] * FOUR
    assert Programme.objects.count() == Event.objects.count() == 1


def test_a_programme_moves_to_one_ministry_at_a_time(keeper):
    programme, ministries = make_programme(), [make_ministry() for _place in range(FOUR)]
    day = dt.date(2020, 7, 1)
    results = together(
        lambda number: services.programme_move(
            programme=programme, ministry=ministries[number], day=day, reason="x", source="y", by=keeper
        )
    )  # fmt: skip
    assert results == ["done"] * FOUR
    assert ProgrammeMinistry.objects.filter(programme=programme, valid_to=None).count() == 1
    assert Event.objects.count() == FOUR  # each is in the log; the last of the day stands


def test_a_new_row_of_figures_sent_four_times_is_one(keeper):
    programme, key = make_programme(), uuid.uuid4()
    results = together(
        lambda _number: coverage_save(
            by=keeper,
            coverage=Coverage(pk=key, programme=programme, period="2018-19", women=5, grade="A"),
        )
    )
    assert results == ["done"] * FOUR
    assert Coverage.objects.count() == Event.objects.count() == 1
