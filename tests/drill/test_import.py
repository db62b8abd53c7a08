"""An import of 5,000 programmes while people save their answers: both come through whole (1; reliability 53)."""

from concurrent.futures import ThreadPoolExecutor

from tests.drill.place import Place
from tests.drill.writers import Writers

ROWS, SAVES = 5_000, 10


def test_people_go_on_saving_while_the_register_is_written(place: Place):
    (report,) = place.told("tests.drill.seed", "in_progress", "1", "4")
    place.start()
    rounds = 0
    with ThreadPoolExecutor(1) as pool:
        importing = pool.submit(place.told, "tests.drill.importing", str(ROWS))
        while not importing.done():
            rounds += 1
            with Writers(place, report, SAVES, pause=0.1) as writers:
                told = writers.told()
            assert [one.refused for one in told] == [[]] * len(told)
            assert [one.broken for one in told] == [0] * len(told)
            assert [one.acknowledged for one in told] == [one.sent for one in told]
        found = importing.result()
    assert rounds
    assert found["said"] == "done"
    assert found["counts"] == {"add": ROWS, "change": 0, "same": 0, "invalid": 0}
    assert (found["written"], found["breaks"]) == (ROWS, 0)
