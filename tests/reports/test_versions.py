"""What is typed into a plan is saved with compare-and-set: merged, kept beside, stored once (law 1)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from nsss_gender.audit.models import Event
from reports.enums import PlanPart
from reports.models import PlanText, PlanVersion
from reports.services.plans import plan_start
from reports.services.versions import Outcome, Typed, version_save
from tests.assessments.factories import Scene, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene("accepted")


@pytest.fixture
def row(scene: Scene) -> PlanText:
    plan = plan_start(round_=scene.round, by=scene.reviewer)
    return PlanText.objects.create(
        plan=plan, part=PlanPart.BACKGROUND, position=1, body_en="Suggested."
    )


def save(scene: Scene, row: PlanText, base: int, **values: str) -> Outcome:
    """As a service does it: what stands follows the outcome."""
    seat = scene.reviewer.seats[0]
    standing = {"body_en": row.body_en, "body_bn": row.body_bn}
    typed = Typed(base, values)
    with transaction.atomic():
        saved = version_save(row=row, standing=standing, typed=typed, by=scene.reviewer, seat=seat)
        row.number, row.body_en, row.body_bn = saved.number, *saved.values.values()
        row.save()
    return saved


def versions(row: PlanText) -> list[tuple[int, int, bool, str, str]]:
    found = PlanVersion.objects.filter(target=row.target_name).order_by("number")
    return [(v.number, v.base, v.kept, v.values["body_en"], v.values["body_bn"]) for v in found]


def test_what_stood_before_anybody_typed_is_the_first_version(scene: Scene, row: PlanText) -> None:
    saved = save(scene, row, 1, body_en="Ours.", body_bn="")
    assert (saved.number, saved.clashes, saved.written) == (2, (), True)
    assert versions(row) == [(1, 0, False, "Suggested.", ""), (2, 1, False, "Ours.", "")]
    first, second = PlanVersion.objects.filter(target=row.target_name).order_by("number")
    assert (first.by, second.by) == (None, scene.reviewer)


def test_the_same_post_again_writes_nothing(scene: Scene, row: PlanText) -> None:
    save(scene, row, 1, body_en="Ours.", body_bn="")
    again = save(scene, row, 1, body_en="Ours.", body_bn="")
    assert (again.number, again.written) == (2, False)
    assert len(versions(row)) == 2


def test_different_fields_merge(scene: Scene, row: PlanText) -> None:
    save(scene, row, 1, body_en="Ours.", body_bn="")
    saved = save(scene, row, 1, body_en="Suggested.", body_bn="আমাদের।")
    assert (saved.clashes, row.body_en, row.body_bn) == ((), "Ours.", "আমাদের।")


def test_a_clash_keeps_the_other_text_beside_once(scene: Scene, row: PlanText) -> None:
    save(scene, row, 1, body_en="Ours.", body_bn="")
    for _twice in range(2):
        saved = save(scene, row, 1, body_en="Theirs.", body_bn="তাদের।")
        assert saved.clashes == ("body_en",)
    assert (row.body_en, row.body_bn) == ("Ours.", "তাদের।")
    assert versions(row) == [
        (1, 0, False, "Suggested.", ""),
        (2, 1, False, "Ours.", ""),
        (3, 1, True, "Theirs.", "তাদের।"),
        (4, 1, False, "Ours.", "তাদের।"),
    ]
    kept = Event.objects.filter(stream=row.plan.stream, action="text kept beside")
    assert [event.target for event in kept] == [row.target_name]


def test_a_number_that_was_never_shown_is_refused(scene: Scene, row: PlanText) -> None:
    save(scene, row, 1, body_en="Ours.", body_bn="")
    save(scene, row, 1, body_en="Theirs.", body_bn="")
    for never in (3, 9):
        with pytest.raises(ValidationError, match="Reload"):
            save(scene, row, never, body_en="Forged.", body_bn="")
    assert row.body_en == "Ours."
