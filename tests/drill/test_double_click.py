"""Reliability 46: a double click, here a fourfold one, gives one submission."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.drill.place import Place
from tests.drill.web import Answer, browser
from tests.drill.writers import CODE

ROUNDS = 4


def test_a_double_click_submits_once(place: Place):
    reports = place.told("tests.drill.seed", "cleared", str(ROUNDS), "1")
    place.start()
    for report in reports:
        answers = _click(place, report)
        assert [answer.status for answer in answers] == [302] * len(answers)
        assert len({answer.location for answer in answers}) == 1, "two receipts"
    place.stop()
    held = place.told("tests.drill.look", CODE)
    assert sorted(held["packets"]) == sorted(report["report"] for report in reports)
    assert len(held["submitted"]) == ROUNDS
    assert held["breaks"] == []
    assert "database is locked" not in place.log


def _click(place: Place, report: dict[str, Any]) -> list[Answer]:
    """Press the button in all of the person's windows at the same moment."""
    path, together = f"/reports/{report['report']}/submit/", Barrier(len(report["sessions"]))

    def press(session: str) -> Answer:
        with browser(place.site, session) as opened:
            fields = opened.form(path)
            together.wait(30)
            return opened.post(path, fields)

    with ThreadPoolExecutor(len(report["sessions"])) as pool:
        return list(pool.map(press, report["sessions"]))
