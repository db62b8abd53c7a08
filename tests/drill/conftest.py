"""Both engines, each as a place with its own processes."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg2  # type: ignore[import-untyped]
import pytest

from tests.drill.place import Place, parameters, postgres

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the drill."""
    with postgres() as address:
        if not address:
            pytest.skip("no PostgreSQL server programs on this machine (package postgresql)")
        yield address


@pytest.fixture
def sqlite_place(tmp_path: Path) -> Iterator[Place]:
    """An empty SQLite file."""
    yield from _place(Place(tmp_path, f"sqlite:///{tmp_path / 'drill.sqlite3'}"))


@pytest.fixture
def postgres_place(server: str, tmp_path: Path) -> Iterator[Place]:
    """An empty database of the drill's PostgreSQL."""
    yield from _place(Place(tmp_path, database_create(server)))


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    """The test runs twice: on SQLite and on PostgreSQL."""
    found: Place = request.getfixturevalue(f"{request.param}_place")
    return found


def _place(place: Place) -> Iterator[Place]:
    try:
        yield place
    finally:
        place.stop()


def database_create(server: str) -> str:
    """A new empty database: its address."""
    name = f"drill_{next(_numbers)}"
    line = psycopg2.connect(**parameters(server))
    try:
        line.autocommit = True
        with line.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        line.close()
    return server.replace("/postgres?", f"/{name}?")
