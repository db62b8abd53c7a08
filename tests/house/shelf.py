"""Scenes built once and put away as copies of the whole database.

The table of pages asks some ten questions of each page in the same few states of a report; building
the state took most of the time. A copy of an SQLite database is laid out again in milliseconds.
"""

import copy
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from tests.assessments.factories import Scene, make_scene
from tests.assessments.factories import comment as comment_add
from tests.assessments.factories import hand_out as hand_out_add
from tests.pages import Page


def scene_for(page: Page, programmes: int = 1) -> Scene:
    """A scene in the page's state, with a hand-out to the contributor and a comment where it can be."""
    if page.state == "unopened":
        return make_scene(programmes=programmes, opened=False)
    scene = make_scene(page.state, programmes=programmes, judgements={"Q8": "no", "Q11": "partly"})
    if page.state in {"in_progress", "cleared", "not_started", "returned"}:
        for assessment in scene.assessments:
            hand_out_add(assessment, scene.contributor, scene.focal)
    if page.state == "under_review":
        comment_add(scene.assessment, scene.reviewer, kind="suggestion")
    return scene


class Shelf:
    """The copies of one run. Outside ``laid_out`` the database is as empty as it was found."""

    def __init__(self, media: Path) -> None:
        self.media = media
        self._empty = self._copy()
        self._kept: dict[tuple[str, int], tuple[Scene, sqlite3.Connection]] = {}

    @contextmanager
    def laid_out(self, page: Page, programmes: int = 1) -> Iterator[Scene]:
        """The scene of the page's state as it was built; what is done to it is undone at the end."""
        key = (page.state, programmes)
        if key not in self._kept:
            self._restore(self._empty)
            with transaction.atomic():
                scene = scene_for(page, programmes)
            self._kept[key] = (scene, self._copy())
        scene, kept = self._kept[key]
        self._restore(kept)
        with transaction.atomic():
            yield copy.deepcopy(scene)
            transaction.set_rollback(True)

    def empty(self) -> None:
        self._restore(self._empty)

    def _copy(self) -> sqlite3.Connection:
        copied = sqlite3.connect(":memory:")
        self._real().backup(copied)
        return copied

    def _restore(self, kept: sqlite3.Connection) -> None:
        kept.backup(self._real())

    def _real(self) -> Any:
        connection.ensure_connection()
        return connection.connection
