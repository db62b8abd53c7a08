"""Two people at once: somebody must go on administering, and a seat has one holder."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Invitation, SeatHolding, User
from nsss_gender.audit.services import log_breaks
from tests.people import make_person, make_seat, make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor == 'sqlite'", reason="the tests' SQLite lives in one memory"
    ),
]


def together(calls: list[Callable[[], object]]) -> list[str]:
    """Run the calls at the same time; what came of each."""

    def run(call: Callable[[], object]) -> str:
        try:
            call()
        except (PermissionDenied, Invitation.DoesNotExist) as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


def test_two_administrators_cannot_remove_each_other():
    one, two = (make_user(name, Role.ADMINISTRATOR) for name in ("one", "two"))
    results = together(
        [
            lambda: services.user_deactivate(by=one, user=two, reason="x"),
            lambda: services.user_deactivate(by=two, user=one, reason="x"),
        ]
    )
    assert results == ["PermissionDenied", "done"]
    assert User.objects.filter(is_active=True).count() == 1
    assert log_breaks() == []


def test_one_vacant_seat_goes_to_one_person():
    alice, seat = make_user("alice", Role.ADMINISTRATOR), make_seat(None, Role.OBSERVER)
    people = [make_person(f"p{number}") for number in range(4)]
    results = together(
        [lambda user=user: services.seat_grant(by=alice, seat=seat, user=user) for user in people]  # type: ignore[misc]
    )
    assert results == ["PermissionDenied"] * 3 + ["done"]
    assert SeatHolding.objects.filter(seat=seat, until=None).count() == 1


def test_one_link_makes_one_account():
    alice, seat = make_user("alice", Role.ADMINISTRATOR), make_seat(None, Role.OBSERVER)
    offer = services.invitation_create(by=alice, seat=seat, name="D", email="d@example.org")

    def accept(number: int) -> User:
        return services.invitation_accept(
            token=str(offer.token),
            username=f"dora{number}",
            password="seven blue umbrellas",
            person={"name": "D"},
        )

    results = together([lambda number=number: accept(number) for number in range(3)])  # type: ignore[misc]
    assert results == ["DoesNotExist"] * 2 + ["done"]
    assert User.objects.filter(username__startswith="dora").count() == 1
