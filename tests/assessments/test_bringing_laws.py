"""Law 1 for many programmes: whatever is typed, filled, copied and quickly answered in whatever order
and however stale the forms, no typed text is lost, and none stops standing unseen."""

import uuid
from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.models import Answer, AnswerVersion
from assessments.services.answers import Draft, answers_save
from assessments.services.bringing import Cell, answer_copy, answers_fill, short_form_save
from tests.assessments.factories import Scene, fresh, make_scene
from tests.assessments.factories import answers_save as answers_save_on_top

STEP = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["type", "fill", "copy", "short"]),
        "row": st.integers(0, 1),
        "code": st.sampled_from(["Q8", "Q8", "Q6a"]),
        "behind": st.sampled_from([0, 0, 0, 1, 2]),  # how many versions the form is old
        "replace": st.booleans(),
        "judgement": st.sampled_from(["yes", "no", "partly"]),
        "again": st.booleans(),
    }
)


def base_of(scene: Scene, step: dict[str, Any]) -> int:
    """A head number that once stood: the one now, or an older one."""
    rows = AnswerVersion.objects.filter(
        answer__assessment=scene.assessments[step["row"]], answer__question__code=step["code"]
    )
    numbers = [0, *rows.filter(kept=False).order_by("number").values_list("number", flat=True)]
    return numbers[max(len(numbers) - 1 - step["behind"], 0)]


def take(scene: Scene, step: dict[str, Any], text: str) -> None:
    """One act from a form that may be old; the same post may come twice."""
    row, code, base = scene.assessments[step["row"]], step["code"], base_of(scene, step)
    token, by = uuid.uuid4(), scene.focal
    for _ in range(2 if step["again"] else 1):
        if step["kind"] == "type":
            drafts = {code: Draft(base, {"judgement": step["judgement"], "text": text})}
            answers_save(assessment=fresh(row), drafts=drafts, token=token, by=by)
        elif step["kind"] == "short":
            cells = [Cell(row.pk, code, base, judgement=step["judgement"])]
            short_form_save(submission=scene.submission, cells=cells, token=token, by=by)
        elif step["kind"] == "fill":
            cells = [Cell(row.pk, code, base, replace=step["replace"])]
            values = {"judgement": step["judgement"], "text": "filled"}
            answers_fill(
                submission=scene.submission, cells=cells, values=values, token=token, by=by
            )
        else:
            copy(scene, step, base, token)


def copy(scene: Scene, step: dict[str, Any], base: int, token: uuid.UUID) -> None:
    # Nothing to copy, or something stands there: refused, which is the point.
    with suppress(ValidationError):
        answer_copy(
            assessment=scene.assessments[step["row"]],
            code=step["code"],
            source=scene.assessments[1 - step["row"]],
            bases={step["code"]: base},
            replace=step["replace"],
            token=token,
            by=scene.focal,
        )


def standing(scene: Scene) -> dict[tuple[uuid.UUID, str], str]:
    rows = Answer.objects.filter(head__isnull=False).select_related("head", "question")
    return {(row.assessment_id, row.question.code): row.head.text for row in rows if row.head}


class NoTypedTextIsLost(TestCase):
    scene: Scene

    @classmethod
    def setUpTestData(cls) -> None:
        """Two programmes, something typed in the first; each example starts from here."""
        cls.scene = make_scene(programmes=2)
        typed = {"Q8": {"judgement": "yes", "text": "typed at first"}}
        answers_save_on_top(cls.scene.assessment, typed, by=cls.scene.focal)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(STEP, min_size=1, max_size=5))
    def test_whatever_happens(self, steps: list[dict[str, Any]]) -> None:
        scene = self.scene
        typed = {(scene.assessment.pk, "Q8", "typed at first")}
        for number, step in enumerate(steps):
            before, text = standing(scene), f"typed {number}"
            take(scene, step, text)
            place = (scene.assessments[step["row"]].pk, step["code"])
            if step["kind"] == "type":
                typed.add((*place, text))
            elif before.get(place, "").startswith("typed") and not step["replace"]:
                # Nobody ticked "replace": what somebody typed still stands.
                assert standing(scene)[place] == before[place]
        kept = set(
            AnswerVersion.objects.values_list(
                "answer__assessment_id", "answer__question__code", "text"
            )
        )
        assert typed - kept == set()
