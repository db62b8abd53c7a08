"""Reliability 56: the health page tells the state of the database, and says when it is gone."""

import json
from pathlib import Path

import pytest

from tests.drill.place import Place, postgres
from tests.drill.web import Browser


def test_the_health_page_tells_when_the_database_is_gone(tmp_path: Path):
    with postgres() as address:
        if not address:
            pytest.skip("no PostgreSQL server programs on this machine (package postgresql)")
        place = Place(tmp_path, address)
        place.run("manage.py", "migrate", "--verbosity=0")
        place.start()
        asking = Browser(place.site)
        healthy = asking.get("/health/")
    try:
        gone = asking.get("/health/")
        assert (healthy.status, json.loads(healthy.body)) == (200, {"database": "ok"})
        assert (gone.status, json.loads(gone.body)) == (503, {"database": "down"})
    finally:
        asking.close()
        place.stop()
