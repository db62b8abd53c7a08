"""What the tests that walk the table of pages share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection

from tests.assessments.factories import Scene
from tests.house.shelf import Shelf

Stage = Callable[..., Scene]


@pytest.fixture(scope="module")
def shelf(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shelf]:
    """The scenes that the tests of one file look at; afterwards the database is empty again."""
    if connection.vendor != "sqlite":
        pytest.skip("The table of pages is asked on SQLite; a copy of PostgreSQL takes too long.")
    with django_db_blocker.unblock():
        made = Shelf(tmp_path_factory.mktemp("shelf"))
        yield made
        made.empty()


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest) -> None:
    """The plugin's transaction around a test, except where the shelf opens its own: a copy can only
    be laid out outside of every transaction."""
    if "stage" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def stage(shelf: Shelf, settings: Any, django_db_blocker: Any) -> Iterator[Stage]:
    """``stage(page, programmes)`` sets the scene of a page, and takes away the one before."""
    settings.MEDIA_ROOT = shelf.media
    with django_db_blocker.unblock(), ExitStack() as stack:

        def give(*page: Any, **options: Any) -> Scene:
            stack.close()
            return stack.enter_context(shelf.laid_out(*page, **options))

        yield give
