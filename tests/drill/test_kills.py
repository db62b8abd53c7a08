"""Reliability 39, 40, 41 and 56: four people save, two of them while they type, and what serves them is killed,
restarted or reloaded: nothing acknowledged is lost, nothing is invented, nothing is written twice."""

import random
import time
from itertools import chain

import pytest

from tests.drill.place import Place
from tests.drill.writers import CODE, Told, Writers

SAVES = 250  # each of the four writers: a thousand together
KILLS = 25
RECOVERY = 10  # seconds that PostgreSQL may need after a crash
SOME, TIMES = 60, 4  # saves of each writer, and how often the server is restarted meanwhile
LOCKS = 500  # saves of each of eight writers: four thousand together


def everything_is_there(place: Place, told: list[Told], saves: int) -> None:
    """What was acknowledged is written, what is written was sent, each once, and the log verifies."""
    held = place.told("tests.drill.look", CODE)
    sent = set(chain.from_iterable(one.sent for one in told))
    acknowledged = list(chain.from_iterable(one.acknowledged for one in told))
    abandoned = set(chain.from_iterable(one.abandoned for one in told))
    written = [text for text in held["texts"] if text]
    assert [one.refused for one in told] == [[]] * len(told)
    assert len(sent) == len(told) * saves
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


def test_no_acknowledged_save_is_lost_and_none_invented(place: Place):
    """Twenty-five kills; on PostgreSQL every fifth one is of a process of the database itself."""
    (report,) = place.told("tests.drill.seed", "in_progress", "1", "4")
    place.start()
    postgres = place.database.startswith("postgres")
    kills, recoveries = 0, [0.0]
    with Writers(place, report, SAVES, pause=0.02) as writers:
        while writers.busy and kills < KILLS:
            writers.wait(random.randint(10, 35))  # noqa: S311
            time.sleep(random.uniform(0, 0.1))  # noqa: S311
            if postgres and kills % 5 == 4:
                recoveries.append(place.kill_backend())
                kills += 1
            else:
                kills += place.kill_worker()
    told = writers.told()
    place.stop()
    assert kills >= KILLS
    assert max(recoveries) < RECOVERY
    assert postgres or sum(one.ill for one in told) == 0
    everything_is_there(place, told, SAVES)


@pytest.mark.parametrize("how", ["reload", "restart"])
def test_a_deployment_under_load_fails_no_save(place: Place, how: str):
    """The page repeats what no answer came to, and in the end every save is acknowledged (56)."""
    (report,) = place.told("tests.drill.seed", "in_progress", "1", "4")
    place.start()
    with Writers(place, report, SOME, pause=0.02, weary=False) as writers:
        for _ in range(TIMES):
            writers.wait(SOME // 2)
            assert writers.busy, "nobody was writing"
            if how == "reload":
                place.reload()
            else:
                place.stop()
                place.start()
    told = writers.told()
    place.stop()
    assert [one.acknowledged for one in told] == [one.sent for one in told]
    assert sum(one.ill for one in told) == 0
    everything_is_there(place, told, SOME)


def test_eight_writers_at_once_never_find_sqlite_locked(sqlite_place: Place):
    """Saves as fast as they are answered; each commit is on the disk before it is acknowledged."""
    (report,) = sqlite_place.told("tests.drill.seed", "in_progress", "1", "8")
    sqlite_place.start()
    with Writers(sqlite_place, report, LOCKS) as writers:
        pass
    told = writers.told()
    sqlite_place.stop()
    assert sum(one.broken + one.ill for one in told) == 0
    everything_is_there(sqlite_place, told, LOCKS)
