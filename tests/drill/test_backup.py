"""Reliability 49: a back-up taken while four people save is whole, equal to its moment, and can be used."""

import hashlib
import os
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psycopg2  # type: ignore[import-untyped]
import pytest

from tests.drill.conftest import database_create
from tests.drill.place import Place, parameters
from tests.drill.web import browser
from tests.drill.writers import Writers

SAVES = 60  # each of the four writers
Digests = dict[str, tuple[int, str]]
Ask = Callable[[str], Iterable[Any]]

SQLITE_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
POSTGRES_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def digests(ask: Ask, tables: str) -> Digests:
    """For each table its number of rows and a digest of them."""
    found: Digests = {}
    for (table,) in list(ask(tables)):
        rows = sorted(repr(row) for row in ask(f'SELECT * FROM "{table}"'))  # noqa: S608
        found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def test_sqlite_online_backup(sqlite_place: Place):
    (report,) = sqlite_place.told("tests.drill.seed", "in_progress", "1", "4")
    sqlite_place.start()
    source, copy = sqlite_place.folder / "drill.sqlite3", sqlite_place.folder / "copy.sqlite3"
    with Writers(sqlite_place, report, SAVES) as writers:
        time.sleep(0.5)
        before = _sqlite_backup(source, copy)
        assert writers.busy, "nobody was writing during the back-up"
    _all_saved(writers)
    sqlite_place.stop()

    after, integrity = _sqlite_read(copy)
    assert integrity == "ok"
    assert after == before
    assert _sqlite_read(source)[0] != before, "nothing was written after the back-up"
    _usable(Place(_folder(sqlite_place), f"sqlite:///{copy}"), report)


def _sqlite_backup(source: Path, copy: Path) -> Digests:
    """Back up in one read transaction; the digests of the moment at which it was begun."""
    reading, writing = sqlite3.connect(source, isolation_level=None), sqlite3.connect(copy)
    try:
        reading.execute("BEGIN")
        before = digests(reading.execute, SQLITE_TABLES)
        time.sleep(0.5)  # the others go on; the transaction keeps its moment
        reading.backup(writing)
        reading.execute("ROLLBACK")
    finally:
        reading.close()
        writing.close()
    return before


def _sqlite_read(path: Path) -> tuple[Digests, str]:
    line = sqlite3.connect(path)
    try:
        (integrity,) = line.execute("PRAGMA integrity_check").fetchone()
        return digests(line.execute, SQLITE_TABLES), str(integrity)
    finally:
        line.close()


def test_postgres_dump_and_restore(postgres_place: Place, server: str):
    (report,) = postgres_place.told("tests.drill.seed", "in_progress", "1", "4")
    postgres_place.start()
    dump = postgres_place.folder / "drill.dump"
    with Writers(postgres_place, report, SAVES) as writers:
        time.sleep(0.5)
        before = _postgres_dump(postgres_place.database, dump)
        assert writers.busy, "nobody was writing during the back-up"
    _all_saved(writers)
    postgres_place.stop()

    copy = database_create(server)
    _tool("pg_restore", copy, "--no-owner", "--exit-on-error", str(dump))
    assert _postgres_read(copy) == before
    assert _postgres_read(postgres_place.database) != before, (
        "nothing was written after the back-up"
    )
    _tool("pg_amcheck", copy, "--install-missing")
    _usable(Place(_folder(postgres_place), copy), report)


def _postgres_dump(address: str, dump: Path) -> Digests:
    """Dump the moment of one transaction, and the digests of that moment."""
    line = psycopg2.connect(**parameters(address))
    try:
        line.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with line.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (moment,) = cursor.fetchone()
            before = digests(_asker(cursor), POSTGRES_TABLES)
            _tool("pg_dump", address, "--format=custom", f"--snapshot={moment}", f"--file={dump}")
    finally:
        line.close()
    return before


def _postgres_read(address: str) -> Digests:
    line = psycopg2.connect(**parameters(address))
    try:
        with line.cursor() as cursor:
            return digests(_asker(cursor), POSTGRES_TABLES)
    finally:
        line.close()


def _asker(cursor: Any) -> Ask:
    def ask(statement: str) -> Iterable[Any]:
        cursor.execute(statement)
        rows: Iterable[Any] = cursor.fetchall()
        return rows

    return ask


def _tool(name: str, address: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on a database; raises with its complaint."""
    own = parameters(address)
    place = {"PGHOST": own["host"], "PGUSER": own["user"], "PGDATABASE": own["dbname"]}
    target = [f"--dbname={own['dbname']}"] if name != "pg_amcheck" else [own["dbname"]]
    done = subprocess.run(
        [_program(name), *words, *target],
        env={**os.environ, **place},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{name}: {done.stderr[-1000:]}{done.stdout[-1000:]}"


def _program(name: str) -> str:
    """The newest installed program of that name, as deploy/with_pg.sh takes it."""
    chosen = os.environ.get("PGBIN")
    folders = [Path(chosen)] if chosen else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders or not (folders[-1] / name).exists():
        pytest.fail(f"{name} is missing (package postgresql)")
    return str(folders[-1] / name)


def _folder(place: Place) -> Path:
    folder = place.folder / "restored"
    folder.mkdir()
    return folder


def _all_saved(writers: Writers) -> None:
    for one in writers.told():
        assert (one.refused, one.broken, one.acknowledged) == ([], 0, one.sent)


def _usable(restored: Place, report: dict[str, Any]) -> None:
    """The log of the copy verifies, its migrations are all there, and its pages open."""
    assert "The log verifies" in restored.run("manage.py", "verify_audit")
    restored.run("manage.py", "migrate", "--check")
    restored.start()
    try:
        with browser(restored.site, report["sessions"][0]) as opened:
            assert opened.get(f"/reports/{report['report']}/").status == 200
    finally:
        restored.stop()
