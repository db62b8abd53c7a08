"""Contradictions for tests: answers that do not fit together, and what is said to them."""

from typing import Any

from assessments.models import Explanation
from assessments.services.explanations import Explained, explanation_save
from nsss_gender.accounts.models import User
from tests.assessments.factories import Scene, answers_save, judged_values

OPEN, SAID = "objective_without_indicator", "objective_without_action"


def contradict(scene: Scene) -> None:
    """Two contradictions in the first programme: one explained after a change of mind and with a text
    kept beside, one open."""
    schema = scene.round.questionnaire.schema()
    values = judged_values(schema.question("Q6b"), "no") | judged_values(
        schema.question("Q11"), "no"
    )
    for code in ("Q5", "Q7", "Q8", "Q9"):  # "yes" there would not fit either
        values |= judged_values(schema.question(code), "partly")
    answers_save(scene.assessment, values, by=scene.focal)
    for base, text in (
        (0, "The guideline is new."),
        (1, "The actions begin next year."),
        (1, "No."),
    ):
        explain(scene, base=base, text=text)


def explain(scene: Scene, by: User | None = None, **fields: Any) -> Explained:
    given = {"rule": SAID, "base": 0, "text": "The actions begin next year."} | fields
    return explanation_save(assessment=scene.assessment, by=by or scene.focal, **given)


def explanation(scene: Scene) -> Explanation:
    return Explanation.objects.get(assessment=scene.assessment)
