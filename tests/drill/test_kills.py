"""Reliability 39 and 41: workers killed at random while four people save, two of them while they type."""

import random
import time
from itertools import chain

from tests.drill.place import Place
from tests.drill.writers import CODE, Writers

SAVES = 75  # each of the four writers
LEAST_KILLS = 5
LONGEST = 150  # seconds


def test_no_acknowledged_save_is_lost_and_none_invented(place: Place):
    (report,) = place.told("tests.drill.seed", "in_progress", "1", "4")
    place.start()
    kills, until = 0, time.monotonic() + LONGEST
    with Writers(place, report, SAVES, pause=0.1) as writers:
        while writers.busy and time.monotonic() < until:
            time.sleep(random.uniform(0.3, 1.0))  # noqa: S311
            kills += place.kill_worker()
    told = writers.told()
    place.stop()
    held = place.told("tests.drill.look", CODE)

    sent = set(chain.from_iterable(one.sent for one in told))
    acknowledged = list(chain.from_iterable(one.acknowledged for one in told))
    abandoned = set(chain.from_iterable(one.abandoned for one in told))
    written = [text for text in held["texts"] if text]

    assert [one.refused for one in told] == [[], [], [], []]
    assert kills >= LEAST_KILLS
    assert len(sent) == len(told) * SAVES
    assert sent == set(acknowledged) | abandoned
    assert sorted(written) == sorted(set(written)), "a save was written twice"
    assert set(acknowledged) <= set(written), "an acknowledged save is lost"
    assert set(written) <= sent, "a save was invented"
    assert held["kept"] == 0
    for one in told:
        own = [text for text in written if text in one.sent]
        assert held["heads"][one.assessment] == own[-1]
    assert held["breaks"] == []
    assert "database is locked" not in place.log
    assert "deadlock" not in place.log
