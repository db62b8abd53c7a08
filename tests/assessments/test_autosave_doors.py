"""Saving by itself elsewhere than in the section form: ticks, the short form, explanations (14, 15, 17)."""

import uuid

import pytest
from django.urls import reverse

from assessments.enums import Origin
from assessments.models import AnswerVersion, BesideVersion
from assessments.models.answer import draft_sheet
from nsss_gender.audit.models import Event
from tests.assessments.doubts import OPEN, SAID, contradict, explain, explanation
from tests.assessments.factories import Scene, answers_save, fresh, hand_out, make_scene
from tests.assessments.test_confirming import VOICE, bring, disputed
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    scene = make_scene()
    hand_out(scene.assessment, scene.contributor, scene.focal)
    return scene


def post(scene, name, code, by=None, **data):
    """What the script posts to one of its doors."""
    by = by or scene.focal
    url = reverse(f"assessments:{name}", args=[scene.assessment.pk, code])
    sent = {"token": str(uuid.uuid4()), "writer": str(by.pk), **data}
    return signed_in(by).post(url, sent)


def given(scene, code="Q8"):
    return draft_sheet(fresh(scene.assessment))[code]


# ── "This is right" ─────────────────────────────────────────────────────────────────────────────


def tick(scene, code="Q8", base=1, **data):
    ticked = {f"{code}-base": base, "field": "confirm", f"{code}-confirm": "on"}
    return post(scene, "autosave", code, **ticked, **data)


def test_a_tick_confirms_what_was_seen(scene):
    bring(scene)
    told = tick(scene).json()
    assert (told["number"], told["unconfirmed"]) == (2, False)
    assert (given(scene).judgement, given(scene).origin) == ("no", Origin.SHORT_FORM)
    assert given(scene).to_confirm is False


def test_a_tick_on_an_answer_that_moved_on_confirms_nothing(scene):
    bring(scene)
    bring(scene, base=1, judgement="yes")
    told = tick(scene, base=1).json()
    assert (told["number"], told["unconfirmed"]) == (2, True)
    assert AnswerVersion.objects.count() == 2


def test_a_tick_of_a_question_confirms_the_parts_on_the_page(scene):
    for code in VOICE:
        bring(scene, code, origin=Origin.COPIED, judgement="no")
    bases = {f"{code.replace('.', '_')}-base": 1 for code in VOICE[1:]}
    told = tick(scene, "Q7", base=0, **bases).json()
    assert told["parts"] == dict.fromkeys(VOICE[1:], 2)
    assert told["unconfirmed"] is True  # the first part was not on the page
    assert [given(scene, code).to_confirm for code in VOICE] == [True, False, False, False]
    bases = {f"{VOICE[0].replace('.', '_')}-base": 1}
    assert tick(scene, "Q7", base=0, **bases).json()["unconfirmed"] is False


def test_the_tick_of_a_cleared_report_saves_nothing_by_itself():
    scene = make_scene("in_progress")
    scene.clear()
    assert (
        tick(scene, base=given(scene).number).status_code == 200
    )  # nothing waits: nothing changes
    assert fresh(scene.submission).status == "cleared"


def test_the_parts_stand_when_the_whole_answer_is_taken_away(scene):
    disputed(scene)
    data = {"Q7-base": given(scene, "Q7").number, "field": "judgement", "Q7-judgement": ""}
    told = post(scene, "autosave", "Q7", **data).json()
    assert (told["disputed"], given(scene, "Q7").judgement) == (False, "")


# ── A cell of the short form ────────────────────────────────────────────────────────────────────


def cell(scene, judgement, code="Q8", base=0, by=None, **data):
    sent = {
        "short": "1",
        f"{code}-base": base,
        "field": "judgement",
        f"{code}-judgement": judgement,
    }
    return post(scene, "autosave", code, by, **sent, **data)


def test_a_cell_arrives_to_be_confirmed(scene):
    told = cell(scene, "no").json()
    assert (told["number"], told["unconfirmed"]) == (1, True)
    assert (given(scene).judgement, given(scene).origin) == ("no", Origin.SHORT_FORM)
    assert AnswerVersion.objects.get().channel == "autosave"


def test_a_cell_that_is_emptied_is_nothing_to_confirm(scene):
    cell(scene, "no")
    told = cell(scene, "", base=1).json()
    assert (told["number"], told["unconfirmed"], given(scene).judgement) == (2, False, "")


def test_two_people_in_one_cell_keep_both(scene):
    cell(scene, "no", by=scene.contributor)
    told = cell(scene, "yes").json()
    assert told["clashes"] == {"Q8-judgement": "no"}
    assert "Mine stands" in told["clash"]
    assert sorted(AnswerVersion.objects.values_list("judgement", "kept")) == [
        ("no", False),
        ("yes", True),
    ]


def test_the_same_cell_sent_twice_writes_once(scene):
    token = str(uuid.uuid4())
    assert cell(scene, "no", token=token).json()["number"] == 1
    assert cell(scene, "no", token=token).json()["number"] == 1
    assert AnswerVersion.objects.count() == 1


def test_what_the_parts_give_is_not_emptied_from_a_cell(scene):
    answers_save(scene.assessment, {c: {"judgement": "no"} for c in VOICE}, by=scene.focal)
    refused = cell(scene, "", code="Q7")
    assert refused.status_code == 422
    assert "change them in the detailed form" in refused.json()["said"]


def test_a_cell_takes_a_judgement_and_nothing_else(scene):
    sent = {"short": "1", "Q8-base": 0, "field": ["judgement", "text"], "Q8-text": "Sly."}
    assert post(scene, "autosave", "Q8", **sent).status_code == 422
    assert not AnswerVersion.objects.exists()


def test_a_cell_of_a_cleared_report_voids_nothing():
    scene = make_scene("in_progress")
    scene.clear()
    refused = cell(scene, "partly", base=given(scene).number)
    assert refused.status_code == 403
    assert "voids the clearance" in refused.json()["said"]
    assert fresh(scene.submission).status == "cleared"


def test_for_a_stranger_there_is_no_such_cell(scene):
    assert cell(scene, "no", by=scene.stranger).status_code == 404


# ── Why both are right ──────────────────────────────────────────────────────────────────────────


def say(scene, text, base=0, rule=SAID, **data):
    return post(scene, "explain", rule, **{f"{rule}-base": base, f"{rule}-text": text}, **data)


def test_an_explanation_is_saved_with_its_number(scene):
    told = say(scene, "It began in July.").json()
    assert (told["number"], told["clashes"]) == (1, {})
    assert told["said"].endswith(" by you")
    assert explanation(scene).text == "It began in July."


def test_an_explanation_sent_again_writes_once(scene):
    token = str(uuid.uuid4())
    say(scene, "It began in July.", token=token)
    events = Event.objects.count()
    assert say(scene, "It began in July.", token=token).json()["number"] == 1
    assert (BesideVersion.objects.count(), Event.objects.count()) == (1, events)


def test_two_explanations_of_the_same_are_both_kept(scene):
    explain(scene, by=scene.contributor, text="Theirs.")
    told = say(scene, "Mine.").json()
    assert told["clashes"] == {f"{SAID}-text": "Theirs."}
    assert "Theirs." in told["clash"]
    assert "Mine." in told["clash"]
    assert explanation(scene).text == "Theirs."
    assert BesideVersion.objects.get(kept=True).values == {"text": "Mine."}
    assert say(scene, "Mine.", base=told["number"]).json()["clashes"] == {}
    assert explanation(scene).text == "Mine."


def test_an_explanation_that_is_too_long_says_so(scene):
    refused = say(scene, "x" * 2001)
    assert refused.status_code == 422
    assert not BesideVersion.objects.exists()


@pytest.mark.parametrize("rule", ["no_such_rule", OPEN[:-1]])
def test_an_unknown_rule_is_not_explained(scene, rule):
    assert say(scene, "A text.", rule=rule).status_code == 422


def test_an_explanation_in_a_cleared_report_waits_for_the_button():
    scene = make_scene("in_progress")
    contradict(scene)
    answers_save(scene.assessment, {"Q8": {"missing": "All."}}, by=scene.focal)
    scene.clear()
    refused = say(scene, "Later.", base=explanation(scene).number)
    assert refused.status_code == 403
    assert fresh(scene.submission).status == "cleared"


def test_somebody_else_signed_in_saves_no_explanation(scene):
    assert say(scene, "A text.", writer=str(scene.stranger.pk)).status_code == 401
    assert not BesideVersion.objects.exists()


def test_for_a_stranger_there_is_nothing_to_explain(scene):
    assert say(scene, "A text.", by=scene.stranger).status_code == 404
