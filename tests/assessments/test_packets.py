"""A packet is what was submitted on that day, byte for byte, for ever (laws 4 and 6)."""

import hashlib
import json
import unicodedata
from decimal import Decimal

import pytest

from assessments.models import (
    Answer,
    AnswerVersion,
    Packet,
    Question,
    Questionnaire,
    ReviewComment,
    Score,
    Section,
)
from assessments.services import reports, submissions
from assessments.services.answers import Draft, answers_save
from assessments.services.packets import draft_digest
from assessments.services.questionnaires import questionnaire_publish
from nsss_gender.accounts.models import MinistryName
from nsss_gender.audit.frozen import FrozenError
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import canonical
from tests.assessments import factories
from tests.assessments.factories import fresh, make_scene

pytestmark = pytest.mark.django_db


def answers_of(scene):
    """Every answer's head, as the database holds it now."""
    rows = Answer.objects.filter(assessment__submission=scene.submission)
    return {row.pk: (row.head_id, row.last_number) for row in rows}


def test_the_digest_is_of_the_stored_bytes():
    packet = make_scene("submitted").packet
    assert packet.sha256 == hashlib.sha256(packet.content.encode()).hexdigest()
    assert packet.code == packet.sha256[:12].upper()


def test_the_bytes_are_canonical_and_in_one_form_of_unicode():
    scene = make_scene("in_progress")
    factories.answers_save(scene.assessment, {"Q1": {"text": "সময়মতো সহায়তা"}}, by=scene.focal)
    scene.clear()
    packet = scene.submit()
    assert canonical(json.loads(packet.content)).decode() == packet.content
    assert unicodedata.normalize("NFC", packet.content) == packet.content
    assert "সময়" in packet.content


def test_it_holds_everything_that_was_submitted():
    scene = make_scene("submitted", programmes=2, judgements={"Q8": "partly"})
    data = scene.packet.data
    assert data["ministry"]["name_en"] == scene.ministry.name_en
    assert data["ministry"]["name_bn"] == scene.ministry.name_bn
    assert data["questionnaire"] == "2019.1"
    assert data["number"] == 1
    assert data["by"] == str(scene.focal)
    assert data["clearance"]["memo_number"] == "41.00.0000.012.18.001.19-17"
    assert [row["kind"] for row in data["strategies"]] == ["gender_strategy", "nsss_action_plan"]
    assert [row["who"] for row in data["consultations"]] == ["Widows of two unions"]
    codes = [entry["programme"]["code"] for entry in data["assessments"]]
    assert codes == [programme.code for programme in scene.programmes]
    answer = data["assessments"][0]["answers"]["Q8"]
    assert (answer["judgement"], answer["missing"]) == (
        "partly",
        "Field offices are not covered yet.",
    )


def test_each_answer_names_its_version():
    scene = make_scene("submitted")
    answers = scene.packet.assessments[str(scene.assessment.pk)]["answers"]
    heads = Answer.objects.filter(assessment=scene.assessment).select_related("head", "question")
    assert {code: (row["version"], row["number"]) for code, row in answers.items()} == {
        row.question.code: (str(row.head_id), row.head.number) for row in heads if row.head
    }


def test_a_kept_text_is_not_submitted():
    scene = make_scene("in_progress")
    factories.hand_out(scene.assessment, scene.contributor, scene.focal)
    factories.answers_save(scene.assessment, {"Q1": {"text": "theirs"}}, by=scene.contributor)
    drafts = {"Q1": Draft(1, {"text": "mine"})}
    answers_save(assessment=scene.assessment, drafts=drafts, token=scene.round.pk, by=scene.focal)
    assert AnswerVersion.objects.filter(kept=True).exists()
    scene.clear()
    assert scene.submit().sheet(scene.assessment.pk, schema(scene))["Q1"].text == "theirs"


def schema(scene):
    return scene.round.questionnaire.schema()


def test_the_names_are_those_of_that_day():
    scene = make_scene("submitted")
    MinistryName.objects.filter(ministry=scene.ministry).update(name_en="Renamed Ministry")
    scene.programmes[0].names.update(name_en="Renamed Programme")
    before = fresh(scene.packet)
    assert before.data["ministry"]["name_en"] == scene.ministry.name_en
    assert before.data["assessments"][0]["programme"]["name_en"] == scene.programmes[0].name_en
    submissions.submission_recall(submission=scene.submission, reason="r", by=scene.focal)
    scene.clear()
    after = scene.submit()
    assert after.data["ministry"]["name_en"] == "Renamed Ministry"
    assert after.data["assessments"][0]["programme"]["name_en"] == "Renamed Programme"
    assert fresh(before).content == before.content


def test_a_name_that_does_not_hold_yet_is_not_used():
    scene = make_scene("cleared")
    names = scene.programmes[0].names
    names.update(valid_to="2999-01-01")
    names.create(name_en="Name of a far day", valid_from="2999-01-01")
    packet = scene.submit()
    assert packet.data["assessments"][0]["programme"]["name_en"] == scene.programmes[0].name_en


def test_the_scores_are_those_that_can_be_reckoned_again():
    judgements = {"Q6a": "partly", "Q7": "partly", "Q8": "na", "Q10": "no", "Q11": "no"}
    scene = make_scene("submitted", programmes=2, judgements=judgements)
    packet = scene.packet
    assert packet.scores.count() == 2
    for stored in packet.scores.all():
        again = packet.sheet(stored.assessment_id, schema(scene)).score
        names = ("current", "of", "na", "potential", "long_term", "level", "potential_level")
        for name in (*names, "graduation", "rule_set"):
            assert getattr(stored, name) == getattr(again, name), name
        frozen = packet.assessments[str(stored.assessment_id)]["score"]
        assert {name: str(frozen[name]) for name in names} == {
            name: str(getattr(again, name)) for name in names
        }
    assert (stored.current, stored.of, stored.na) == (Decimal(3), 6, 1)


def test_a_programme_that_is_not_assessed_is_listed_and_not_scored():
    scene = make_scene(programmes=2)
    left_out = scene.assessments[1]
    reports.not_assessed_set(assessment=left_out, reason="It ended in June.", by=scene.focal)
    scene.bring("submitted")
    entry = scene.packet.assessments[str(left_out.pk)]
    assert (entry["not_assessed"], entry["score"]) == ("It ended in June.", None)
    assert list(scene.packet.scores.values_list("assessment", flat=True)) == [
        scene.assessments[0].pk
    ]


def test_a_nil_report_is_a_packet_with_its_sentence():
    scene = make_scene(programmes=0)
    factories.clear(scene.submission, scene.focal, nil_statement="We run no programme.")
    packet = scene.submit()
    assert packet.data["nil_statement"] == "We run no programme."
    assert packet.data["assessments"] == []


@pytest.mark.parametrize("model", [Packet, Score, Questionnaire, Section, Question])
def test_what_is_frozen_cannot_be_changed_or_removed(model):
    make_scene("submitted")
    row = model.objects.first()
    with pytest.raises(FrozenError):
        row.save()
    with pytest.raises(FrozenError):
        row.delete()
    with pytest.raises(FrozenError):
        model.objects.update(pk=row.pk)
    with pytest.raises(FrozenError):
        model.objects.all().delete()
    with pytest.raises(FrozenError):
        model.objects.bulk_update([row], ["id"])


def test_the_same_file_is_published_once():
    first = factories.make_questionnaire()
    again, created = questionnaire_publish(text=factories.questionnaire_text(), by=None)
    assert (again, created) == (first, False)


def test_a_checkpoint_vouches_for_the_submission():
    scene = make_scene("submitted")
    last = Event.objects.filter(stream=scene.submission.stream).latest("sequence")
    assert scene.packet.checkpoint.heads[scene.submission.stream] == [last.sequence, last.digest]
    assert last.changes["sha256"] == [None, scene.packet.sha256]


# ── Review never changes an answer ──────────────────────────────────────────────────────────────


def test_commenting_settling_recommending_and_accepting_change_no_answer():
    scene = make_scene("under_review", programmes=2)
    before, content = answers_of(scene), scene.packet.content
    scene.comment()
    scene.recommend()
    scene.accept()
    assert answers_of(scene) == before
    assert (scene.packet.content, Packet.objects.count()) == (content, 1)


def test_returning_and_undoing_change_no_answer():
    scene = make_scene("under_review", programmes=2)
    before, content = answers_of(scene), scene.packet.content
    scene.send_return()
    assert answers_of(scene) == before
    submissions.submission_undo_return(submission=scene.submission, reason="r", by=scene.reviewer)
    assert answers_of(scene) == before
    assert scene.packet.content == content


def test_recall_and_a_second_submission_leave_the_first_packet_as_it_was():
    scene = make_scene("submitted")
    first = scene.packet
    submissions.submission_recall(submission=scene.submission, reason="r", by=scene.focal)
    factories.answers_save(scene.assessment, {"Q8": {"detail": "new"}}, by=scene.focal)
    scene.clear()
    second = scene.submit()
    assert (first.number, second.number) == (1, 2)
    assert fresh(first).content == first.content
    assert fresh(first).scores.count() == 1
    assert second.sheet(scene.assessment.pk, schema(scene))["Q8"].detail == "new"


def test_a_resubmission_under_the_old_clearance_keeps_its_memo_number():
    scene = make_scene("returned")
    factories.reply(ReviewComment.objects.get(), scene.focal, "not_adopted", "It is a pilot.")
    packet = scene.submit()
    assert packet.number == 2
    assert packet.data["clearance"]["memo_number"] == "41.00.0000.012.18.001.19-17"


# ── What a clearance is of ──────────────────────────────────────────────────────────────────────


def test_the_same_draft_has_the_same_digest():
    scene = make_scene("in_progress")
    assert draft_digest(scene.submission) == draft_digest(scene.submission)


@pytest.mark.parametrize("change", ["answer", "strategy", "consultation", "not_assessed"])
def test_every_edit_changes_the_digest(change):
    scene = make_scene("in_progress")
    before = draft_digest(scene.submission)
    if change == "answer":
        factories.answers_save(scene.assessment, {"Q8": {"detail": "new"}}, by=scene.focal)
    elif change == "strategy":
        values = {"state": "exists", "title": "T", "reference": "", "commitments": ""}
        reports.strategy_save(
            submission=scene.submission,
            kind="gender_strategy",
            base=1,
            values=values,
            by=scene.focal,
        )
    elif change == "consultation":
        factories.consultation_add(scene.submission, scene.focal, who="Somebody else")
    else:
        reports.not_assessed_set(assessment=scene.assessment, reason="Ended.", by=scene.focal)
    assert draft_digest(scene.submission) != before
