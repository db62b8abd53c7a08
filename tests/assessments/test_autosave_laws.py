"""Law 1 by brute force: whatever order page, second tab, colleague, guest, short form, adoption and re-sent
requests come in, and wherever the power goes, each acknowledged text is found again (reliability 39, 42, 45).

``LAW_EXAMPLES=1000`` runs more of them than the gate does; the drill does so on both databases.
"""

import os
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.enums import Channel
from assessments.models import Answer, AnswerVersion, Contribution
from assessments.services.adopting import answers_adopt, section_save
from assessments.services.answers import Draft, Saved
from assessments.services.bringing import Cell, short_cell_save
from assessments.services.contributions import Gone, Said, contribution_adopt, contribution_save
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import log_breaks
from tests.assessments.factories import Scene, hand_out, make_scene
from tests.assessments.linked import link_make

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "200"))
CODE, FIELDS = "Q8", ("text", "missing", "reason")
BESIDE = ("adopt", "guest", "guest again", "take")
JUDGED = ("yes", "no", "partly")
STATEMENTS = 60  # more than one save takes


@pytest.fixture
def scene() -> Scene:
    """A report that nobody has written in; a colleague has the programme, too."""
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


class CrashError(Exception):
    """The power went."""


@dataclass
class Guest:
    """Somebody without an account, asked by a link: every text sent with its key, and what was acknowledged."""

    token: str
    sent: list[tuple[uuid.UUID, str]] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    takes: int = 0


@pytest.fixture
def token(scene: Scene) -> str:
    """The secret of a link to the question."""
    secret = link_make(scene, CODE).token
    assert secret
    return secret


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
    way: str  # the form, the form together with adopting what it shows, or a cell of the short form


@dataclass
class Page:
    """A tab with the question open: what it shows, from which version, what it has sent last."""

    by: User
    base: int = 0
    sent: list[Request] = field(default_factory=list)

    def send(self, values: dict[str, str], channel: str, way: str) -> Request:
        request = Request(Draft(self.base, values), uuid.uuid4(), channel, way)
        self.sent.append(request)
        return request


STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which tab
        st.sampled_from(["form", "form", "adopting", "short", "again", "late", *BESIDE]),
        st.sampled_from(FIELDS),
        st.sampled_from([Channel.AUTOSAVE, Channel.AUTOSAVE, Channel.PAGE]),
        # Where the power goes; 0 and more than are needed: nowhere.
        st.one_of(st.just(0), st.just(0), st.integers(1, STATEMENTS)),
    ),
    min_size=4,
    max_size=14,
)


def save(scene: Scene, page: Page, request: Request, crash: int) -> Saved | None:
    """The save as the server does it. Out: what the page is told; None where it hears nothing."""
    try:
        with transaction.atomic(), connection.execute_wrapper(Crash(crash)):
            return _answered(scene, page, request)
    except CrashError:
        return None


def _answered(scene: Scene, page: Page, request: Request) -> Saved:
    draft, token = request.draft, request.token
    if request.way == "short":
        cell = Cell(scene.assessment.pk, CODE, draft.base, judgement=draft.values["judgement"])
        return short_cell_save(submission=scene.submission, cell=cell, token=token, by=page.by)
    adopt = {CODE} if request.way == "adopting" and page.by == scene.focal else set()
    saved, _left = section_save(
        assessment=scene.assessment,
        drafts={CODE: draft},
        adopt=adopt,
        token=token,
        by=page.by,
        channel=request.channel,
    )
    return saved[CODE]


def take(scene: Scene, page: Page) -> AnswerVersion | None:
    """The focal point makes the guest's last text the answer, beside the version that the page shows."""
    row = Contribution.objects.order_by("number").last()
    if row is None:
        return None
    return contribution_adopt(contribution=row, base=page.base, token=uuid.uuid4(), by=scene.focal)


def adopt(scene: Scene, page: Page) -> None:
    """The focal point adopts what the page shows, and nothing newer."""
    seen = {row.pk: page.base for row in Answer.objects.filter(assessment=scene.assessment)}
    answers_adopt(assessment=scene.assessment, seen=seen, by=scene.focal)


def beside(scene: Scene, page: Page, guest: Guest, what: str, crash: int) -> AnswerVersion | None:
    """What is no save of a page: a guest's text comes or comes again, the focal point adopts one, or what
    a colleague wrote. Out: the version that a taken text became, where the page is told of one."""
    refused = (CrashError, Gone, PermissionDenied, ValidationError)
    with suppress(*refused), transaction.atomic(), connection.execute_wrapper(Crash(crash)):
        if what == "adopt":
            adopt(scene, page)
        elif what == "take":
            guest.takes += 1
            return take(scene, page)
        else:
            if what == "guest" or not guest.sent:
                guest.sent.append((uuid.uuid4(), f"guest {len(guest.sent)}"))
            key, text = guest.sent[-1]
            contribution_save(token=guest.token, key=key, said=Said(text))
            guest.acknowledged.add(text)
    return None


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS, lost=st.sets(st.integers(0, 13), max_size=4))
def test_every_acknowledged_text_is_found_again_and_none_twice(
    scene: Scene, token: str, steps: list[Any], lost: set[int]
):
    """``lost``: the steps whose answer is lost on the way after the server has saved."""
    with transaction.atomic():
        _interleave(scene, Guest(token), steps, lost)
        transaction.set_rollback(True)


def _interleave(scene: Scene, guest: Guest, steps: list[Any], lost: set[int]) -> None:
    pages = [Page(scene.focal), Page(scene.focal), Page(scene.contributor)]
    acknowledged: set[tuple[str, str]] = set()
    typed: set[tuple[str, str]] = set()
    shown = {0}  # what the focal point has seen
    for number, (tab, what, name, channel, crash) in enumerate(steps):
        page = pages[tab]
        if what in BESIDE:
            page = pages[tab % 2]
            taken = beside(scene, page, guest, what, crash)
            if taken and number not in lost:
                page.base = taken.number
                shown.add(page.base)
            continue
        if what in {"again", "late"} and page.sent:
            request = page.sent[-1 if what == "again" else 0]
        else:
            said = {name: f"{tab}.{number}"} if what != "short" else {"judgement": JUDGED[tab]}
            request = page.send(said, channel, what)
            typed |= set(said.items())
        saved = save(scene, page, request, crash)
        if saved is None or number in lost:
            continue
        acknowledged |= set(request.draft.values.items())
        if not saved.clashes:
            page.base = saved.head.number
            shown |= {page.base} if page.by == scene.focal else set()
    _found_again(scene, acknowledged, typed | {("text", text) for _key, text in guest.sent})
    _each_once(sum(len(page.sent) for page in pages) + guest.takes)
    _adopted_as_seen(shown)
    _proposals(guest)
    assert log_breaks() == []


def _found_again(
    scene: Scene, acknowledged: set[tuple[str, str]], typed: set[tuple[str, str]]
) -> None:
    held = _held(scene)
    assert acknowledged <= held, "an acknowledged text is gone"
    assert held <= typed, "a text was invented"


def _held(scene: Scene) -> set[tuple[str, str]]:
    """Every text that is in some version, kept ones included."""
    rows = AnswerVersion.objects.filter(answer__assessment=scene.assessment)
    found = rows.values("judgement", *FIELDS)
    return {(name, value) for row in found for name, value in row.items() if value}


def _adopted_as_seen(shown: set[int]) -> None:
    adopted = set(Answer.objects.values_list("adopted_number", flat=True))
    assert adopted <= shown, "adopted unseen"


def _proposals(guest: Guest) -> None:
    """Every text that a guest was thanked for stands beside the answer, whatever became of it."""
    texts = list(Contribution.objects.values_list("text", flat=True))
    assert guest.acknowledged <= set(texts), "a guest's text is gone"
    assert len(texts) == len(set(texts)), "a guest's text was written twice"
    assert set(texts) <= {text for _key, text in guest.sent}, "a guest's text was invented"


def _each_once(edits: int) -> None:
    """No edit wrote twice; the head is the newest version that was not kept beside, no number is missing."""
    assert AnswerVersion.objects.count() <= edits
    for answer in Answer.objects.all():
        versions = list(answer.versions.order_by("number"))
        assert [row.number for row in versions] == list(range(1, answer.last_number + 1))
        assert answer.head == [row for row in versions if not row.kept][-1]
        for name in FIELDS:
            said = {row.number: getattr(row, name) for row in versions} | {0: ""}
            own = [said[row.number] for row in versions if row.kept and _own(said, row)]
            stood = {said[row.number] for row in versions if not row.kept}
            assert len(own) == len(set(own)), "kept twice"
            assert not stood & set(own), "one text stood and was kept beside as well"


def _own(said: dict[int, str], row: AnswerVersion) -> bool:
    """Whether the field is what this version's writer typed, not what stood there."""
    return said[row.number] != said[row.base]
