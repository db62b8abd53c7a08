"""Reliability 46: a crash at any statement of a move leaves the old state or the new one, never between."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from assessments.models import Packet, ReviewComment
from nsss_gender.audit.services import log_breaks
from tests.assessments.factories import Scene, make_scene, reply

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 400  # statements; a move that needs more has gone wrong


class CrashError(Exception):
    """The power went."""


class Crash:
    """Raises in place of statement ``at``; statements after it run, as a rollback needs them."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise CrashError
        return execute(*given)


def everything() -> str:
    """A digest of every row of the product's own tables."""
    rows = [
        f"{model._meta.label} {row!r}"
        for model in apps.get_models()
        for row in model._default_manager.order_by("pk").values_list()
    ]
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def move(scene: Scene, name: str) -> None:
    getattr(scene, name)()


def before_return(scene: Scene) -> None:
    scene.comment()


def before_resubmit(scene: Scene) -> None:
    for comment in ReviewComment.objects.filter(packet__submission=scene.submission):
        reply(comment, scene.focal)


@pytest.mark.parametrize(
    ("state", "prepare", "name", "after", "packets"),
    [
        ("cleared", None, "submit", "submitted", 1),
        ("under_review", before_return, "send_return", "returned", 1),
        ("returned", before_resubmit, "submit", "submitted", 2),
        ("recommended", None, "accept", "accepted", 1),
    ],
)
def test_a_crash_leaves_the_old_or_the_new_state(state, prepare, name, after, packets):
    scene = make_scene(state)
    if prepare:
        prepare(scene)
    old = everything()
    for statement in range(1, MOST):
        try:
            with connection.execute_wrapper(Crash(statement)):
                move(scene, name)
        except CrashError:
            assert everything() == old, f"statement {statement} left something behind"
            continue
        break
    assert statement > 10, "no statement was reached"
    assert scene.submission.status == after
    assert Packet.objects.filter(submission=scene.submission).count() == packets
    assert log_breaks() == []


def test_a_crash_at_the_commit_leaves_the_old_state(monkeypatch: pytest.MonkeyPatch):
    scene = make_scene("cleared")
    submission, old = scene.submission, everything()

    def commit() -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(connection, "_commit", commit)
        with pytest.raises(OperationalError):
            move(scene, "submit")
    assert everything() == old
    assert submission.packets.count() == 0
    assert log_breaks() == []
