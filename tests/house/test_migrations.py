"""The migrations build the very tables of the models, on the database of this run.

All other tests make their tables straight from the models, because seventy migrations take longer
than most of the files of tests. So whatever only a migration does is compared here, or done by
``django_db_setup`` in tests/conftest.py as well.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db
OURS = {"accounts", "audit", "programmes", "assessments", "reports"}


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Any]:
    """A connection to a second database, made by ``migrate`` alone."""
    name = _create(tmp_path)
    address = f"sqlite:///{name}"
    if connection.vendor == "postgresql":
        address = os.environ["DATABASE_URL"].replace("@/postgres", f"@/{name}")
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    given = {**os.environ, "DATABASE_URL": address, "NSSS_ENV": "development", "NSSS_DOTENV": ""}
    subprocess.run(command, check=True, cwd=settings.BASE_DIR, env=given)
    other = connection.copy()
    other.settings_dict["NAME"] = name
    yield other
    other.close()
    if connection.vendor == "postgresql":
        _alone(f'DROP DATABASE "{name}"')


def _create(folder: Path) -> str:
    if connection.vendor != "postgresql":
        return str(folder / "migrated.sqlite3")
    name = f"migrated_{uuid.uuid4().hex[:8]}"
    _alone(f'CREATE DATABASE "{name}"')
    return name


def _alone(statement: str) -> None:
    """Outside of every transaction, as PostgreSQL wants it."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)


def _tables(db: Any) -> dict[str, Any]:
    """Columns, indexes, constraints and triggers by table."""
    found: dict[str, Any] = {}
    with db.cursor() as cursor:
        for table in filter(_ours, db.introspection.table_names(cursor)):
            columns = db.introspection.get_table_description(cursor, table)
            rules = db.introspection.get_constraints(cursor, table)
            found[table] = {
                "columns": sorted((one.name, str(one.type_code), one.null_ok) for one in columns),
                "rules": sorted(_rule(one) for one in rules.values()),
            }
        found["triggers"] = _triggers(db, cursor)
    return found


def _ours(table: str) -> bool:
    """Django's own tables are Django's affair: its migrations and models differ in an index."""
    return table.split("_", maxsplit=1)[0] in OURS


def _rule(rule: Any) -> str:
    """A constraint or index without its name: names of foreign keys are reckoned from the columns."""
    kept = ("columns", "primary_key", "unique", "foreign_key", "check", "index", "type")
    return str({name: rule.get(name) for name in kept})


def _triggers(db: Any, cursor: Any) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if db.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    cursor.execute(sql)
    return sorted(row[0] for row in cursor.fetchall())


def test_the_migrations_build_the_tables_of_the_models(migrated: Any):
    ours, theirs = _tables(connection), _tables(migrated)
    assert {name for name in theirs if theirs[name] != ours.get(name)} == set()
    assert set(ours) == set(theirs)
    assert ours["triggers"]
