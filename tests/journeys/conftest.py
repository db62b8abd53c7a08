"""A desk for everybody who takes part in a journey."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser

from tests.journeys.desk import Desk, open_desk


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file, not memory: a page's requests come side by side, each on a connection of its own."""
    if connection.vendor == "sqlite":
        own = connection.settings_dict
        own["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        quick = own["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        own["OPTIONS"]["init_command"] = quick


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Any]:
    """``desk(person, language="bn", javascript=False)`` opens a browser of that person.

    When the test ends, nothing that a browser complained about may be left over.
    """
    desks: list[Desk] = []

    def opened(*args: Any, **options: Any) -> Desk:
        desks.append(open_desk(browser, live_server.url, *args, **options))
        return desks[-1]

    yield opened
    for each in desks:
        each.close()
    assert [fault for each in desks for fault in each.faults] == []
