"""The log alone gives back the stored state (47)."""

import random

import pytest

from nsss_gender.accounts import services
from nsss_gender.accounts.enums import Role
from nsss_gender.accounts.models import Seat
from nsss_gender.accounts.services.seats import OFFICE_FIELDS
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from tests.people import make_seat, make_user

TEXTS = ("", "Deputy Secretary", "উপসচিব", "02-9555555")
MAIL = ("", "desk@example.org")


@pytest.mark.django_db
def test_random_edits_replayed_from_the_log_give_the_stored_state():
    alice = make_user("alice", Role.ADMINISTRATOR)
    chance = random.Random(47)  # noqa: S311
    seats = [make_seat(None, Role.OBSERVER) for _ in range(5)]
    replayed = {str(seat.pk): dict.fromkeys(OFFICE_FIELDS, "") for seat in seats}
    for _ in range(300):
        chosen = chance.sample(OFFICE_FIELDS, 2)
        office = {name: chance.choice(MAIL if "mail" in name else TEXTS) for name in chosen}
        services.seat_update(by=alice, seat=chance.choice(seats), office=office)
    for event in Event.objects.order_by("id"):
        state = replayed[event.target.removeprefix("seat:")]
        for name, (old, new) in event.changes.items():
            assert state[name] == old
            state[name] = new
    for seat in Seat.objects.filter(role=Role.OBSERVER):
        assert {name: getattr(seat, name) for name in OFFICE_FIELDS} == replayed[str(seat.pk)]
    assert log_breaks() == []
