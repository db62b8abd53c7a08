"""Saving by itself: the endpoint of the page's script (14, 15, 18, 84; reliability 42, 45)."""

import uuid

import pytest
from django.urls import reverse

from assessments.models import Answer, AnswerVersion, Clearance
from assessments.permissions import can_autosave, can_edit
from nsss_gender.audit.models import Event
from tests.assessments.factories import Scene, answers_save, fresh, hand_out, make_scene
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    """A report that nobody has written in, its programme handed to the contributor."""
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def send(scene, code="Q8", base=0, by=None, token=None, writer=None, **fields):
    """What the script posts: the changed fields of one answer, by their names in the form."""
    by = by or scene.focal
    prefix = code.replace(".", "_")
    data = {
        "token": str(token or uuid.uuid4()),
        "writer": str(writer or by.pk),
        f"{prefix}-base": str(base),
        "field": list(fields),
        **{f"{prefix}-{name}": value for name, value in fields.items()},
    }
    url = reverse("assessments:autosave", args=[scene.assessment.pk, code])
    return signed_in(by).post(url, data)


def stands(scene, code="Q8"):
    return Answer.objects.get(assessment=scene.assessment, question__code=code).head


# ── Saving ──────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_field_is_saved_with_its_number_and_the_door_it_came_through(scene):
    answer = send(scene, missing="One district.")
    told = answer.json()
    assert (answer.status_code, told["number"]) == (200, 1)
    assert (told["changed"], told["clashes"]) == ({}, {})
    assert told["said"].startswith("Saved at ")
    assert told["said"].endswith(" by you")
    head = stands(scene)
    assert (head.missing, head.channel, head.by) == ("One district.", "autosave", scene.focal)
    assert fresh(scene.submission).status == "in_progress"


def test_what_is_not_named_is_not_touched(scene):
    send(scene, judgement="no", missing="One.")
    send(scene, base=1, detail="Later.")
    head = stands(scene)
    assert (head.judgement, head.missing, head.detail) == ("no", "One.", "Later.")


def test_an_emptied_group_of_boxes_is_saved_as_empty(scene):
    send(scene, "Q4.stages", choices=["old_age"])
    answer = send(scene, "Q4.stages", base=1, choices=[])
    assert answer.json()["number"] == 2
    assert stands(scene, "Q4.stages").choices == []


def test_a_part_is_saved_and_tells_what_the_parts_give(scene):
    told = send(scene, "Q7.1", judgement="no").json()
    assert told["number"] == 1
    assert "The parts together:" in told["derived"]
    assert stands(scene, "Q7.1").judgement == "no"


def test_bangla_digits_and_a_half_written_year(scene):
    half = send(scene, "Q3.start", text="১৯৯৭")
    assert half.status_code == 422
    assert "two years that follow each other" in half.json()["said"]
    assert not AnswerVersion.objects.exists()
    assert send(scene, "Q3.start", text="১৯৯৭-৯৮").status_code == 200
    assert stands(scene, "Q3.start").text == "1997-98"


def test_the_sentence_is_in_the_language_of_the_page(scene):
    signed = signed_in(scene.focal)
    url = reverse("assessments:autosave", args=[scene.assessment.pk, "Q8"])
    data = {"token": uuid.uuid4(), "writer": scene.focal.pk, "Q8-base": 0, "field": "missing"}
    answer = signed.post(url, {**data, "Q8-missing": "ক"}, headers={"accept-language": "bn"})
    assert "সংরক্ষণ" in answer.json()["said"]


# ── Sent again (reliability 45) ─────────────────────────────────────────────────────────────────


def test_the_same_edit_sent_twice_writes_once(scene):
    token = uuid.uuid4()
    first = send(scene, token=token, missing="One.")
    events = Event.objects.count()
    second = send(scene, token=token, missing="One.")
    assert (first.json()["number"], second.json()["number"]) == (1, 1)
    assert (AnswerVersion.objects.count(), Event.objects.count()) == (1, events)


def test_an_edit_sent_again_after_a_later_one_changes_nothing(scene):
    token = uuid.uuid4()
    send(scene, token=token, missing="One.")
    send(scene, base=1, missing="One. Two.")
    late = send(scene, token=token, missing="One.")
    assert (late.status_code, late.json()["number"], late.json()["clashes"]) == (200, 2, {})
    assert stands(scene).missing == "One. Two."
    assert AnswerVersion.objects.count() == 2


def test_an_edit_sent_again_after_a_colleague_went_on_shows_theirs_and_writes_nothing(scene):
    token = uuid.uuid4()
    send(scene, token=token, missing="Mine.")
    send(scene, base=1, by=scene.contributor, missing="Theirs.")
    told = send(scene, token=token, missing="Mine.").json()
    assert told["changed"] == {"Q8-missing": "Theirs."}
    assert told["said"].startswith(f"{scene.contributor} changed this at ")
    assert AnswerVersion.objects.count() == 2


# ── Two people (reliability 42) ─────────────────────────────────────────────────────────────────


def test_different_fields_merge_and_the_page_is_told_the_other_one(scene):
    send(scene, missing="One.")
    send(scene, base=1, by=scene.contributor, detail="Theirs.")
    told = send(scene, base=1, missing="Two.").json()
    assert (told["number"], told["clashes"]) == (3, {})
    assert told["changed"] == {"Q8-detail": "Theirs."}
    assert told["said"].endswith("by you, together with what a colleague changed")
    head = stands(scene)
    assert (head.missing, head.detail) == ("Two.", "Theirs.")


def test_a_true_clash_keeps_both_and_shows_both(scene):
    send(scene, missing="One.")
    send(scene, base=1, by=scene.contributor, missing="Theirs.")
    answer = send(scene, base=1, missing="Mine.")
    told = answer.json()
    assert (answer.status_code, told["number"]) == (200, 2)
    assert told["clashes"] == {"Q8-missing": "Theirs."}
    assert told["said"].startswith(f"{scene.contributor} changed the same thing at ")
    assert "Theirs." in told["clash"]
    assert "Mine." in told["clash"]
    assert stands(scene).missing == "Theirs."
    kept = AnswerVersion.objects.get(kept=True)
    assert (kept.missing, kept.by, kept.channel) == ("Mine.", scene.focal, "autosave")


def test_a_clash_sent_again_is_kept_once_and_shown_again(scene):
    token = uuid.uuid4()
    send(scene, by=scene.contributor, missing="Theirs.")
    for _ in range(2):
        told = send(scene, token=token, missing="Mine.").json()
        assert told["clashes"] == {"Q8-missing": "Theirs."}
    assert AnswerVersion.objects.count() == 2


def test_chosen_after_the_clash_mine_stands(scene):
    send(scene, by=scene.contributor, missing="Theirs.")
    number = send(scene, missing="Mine.").json()["number"]
    told = send(scene, base=number, missing="Mine.").json()
    assert (told["clashes"], stands(scene).missing) == ({}, "Mine.")
    assert sorted(AnswerVersion.objects.values_list("missing", flat=True)) == [
        "Mine.",
        "Mine.",
        "Theirs.",
    ]


def test_what_another_has_typed_in_a_clash_cannot_run_in_the_page(scene):
    send(scene, by=scene.contributor, missing="<script>alert(1)</script>")
    clash = send(scene, missing="<img src=x onerror=alert(1)>").json()["clash"]
    assert "<script" not in clash
    assert "<img" not in clash


# ── A clearance (14) ────────────────────────────────────────────────────────────────────────────


def test_a_clearance_is_never_voided_by_itself():
    scene = make_scene("cleared")
    answer = send(scene, base=1, detail="A last word.")
    assert answer.status_code == 403
    assert "press “Save”" in answer.json()["said"]
    assert fresh(scene.submission).status == "cleared"
    assert Clearance.objects.get().voided_at is None
    assert AnswerVersion.objects.filter(channel="autosave").count() == 0


def test_in_a_cleared_report_an_edit_that_changes_nothing_is_no_refusal():
    scene = make_scene("cleared")
    assert send(scene, base=1, judgement="yes").status_code == 200
    assert fresh(scene.submission).status == "cleared"


def test_the_save_button_may_still_void_it():
    scene = make_scene("cleared")
    assert can_edit(scene.focal, scene.assessment, ["Q8"])
    refused = can_autosave(scene.focal, scene.assessment, ["Q8"])
    assert (bool(refused), refused.seat) == (False, scene.focal.seats[0])
    assert can_autosave(scene.focal, scene.assessment, [])


@pytest.mark.parametrize("state", ["not_started", "in_progress", "returned"])
def test_where_nothing_is_cleared_it_may_what_the_button_may(state):
    scene = make_scene(state)
    for person in scene.people.values():
        for codes in ([], ["Q8"], ["Q1"], ["Q8", "Q1"]):
            button = can_edit(person, scene.assessment, codes)
            itself = can_autosave(person, scene.assessment, codes)
            assert (itself.allowed, itself.reason) == (button.allowed, button.reason)


# ── Who, and what is refused ────────────────────────────────────────────────────────────────────


def test_a_stranger_finds_nothing(scene):
    answer = send(scene, by=scene.stranger, missing="x")
    assert answer.status_code == 404
    assert not AnswerVersion.objects.exists()


def test_somebody_else_who_signed_in_meanwhile_does_not_send_my_words(scene):
    answer = send(scene, by=scene.contributor, writer=scene.focal.pk, missing="x")
    assert answer.status_code == 401
    assert answer.json() == {"said": "Somebody else is signed in here now."}
    assert not AnswerVersion.objects.exists()


def test_a_locked_report_says_so(scene):
    sent = make_scene("submitted")
    answer = send(sent, base=1, detail="x")
    assert answer.status_code == 403
    assert "locked" in answer.json()["said"]


def test_in_a_returned_report_only_the_named_questions_are_saved():
    scene = make_scene("under_review")
    scene.comment("Q8")
    scene.send_return()
    assert send(scene, base=1, detail="Now clear.").status_code == 200
    assert send(scene, "Q9", base=1, detail="x").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"token": "no uuid"},
        {"writer": "nobody"},
        {"Q8-base": ""},
        {"Q8-base": "-1"},
        {"Q8-base": "7"},
        {"field": []},
        {"field": ["kept"]},
        {"field": ["judgement"], "Q8-judgement": "perhaps"},
        {"Q8-missing": "x" * 10_001},
        {"Q8-missing": "\x00"},
    ],
)
def test_a_forged_or_broken_edit_is_refused_with_a_word(scene, wrong):
    data = {
        "token": str(uuid.uuid4()),
        "writer": str(scene.focal.pk),
        "Q8-base": "0",
        "field": ["missing"],
        "Q8-missing": "x",
        **wrong,
    }
    url = reverse("assessments:autosave", args=[scene.assessment.pk, "Q8"])
    answer = signed_in(scene.focal).post(url, data)
    assert answer.status_code == 422
    assert answer.json()["said"]
    assert not AnswerVersion.objects.exists()


def test_an_unknown_question_is_not_found(scene):
    assert send(scene, "Q99", text="x").status_code == 404


def test_an_expired_session_is_told_apart(scene, client):
    url = reverse("assessments:autosave", args=[scene.assessment.pk, "Q8"])
    assert client.post(url, {"Q8-missing": "x"}).status_code == 401


# ── What it costs ───────────────────────────────────────────────────────────────────────────────


def test_one_edit_takes_the_same_statements_whatever_is_there(scene, django_assert_max_num_queries):
    answers_save(scene.assessment, {"Q8": {"judgement": "no"}}, by=scene.focal)
    browser = signed_in(scene.focal)
    url = reverse("assessments:autosave", args=[scene.assessment.pk, "Q8"])
    data = {"token": uuid.uuid4(), "writer": scene.focal.pk, "Q8-base": 1, "field": "missing"}
    browser.post(url, {**data, "Q8-missing": "first"})
    data = {**data, "token": uuid.uuid4(), "Q8-base": 2}
    with django_assert_max_num_queries(15):
        assert browser.post(url, {**data, "Q8-missing": "second"}).status_code == 200
