"""Alice, Bob and Charlie: people, ministries and seats for tests, made without the services."""

from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password
from django.test import Client

from nsss_gender.accounts.enums import Grade, MinistryKind, Role, SeatKind
from nsss_gender.accounts.models import Ministry, MinistryName, Seat, SeatHolding, User

PASSWORD = "quiet river lantern 77"
_numbers = count(1)


def make_ministry(name: str = "", **fields: Any) -> Ministry:
    """A ministry with its current name; further fields of Ministry as given."""
    number = next(_numbers)
    given = {
        "code": f"T{number:03}",
        "kind": MinistryKind.MINISTRY,
        "order": number,
        "name_en": name or f"Ministry of Tests {number}",
        "name_bn": f"পরীক্ষা মন্ত্রণালয় {number}",
        "grade": Grade.OFFICIAL,
    }
    ministry = Ministry.objects.create(**(given | fields))
    MinistryName.objects.create(
        ministry=ministry, name_en=ministry.name_en, name_bn=ministry.name_bn
    )
    return ministry


def make_person(username: str, **fields: Any) -> User:
    """A person who can sign in with PASSWORD and has no seat."""
    given = {
        "name": username.replace("-", " ").title(),
        "email": f"{username}@example.org",
        "password": make_password(PASSWORD),
        "language": "en",
    }
    return User.objects.create(username=username, **(given | fields))


def make_seat(
    user: User | None, role: Role, ministry: Ministry | None = None, **fields: Any
) -> Seat:
    """An open seat, held by ``user`` where one is given; a second focal point becomes the alternate."""
    taken = Seat.objects.filter(
        role=role, ministry=ministry, kind=SeatKind.PRIMARY, ended_at=None
    ).exists()
    kind = SeatKind.ALTERNATE if taken else SeatKind.PRIMARY
    seat = Seat.objects.create(role=role, ministry=ministry, **({"kind": kind} | fields))
    if user:
        SeatHolding.objects.create(seat=seat, user=user)
        user.seats_forget()  # what was remembered of this person's seats is out of date
    return seat


def make_user(
    username: str, role: Role | None = None, ministry: Ministry | None = None, **fields: Any
) -> User:
    """A person with one seat of ``role`` in ``ministry``; without a role a person with no seat.

    Focal points, contributors and coordinators get a new ministry where none is given.
    """
    user = make_person(username, **fields)
    if role is not None:
        needs_one = role in {Role.FOCAL_POINT, Role.CONTRIBUTOR, Role.COORDINATOR}
        make_seat(user, role, ministry or (make_ministry() if needs_one else None))
    return user


def every_role() -> dict[str, User]:
    """One person for every role, keyed by the role's value, each in a ministry of their own."""
    return {role.value: make_user(f"the-{role.value.replace('_', '-')}", role) for role in Role}


def browser(**extra: Any) -> Any:
    """A browser in which nobody is signed in (Any: Django's stubs know one kind of answer only)."""
    return Client(**extra)


def signed_in(user: User, **extra: Any) -> Any:
    """A browser in which ``user`` is signed in."""
    client = browser(**extra)
    client.force_login(user)
    return client
