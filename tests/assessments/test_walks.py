"""No path of transitions changes an answer (law 4): random walks over everything that can be done with a report."""

import hashlib
import random
from collections import Counter
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import AnswerVersion, Packet, PacketRecord, ReviewComment
from assessments.services import reviews
from assessments.workflow import SUBMISSION, leaving
from nsss_gender.accounts.models import User
from nsss_gender.audit.services import log_breaks
from tests.assessments import factories
from tests.assessments.factories import Scene, make_scene
from tests.assessments.test_submissions import DOORS

pytestmark = pytest.mark.django_db

# Every door but the two through which a ministry writes; a reply to a remark writes no answer either.
MOVES = sorted(set(DOORS) - {"save", "confirm", "nil"})
WALKS, STEPS = 4, 40
WEIGHTS = {
    "recall": 0.5,
    "undo_return": 4,
    "hand_over": 0.5,
}  # so that walks get far, and everywhere


def answers(scene: Scene) -> str:
    """A digest of every version of every answer of the report, as the database holds it."""
    rows = AnswerVersion.objects.filter(answer__assessment__submission=scene.submission)
    rows = rows.order_by("pk").values_list()
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()


def frozen() -> dict[str, str]:
    """What must never change once it is there: packets and records."""
    packets = {f"packet {row.pk}": row.content for row in Packet.objects.all()}
    return packets | {f"record {row.pk}": row.content for row in PacketRecord.objects.all()}


def beside(scene: Scene, turn: random.Random) -> None:
    """What happens between two moves: a comment, a reply, a programme settled."""
    seat = scene.submission.reviewer
    holder = (seat.holder if seat else None) or scene.reviewer
    open_points = ReviewComment.objects.published().filter(
        resolved_at=None, packet__submission=scene.submission
    )
    acts = [
        lambda: factories.comment(scene.assessment, holder, turn.choice(("Q7", "Q8", "Q9"))),
        lambda: settle(scene, holder),
        lambda: [factories.reply(row, scene.focal, text="Done.") for row in open_points],
    ]
    for act in turn.sample(acts, turn.choice((1, 1, 2))):
        with suppress(PermissionDenied, ValidationError):
            act()


def settle(scene: Scene, by: User) -> None:
    """Whoever holds the report resolves every point and settles every programme."""
    points = ReviewComment.objects.unresolved().filter(packet__submission=scene.submission)
    for row in points:
        reviews.comment_resolve(comment=row, by=by)
    for assessment in scene.assessments:
        reviews.assessment_settle(assessment=assessment, by=by)


def doors(scene: Scene) -> list[str]:
    """The doors whose arrows leave the state that the report is in, and one that does not."""
    arrows = {row.name for row in leaving(SUBMISSION, scene.submission.status)}
    return [name for name in MOVES if arrows & set(DOORS[name][0])]


def walk(scene: Scene, turn: random.Random) -> Counter[str]:
    """Random moves by random people; after each, answers, packets and records are as they were."""
    taken, before, kept = Counter[str](), answers(scene), frozen()
    people = [scene.focal, scene.reviewer, scene.second_reviewer, scene.approver, scene.stranger]
    for _step in range(STEPS):
        beside(scene, turn)
        ways, status = doors(scene), scene.submission.status
        (door,) = turn.choices(ways, [WEIGHTS.get(way, 1) for way in ways])
        for by in turn.sample(people, len(people)):
            try:
                DOORS[door][1](scene, by)
            except (PermissionDenied, ValidationError):
                assert scene.submission.status == status
                continue
            taken[door] += 1
            break
        assert answers(scene) == before
        now = frozen()
        assert {key: now[key] for key in kept} == kept
        kept = now
    return taken


def test_no_path_changes_an_answer() -> None:
    taken = Counter[str]()
    for seed in range(WALKS):
        turn = random.Random(seed)  # noqa: S311  # a walk, not a secret
        taken += walk(make_scene("in_progress"), turn)
    assert set(taken) == set(MOVES), taken  # every arrow was taken somewhere
    assert log_breaks() == []
    assert all(row.intact for row in PacketRecord.objects.all())
