"""History as people tell it, and taking a personal text out of it (capability 87)."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from assessments.models import Answer, AnswerVersion
from assessments.selectors.timeline import Checkpoint, timeline
from assessments.services.answers import answer_restore
from assessments.services.redacting import answer_redact
from nsss_gender.audit.frozen import FrozenError
from nsss_gender.audit.models import Event
from nsss_gender.audit.services import log_breaks
from tests.assessments.factories import answers_save, hand_out, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db
SECRET = "Rahima, 01700 000000, is ill."  # invented


def say(scene, text, by=None):
    answers_save(scene.assessment, {"Q8": {"text": text}}, by=by or scene.focal)


def answer_of(scene):
    return Answer.objects.get(assessment=scene.assessment, question__code="Q8")


def told(scene):
    """The history, the newest first: a checkpoint's word, or the numbers of a fold."""
    schema = scene.round.questionnaire.schema()
    return [
        entry.word
        if isinstance(entry, Checkpoint)
        else [view.version.number for view in entry.views]
        for entry in timeline(answer_of(scene), schema)
    ]


# ── Folding ─────────────────────────────────────────────────────────────────────────────────────


def test_saves_of_one_person_in_a_row_are_one_entry():
    scene = make_scene("in_progress")
    for text in ("O", "One", "One two"):
        say(scene, text)
    assert told(scene) == [[4, 3, 2, 1]]


def test_another_person_and_a_handing_over_part_them():
    scene = make_scene("in_progress")
    say(scene, "Mine.")
    hand_out(scene.assessment, scene.contributor, scene.focal)
    say(scene, "Theirs.", by=scene.contributor)
    say(scene, "Mine again.")
    assert told(scene) == [[4], [3], "Handed to a colleague", [2, 1]]


def test_what_happened_to_the_report_stands_where_it_happened():
    scene = make_scene("returned")
    say(scene, "After the return.")
    assert told(scene) == [
        [2],
        "Returned for revision",
        "Submitted",
        "Cleared by the authority",
        [1],
    ]


def test_the_page_tells_it_and_offers_every_earlier_text():
    scene = make_scene("in_progress")
    say(scene, "One")
    say(scene, "Two")
    url = reverse("assessments:answer_history", args=[answer_of(scene).pk])
    html = signed_in(scene.focal).get(url).content.decode()
    assert "2 saves before it, by the same person" in html
    assert html.count(">Bring version") == 2


# ── Taking a text out ───────────────────────────────────────────────────────────────────────────


def pasted(scene):
    """A personal text was saved, and then replaced; returns its version."""
    say(scene, SECRET)
    say(scene, "A beneficiary told us.")
    return AnswerVersion.objects.get(answer=answer_of(scene), text=SECRET)


def redact(scene, *versions, by=None, reason="A person's name and illness"):
    keys = [version.pk for version in versions]
    answer = answer_of(scene)
    return answer_redact(answer=answer, versions=keys, reason=reason, by=by or scene.focal)


def test_the_text_goes_who_when_and_why_stay_and_the_log_verifies():
    scene = make_scene("in_progress")
    version = pasted(scene)
    assert redact(scene, version) == [version.number]
    after = AnswerVersion.objects.get(pk=version.pk)
    assert (after.text, after.redacted_by, after.redaction_reason) == (
        "",
        scene.focal,
        "A person's name and illness",
    )
    assert after.judgement == version.judgement
    event = Event.objects.get(action="answer redacted")
    assert (event.reason, event.changes) == (
        "A person's name and illness",
        {"Q8": {"versions": [version.number]}},
    )
    assert log_breaks() == []
    assert not AnswerVersion.objects.filter(text__contains="Rahima").exists()
    assert answer_of(scene).head.text == "A beneficiary told us."


def test_the_same_post_again_changes_nothing():
    scene = make_scene("in_progress")
    version = pasted(scene)
    redact(scene, version)
    assert redact(scene, version, reason="Another reason") == []
    assert Event.objects.filter(action="answer redacted").count() == 1


def test_what_stands_now_is_changed_first():
    scene = make_scene("in_progress")
    say(scene, SECRET)
    with pytest.raises(PermissionDenied, match="change the answer first"):
        redact(scene, answer_of(scene).head)
    assert answer_of(scene).head.text == SECRET


def test_what_was_submitted_stays():
    scene = make_scene("returned")
    sent = answer_of(scene).head
    say(scene, "Another text.")
    with pytest.raises(PermissionDenied, match="a packet keeps it"):
        redact(scene, sent)


def test_an_unsent_version_can_go_also_from_a_locked_report():
    scene = make_scene("in_progress")
    version = pasted(scene)
    scene.clear()
    scene.submit()
    assert redact(scene, version) == [version.number]


@pytest.mark.parametrize("person", ["stranger", "contributor", "reviewer", "administrator"])
def test_only_the_ministrys_focal_point_may(person):
    scene = make_scene("in_progress")
    version = pasted(scene)
    with pytest.raises(PermissionDenied):
        redact(scene, version, by=getattr(scene, person))
    assert AnswerVersion.objects.get(pk=version.pk).text == SECRET


def test_a_reason_and_a_text_are_needed_and_another_answers_version_is_none():
    scene = make_scene("in_progress")
    version = pasted(scene)
    with pytest.raises(ValidationError) as refused:
        redact(scene, reason=" ")
    assert set(refused.value.message_dict) == {"versions", "reason"}
    other = Answer.objects.get(assessment=scene.assessment, question__code="Q11").head
    with pytest.raises(ValidationError):
        redact(scene, other)
    assert AnswerVersion.objects.get(pk=version.pk).redacted_at is None


def test_a_redacted_text_is_not_brought_back():
    scene = make_scene("in_progress")
    version = pasted(scene)
    redact(scene, version)
    gone = AnswerVersion.objects.get(pk=version.pk)
    with pytest.raises(PermissionDenied, match="nothing to bring back"):
        answer_restore(version=gone, token=uuid.uuid4(), by=scene.focal)


def test_the_rows_stay_frozen_to_everything_else():
    scene = make_scene("in_progress")
    version = pasted(scene)
    rows = AnswerVersion.objects.filter(pk=version.pk)
    for change in (lambda: rows.update(text=""), rows.delete, version.save):
        with pytest.raises(FrozenError):
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.redact(by=scene.focal, reason="", at=version.at)


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────


def page(scene):
    return reverse("assessments:answer_redact", args=[answer_of(scene).pk])


def test_the_page_takes_it_out_and_the_history_says_so():
    scene = make_scene("in_progress")
    version, client = pasted(scene), signed_in(scene.focal)
    assert SECRET in client.get(page(scene)).content.decode()
    data = {"versions": [str(version.pk)], "reason": "Pasted by mistake"}
    html = client.post(page(scene), data, follow=True).content.decode()
    assert SECRET not in html
    assert "The text was taken out" in html
    assert "Pasted by mistake" in html


def test_everything_that_lacks_is_said_at_once():
    scene = make_scene("in_progress")
    pasted(scene)
    answer = signed_in(scene.focal).post(page(scene), {"reason": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count("Choose at least one text.") == 2  # in the summary and at the field
    assert html.count("Give a reason.") == 2


def test_what_stands_now_is_not_offered_and_says_why():
    scene = make_scene("in_progress")
    say(scene, SECRET)
    html = signed_in(scene.focal).get(page(scene)).content.decode()
    assert "It stands now: change the answer first." in html
    assert 'type="checkbox"' not in html


def test_the_stranger_and_the_colleague_do_not_get_there():
    scene = make_scene("in_progress")
    pasted(scene)
    hand_out(scene.assessment, scene.contributor, scene.focal)
    assert signed_in(scene.stranger).get(page(scene)).status_code == 404
    assert signed_in(scene.contributor).get(page(scene)).status_code == 403
