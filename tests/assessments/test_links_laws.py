"""Law 1 for what comes by a link: in whatever order guest, colleague and focal point act, and wherever the
power goes, each acknowledged text is found again, and no answer is overwritten unseen (20)."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.enums import ContributionState
from assessments.models import Answer, AnswerVersion, Contribution
from assessments.services.answers import Draft, answers_save
from assessments.services.contributions import (
    Gone,
    Said,
    contribution_adapt,
    contribution_adopt,
    contribution_decline,
    contribution_save,
)
from nsss_gender.audit.services import log_breaks
from tests.assessments.factories import Scene, hand_out, make_scene
from tests.assessments.linked import link_make
from tests.assessments.test_autosave_laws import EXAMPLES, Crash, CrashError

pytestmark = pytest.mark.django_db

CODE = "Q8"
ACTS = ("guest", "guest", "again", "back", "colleague", "look", "adopt", "adapt", "decline")
STEPS = st.lists(
    st.tuples(st.sampled_from(ACTS), st.one_of(st.just(0), st.just(0), st.integers(1, 60))),
    min_size=4,
    max_size=12,
)


@pytest.fixture
def scene() -> Scene:
    scene = make_scene("not_started")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


class Desk:
    """Guest, colleague and focal point at one question; what each was told stays in ``acknowledged``."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.token = scene, link_make(scene).token or ""
        self.sent: list[tuple[uuid.UUID, Said]] = []
        self.base = 0  # the version that the focal point sees beside the proposal
        self.acknowledged: set[str] = set()

    def act(self, what: str, text: str, crash: int) -> None:
        """One act; a crash takes it back whole, a refusal changes nothing."""
        try:
            with transaction.atomic(), connection.execute_wrapper(Crash(crash)):
                said = getattr(self, f"_{what}")(text)
        except (CrashError, Gone, PermissionDenied, ValidationError):
            return
        self.acknowledged |= {said} if said else set()

    def _guest(self, text: str) -> str:
        self.sent.append((uuid.uuid4(), Said(text)))
        return self._again(text)

    def _back(self, text: str) -> str:
        """The browser's back button: the old form's key, other words."""
        key = self.sent[-1][0] if self.sent else uuid.uuid4()
        self.sent.append((key, Said(text)))
        return self._again(text)

    def _again(self, _text: str) -> str:
        if not self.sent:
            return ""
        key, said = self.sent[-1]
        contribution_save(token=self.token, key=key, said=said)
        return said.text

    def _colleague(self, text: str) -> str:
        self._save(Draft(self.now, {"text": text}), self.scene.contributor)
        return text

    def _save(self, draft: Draft, by: Any) -> None:
        given: dict[str, Any] = {"assessment": self.scene.assessment, "token": uuid.uuid4()}
        answers_save(**given, drafts={CODE: draft}, by=by)

    def _look(self, _text: str) -> str:
        self.base = self.now
        return ""

    def _adopt(self, _text: str) -> str:
        return self._taken(contribution_adopt)

    def _adapt(self, text: str) -> str:
        self._taken(lambda **given: contribution_adapt(**given, values={"text": text}))
        return text

    def _taken(self, take: Callable[..., AnswerVersion]) -> str:
        row, stood = self._newest, self.now
        version = take(contribution=row, base=self.base, token=uuid.uuid4(), by=self.scene.focal)
        assert stood in {self.base, self.now}, "overwritten unseen"
        return version.text

    def _decline(self, _text: str) -> str:
        contribution_decline(contribution=self._newest, reason="No.", by=self.scene.focal)
        return ""

    @property
    def _newest(self) -> Contribution:
        found = Contribution.objects.order_by("number").last()
        if found is None:
            raise Gone
        return found

    @property
    def now(self) -> int:
        answer = Answer.objects.filter(assessment=self.scene.assessment).first()
        return answer.head.number if answer and answer.head else 0


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_no_word_that_came_by_a_link_is_lost(scene: Scene, steps: list[tuple[str, int]]):
    with transaction.atomic():
        desk = Desk(scene)
        for number, (what, crash) in enumerate(steps):
            desk.act(what, f"{what} {number}", crash)
        held = set(Contribution.objects.values_list("text", flat=True))
        held |= set(AnswerVersion.objects.values_list("text", flat=True))
        assert desk.acknowledged <= held, "an acknowledged text is gone"
        waiting = Contribution.objects.filter(state=ContributionState.WAITING)
        assert waiting.count() <= 1
        taken = Contribution.objects.filter(version__isnull=False)
        assert {row.state for row in taken} <= {"adopted", "adapted"}
        assert log_breaks() == []
        transaction.set_rollback(True)
