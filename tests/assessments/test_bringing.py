"""One answer brought to many places: never over what somebody typed, once however often it is posted."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Answer, AnswerVersion, Assessment
from assessments.models.answer import draft_sheet
from assessments.services import reports
from assessments.services.bringing import (
    Cell,
    Outcome,
    answer_copy,
    answers_fill,
    short_form_save,
)
from nsss_gender.accounts.models import User
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, answers_save, fresh, hand_out, make_scene

pytestmark = pytest.mark.django_db

NO = {"judgement": "no", "feasibility": "now"}


@pytest.fixture
def scene() -> Scene:
    return make_scene(programmes=3)


def given(assessment: Assessment, code: str = "Q8") -> Any:
    return draft_sheet(fresh(assessment))[code]


def typed(assessment: Assessment, by: User, code: str = "Q8", **values: Any) -> None:
    answers_save(assessment, {code: values or {"judgement": "yes", "text": "typed"}}, by=by)


def fill(
    scene: Scene,
    cells: list[Cell],
    *,
    values: dict[str, Any] | None = None,
    token: uuid.UUID | None = None,
    by: User | None = None,
) -> Outcome:
    return answers_fill(
        submission=scene.submission,
        cells=cells,
        values=values or NO,
        token=token or uuid.uuid4(),
        by=by or scene.focal,
    )


def reasons(outcome: Outcome) -> list[tuple[str, str]]:
    return [(str(one.assessment.programme), one.reason) for one in outcome.refused]


# ── Filling ─────────────────────────────────────────────────────────────────────────────────────


def test_a_question_is_filled_down_and_waits_to_be_confirmed(scene):
    outcome = fill(scene, [Cell(row.pk, "Q8", 0) for row in scene.assessments])
    assert (outcome.done, outcome.refused) == (3, ())
    stands = [given(row) for row in scene.assessments]
    assert [(one.judgement, one.feasibility, one.origin, one.to_confirm) for one in stands] == [
        ("no", "now", "filled", True)
    ] * 3
    assert scene.submission.status == "in_progress"


def test_a_programme_is_filled_across(scene):
    fill(scene, [Cell(scene.assessment.pk, code, 0) for code in ("Q6a", "Q7", "Q11")])
    sheet = draft_sheet(fresh(scene.assessment))
    judged = {code: sheet.items()[code].judgement for code in ("Q6a", "Q7", "Q11", "Q8")}
    assert judged == {"Q6a": "no", "Q7": "no", "Q11": "no", "Q8": ""}


def test_what_somebody_typed_is_left_alone_and_named(scene):
    first, second, _third = scene.assessments
    typed(first, scene.focal)
    outcome = fill(scene, [Cell(first.pk, "Q8", 1), Cell(second.pk, "Q8", 0)])
    assert outcome.done == 1
    told = "It already has an answer: tick “replace” to change it."
    assert reasons(outcome) == [(str(first.programme), told)]
    assert (given(first).judgement, given(first).origin) == ("yes", "typed")


def test_a_ticked_answer_is_replaced_and_empty_fields_change_nothing(scene):
    typed(scene.assessment, scene.focal)
    outcome = fill(
        scene, [Cell(scene.assessment.pk, "Q8", 1, replace=True)], values=NO | {"text": ""}
    )
    assert outcome.refused == ()
    stands = given(scene.assessment)
    assert (stands.judgement, stands.text, stands.to_confirm) == ("no", "typed", True)


def test_a_replaced_text_stays_in_the_history(scene):
    typed(scene.assessment, scene.focal)
    fill(scene, [Cell(scene.assessment.pk, "Q8", 1, replace=True)], values={"text": "filled"})
    texts = AnswerVersion.objects.order_by("number").values_list("text", flat=True)
    assert list(texts) == ["typed", "filled"]


def test_what_changed_since_the_page_was_read_is_never_replaced(scene):
    typed(scene.assessment, scene.focal, judgement="yes")
    typed(scene.assessment, scene.focal, judgement="partly", missing="much")
    outcome = fill(scene, [Cell(scene.assessment.pk, "Q8", 1, replace=True)])
    assert reasons(outcome) == [
        (str(scene.assessment.programme), "It was changed in the meantime: look at it again.")
    ]
    assert given(scene.assessment).judgement == "partly"


def test_an_item_of_which_a_part_is_answered_is_not_empty(scene):
    typed(scene.assessment, scene.focal, "Q7.1", judgement="yes")
    outcome = fill(scene, [Cell(scene.assessment.pk, "Q7", 0)])
    assert (outcome.done, len(outcome.refused)) == (0, 1)
    assert given(scene.assessment, "Q7").number == 0


def test_the_same_filling_twice_writes_once(scene):
    token, cells = uuid.uuid4(), [Cell(row.pk, "Q8", 0) for row in scene.assessments]
    fill(scene, cells, token=token)
    events = Event.objects.count()
    again = fill(scene, cells, token=token)
    assert (again.done, again.refused) == (3, ())
    assert (AnswerVersion.objects.count(), Event.objects.count()) == (3, events)


def test_a_filling_that_comes_again_later_does_not_undo_what_came_after(scene):
    token, cells = uuid.uuid4(), [Cell(scene.assessment.pk, "Q8", 0)]
    fill(scene, cells, token=token)
    typed(scene.assessment, scene.focal, judgement="yes")
    outcome = fill(scene, cells, token=token)
    assert (outcome.done, given(scene.assessment).judgement) == (0, "yes")


def test_nothing_to_fill_is_a_mistake(scene):
    with pytest.raises(ValidationError, match="Give an answer"):
        fill(scene, [Cell(scene.assessment.pk, "Q8", 0)], values={"judgement": ""})


def test_a_programme_that_is_not_assessed_is_named(scene):
    reports.not_assessed_set(assessment=scene.assessment, reason="Ended.", by=scene.focal)
    outcome = fill(scene, [Cell(row.pk, "Q8", 0) for row in scene.assessments])
    told = "The programme is marked “not assessed”."
    assert (outcome.done, reasons(outcome)) == (2, [(str(scene.assessment.programme), told)])


def test_a_programme_of_another_ministry_is_no_place_of_this_form(scene):
    foreign = scene.other.assessments.get()
    with pytest.raises(ValidationError):
        fill(scene, [Cell(foreign.pk, "Q8", 0)])


def test_a_stranger_fills_nothing(scene):
    with pytest.raises(ValidationError):
        fill(scene, [Cell(scene.assessment.pk, "Q8", 0)], by=scene.stranger)
    assert not AnswerVersion.objects.exists()


def test_a_contributor_fills_only_what_is_in_hand(scene):
    first, second, _third = scene.assessments
    hand_out(first, scene.contributor, scene.focal)
    fill(scene, [Cell(first.pk, "Q8", 0)], by=scene.contributor)
    assert given(first).by == str(scene.contributor)
    with pytest.raises(ValidationError):
        fill(scene, [Cell(second.pk, "Q8", 0)], by=scene.contributor)


def test_a_programme_in_other_hands_can_be_filled_by_the_focal_point(scene):
    hand_out(scene.assessment, scene.contributor, scene.focal)
    assert fill(scene, [Cell(scene.assessment.pk, "Q8", 0)]).refused == ()


def test_in_a_locked_report_every_place_is_refused_with_the_reason():
    scene = make_scene("submitted")
    outcome = fill(scene, [Cell(scene.assessment.pk, "Q8", 1, replace=True)])
    assert reasons(outcome) == [
        (str(scene.assessment.programme), "The report is locked: it is “Submitted”.")
    ]


def test_in_a_returned_report_only_what_the_return_named_is_filled():
    scene = make_scene("returned", programmes=2)
    first, second = scene.assessments
    cells = [Cell(row.pk, "Q8", given(row).number, replace=True) for row in (first, second)]
    outcome = fill(scene, cells)
    told = "Only the questions named in the return are open."
    assert (outcome.done, reasons(outcome)) == (1, [(str(second.programme), told)])


# ── Copying ─────────────────────────────────────────────────────────────────────────────────────


def copy(
    scene: Scene, source: Assessment, target: Assessment, code: str = "Q8", **options: Any
) -> int:
    given_ = {"bases": {}, "replace": False, "token": uuid.uuid4(), "by": scene.focal} | options
    return answer_copy(assessment=target, code=code, source=source, **given_)


def test_a_copy_brings_the_words_and_knows_its_source(scene):
    first, second, _third = scene.assessments
    typed(first, scene.focal)
    assert copy(scene, first, second) == 1
    stands = given(second)
    assert (stands.judgement, stands.text, stands.origin, stands.to_confirm) == (
        "yes",
        "typed",
        "copied",
        True,
    )
    version = Answer.objects.get(assessment=second).head
    assert version.copied_from == Answer.objects.get(assessment=first).head
    assert given(first).to_confirm is False


def test_a_copy_brings_the_parts(scene):
    first, second, _third = scene.assessments
    for code in ("Q7.1", "Q7.2", "Q7.3", "Q7.4"):
        typed(first, scene.focal, code, judgement="yes")
    assert copy(scene, first, second, "Q7") == 4
    sheet = draft_sheet(fresh(second))
    assert sheet.items()["Q7"].judgement == "yes"
    assert [gap.rule for gap in sheet.gaps if gap.question.startswith("Q7")] == ["confirm"]


def test_the_same_copy_twice_writes_once(scene):
    first, second, _third = scene.assessments
    typed(first, scene.focal)
    token = uuid.uuid4()
    assert [copy(scene, first, second, token=token) for _ in range(2)] == [1, 0]
    assert AnswerVersion.objects.count() == 2


def test_a_copy_never_covers_typed_words_unless_it_is_ticked(scene):
    first, second, _third = scene.assessments
    typed(first, scene.focal)
    typed(second, scene.focal, text="ours")
    with pytest.raises(ValidationError, match="already has an answer"):
        copy(scene, first, second, bases={"Q8": 1})
    assert given(second).text == "ours"
    copy(scene, first, second, bases={"Q8": 1}, replace=True)
    assert given(second).text == "typed"
    texts = Answer.objects.get(assessment=second).versions.values_list("text", flat=True)
    assert sorted(texts) == ["ours", "typed"]


def test_a_copy_over_what_was_not_seen_is_refused(scene):
    first, second, _third = scene.assessments
    typed(first, scene.focal)
    typed(second, scene.focal, text="ours")
    with pytest.raises(ValidationError, match="changed in the meantime"):
        copy(scene, first, second, bases={"Q8": 0}, replace=True)


def test_nothing_is_copied_from_nothing_or_from_itself(scene):
    first, second, _third = scene.assessments
    with pytest.raises(ValidationError, match="nothing to copy"):
        copy(scene, first, second)
    typed(first, scene.focal)
    with pytest.raises(ValidationError, match="nothing to copy"):
        copy(scene, first, first, bases={"Q8": 1}, replace=True)


def test_a_contributor_does_not_copy_out_of_what_is_in_other_hands(scene):
    first, second, _third = scene.assessments
    typed(first, scene.focal)
    hand_out(second, scene.contributor, scene.focal)
    with pytest.raises(ValidationError):
        copy(scene, first, second, by=scene.contributor)


def test_in_a_locked_report_nothing_is_copied():
    scene = make_scene("submitted", programmes=2)
    first, second = scene.assessments
    with pytest.raises(PermissionDenied, match="The report is locked"):
        copy(scene, first, second, bases={"Q8": 1}, replace=True)


# ── The short form ──────────────────────────────────────────────────────────────────────────────


def short(scene: Scene, *cells: tuple[Assessment, str, int, str], **options: Any) -> Outcome:
    rows = [Cell(row.pk, code, base, judgement=said) for row, code, base, said in cells]
    given_ = {"token": uuid.uuid4(), "by": scene.focal} | options
    return short_form_save(submission=scene.submission, cells=rows, **given_)


def test_quick_answers_arrive_to_be_confirmed(scene):
    first, second, _third = scene.assessments
    outcome = short(scene, (first, "Q8", 0, "yes"), (first, "Q7", 0, "no"), (second, "Q8", 0, "na"))
    assert (outcome.done, outcome.refused) == (3, ())
    assert (given(first).origin, given(first).to_confirm) == ("short_form", True)
    assert draft_sheet(fresh(first)).items()["Q7"].judgement == "no"


def test_a_quick_answer_keeps_the_words_of_the_detailed_form(scene):
    typed(scene.assessment, scene.focal)
    short(scene, (scene.assessment, "Q8", 1, "no"))
    assert (given(scene.assessment).judgement, given(scene.assessment).text) == ("no", "typed")


def test_a_quick_answer_against_the_parts_asks_which_stands(scene):
    for code in ("Q7.1", "Q7.2", "Q7.3", "Q7.4"):
        typed(scene.assessment, scene.focal, code, judgement="yes")
    short(scene, (scene.assessment, "Q7", 0, "no"))
    rules = [g.rule for g in draft_sheet(fresh(scene.assessment)).gaps if g.question == "Q7"]
    assert rules == ["which", "feasibility"]


def test_a_colleague_s_answer_stands_and_the_quick_one_is_kept_and_named(scene):
    typed(scene.assessment, scene.focal, judgement="partly", missing="much")
    outcome = short(scene, (scene.assessment, "Q8", 0, "yes"), (scene.assessment, "Q6a", 0, "yes"))
    told = "A colleague answered “Partly” in the meantime. Yours is in its history."
    assert (outcome.done, reasons(outcome)) == (1, [(str(scene.assessment.programme), told)])
    assert given(scene.assessment).judgement == "partly"
    assert AnswerVersion.objects.get(kept=True).judgement == "yes"


def test_taking_a_quick_answer_away_leaves_the_question_open(scene):
    short(scene, (scene.assessment, "Q8", 0, "yes"))
    short(scene, (scene.assessment, "Q8", 1, ""))
    stands = given(scene.assessment)
    assert (stands.judgement, stands.to_confirm) == ("", False)


def test_the_answer_of_the_parts_is_not_taken_away_here(scene):
    for code in ("Q7.1", "Q7.2", "Q7.3", "Q7.4"):
        typed(scene.assessment, scene.focal, code, judgement="yes")
    outcome = short(scene, (scene.assessment, "Q7", 0, ""))
    told = "Its named parts give this answer: change them in the detailed form."
    assert reasons(outcome) == [(str(scene.assessment.programme), told)]


def test_the_same_short_form_twice_writes_once(scene):
    token = uuid.uuid4()
    for _ in range(2):
        short(scene, (scene.assessment, "Q8", 0, "yes"), token=token)
    assert AnswerVersion.objects.count() == 1


@pytest.mark.parametrize(("code", "said"), [("Q8", "perhaps"), ("Q1", "yes")])
def test_only_the_answers_of_judged_items_are_taken(scene, code, said):
    outcome = short(scene, (scene.assessment, code, 0, said))
    assert (outcome.done, len(outcome.refused)) == (0, 1)
    assert not AnswerVersion.objects.exists()


def test_every_act_is_in_the_log(scene):
    short(scene, (scene.assessment, "Q8", 0, "yes"))
    fill(scene, [Cell(scene.assessments[1].pk, "Q8", 0)])
    origins = [
        event.changes["Q8"]["origin"] for event in Event.objects.filter(action="answers saved")
    ]
    assert sorted(origins) == ["filled", "short_form"]
