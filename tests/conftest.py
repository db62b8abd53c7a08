"""What every test stands on: a closed network, a known browser, quiet files."""

import os
import shutil
import socket
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

# The browser driver keeps an event loop running in the test's thread; Django would refuse the ORM.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
BROWSER_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, without its own calls home."""
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": BROWSER_SWITCHES}


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """No test reaches another machine: only loopback and UNIX sockets connect."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in LOOPBACK:
            message = f"A test tried to connect to {address!r}."
            raise PermissionError(message)
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The tables come straight from the models (``--no-migrations``), the triggers of the log from
    the migration that makes them; tests/house/test_migrations.py compares all with the migrations."""
    frozen = import_module("nsss_gender.audit.migrations.0002_frozen")
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        if "audit_event" in connection.introspection.table_names():
            frozen.freeze(None, editor)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A test begins in English, whatever language the one before left behind."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    """Each test has its own folder for evidence and exports. Out: that folder."""
    folder = tmp_path / "media"
    folder.mkdir()
    settings.MEDIA_ROOT = folder
    return folder
