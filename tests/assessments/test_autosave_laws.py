"""Law 1 by brute force: whatever order page, second tab, colleague and re-sent requests come in, and wherever
the power goes, each acknowledged text is found again (reliability 39, 42, 45).

``NSSS_EXAMPLES=2000`` runs more of them than the gate does.
"""

import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.enums import Channel
from assessments.models import Answer, AnswerVersion
from assessments.services.answers import Draft, Saved, answers_save
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import log_breaks
from tests.assessments.factories import Scene, hand_out, make_scene

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("NSSS_EXAMPLES", "200"))
CODE, FIELDS = "Q8", ("text", "missing", "reason")
STATEMENTS = 40  # more than one save takes


@pytest.fixture
def scene() -> Scene:
    """A report that nobody has written in; a colleague has the programme, too."""
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


class CrashError(Exception):
    """The power went."""


@dataclass
class Crash:
    """Raises in place of the statement ``left`` from now; a rollback's own statements run."""

    left: int

    def __call__(self, execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if not sql.startswith(("ROLLBACK", "RELEASE", "SAVEPOINT")):
            self.left -= 1
        if self.left == 0:
            raise CrashError
        return execute(sql, *given)


@dataclass
class Request:
    """What one page has sent; it is sent again as it is until it is acknowledged."""

    draft: Draft
    token: uuid.UUID
    channel: str


@dataclass
class Page:
    """A tab with the question open: what it shows, from which version, what it has sent last."""

    by: User
    base: int = 0
    sent: list[Request] = field(default_factory=list)

    def type(self, name: str, text: str, channel: str) -> Request:
        request = Request(Draft(self.base, {name: text}), uuid.uuid4(), channel)
        self.sent.append(request)
        return request


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which tab
        st.sampled_from(["type", "again", "late"]),
        st.sampled_from(FIELDS),
        st.sampled_from([Channel.AUTOSAVE, Channel.AUTOSAVE, Channel.PAGE]),
        st.integers(0, STATEMENTS),  # where the power goes; 0 and more than are needed: nowhere
    ),
    min_size=1,
    max_size=14,
)


def save(scene: Scene, page: Page, request: Request, crash: int) -> Saved | None:
    """The save as the server does it. Out: what the page is told; None where it hears nothing."""
    try:
        with transaction.atomic(), connection.execute_wrapper(Crash(crash)):
            saved = answers_save(
                assessment=scene.assessment,
                drafts={CODE: request.draft},
                token=request.token,
                by=page.by,
                channel=request.channel,
            )
    except CrashError:
        return None
    return saved[CODE]


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, lost=st.sets(st.integers(0, 13)))
def test_every_acknowledged_text_is_found_again_and_none_twice(
    scene: Scene, steps: list[Any], lost: set[int]
):
    """``lost``: the steps whose answer is lost on the way after the server has saved."""
    with transaction.atomic():
        _interleave(scene, steps, lost)
        transaction.set_rollback(True)


def _interleave(scene: Scene, steps: list[Any], lost: set[int]) -> None:
    pages = [Page(scene.focal), Page(scene.focal), Page(scene.contributor)]
    acknowledged: set[tuple[str, str]] = set()
    typed: set[tuple[str, str]] = set()
    for number, (tab, what, name, channel, crash) in enumerate(steps):
        page = pages[tab]
        if what == "type" or not page.sent:
            request = page.type(name, f"{tab}.{number}", channel)
            typed.add((name, f"{tab}.{number}"))
        else:
            request = page.sent[-1 if what == "again" else 0]
        saved = save(scene, page, request, crash)
        if saved is None or number in lost:
            continue
        acknowledged |= set(request.draft.values.items())
        if not saved.clashes:
            page.base = saved.head.number
    held = _held(scene)
    assert acknowledged <= held, "an acknowledged text is gone"
    assert held <= typed, "a text was invented"
    _each_once(len(typed))
    assert log_breaks() == []


def _held(scene: Scene) -> set[tuple[str, str]]:
    """Every text that is in some version, kept ones included."""
    rows = AnswerVersion.objects.filter(answer__assessment=scene.assessment)
    return {(name, value) for row in rows.values(*FIELDS) for name, value in row.items() if value}


def _each_once(edits: int) -> None:
    """No edit wrote twice; the head is the newest version that was not kept beside, no number is missing."""
    assert AnswerVersion.objects.count() <= edits
    for answer in Answer.objects.all():
        versions = list(answer.versions.order_by("number"))
        assert [row.number for row in versions] == list(range(1, answer.last_number + 1))
        assert answer.head == [row for row in versions if not row.kept][-1]
