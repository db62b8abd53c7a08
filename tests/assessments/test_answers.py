"""Saving with compare-and-set: no typed word is lost, and nothing is written twice (law 1)."""

import unicodedata
import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from assessments.models import Answer, AnswerVersion, Assessment, Clearance, ReviewComment
from assessments.models.answer import draft_sheet
from assessments.services import handing, reviews
from assessments.services.answers import Draft, Saved, answer_restore, answers_save
from nsss_gender.accounts.models import User
from nsss_gender.audit.frozen import FrozenError
from nsss_gender.audit.models import Event
from tests.assessments import factories
from tests.assessments.factories import Scene, fresh, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A report that nobody has written in, its programme handed to the contributor."""
    scene = make_scene()
    factories.hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def save(
    scene: Scene,
    code: str,
    base: int,
    by: User | None = None,
    token: uuid.UUID | None = None,
    **values: object,
) -> Saved:
    """One save of one question from the version ``base``."""
    token = token or uuid.uuid4()
    drafts = {code: Draft(base, values)}
    saved = answers_save(
        assessment=scene.assessment, drafts=drafts, token=token, by=by or scene.focal
    )
    return saved[code]


def head(scene: Scene, code: str) -> dict[str, object]:
    return draft_sheet(scene.assessment)[code].values()


def test_a_first_save_is_version_one_and_opens_the_report(scene):
    saved = save(scene, "Q8", 0, judgement="no", feasibility="now")
    assert (saved.head.number, saved.head.judgement, saved.written) == (1, "no", True)
    version = AnswerVersion.objects.get()
    assert (version.base, version.kept, version.by, version.seat) == (
        0,
        False,
        scene.focal,
        scene.focal.seats[0],
    )
    assert scene.submission.status == "in_progress"


def test_fields_that_two_people_changed_apart_are_merged(scene):
    save(scene, "Q8", 0, judgement="partly", missing="m")
    save(scene, "Q8", 1, by=scene.contributor, judgement="partly", missing="m", detail="theirs")
    saved = save(scene, "Q8", 1, judgement="partly", missing="mine", detail="")
    assert (saved.clashes, saved.mine) == ((), None)
    assert head(scene, "Q8")["missing"] == "mine"
    assert head(scene, "Q8")["detail"] == "theirs"
    assert not AnswerVersion.objects.filter(kept=True).exists()


def test_a_clash_keeps_both_texts_and_shows_both(scene):
    save(scene, "Q1", 0, text="first")
    save(scene, "Q1", 1, by=scene.contributor, text="theirs")
    saved = save(scene, "Q1", 1, text="mine")
    assert saved.clashes == ("text",)
    assert saved.head.text == "theirs"
    assert saved.mine is not None
    assert saved.mine.text == "mine"
    assert head(scene, "Q1")["text"] == "theirs"
    kept = AnswerVersion.objects.get(kept=True)
    assert (kept.text, kept.base, kept.by) == ("mine", 1, scene.focal)


def test_a_clash_in_one_field_still_saves_the_others(scene):
    save(scene, "Q8", 0, judgement="partly", missing="m")
    save(scene, "Q8", 1, by=scene.contributor, missing="theirs")
    saved = save(scene, "Q8", 1, missing="mine", detail="only mine")
    assert saved.clashes == ("missing",)
    assert (head(scene, "Q8")["missing"], head(scene, "Q8")["detail"]) == ("theirs", "only mine")
    kept = AnswerVersion.objects.get(kept=True)
    assert (kept.missing, kept.detail) == ("mine", "only mine")


def test_every_save_of_a_clash_has_its_own_number(scene):
    save(scene, "Q1", 0, text="first")
    save(scene, "Q1", 1, by=scene.contributor, text="theirs")
    save(scene, "Q1", 1, text="mine")
    save(scene, "Q1", 2, text="settled by hand")
    numbers = AnswerVersion.objects.order_by("number").values_list("number", "kept")
    assert list(numbers) == [(1, False), (2, False), (3, True), (4, False)]
    assert head(scene, "Q1")["text"] == "settled by hand"


def test_the_same_text_from_both_sides_is_no_clash(scene):
    save(scene, "Q1", 0, text="first")
    save(scene, "Q1", 1, by=scene.contributor, text="agreed")
    saved = save(scene, "Q1", 1, text="agreed")
    assert (saved.clashes, saved.written) == ((), False)
    assert AnswerVersion.objects.count() == 2


def test_a_post_that_comes_twice_writes_once(scene):
    token = uuid.uuid4()
    save(scene, "Q1", 0, text="mine", token=token)
    events = Event.objects.count()
    saved = save(scene, "Q1", 0, text="mine", token=token)
    assert (saved.written, saved.head.number) == (False, 1)
    assert (AnswerVersion.objects.count(), Event.objects.count()) == (1, events)


def test_a_post_that_comes_again_later_does_not_undo_what_came_after(scene):
    token = uuid.uuid4()
    save(scene, "Q1", 0, text="mine", token=token)
    save(scene, "Q1", 1, by=scene.contributor, text="theirs")
    saved = save(scene, "Q1", 0, text="mine", token=token)
    assert (saved.written, saved.head.text) == (False, "theirs")
    assert AnswerVersion.objects.count() == 2


def test_a_clash_that_comes_twice_is_kept_once(scene):
    save(scene, "Q1", 0, text="first")
    save(scene, "Q1", 1, by=scene.contributor, text="theirs")
    token = uuid.uuid4()
    for _ in range(2):
        save(scene, "Q1", 1, text="mine", token=token)
    assert AnswerVersion.objects.filter(kept=True).count() == 1


def test_an_unchanged_form_writes_nothing(scene):
    save(scene, "Q1", 0, text="first")
    events = Event.objects.count()
    saved = save(scene, "Q1", 1, text="first")
    assert not saved.written
    assert (AnswerVersion.objects.count(), Event.objects.count()) == (1, events)


def test_an_untouched_field_of_an_old_form_does_not_undo_a_colleague(scene):
    save(scene, "Q8", 0, judgement="no", feasibility="later", reason="")
    save(scene, "Q8", 1, by=scene.contributor, reason="A rule stands in the way.")
    save(scene, "Q8", 1, judgement="no", feasibility="now", reason="")
    assert head(scene, "Q8")["reason"] == "A rule stands in the way."
    assert head(scene, "Q8")["feasibility"] == "now"


@pytest.mark.parametrize("base", [1, 7, -1])
def test_a_base_that_never_was_is_refused(scene, base):
    with pytest.raises(ValidationError):
        save(scene, "Q1", base, text="mine")
    assert not AnswerVersion.objects.exists()
    assert scene.submission.status == "not_started"


def test_the_number_of_another_answer_is_no_base(scene):
    for number in range(3):
        save(scene, "Q1", number, text=f"text {number}")
    save(scene, "Q12", 0, text="partners")
    with pytest.raises(ValidationError):
        save(scene, "Q12", 3, text="mine")


@pytest.mark.parametrize(
    ("code", "values"),
    [("Q99", {"text": "x"}), ("", {"text": "x"}), ("Q1", {"kept": True}), ("Q1", {"by": "x"})],
)
def test_a_forged_code_or_field_is_refused(scene, code, values):
    with pytest.raises(ValidationError):
        factories.answers_save(scene.assessment, {code: values}, by=scene.focal)
    assert not AnswerVersion.objects.exists()


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("Q8", {"judgement": "perhaps"}),
        ("Q8", {"feasibility": "someday"}),
        ("Q4.stages", {"choices": "old"}),
        ("Q4.stages", {"choices": [{"a": 1}]}),
        ("Q3.continues", {"choices": ["for ever"]}),
        ("Q1", {"text": 7}),
        ("Q1", {"text": None}),
    ],
)
def test_a_forged_value_is_refused(scene, code, values):
    with pytest.raises(ValidationError):
        save(scene, code, 0, **values)
    assert not AnswerVersion.objects.exists()


def test_nothing_is_saved_when_one_part_of_a_form_is_refused(scene):
    drafts = {"Q1": Draft(0, {"text": "good"}), "Q12": Draft(5, {"text": "forged base"})}
    with pytest.raises(ValidationError):
        answers_save(assessment=scene.assessment, drafts=drafts, token=uuid.uuid4(), by=scene.focal)
    assert not AnswerVersion.objects.exists()


def test_text_is_stored_in_one_form_of_unicode(scene):
    composed, apart = "সময়", unicodedata.normalize("NFD", "সময়")
    apart = apart.replace("য\u09bc", "য\u09bc")
    save(scene, "Q1", 0, text=apart)
    version = AnswerVersion.objects.get()
    assert version.text == unicodedata.normalize("NFC", composed)
    saved = save(scene, "Q1", 1, text=composed)
    assert not saved.written


def test_line_ends_do_not_make_a_new_version(scene):
    save(scene, "Q1", 0, text="one\r\ntwo")
    assert head(scene, "Q1")["text"] == "one\ntwo"
    assert not save(scene, "Q1", 1, text="one\r\ntwo").written


def test_any_edit_voids_the_clearance():
    scene = make_scene("cleared")
    factories.answers_save(scene.assessment, {"Q8": {"detail": "x"}}, by=scene.focal)
    clearance = Clearance.objects.get()
    assert scene.submission.status == "in_progress"
    assert (clearance.voided_by, scene.submission.voided_by) == (scene.focal, scene.focal)
    assert clearance.voided_at is not None
    assert Event.objects.filter(action="submission void_clearance").count() == 1


def test_a_contributor_voids_it_as_well():
    scene = make_scene("cleared")
    factories.hand_out(scene.assessment, scene.contributor, scene.focal)
    factories.answers_save(scene.assessment, {"Q8": {"detail": "x"}}, by=scene.contributor)
    assert Clearance.objects.get().voided_by == scene.contributor


def test_saving_without_a_change_does_not_void_the_clearance():
    scene = make_scene("cleared")
    factories.answers_save(scene.assessment, {"Q8": {"judgement": "yes"}}, by=scene.focal)
    assert scene.submission.status == "cleared"


# ── Who may write what ──────────────────────────────────────────────────────────────────────────


def test_only_the_focal_point_and_who_was_handed_it_write(scene):
    for name, user in scene.people.items():
        if name in {"focal", "contributor"}:
            continue
        with pytest.raises(PermissionDenied):
            save(scene, "Q1", 0, by=user, text=name)
    assert not AnswerVersion.objects.exists()


def test_a_contributor_writes_only_in_what_was_handed_out():
    scene = make_scene(programmes=2)
    factories.hand_out(scene.assessments[0], scene.contributor, scene.focal)
    factories.answers_save(scene.assessments[0], {"Q1": {"text": "x"}}, by=scene.contributor)
    with pytest.raises(PermissionDenied):
        factories.answers_save(scene.assessments[1], {"Q1": {"text": "x"}}, by=scene.contributor)


def test_a_hand_out_that_ended_opens_nothing(scene):
    handing.hand_out_end(hand_out=scene.assessment.hand_outs.get(), by=scene.focal)
    with pytest.raises(PermissionDenied):
        save(scene, "Q1", 0, by=scene.contributor, text="x")


@pytest.mark.parametrize("state", ["submitted", "under_review", "recommended", "accepted"])
def test_a_submitted_report_is_locked(state):
    scene = make_scene(state)
    before = AnswerVersion.objects.count()
    with pytest.raises(PermissionDenied, match="locked"):
        factories.answers_save(scene.assessment, {"Q8": {"detail": "x"}}, by=scene.focal)
    assert AnswerVersion.objects.count() == before


def test_a_returned_report_opens_only_the_named_questions():
    scene = make_scene("under_review", programmes=2)
    scene.comment("Q8")
    scene.comment("Q7", kind="question")
    scene.send_return()
    first, second = scene.assessments
    factories.answers_save(first, {"Q8": {"detail": "now clear"}}, by=scene.focal)
    factories.answers_save(first, {"Q7.1": {"judgement": "no"}}, by=scene.focal)
    before = AnswerVersion.objects.count()
    for row, code in ((first, "Q9"), (first, "Q9.1"), (first, "Q1"), (second, "Q8")):
        with pytest.raises(PermissionDenied, match="named"):
            factories.answers_save(row, {code: {"reason": "x"}}, by=scene.focal)
    mixed = {"Q8": {"detail": "again"}, "Q1": {"text": "also"}}
    with pytest.raises(PermissionDenied):
        factories.answers_save(first, mixed, by=scene.focal)
    assert AnswerVersion.objects.count() == before


def test_a_form_with_unchanged_locked_questions_can_be_saved():
    """A section page posts all its questions; only what changed must be open."""
    scene = make_scene("returned")
    values = factories.values_of(scene.round.questionnaire)
    values["Q8"]["detail"] = "now clear"
    saved = factories.answers_save(scene.assessment, values, by=scene.focal)
    assert [code for code, row in saved.items() if row.written] == ["Q8"]


def test_a_settled_programme_stays_locked_in_a_returned_report():
    scene = make_scene("under_review", programmes=2)
    first, second = scene.assessments
    factories.comment(second, scene.reviewer, kind="suggestion")
    reviews.assessment_settle(assessment=second, by=scene.reviewer)
    scene.send_return()
    with pytest.raises(PermissionDenied, match="settled"):
        factories.answers_save(second, {"Q8": {"detail": "x"}}, by=scene.focal)
    assert first.status != "settled"


def test_a_withdrawn_or_resolved_comment_opens_nothing():
    scene = make_scene("under_review")
    scene.comment("Q8")
    withdrawn, resolved = scene.comment("Q9"), scene.comment("Q11")
    reviews.comment_withdraw(comment=withdrawn, by=scene.reviewer)
    reviews.comment_resolve(comment=resolved, by=scene.reviewer)
    scene.send_return()
    for code in ("Q9", "Q11"):
        with pytest.raises(PermissionDenied):
            factories.answers_save(scene.assessment, {code: {"detail": "x"}}, by=scene.focal)


def test_a_round_that_is_not_open_takes_no_answer():
    scene = make_scene()
    round_ = fresh(scene.round)
    round_.opened_at = round_.opened_by = None
    round_.save()
    with pytest.raises(PermissionDenied, match="not open"):
        save(scene, "Q1", 0, text="x")


# ── Versions ────────────────────────────────────────────────────────────────────────────────────


def test_versions_never_change_and_are_never_removed(scene):
    save(scene, "Q1", 0, text="first")
    version = AnswerVersion.objects.get()
    version.text = "changed"
    with pytest.raises(FrozenError):
        version.save()
    with pytest.raises(FrozenError):
        version.delete()
    with pytest.raises(FrozenError):
        AnswerVersion.objects.update(text="changed")
    with pytest.raises(FrozenError):
        AnswerVersion.objects.all().delete()


def test_an_earlier_text_comes_back_as_a_new_version(scene):
    save(scene, "Q1", 0, text="first")
    save(scene, "Q1", 1, text="second")
    first = AnswerVersion.objects.get(number=1)
    saved = answer_restore(version=first, token=uuid.uuid4(), by=scene.focal)
    assert (saved.head.number, saved.head.text) == (3, "first")
    assert list(AnswerVersion.objects.values_list("text", flat=True)) == [
        "first",
        "second",
        "first",
    ]


def test_a_kept_text_can_be_brought_back(scene):
    save(scene, "Q1", 0, text="first")
    save(scene, "Q1", 1, by=scene.contributor, text="theirs")
    save(scene, "Q1", 1, text="mine")
    kept = AnswerVersion.objects.get(kept=True)
    answer_restore(version=kept, token=uuid.uuid4(), by=scene.focal)
    assert head(scene, "Q1")["text"] == "mine"


def test_the_log_carries_digests_and_no_words(scene):
    save(scene, "Q1", 0, text="a secret sentence")
    event = Event.objects.get(action="answers saved")
    assert event.changes["Q1"]["version"] == 1
    assert len(event.changes["Q1"]["digest"]) == 64
    assert "secret" not in str(event.changes)


def test_an_answer_of_another_ministry_is_not_touched(scene):
    other = Assessment.objects.get(submission=scene.other)
    with pytest.raises(PermissionDenied):
        factories.answers_save(other, {"Q1": {"text": "x"}}, by=scene.focal)
    assert not Answer.objects.exists()
    assert not ReviewComment.objects.exists()
